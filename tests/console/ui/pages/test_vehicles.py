"""The page of vehicles by keys: edit, warn of look-alikes, import with preview, roles."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QTableView

from console.people.permissions import NotAllowedError
from console.ui.pages.moment_box import CalendarDialog
from console.ui.pages.moments import MomentTextError, parse_moment, write_moment
from db.people_records import EventKind
from db.queries import vehicle_by_plate, vehicles
from db.records import VehicleKind, VehicleRecord
from db.site_events import events_about
from db.vehicles import add_vehicle, replace_vehicle
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.screens import NOON, make_match

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
KOLKATA = timezone(timedelta(hours=5, minutes=30))


@pytest.fixture
def registered(site):
    """A site with an allowed and a blocked vehicle and an expired visitor."""
    for vehicle in (
        VehicleRecord("KA01AB1284", owner="A. Rahman"),
        VehicleRecord("DL8CAF5032", VehicleKind.BLOCK, note="unpaid"),
        VehicleRecord("MH12DE1433", VehicleKind.VISITOR, valid_until=NOON - timedelta(days=1)),
    ):
        add_vehicle(site.engine, vehicle)
    return site


def open_page(site, qtbot, person):
    site.open(person=person)
    qtbot.keyClick(site.booth.window, Key.Key_F4)
    page = site.registry_desk.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.waitUntil(page.find_box.hasFocus)
    return page


def entry(site, plate):
    found = vehicle_by_plate(site.engine, plate)
    assert found is not None
    return found


def type_vehicle(qtbot, page, plate, **texts):
    qtbot.keyClick(page.find_box, Key.Key_N, CTRL)
    for name, text in {"plate": plate, **texts}.items():
        box = getattr(page, name)
        box.setFocus()
        qtbot.keyClicks(box, text)


def test_the_model_of_vehicles_is_sound(registered, qtbot, qtmodeltester):
    qtmodeltester.check(open_page(registered, qtbot, ATTENDANT).model)


def test_vehicles_are_found_by_plate_owner_kind_and_note(registered, qtbot):
    page = open_page(registered, qtbot, ATTENDANT)
    assert page.count.text() == "3 of 3 vehicles, 1 expired"
    for text in ("rahman", "ka01", "allowed"):
        page.find_box.clear()
        qtbot.keyClicks(page.find_box, text)
        assert page.table.model().rowCount() == 1
        assert page.table.model().index(0, 0).data() == "KA01AB1284"


def test_a_visit_that_is_over_says_so(registered, qtbot):
    page = open_page(registered, qtbot, ATTENDANT)
    assert page.model.index(2, 3).data() == "Expired 2026-03-13 12:00"


def test_a_supervisor_registers_and_changes_a_vehicle(registered, qtbot):
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "ka-05 mn 0001", owner="Library")
    qtbot.keyClick(page.owner, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert registered.registry_changes == 1
    page.table.selectRow([v.plate for v in page.model.vehicles].index("KA05MN0001"))
    assert page.owner.text() == "Library"
    page.owner.setFocus()
    qtbot.keyClicks(page.owner, " annex")
    qtbot.keyClick(page.owner, Key.Key_Return)
    qtbot.waitUntil(lambda: registered.registry_changes == 2)
    assert entry(registered, "KA05MN0001").owner == "Library annex"
    kinds = [event.kind for event in events_about(registered.engine, "KA05MN0001", 5)]
    assert kinds == [EventKind.VEHICLE_CHANGED, EventKind.VEHICLE_ADDED]


def test_a_plate_that_is_registered_already_is_not_overwritten(registered, qtbot):
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "KAO1AB1284", owner="Somebody else")
    qtbot.keyClick(page.owner, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "is registered already" in page.message.text())
    assert entry(registered, "KA01AB1284").owner == "A. Rahman"


def test_a_plate_one_character_from_another_is_warned_of(registered, qtbot):
    registered.booth.commands.vehicles = (make_match("KA01AB1284", 0.4, (8,)),)
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "KA01AB1234")
    qtbot.waitUntil(page.warning.isVisible)
    assert page.warning.text().startswith("One character away from KA01AB1284 (A. Rahman)")


def test_the_vehicle_itself_is_no_neighbour(registered, qtbot):
    registered.booth.commands.vehicles = (make_match("KA01AB1284", 0.0),)
    page = open_page(registered, qtbot, SUPERVISOR)
    page.show_neighbours("KAO1AB1284", registered.booth.commands.vehicles)
    assert not page.warning.isVisible()


def test_an_attendant_admits_a_visitor_for_a_time_and_nothing_else(registered, qtbot):
    page = open_page(registered, qtbot, ATTENDANT)
    type_vehicle(qtbot, page, "TN09XY0001")
    qtbot.keyClick(page.plate, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "Not allowed for the role Attendant")
    page.kind.setCurrentIndex(page.kind.findData("visitor"))
    page.valid_until.setFocus()
    qtbot.keyClicks(page.valid_until, "2026-03-15")
    qtbot.keyClick(page.valid_until, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    added = entry(registered, "TN09XY0001")
    assert added.valid_until == datetime(2026, 3, 16, tzinfo=UTC)
    for change in (
        lambda: registered.registry_desk._registrar.remove("KA01AB1284"),
        lambda: registered.registry_desk._registrar.change(VehicleRecord("DL8CAF5032")),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_a_supervisor_removes_a_vehicle(registered, qtbot):
    page = open_page(registered, qtbot, SUPERVISOR)
    page.table.selectRow(0)
    qtbot.keyClick(page.find_box, Key.Key_Delete, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert vehicle_by_plate(registered.engine, "DL8CAF5032") is None
    assert events_about(registered.engine, "DL8CAF5032", 1)[0].kind is EventKind.VEHICLE_REMOVED


def test_a_time_that_makes_no_sense_is_said_to(registered, qtbot):
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "TN09XY0001", valid_until="next week")
    qtbot.keyClick(page.valid_until, Key.Key_S, CTRL)
    assert page.message.text().startswith("next week is no day or time")
    assert registered.registry_changes == 0


CSV = """plate,kind,owner
KA01AB1284,allow,B. Rahman
DL8CAF5032,block,
TN09XY0001,allow,Kitchen
"""


def start_import(registered, qtbot, tmp_path, text):
    registered.target = tmp_path / "march.csv"
    registered.target.write_text(text, encoding="utf-8")
    page = open_page(registered, qtbot, SUPERVISOR)
    qtbot.keyClick(page.find_box, Key.Key_I, CTRL)
    qtbot.waitUntil(page.lines.isVisible)
    return page, [page.lines.item(row).text() for row in range(page.lines.count())]


def test_an_import_is_seen_before_anything_is_done(registered, qtbot, tmp_path):
    page, lines = start_import(registered, qtbot, tmp_path, CSV)
    assert lines == [
        "Changed: KA01AB1284: A. Rahman → B. Rahman",
        "Changed: DL8CAF5032: unpaid → –",  # noqa: RUF001 - a dash
        "Added: TN09XY0001, Allowed, Kitchen",
    ]
    assert vehicle_by_plate(registered.engine, "TN09XY0001") is None
    qtbot.keyClick(page.lines, Key.Key_Escape)
    assert not page.lines.isVisible()
    assert registered.registry_changes == 0


def test_an_import_is_done_whole(registered, qtbot, tmp_path):
    page, _ = start_import(registered, qtbot, tmp_path, CSV)
    qtbot.keyClick(page.lines, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.message.text() == "march.csv: 1 added, 2 changed"
    assert entry(registered, "KA01AB1284").owner == "B. Rahman"
    assert registered.registry_changes == 1


def test_refused_lines_are_named_and_stop_the_import_until_they_are_left_out(
    registered, qtbot, tmp_path
):
    page, lines = start_import(registered, qtbot, tmp_path, CSV + "???,allow,x\n")
    assert lines[0] == "Line 5 refused: ???: holds '?'; only A-Z and 0-9 are on plates"
    qtbot.keyClick(page.lines, Key.Key_Return, CTRL)
    assert registered.registry_changes == 0
    page.leave_out.setChecked(True)
    qtbot.keyClick(page.lines, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_nothing_is_imported_when_a_vehicle_was_changed_since_the_preview(
    registered, qtbot, tmp_path
):
    page, _ = start_import(registered, qtbot, tmp_path, CSV)
    replace_vehicle(registered.engine, VehicleRecord("DL8CAF5032", VehicleKind.BLOCK, "Fines"))
    before = vehicles(registered.engine)
    qtbot.keyClick(page.lines, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "was changed since the preview" in page.message.text())
    assert vehicles(registered.engine) == before


@pytest.mark.parametrize(
    ("text", "ends", "moment"),
    [
        ("", True, None),
        ("2026-03-14", False, datetime(2026, 3, 13, 18, 30, tzinfo=UTC)),
        ("2026-03-14", True, datetime(2026, 3, 14, 18, 30, tzinfo=UTC)),
        ("2026-03-14 18:00", True, datetime(2026, 3, 14, 12, 30, tzinfo=UTC)),
    ],
)
def test_days_and_times_are_read_in_the_zone_of_the_booth_and_written_back(text, ends, moment):
    assert parse_moment(text, KOLKATA, ends=ends) == moment
    assert write_moment(moment, KOLKATA, ends=ends) == text


@pytest.mark.parametrize(
    ("place", "text", "moment"),
    [
        ("de_DE", "14.3.26", datetime(2026, 3, 14, tzinfo=UTC)),
        ("de_DE", "14.03.2026", datetime(2026, 3, 14, tzinfo=UTC)),
        ("de_DE", "14.03.2026 9:05", datetime(2026, 3, 14, 9, 5, tzinfo=UTC)),
        ("en_US", "3/4/26", datetime(2026, 3, 4, tzinfo=UTC)),
        ("en_US", "3/4/2026 6:30 PM", datetime(2026, 3, 4, 18, 30, tzinfo=UTC)),
        ("en_GB", "3/4/26", datetime(2026, 4, 3, tzinfo=UTC)),
        ("hi_IN", "14/3/26", datetime(2026, 3, 14, tzinfo=UTC)),
        ("de_DE", "2026-03-14", datetime(2026, 3, 14, tzinfo=UTC)),
    ],
)
def test_days_are_read_as_they_are_written_in_the_country(locale_of, place, text, moment):
    locale_of(place)
    assert parse_moment(text, UTC, ends=False) == moment


@pytest.fixture
def locale_of():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


def test_what_was_understood_is_said_in_long_words(locale_of, registered, qtbot):
    locale_of("en_GB")
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "TN09XY0001", valid_from="2026-03-14 18:00", valid_until="2026-03-15")
    assert page.understood.text().splitlines() == [
        "Valid from: Saturday, 14 March 2026, 18:00",
        "Valid until: Sunday, 15 March 2026",
    ]
    type_vehicle(qtbot, page, "TN09XY0001", valid_from="", valid_until="soon")
    assert page.understood.text() == ""


def test_a_day_is_chosen_from_a_calendar_by_keys(registered, qtbot):
    page = open_page(registered, qtbot, SUPERVISOR)
    type_vehicle(qtbot, page, "TN09XY0001", valid_until="2026-03-15")
    qtbot.keyClick(page.valid_until, Key.Key_K, CTRL)
    dialog = page.valid_until.findChild(CalendarDialog)
    qtbot.waitUntil(dialog.isVisible)
    view = dialog.calendar.findChild(QTableView)
    qtbot.keyClick(view, Key.Key_Right)
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.waitUntil(lambda: page.valid_until.text() == "2026-03-16")
    assert page.valid_until.hasFocus()


@pytest.mark.parametrize("text", ["tomorrow", "14.13.2026", "2026-13-01", "9999-12-31"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(MomentTextError):
        parse_moment(text, KOLKATA, ends=True)
