from __future__ import annotations

import contextlib
import csv
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.engine import open_engine
from db.errors import RegistryFileError, VehicleFieldError
from db.plates import merge_o_and_0
from db.queries import vehicles
from db.records import VehicleKind, VehicleRecord
from db.registry_csv import read_csv, tidy_vehicle, write_csv
from db.vehicles import export_csv, import_csv
from tests.support.decisions import NOON, as_ordinary_user, folder_for_everybody

MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))
TEXTS = st.text(max_size=12) | st.text("=+-@' \t,;\"\n", max_size=6)


@st.composite
def tidy_vehicles(draw):
    raw = VehicleRecord(
        plate=draw(st.text("ABO0189", min_size=1, max_size=12)),
        kind=draw(st.sampled_from(VehicleKind)),
        owner=draw(TEXTS),
        valid_from=draw(MOMENTS),
        valid_until=draw(MOMENTS),
        note=draw(TEXTS),
    )
    try:
        return tidy_vehicle(raw)
    except VehicleFieldError:
        return VehicleRecord(raw.plate, raw.kind)


REGISTRIES = st.lists(
    tidy_vehicles(), max_size=6, unique_by=lambda vehicle: merge_o_and_0(vehicle.plate)
)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "registry.csv"
    path.write_bytes(text.encode(encoding))
    return read_csv(path)


def refusals(tmp_path, text):
    return [(line.line, line.reason) for line in read(tmp_path, text)[1]]


@given(REGISTRIES)
def test_what_is_written_is_read_back(registry):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        write_csv(path, registry)
        assert read_csv(path) == (tuple(registry), ())


@given(REGISTRIES)
@settings(max_examples=10, deadline=None)
def test_an_export_imported_elsewhere_gives_the_same_registry(registry):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_csv(folder / "given.csv", registry)
        first, second = open_engine(folder / "first"), open_engine(folder / "second")
        import_csv(first, folder / "given.csv", by="Asha", at=NOON)
        export_csv(first, folder / "exported.csv")
        assert import_csv(second, folder / "exported.csv", by="Asha", at=NOON).added == len(
            registry
        )
        assert vehicles(second) == vehicles(first)
        assert set(vehicles(second)) == set(registry)
        first.dispose()
        second.dispose()


@given(REGISTRIES)
def test_no_exported_cell_is_a_formula(registry):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        write_csv(path, registry)
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n"))]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"plate\n{text}".encode()))
def test_any_file_gives_vehicles_or_a_named_error(contents):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        path.write_bytes(contents)
        with contextlib.suppress(RegistryFileError):
            found, refused = read_csv(path)
            assert all(tidy_vehicle(vehicle) == vehicle for vehicle in found)
            assert all(line.reason for line in refused)


def test_only_the_plate_is_needed(tmp_path):
    assert read(tmp_path, "plate\nKA01AB1234\n") == ((VehicleRecord("KA01AB1234"),), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_of_spreadsheets_are_read(tmp_path, encoding, delimiter, line_end):
    lines = [
        "Plate,KIND, owner ,valid_from,valid_until,note",
        "ka 01 ab 1234,Block,Zoë Åström,2026-03-01,2026-03-01T17:30:00+05:30,x",
        ",,,,,",
        "",
    ]
    found, refused = read(tmp_path, line_end.join(lines).replace(",", delimiter), encoding)
    assert refused == ()
    assert found == (
        VehicleRecord(
            "KA01AB1234",
            VehicleKind.BLOCK,
            "Zoë Åström",
            datetime(2026, 3, 1, tzinfo=UTC),
            datetime(2026, 3, 1, 12, tzinfo=UTC),
            "x",
        ),
    )


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    text = 'plate,note\nKA01AB1234,"two\nlines"\n\n??,\n'
    assert [line.line for line in read(tmp_path, text)[1]] == [5]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("??,,,,,", "only A-Z and 0-9"),
        (",allow,A. Rao,,,", "no letter or digit"),
        ("KA1,friend,,,,", "kind 'friend' is none of allow, block, visitor"),
        ("KA1,,,01.03.2026,,", "valid_from '01.03.2026' is no date"),
        ("KA1,,,,2026-02-30,", "valid_until '2026-02-30' is no date"),
        ("KA1,,,2026-03-01T08:00,,", "has no time zone"),
        ("KA1,,,0001-01-01T00:00+10:00,,", "is no date"),
        ("KA1,,,2026-04-01,2026-03-01,", "valid_until is not after valid_from"),
        ("KA1,,a\x00b,,,", "control character"),
        ("KA1,,,,,,more", "more cells than the header"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_with_its_reason(tmp_path, line, reason):
    text = f"plate,kind,owner,valid_from,valid_until,note\nMH12DE1433,,,,,\n{line}\n"
    found, refused = read(tmp_path, text)
    assert [vehicle.plate for vehicle in found] == ["MH12DE1433"]
    assert [refusal.line for refusal in refused] == [3]
    assert reason in refused[0].reason


@pytest.mark.parametrize("again", ["KA01AB1234", "ka01ab1234", "KA-01 AB.1234", "KAO1AB1234"])
def test_a_plate_given_twice_is_refused_on_both_lines_each_naming_the_other(tmp_path, again):
    found = refusals(tmp_path, f"plate\nKA01AB1234\nMH12DE1433\n{again}\n")
    assert [line for line, _ in found] == [2, 4]
    assert "on line 4 " in found[0][1]
    assert "on line 2 " in found[1][1]


@pytest.mark.parametrize(
    ("contents", "problem"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"kind,owner\nallow,x\n", "no column 'plate'"),
        (b"plate,colour\nKA1,red\n", "unknown column 'colour'"),
        (b"plate,plate\nKA1,KA2\n", "names a column twice"),
        ("plate\nKA1\n".encode("utf-16"), "not UTF-8"),
        (b"plate,owner\nKA1,\xe9\n", "not UTF-8 (byte 16)"),
        (b'plate,owner\nKA1,"x\n', "line 2: is not CSV"),
        (b'plate,owner\nKA1,"x"y\n', "line 2: is not CSV"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_registry_is_refused_as_a_whole(tmp_path, contents, problem):
    path = tmp_path / "registry.csv"
    path.write_bytes(contents)
    with pytest.raises(RegistryFileError) as raised:
        read_csv(path)
    assert problem in str(raised.value)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(RegistryFileError, match="cannot be read"):
        read_csv(tmp_path / name)


def test_a_link_and_a_pipe_are_written_through(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_csv(tmp_path / "link.csv", [VehicleRecord("KA01AB1234")])
    assert (tmp_path / "link.csv").is_symlink()
    assert read_csv(tmp_path / "real.csv") == ((VehicleRecord("KA01AB1234"),), ())
    reader, writer = os.pipe()
    write_csv(Path(f"/dev/fd/{writer}"), [VehicleRecord("KA01AB1234")])
    assert os.read(reader, 10_000) == (tmp_path / "real.csv").read_bytes()
    os.close(reader)
    os.close(writer)


def test_a_target_that_cannot_be_written_is_named():
    with (
        folder_for_everybody() as folder,
        as_ordinary_user(),
        pytest.raises(RegistryFileError, match=r"out\.csv: cannot be written"),
    ):
        write_csv(folder / "out.csv", ())
