"""What waits for Firestore: queued with what it is of, in order, until it is there.

Items go in the order in which they came, so those of one vehicle never overtake each other. One
that Firestore refuses for good is parked and holds up nobody: its document's ``sequence`` tells
where it belongs, should it be sent later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Executable,
    Select,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.documents import decision_fields, from_json, to_json
from db.outbox_records import (
    ItemKind,
    ItemState,
    OutboxCounts,
    OutboxItem,
    QueuedItem,
    SyncProgress,
)
from db.plates import merge_o_and_0
from db.records import DecisionRecord
from db.sessions import reading, writing
from db.sync_schema import OutboxRow, SyncStateRow

PUSH_KINDS = frozenset({ItemKind.PUSH})
THUMBNAIL_KINDS = frozenset({ItemKind.THUMBNAIL})
DOCUMENT_KINDS = frozenset(ItemKind) - PUSH_KINDS - THUMBNAIL_KINDS
HISTORY_KINDS = (ItemKind.DECISION, ItemKind.SESSION, ItemKind.THUMBNAIL)
"""What a site has of its time before Firebase, and may keep for itself."""


def _queueing(make: Callable[[type[OutboxRow]], Any]) -> Executable:
    """Inserts an item; one of the same id that has not gone yet becomes this one."""
    item = make(OutboxRow).inline()
    newer = {name: item.excluded[name] for name in _REPLACED}
    return cast(
        Executable,
        item.on_conflict_do_update(
            index_elements=["event_id"], set_=newer | {"revision": OutboxRow.revision + 1}
        ),
    )


_REPLACED: Final = (
    "vehicle",
    "path",
    "body",
    "made_by",
    "made_at",
    "expires_at",
    "state",
    "problem",
)
# Made once: putting a statement together takes longer than running it
_QUEUE: Final = {"sqlite": _queueing(sqlite.insert), "postgresql": _queueing(postgresql.insert)}
_INSERT: Final = insert(OutboxRow)
_NEW: Final = {
    "revision": 0,
    "state": ItemState.WAITING.value,
    "attempt_count": 0,
    "problem": "",
}


def queue_decision(connection: Connection, decision: DecisionRecord) -> None:
    """Let a decision go up, in the transaction that records it."""
    item = {
        "event_id": decision.decision_id,
        "kind": ItemKind.DECISION.value,
        "vehicle": merge_o_and_0(decision.resolved_plate or decision.observed_plate),
        "path": f"decisions/{decision.decision_id}",
        "decision_id": decision.decision_id,
        "made_by": decision.decided_by,
        "made_at": decision.decided_at,
    }
    connection.execute(_INSERT, item | _NEW)


def queue(connection: Connection, item: OutboxItem) -> None:
    """Let ``item`` go up; one of the same id that has not gone yet becomes this one.

    What says how something is now is worth sending once, however often it changed meanwhile.
    """
    values = {
        "event_id": item.event_id,
        "kind": item.kind.value,
        "vehicle": item.vehicle,
        "path": item.path,
        "body": to_json(item.fields),
        "made_by": item.made_by,
        "made_at": item.made_at,
        "expires_at": item.expires_at,
    }
    connection.execute(_QUEUE[connection.dialect.name], values | _NEW)


def next_items(
    engine: Engine, kinds: Iterable[ItemKind], limit: int, *, after_id: int = 0, below: str = ""
) -> tuple[QueuedItem, ...]:
    """The oldest items of these kinds that may go now, and whose path begins with ``below``.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    waiting = (
        select(OutboxRow)
        .where(OutboxRow.state == ItemState.WAITING.value, OutboxRow.id > after_id)
        .where(OutboxRow.kind.in_([kind.value for kind in kinds]))
    )
    if below:
        waiting = waiting.where(OutboxRow.path.startswith(below, autoescape=True))
    return _items(engine, waiting.order_by(OutboxRow.id).limit(limit))


def items_of_state(engine: Engine, state: ItemState, limit: int) -> tuple[QueuedItem, ...]:
    """The oldest items of a state, for people to look at.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    of_state = select(OutboxRow).where(OutboxRow.state == state.value)
    return _items(engine, of_state.order_by(OutboxRow.id).limit(limit))


def settle(engine: Engine, items: Sequence[QueuedItem], at: datetime) -> None:
    """These are in Firestore; one that was replaced by a newer state meanwhile stays.

    Raises:
        StoreUnavailableError: nothing was stored; sending them again does no harm.
    """
    with writing(engine) as session:
        settle_in(session, items, at)


def settle_in(session: Session, items: Sequence[QueuedItem], at: datetime) -> None:
    """The same within a transaction that writes down more."""
    state = sync_state(session)
    state.sent_count += _remove(session, items)
    state.last_success_at = at
    state.problem = ""


def expire(engine: Engine, items: Sequence[QueuedItem]) -> None:
    """These came too late to be of use to anybody; they are counted.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        sync_state(session).expired_count += _remove(session, items)


def park(engine: Engine, item: QueuedItem, problem: str) -> None:
    """Firestore refuses this for good; it stays, with the reason, until somebody retries it.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = session.get(OutboxRow, item.item_id)
        if row is not None and row.revision == item.revision:
            row.state = ItemState.PARKED.value
            row.attempt_count += 1
            row.problem = problem


def retry_parked(engine: Engine, item_ids: Sequence[int] | None = None) -> int:
    """Let parked items (None: all of them) be tried once more, and return how many.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    parked = update(OutboxRow).where(OutboxRow.state == ItemState.PARKED.value)
    if item_ids is not None:
        parked = parked.where(OutboxRow.id.in_(item_ids))
    with writing(engine) as session:
        return _count(session.execute(parked.values(state=ItemState.WAITING.value)))


def begin_copying(engine: Engine, at: datetime, *, ask: bool) -> int:
    """Take note of the first connection, and return how many items wait for a choice.

    With ``ask`` what was recorded before is held until ``choose_history``.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        state = sync_state(session)
        if state.connected_at is None:
            state.connected_at = at
            if ask:
                kinds = [kind.value for kind in HISTORY_KINDS]
                history = update(OutboxRow).where(OutboxRow.kind.in_(kinds))
                session.execute(history.values(state=ItemState.HELD.value))
        held = select(func.count()).where(OutboxRow.state == ItemState.HELD.value)
        return session.scalar(held) or 0


def choose_history(engine: Engine, since: datetime | None) -> int:
    """Let what is held and was made since that moment go up (None: all); the rest never goes.

    Returns how many items go up.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    held = OutboxRow.state == ItemState.HELD.value
    with writing(engine) as session:
        if since is not None:
            session.execute(delete(OutboxRow).where(held, OutboxRow.made_at < since))
        chosen = update(OutboxRow).where(held).values(state=ItemState.WAITING.value)
        return _count(session.execute(chosen))


def progress(engine: Engine) -> SyncProgress:
    """How far copying has come.

    Raises:
        StoreUnavailableError: it cannot be read.
    """
    counted = select(OutboxRow.state, func.count().label("found")).group_by(OutboxRow.state)
    with reading(engine) as session:
        states = {row.state: row.found for row in session.execute(counted)}
        state = sync_state(session)
        counts = OutboxCounts(
            waiting=states.get(ItemState.WAITING.value, 0),
            held=states.get(ItemState.HELD.value, 0),
            parked=states.get(ItemState.PARKED.value, 0),
            sent=state.sent_count,
            expired=state.expired_count,
        )
        return SyncProgress(counts, state.last_success_at, state.registry_at, state.problem)


def sync_state(session: Session) -> SyncStateRow:
    """The row of how far copying has come, which the schema puts there."""
    return session.get_one(SyncStateRow, 1)


def _items(engine: Engine, rows: Select[OutboxRow]) -> tuple[QueuedItem, ...]:
    with reading(engine) as session:
        return tuple(_queued(row) for row in session.scalars(rows))


def _queued(row: OutboxRow) -> QueuedItem:
    fields = from_json(row.body or {}) if row.decision is None else decision_fields(row.decision)
    item = OutboxItem(
        event_id=row.event_id,
        kind=ItemKind(row.kind),
        vehicle=row.vehicle,
        path=row.path,
        made_by=row.made_by,
        made_at=row.made_at,
        fields=fields,
        expires_at=row.expires_at,
    )
    return QueuedItem(
        row.id, row.revision, ItemState(row.state), row.attempt_count, row.problem, item
    )


def _remove(session: Session, items: Sequence[QueuedItem]) -> int:
    sent = [(item.item_id, item.revision) for item in items]
    gone = delete(OutboxRow).where(tuple_(OutboxRow.id, OutboxRow.revision).in_(sent))
    return _count(session.execute(gone))


def _count(result: object) -> int:
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
