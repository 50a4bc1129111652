"""Anchors, slots, and the erasure of what identifies a vehicle once its time is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.search_terms import terms_sql

revision = "0007"
down_revision = "0006"

PRIVATE = {
    "decisions": {
        "observed_plate": "''",
        "resolved_plate": "NULL",
        "plate_box_px": "NULL",
        "characters": "'[]'",
        "note": "''",
    },
    "site_events": {"subject": "''", "detail": "''", "why": "''", "details": "''"},
}
"""What is erased, and what is left in its place."""

KEPT = {
    "decisions": (
        "sequence",
        "decision_id",
        "passage_id",
        "lane_id",
        "outcome",
        "verdict",
        "reason",
        "confidence",
        "decided_by",
        "decided_at",
        "passage_started_at",
        "evidence_id",
        "weights_version",
        "software_version",
        "amends",
        "override_reason",
        "barrier_action",
    ),
    "site_events": ("sequence", "kind", "done_by", "done_at"),
}
SUBJECTS = {"decisions": "decision:", "site_events": "act:"}


def upgrade() -> None:
    """Create the tables and views, and let the guards tell an erasure from a change."""
    op.create_table(
        "anchors",
        sa.Column("booth_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("chain_id", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("anchored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("booth_id", "sequence", name="pk_anchors"),
    )
    op.create_table(
        "tombstones",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("is_done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_tombstones"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.event_id"], name="fk_tombstones_event_id"
        ),
    )
    op.create_index("ix_tombstones_is_done", "tombstones", ["is_done"])
    op.create_table(
        "slots",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("is_usable", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_slots"),
    )
    op.create_table(
        "booths",
        sa.Column("booth_id", sa.Text, nullable=False),
        sa.Column("site_name", sa.Text, nullable=False),
        sa.Column("software_version", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("booth_id", name="pk_booths"),
    )
    _create_views()
    if op.get_bind().dialect.name == "sqlite":
        for table in PRIVATE:
            _allow_erasure(table)
        _forget_erased_terms()


def _create_views() -> None:
    """Show what was read of each passage, and what was decided otherwise later."""
    op.execute(
        "CREATE VIEW reads AS SELECT passage_id, lane_id, passage_started_at, observed_plate, "
        "confidence, characters, plate_box_px, evidence_id, weights_version, decision_id "
        "FROM decisions WHERE amends IS NULL AND confidence > 0"
    )
    op.execute(
        "CREATE VIEW amendments AS SELECT later.decision_id, later.amends, later.decided_by, "
        "later.decided_at, later.override_reason, earlier.outcome AS outcome_before, "
        "later.outcome AS outcome_after, earlier.resolved_plate AS plate_before, "
        "later.resolved_plate AS plate_after FROM decisions AS later "
        "JOIN decisions AS earlier ON earlier.decision_id = later.amends"
    )


def _allow_erasure(table: str) -> None:
    erased = " AND ".join(f"NEW.{name} IS {left}" for name, left in PRIVATE[table].items())
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT[table])
    told = f"SELECT 1 FROM tombstones WHERE subject = '{SUBJECTS[table]}' || OLD.sequence"
    op.execute(f"DROP TRIGGER {table}_refuse_update")
    op.execute(
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} "
        f"WHEN NOT ({erased} AND {same} AND EXISTS ({told})) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _forget_erased_terms() -> None:
    """Take an erased plate out of the full-text index; lane, person and the rest stay in it."""
    op.execute(
        "CREATE TRIGGER decisions_unindex AFTER UPDATE ON decisions BEGIN "
        "INSERT INTO decision_search (decision_search, rowid, terms) "
        f"VALUES ('delete', OLD.sequence, {terms_sql('OLD')}); "
        f"INSERT INTO decision_search (rowid, terms) VALUES (NEW.sequence, {terms_sql('NEW')}); "
        "END"
    )
