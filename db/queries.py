"""Read-only questions to the store; every answer is made of records.

All of them raise ``StoreUnavailableError`` when the store cannot be read and
``StoreDamagedError`` when its contents are broken: "could not look" is never an empty answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, Select, func, select

from db.plates import merge_o_and_0, normalise_plate
from db.records import DecisionRecord, OrderedAction, VehicleKind, VehicleRecord
from db.schema import DecisionRow, VehicleRow
from db.sessions import reading
from db.sync_schema import RemoteVehicleRow


def recent_decisions(engine: Engine, limit: int) -> tuple[DecisionRecord, ...]:
    """The last ``limit`` decisions, newest first, in the order in which they were recorded."""
    newest_first = select(DecisionRow).order_by(DecisionRow.sequence.desc()).limit(limit)
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(newest_first))


def decision(engine: Engine, decision_id: str) -> DecisionRecord | None:
    """The decision with that id, or None when there is none."""
    with reading(engine) as session:
        row = session.scalar(select(DecisionRow).where(DecisionRow.decision_id == decision_id))
        return None if row is None else row.to_record()


def decisions_of_passage(engine: Engine, passage_id: str) -> tuple[DecisionRecord, ...]:
    """The trail of one passage, oldest first: its decision, then the amendments."""
    trail = (
        select(DecisionRow)
        .where(DecisionRow.passage_id == passage_id)
        .order_by(DecisionRow.sequence)
    )
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(trail))


def plate_decisions_since(engine: Engine, moment: datetime) -> tuple[DecisionRecord, ...]:
    """The decisions made since ``moment`` that name a plate or amend another, oldest first."""
    wanted = (
        select(DecisionRow)
        .where(DecisionRow.decided_at >= moment)
        .where(DecisionRow.resolved_plate.is_not(None) | DecisionRow.amends.is_not(None))
        .order_by(DecisionRow.sequence)
    )
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(wanted))


def last_decision_with(engine: Engine, actions: Sequence[OrderedAction]) -> DecisionRecord | None:
    """The newest decision that ordered one of ``actions``, or None when there is none."""
    newest = (
        select(DecisionRow)
        .where(DecisionRow.barrier_action.in_([action.value for action in actions]))
        .order_by(DecisionRow.sequence.desc())
        .limit(1)
    )
    with reading(engine) as session:
        row = session.scalar(newest)
        return None if row is None else row.to_record()


def count_decisions(engine: Engine) -> int:
    """How many decisions the audit log holds."""
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(DecisionRow)) or 0


def vehicles(engine: Engine) -> tuple[VehicleRecord, ...]:
    """All registered vehicles, ordered by plate; the block list of Firestore is laid over them."""
    with reading(engine) as session:
        blocks = {row.plate_class: row.to_record() for row in session.scalars(_blocked())}
        rows = session.scalars(select(VehicleRow).order_by(VehicleRow.plate))
        return tuple(blocks.get(row.plate_class) or row.to_record() for row in rows)


def vehicle_by_plate(engine: Engine, plate: str) -> VehicleRecord | None:
    """The vehicle registered under ``plate`` as anybody may write it, O and 0 being one class.

    Raises:
        PlateTextError: ``plate`` cannot be a number plate.
    """
    plate_class = merge_o_and_0(normalise_plate(plate))
    with reading(engine) as session:
        row = session.scalar(select(VehicleRow).where(VehicleRow.plate_class == plate_class))
        blocked = session.scalar(_blocked().where(RemoteVehicleRow.plate_class == plate_class))
        found = blocked or row
        return None if row is None or found is None else found.to_record()


def _blocked() -> Select[RemoteVehicleRow]:
    return select(RemoteVehicleRow).where(
        RemoteVehicleRow.kind == VehicleKind.BLOCK.value, RemoteVehicleRow.kept_out.is_(False)
    )
