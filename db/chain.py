"""Puts events at the end of their booth's chain; each holds the SHA-256 of the one before it.

What is hashed is read back from the database, in the very way in which ``db.verify`` reads it
later: what another type or encoding would change on its way to the disk is changed already.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, Text, bindparam, cast, insert, select
from sqlalchemy.orm import Session

from db import moments
from db.booth import Booth, booth_of
from db.canonical import (
    BEGINNING,
    Link,
    act_header,
    act_private,
    decision_header,
    decision_private,
    sha256_of,
)
from db.chain_schema import AuditEventRow
from db.people_records import SiteEvent
from db.people_schema import SiteEventRow, act_values
from db.schema import DecisionRow, EvidenceRow
from db.sessions import inserted_number

DECISION: Final = "decision"
"""The kind of the events that are decisions; the kinds of the others are ``EventKind``."""

DECISION_COLUMNS: Final[tuple[Any, ...]] = (
    DecisionRow.passage_id,
    DecisionRow.lane_id,
    DecisionRow.outcome,
    DecisionRow.verdict,
    DecisionRow.reason,
    DecisionRow.override_reason,
    DecisionRow.barrier_action,
    DecisionRow.confidence,
    DecisionRow.decided_by,
    moments.of(DecisionRow.decided_at),
    moments.of(DecisionRow.passage_started_at),
    DecisionRow.amends,
    EvidenceRow.sha256,
    EvidenceRow.camera_id,
    EvidenceRow.frame_sequence,
    moments.of(EvidenceRow.captured_at),
    EvidenceRow.size_bytes,
    DecisionRow.weights_version,
    DecisionRow.software_version,
    DecisionRow.direction,
    DecisionRow.observed_plate,
    DecisionRow.resolved_plate,
    cast(DecisionRow.plate_box_px, Text),
    cast(DecisionRow.characters, Text),
    DecisionRow.note,
)
"""``canonical.DECISION_FACTS`` as the database tells them."""

ACT_COLUMNS: Final[tuple[Any, ...]] = (
    SiteEventRow.done_by,
    moments.of(SiteEventRow.done_at),
    SiteEventRow.subject,
    SiteEventRow.detail,
    SiteEventRow.why,
    SiteEventRow.details,
)
"""``canonical.ACT_FACTS`` as the database tells them."""

SALT_BYTES: Final = 16


def decision_facts() -> Select[Any]:
    """What a decision's texts are made of, one row each."""
    return (
        select(*DECISION_COLUMNS)
        .select_from(DecisionRow)
        .outerjoin(EvidenceRow, EvidenceRow.id == DecisionRow.evidence_id)
    )


# Made once: putting a statement together takes longer than running it
_ONE_DECISION = decision_facts().where(DecisionRow.sequence == bindparam("number"))
_ONE_ACT = select(*ACT_COLUMNS).where(SiteEventRow.sequence == bindparam("number"))
_APPEND = insert(AuditEventRow)
_INSERT_ACT = insert(SiteEventRow)
_NEWEST = (
    select(AuditEventRow.sequence, AuditEventRow.hash)
    .where(AuditEventRow.booth_id == bindparam("booth_id"))
    .order_by(AuditEventRow.sequence.desc())
    .limit(1)
)


def link_decision(connection: Connection, sequence: int, decision_id: str) -> None:
    """Append the decision of that number, which was just recorded, to the chain."""
    facts = connection.execute(_ONE_DECISION, {"number": sequence}).one()
    link = _next_link(connection, DECISION, decision_id)
    connection.execute(_APPEND, decision_event(link, sequence, facts, new_salt()))


def add_act(session: Session, act: SiteEvent) -> str:
    """Record what somebody did besides deciding, append it to the chain, and return its id."""
    connection = session.connection()
    sequence = inserted_number(connection.execute(_INSERT_ACT, act_values(act)))
    facts = connection.execute(_ONE_ACT, {"number": sequence}).one()
    link = _next_link(connection, act.kind.value, uuid.uuid4().hex)
    connection.execute(_APPEND, act_event(link, sequence, facts, new_salt()))
    return link.event_id


def decision_event(
    link: Link, decision_sequence: int, facts: Sequence[Any], salt: str
) -> dict[str, object]:
    """The row of ``audit_events`` for a decision."""
    private = sha256_of(decision_private(salt, tuple(facts)))
    event_hash = sha256_of(decision_header(link, tuple(facts), private))
    return _row(link, salt, private, event_hash) | {
        "decision_sequence": decision_sequence,
        "act_sequence": None,
    }


def act_event(link: Link, act_sequence: int, facts: Sequence[Any], salt: str) -> dict[str, object]:
    """The row of ``audit_events`` for an act."""
    private = sha256_of(act_private(salt, tuple(facts)))
    event_hash = sha256_of(act_header(link, tuple(facts), private))
    return _row(link, salt, private, event_hash) | {
        "decision_sequence": None,
        "act_sequence": act_sequence,
    }


def new_salt() -> str:
    """What keeps a private text from being guessed from its hash."""
    return secrets.token_hex(SALT_BYTES)


def link_at(booth: Booth, head: tuple[int, str], kind: str, event_id: str) -> Link:
    """The place after ``head``, which is the last event's number and hash."""
    return Link(
        booth_id=booth.booth_id,
        sequence=head[0] + 1,
        previous=head[1],
        kind=kind,
        event_id=event_id,
        recorded_at=moments.as_text(booth.utc_now()),
        run_id=booth.run_id,
        monotonic_ns=booth.monotonic_ns(),
    )


def head_of(connection: Connection, booth_id: str) -> tuple[int, str]:
    """Number and hash of the last event of a booth; what comes before the first when none is."""
    found = connection.execute(_NEWEST, {"booth_id": booth_id}).one_or_none()
    return (0, BEGINNING) if found is None else (found.sequence, found.hash)


def _next_link(connection: Connection, kind: str, event_id: str) -> Link:
    booth = booth_of(connection)
    return link_at(booth, head_of(connection, booth.booth_id), kind, event_id)


def _row(link: Link, salt: str, private_sha256: str, event_hash: str) -> dict[str, object]:
    return {
        "booth_id": link.booth_id,
        "sequence": link.sequence,
        "event_id": link.event_id,
        "kind": link.kind,
        "recorded_at": moments.from_text(link.recorded_at),
        "run_id": link.run_id,
        "monotonic_ns": link.monotonic_ns,
        "salt": salt,
        "private_sha256": private_sha256,
        "hash": event_hash,
    }
