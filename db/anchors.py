"""Anchors: heads of chains, kept where whoever could rewrite the whole log cannot reach them.

A chain shows every change but two: its end cut off, or all of it made anew. Both are seen by
comparing it with heads that were written down elsewhere, daily and at the end of each shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.booth import booth_of
from db.chain import head_of
from db.chain_schema import AnchorRow, AuditEventRow
from db.outbox import queue
from db.outbox_records import ItemKind, OutboxItem
from db.sessions import reading, writing


@dataclass(frozen=True, slots=True)
class AnchorRecord:
    """The hash of an event, when it was its booth's last; ``chain_id`` is that of the first."""

    booth_id: str
    chain_id: str
    sequence: int
    hash: str
    anchored_at: datetime


class AnchorSource(Protocol):
    """Where anchors are kept out of reach, such as Firestore."""

    def anchors(self) -> tuple[AnchorRecord, ...]:
        """Every anchor of this site that is kept there.

        Raises:
            StoreUnavailableError: they cannot be fetched now.
        """


def anchor_head(engine: Engine) -> AnchorRecord | None:
    """Anchor the end of this booth's chain; None when nothing came since the last anchor.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        return anchor_in(session)


def anchor_in(session: Session) -> AnchorRecord | None:
    """The same within a transaction, such as that which ends a shift."""
    session.flush()
    connection = session.connection()
    booth = booth_of(connection)
    sequence, event_hash = head_of(connection, booth.booth_id)
    if sequence == 0 or session.get(AnchorRow, (booth.booth_id, sequence)) is not None:
        return None
    first = select(AuditEventRow.hash).where(
        AuditEventRow.booth_id == booth.booth_id, AuditEventRow.sequence == 1
    )
    row = AnchorRow(
        booth_id=booth.booth_id,
        sequence=sequence,
        chain_id=session.scalar(first) or event_hash,
        hash=event_hash,
        anchored_at=booth.utc_now(),
    )
    session.add(row)
    record = _to_record(row)
    queue(connection, _copy(record))
    return record


def kept_anchors(engine: Engine) -> tuple[AnchorRecord, ...]:
    """The anchors that this database remembers, by booth and sequence.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    listed = select(AnchorRow).order_by(AnchorRow.booth_id, AnchorRow.sequence)
    with reading(engine) as session:
        return tuple(_to_record(row) for row in session.scalars(listed))


def _copy(anchor: AnchorRecord) -> OutboxItem:
    """The anchor as it goes up; its id keeps that of another log apart from it."""
    name = f"{anchor.booth_id}-{anchor.sequence}-{anchor.hash[:16]}"
    fields = {
        "booth": anchor.booth_id,
        "chainId": anchor.chain_id,
        "sequence": anchor.sequence,
        "hash": anchor.hash,
        "anchoredAt": anchor.anchored_at,
    }
    return OutboxItem(
        f"anchor-{name}", ItemKind.ANCHOR, "", f"anchors/{name}", "", anchor.anchored_at, fields
    )


def _to_record(row: AnchorRow) -> AnchorRecord:
    return AnchorRecord(row.booth_id, row.chain_id, row.sequence, row.hash, row.anchored_at)
