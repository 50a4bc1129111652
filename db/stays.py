"""One stay while it changes, and how it is found and stored; a decision changes one or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from db.errors import UnknownSessionError
from db.parking_schema import ParkingSession, ParkingSessionRow, ParkingState
from db.sessions import inserted_number


@dataclass(slots=True)
class Stay:
    """A row of the parking sessions; ``number`` is 0 until it is stored."""

    number: int
    plate: str
    plate_class: str
    state: str
    entered_at: datetime | None = None
    entry_lane_id: str = ""
    entry_decision_id: str | None = None
    left_at: datetime | None = None
    exit_lane_id: str = ""
    exit_decision_id: str | None = None
    slot: str = ""

    def to_record(self) -> ParkingSession:
        return ParkingSession(
            self.number,
            self.plate,
            ParkingState(self.state),
            self.entered_at,
            self.entry_lane_id,
            self.left_at,
            self.exit_lane_id,
            self.slot,
        )

    @property
    def is_inside(self) -> bool:
        return self.state == ParkingState.INSIDE.value


_NAMES: Final = tuple(field.name for field in fields(Stay))[1:]
_COLUMNS: Final = (ParkingSessionRow.id, *(getattr(ParkingSessionRow, name) for name in _NAMES))
# Made once: putting a statement together takes longer than running it
_ONE: Final = select(*_COLUMNS).where(ParkingSessionRow.id == bindparam("number"))
_INSIDE: Final = (
    select(*_COLUMNS)
    .where(
        ParkingSessionRow.state == ParkingState.INSIDE.value,
        ParkingSessionRow.plate_class == bindparam("plate_class"),
    )
    .order_by(ParkingSessionRow.id.desc())
    .limit(1)
)
_ENTERED: Final = select(*_COLUMNS).where(
    ParkingSessionRow.entry_decision_id == bindparam("decision_id")
)
_LEFT: Final = select(*_COLUMNS).where(
    ParkingSessionRow.exit_decision_id == bindparam("decision_id")
)
_INSERT: Final = insert(ParkingSessionRow)
_UPDATE: Final = (
    update(ParkingSessionRow)
    .where(ParkingSessionRow.id == bindparam("number"))
    .values({name: bindparam(name) for name in _NAMES})
)


def stay_inside(connection: Connection, plate_class: str) -> Stay | None:
    """The open stay of a vehicle, the newest if there are several."""
    return _first(connection, _INSIDE, {"plate_class": plate_class})


def stay_entered_by(connection: Connection, decision_id: str) -> Stay | None:
    """The stay that this decision began."""
    return _first(connection, _ENTERED, {"decision_id": decision_id})


def stay_left_by(connection: Connection, decision_id: str) -> Stay | None:
    """The stay that this decision ended."""
    return _first(connection, _LEFT, {"decision_id": decision_id})


def stay_of_state(connection: Connection, number: int, state: ParkingState) -> Stay:
    """The stay of that number.

    Raises:
        UnknownSessionError: there is none, or it is of another state.
    """
    stay = _first(connection, _ONE, {"number": number})
    if stay is None or stay.state != state.value:
        raise UnknownSessionError(number)
    return stay


def store(connection: Connection, stay: Stay) -> None:
    """Write the stay down as it is now; a new one gets its number."""
    values: dict[str, object] = {name: getattr(stay, name) for name in _NAMES}
    if stay.number:
        connection.execute(_UPDATE, values | {"number": stay.number})
    else:
        stay.number = inserted_number(connection.execute(_INSERT, values))


def _first(connection: Connection, stays: Select[Any], values: dict[str, object]) -> Stay | None:
    row: Sequence[Any] | None = connection.execute(stays, values).first()
    return None if row is None else Stay(*row)
