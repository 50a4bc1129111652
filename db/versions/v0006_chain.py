"""The chain: every decision and act, each with the SHA-256 of the one before it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from db import chain
from db.booth import booth_of
from db.chain_schema import AuditEventRow
from db.people_schema import SiteEventRow
from db.schema import DecisionRow

revision = "0006"
down_revision = "0005"

_STEP = 2000
_KEPT = (
    "booth_id",
    "sequence",
    "event_id",
    "kind",
    "recorded_at",
    "run_id",
    "monotonic_ns",
    "private_sha256",
    "hash",
)


def upgrade() -> None:
    """Create the chain, and put on it what was recorded before there was one."""
    for name in ("why", "details"):
        op.add_column("site_events", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.create_table(
        "audit_events",
        sa.Column("booth_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("decision_sequence", sa.Integer),
        sa.Column("act_sequence", sa.Integer),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("monotonic_ns", sa.BigInteger, nullable=False),
        sa.Column("salt", sa.Text),
        sa.Column("private_sha256", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("booth_id", "sequence", name="pk_audit_events"),
        sa.UniqueConstraint("event_id", name="uq_audit_events_event_id"),
        sa.UniqueConstraint("decision_sequence", name="uq_audit_events_decision_sequence"),
        sa.UniqueConstraint("act_sequence", name="uq_audit_events_act_sequence"),
        sa.ForeignKeyConstraint(
            ["decision_sequence"], ["decisions.sequence"], name="fk_audit_events_decision_sequence"
        ),
        sa.ForeignKeyConstraint(
            ["act_sequence"], ["site_events.sequence"], name="fk_audit_events_act_sequence"
        ),
        sa.CheckConstraint(
            "(decision_sequence IS NULL) <> (act_sequence IS NULL)", name="ck_audit_events_subject"
        ),
    )
    op.create_table(
        "lanes",
        sa.Column("booth_id", sa.Text, nullable=False),
        sa.Column("lane_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("booth_id", "lane_id", name="pk_lanes"),
    )
    chain_what_is_there()
    _guard()


def chain_what_is_there() -> None:
    """By the moments that they bear; each kind keeps its own order, whatever its clock said."""
    connection = op.get_bind()
    booth = booth_of(connection)
    merged = heapq.merge(_decisions(connection), _acts(connection), key=lambda found: found[0])
    head = chain.head_of(connection, booth.booth_id)
    while rows := [row for _, row in islice(merged, _STEP)]:
        events = []
        for row in rows:
            link = chain.link_at(booth, head, row.kind, row.event_id)
            make = chain.decision_event if row.kind == chain.DECISION else chain.act_event
            event = make(link, row.number, tuple(row)[4:], chain.new_salt())
            head = (link.sequence, str(event["hash"]))
            events.append(event)
        connection.execute(sa.insert(AuditEventRow), events)


def _decisions(connection: sa.Connection) -> Iterator[tuple[datetime, sa.Row[Any]]]:
    facts = chain.decision_facts().with_only_columns(
        DecisionRow.decided_at.label("moment"),
        sa.literal(chain.DECISION).label("kind"),
        DecisionRow.decision_id.label("event_id"),
        DecisionRow.sequence.label("number"),
        *(_decision_column(column) for column in chain.DECISION_COLUMNS),
    )
    rows = connection.execute(
        facts.order_by(DecisionRow.sequence), execution_options={"yield_per": _STEP}
    )
    for row in rows:
        yield row.moment, row


def _decision_column(column: Any) -> Any:
    """The column as it was then: 0010 brings the direction, and what is before it has none."""
    return sa.null() if column is DecisionRow.direction else column


def _acts(connection: sa.Connection) -> Iterator[tuple[datetime, sa.Row[Any]]]:
    facts = sa.select(
        SiteEventRow.done_at.label("moment"),
        SiteEventRow.kind.label("kind"),
        # An act bore no id until now: its number makes one that is the same in every attempt
        (sa.literal("act-") + sa.cast(SiteEventRow.sequence, sa.Text)).label("event_id"),
        SiteEventRow.sequence.label("number"),
        *chain.ACT_COLUMNS,
    )
    rows = connection.execute(
        facts.order_by(SiteEventRow.sequence), execution_options={"yield_per": _STEP}
    )
    for row in rows:
        yield row.moment, row


def _guard() -> None:
    """Refuse every change of an event but the erasure of its salt."""
    if op.get_bind().dialect.name != "sqlite":
        return  # 0009 guards PostgreSQL, on which no site was before it
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
    same += "".join(
        f" AND NEW.{name} IS OLD.{name}" for name in ("decision_sequence", "act_sequence")
    )
    refuse = "SELECT RAISE(ABORT, 'audit_events is append-only')"
    op.execute(
        "CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events "
        f"WHEN NOT (NEW.salt IS NULL AND {same}) BEGIN {refuse}; END"
    )
    op.execute(
        "CREATE TRIGGER audit_events_refuse_delete BEFORE DELETE ON audit_events "
        f"BEGIN {refuse}; END"
    )
    # INSERT OR REPLACE deletes the old row without firing DELETE triggers, hence this one.
    op.execute(
        "CREATE TRIGGER audit_events_refuse_replace BEFORE INSERT ON audit_events "
        "WHEN EXISTS (SELECT 1 FROM audit_events WHERE event_id = NEW.event_id "
        "OR (booth_id = NEW.booth_id AND sequence = NEW.sequence) "
        "OR decision_sequence = NEW.decision_sequence OR act_sequence = NEW.act_sequence) "
        f"BEGIN {refuse}; END"
    )
