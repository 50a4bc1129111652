"""The registry as a CSV file: plate,kind,owner,valid_from,valid_until,note.

Only ``plate`` is needed. Dates are ISO 8601: a day alone is its midnight in UTC, a time needs
its zone. Files of spreadsheets are welcome: with or without byte order mark, separated by
comma, semicolon or tab.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from db.errors import PlateTextError, RegistryFileError, VehicleFieldError
from db.files import write_durably
from db.plates import merge_o_and_0, normalise_plate
from db.records import VehicleKind, VehicleRecord

COLUMNS = ("plate", "kind", "owner", "valid_from", "valid_until", "note")

# What a spreadsheet takes for a formula at the start of a cell; the apostrophe is the guard itself.
# Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_GUARD = "'"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a registry CSV that cannot be taken; ``line`` counts from 1, header included."""

    line: int
    plate: str
    reason: str


def read_csv(path: Path) -> tuple[tuple[VehicleRecord, ...], tuple[RefusedLine, ...]]:
    """The vehicles of the file in its order, and the lines that were refused, by line number.

    Lines whose plates are equal but for case, separators or O and 0 are all refused.

    Raises:
        RegistryFileError: the file is missing, not UTF-8, not CSV, or its header is wrong.
    """
    taken: list[tuple[int, VehicleRecord]] = []
    refused: list[RefusedLine] = []
    for line, cells in rows_of(path, COLUMNS, "plate"):
        try:
            taken.append((line, _parse_vehicle(cells)))
        except (PlateTextError, VehicleFieldError) as error:
            refused.append(RefusedLine(line, cells.get("plate", ""), error.problem))
    lines_of = defaultdict(list)
    for line, vehicle in taken:
        lines_of[merge_o_and_0(vehicle.plate)].append(line)
    vehicles = []
    for line, vehicle in taken:
        others = [other for other in lines_of[merge_o_and_0(vehicle.plate)] if other != line]
        if others:
            where = ", ".join(str(other) for other in others)
            reason = f"the same plate is on line {where} (O and 0 count as the same)"
            refused.append(RefusedLine(line, vehicle.plate, reason))
        else:
            vehicles.append(vehicle)
    return tuple(vehicles), tuple(sorted(refused, key=lambda refusal: refusal.line))


def write_csv(path: Path, vehicles: Iterable[VehicleRecord]) -> None:
    """Write the vehicles so that ``read_csv`` gives them back and no cell runs as a formula.

    Raises:
        RegistryFileError: the file cannot be written; one that was there is as before.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for vehicle in vehicles:
        writer.writerow(
            (
                vehicle.plate,
                vehicle.kind.value,
                guarded(vehicle.owner),
                _format_moment(vehicle.valid_from),
                _format_moment(vehicle.valid_until),
                guarded(vehicle.note),
            )
        )
    contents = text.getvalue().encode()
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(contents)  # /dev/stdout and its like must not be replaced by a file
        else:
            write_durably(path.resolve(), contents)
    except OSError as error:
        raise RegistryFileError(path, f"cannot be written ({error.strerror})") from error


def tidy_vehicle(vehicle: VehicleRecord) -> VehicleRecord:
    """The vehicle as it is stored: plate normalised, texts on one line without outer spaces.

    Raises:
        PlateTextError: its plate cannot be a number plate.
        VehicleFieldError: a text holds control characters, or the validity ends before it begins.
    """
    plate = normalise_plate(vehicle.plate)
    if (
        vehicle.valid_from is not None
        and vehicle.valid_until is not None
        and vehicle.valid_until <= vehicle.valid_from
    ):
        raise VehicleFieldError(plate, "valid_until is not after valid_from")
    return VehicleRecord(
        plate=plate,
        kind=vehicle.kind,
        owner=_one_line(plate, "owner", vehicle.owner),
        valid_from=vehicle.valid_from,
        valid_until=vehicle.valid_until,
        note=_one_line(plate, "note", vehicle.note),
    )


def rows_of(
    path: Path, allowed: tuple[str, ...], wanted: str
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines of a CSV file with their numbers, as cells by the names in its first line.

    Of the columns in ``allowed`` only ``wanted`` must be there.

    Raises:
        RegistryFileError: the file is missing, not UTF-8, not CSV, or its header is wrong.
    """
    text = _read_text(path)
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first_line = 1
    columns: tuple[str, ...] | None = None
    try:
        for fields in reader:
            cells = [field.strip() for field in fields]
            if any(cells):
                if columns is None:
                    columns = _checked_columns(path, cells, allowed, wanted)
                else:
                    yield first_line, _named_cells(columns, cells)
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise RegistryFileError(path, f"line {first_line}: is not CSV ({error})") from error
    if columns is None:
        raise RegistryFileError(path, f"is empty; its first line must be {','.join(allowed)}")


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RegistryFileError(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise RegistryFileError(
            path, f"is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
        ) from error


def _checked_columns(
    path: Path, cells: list[str], allowed: tuple[str, ...], wanted: str
) -> tuple[str, ...]:
    columns = tuple(cell.casefold() for cell in cells)
    unknown = sorted(set(columns) - set(allowed))
    problem = ""
    if wanted not in columns:
        problem = f"has no column {wanted!r}"
    elif unknown:
        problem = f"has the unknown column {unknown[0]!r}"
    elif len(set(columns)) < len(columns):
        problem = "names a column twice"
    if problem:
        raise RegistryFileError(path, f"its first line {problem}; columns are {','.join(allowed)}")
    return columns


def _named_cells(columns: tuple[str, ...], cells: list[str]) -> Mapping[str, str]:
    named = dict(zip(columns, cells, strict=False))
    if any(cells[len(columns) :]):
        named["surplus"] = next(cell for cell in cells[len(columns) :] if cell)
    return named


def _parse_vehicle(cells: Mapping[str, str]) -> VehicleRecord:
    plate = normalise_plate(cells.get("plate", ""))
    if "surplus" in cells:
        raise VehicleFieldError(plate, f"has more cells than the header ({cells['surplus']!r})")
    return tidy_vehicle(
        VehicleRecord(
            plate=plate,
            kind=_parse_kind(plate, cells.get("kind", "")),
            owner=_unguarded(cells.get("owner", "")),
            valid_from=_parse_moment(plate, "valid_from", cells.get("valid_from", "")),
            valid_until=_parse_moment(plate, "valid_until", cells.get("valid_until", "")),
            note=_unguarded(cells.get("note", "")),
        )
    )


def _parse_kind(plate: str, text: str) -> VehicleKind:
    if not text:
        return VehicleKind.ALLOW
    try:
        return VehicleKind(text.casefold())
    except ValueError as error:
        kinds = ", ".join(VehicleKind)
        raise VehicleFieldError(plate, f"kind {text!r} is none of {kinds}") from error


def _parse_moment(plate: str, column: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None and len(text) > len("2026-01-31"):
            raise VehicleFieldError(plate, f"{column} {text!r} has no time zone; add Z for UTC")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, VehicleFieldError):
            raise
        raise VehicleFieldError(
            plate, f"{column} {text!r} is no date such as 2026-01-31 or 2026-01-31T08:00:00Z"
        ) from error


def _format_moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    moment = moment.astimezone(UTC)
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.replace(tzinfo=None).isoformat() + "Z"


def _one_line(plate: str, column: str, text: str) -> str:
    line = " ".join(text.split())
    for character in line:
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise VehicleFieldError(plate, f"{column} holds the control character {character!r}")
    return line


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return _GUARD + text if text.startswith((*_FORMULA_STARTS, _GUARD)) else text


def _unguarded(text: str) -> str:
    has_guard = text.startswith(_GUARD) and text[1:].startswith((*_FORMULA_STARTS, _GUARD))
    return text[1:] if has_guard else text
