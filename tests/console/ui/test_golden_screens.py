"""The window as it was looked at and accepted; a changed picture is looked at again.

To accept new pictures: GATEHOUSE_ACCEPT_SCREENS=1 pytest tests/console/ui/test_golden_screens.py
"""

import os
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from console.gate.types import (
    BarrierPosition,
    Connection,
    Counterpart,
    Fault,
    FaultKind,
    LaneView,
    Look,
    Reason,
    Verdict,
    VerdictKind,
)
from console.ui.theme import ThemeName
from db.records import Outcome, VehicleKind
from pipeline.types import FrameResult
from tests.support.screens import (
    LANES,
    NEAR_MATCHES,
    NOON,
    make_decision,
    make_item,
    make_match,
    make_read,
    make_state,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
FAILED = GOLDEN / "failed"
TOLERANCE = 24
"""Difference of a channel that still counts as the same: font smoothing varies that much."""
BAD_PIXEL_BUDGET = 0.002

SEEN: tuple[tuple[str, dict[int, float], Verdict | None], ...] = (
    ("KA01AB1284", {8: 0.52}, Verdict(VerdictKind.REVIEW, Reason.WEAK_CHARACTER, NEAR_MATCHES)),
    ("MH12DE1433", {}, Verdict(VerdictKind.OPEN, Reason.REGISTERED)),
    ("", {}, None),
    ("DL8CAF5032", {}, Verdict(VerdictKind.REFUSE, Reason.BLOCKED)),
)
DECISIONS = (
    make_decision(0),
    make_decision(
        -40,
        Outcome.CORRECTED,
        observed="MH12DE1438",
        resolved="MH12DE1433",
        lane_id="south",
        reason="weak_character",
    ),
    make_decision(-80, Outcome.REJECTED, observed="", resolved=None, reason="unreadable"),
    make_decision(-120, Outcome.CONFIRMED, observed="DL8CAF5032", reason="not_registered"),
)


def pixels_of(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)[:, :, ::-1].copy()


def compare(name: str, image: QImage) -> None:
    """Compare with the accepted picture; a failure leaves got, wanted and difference."""
    got, path = pixels_of(image), GOLDEN / f"{name}.png"
    if os.environ.get("GATEHOUSE_ACCEPT_SCREENS") == "1":
        cv2.imwrite(str(path), got, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    wanted = cv2.imread(str(path))
    assert wanted is not None, f"no accepted picture {path.name}: see the head of this file"
    assert got.shape == wanted.shape
    difference = np.abs(got.astype(np.int16) - wanted).max(axis=2)
    share = float((difference > TOLERANCE).mean())
    if share > BAD_PIXEL_BUDGET:
        FAILED.mkdir(exist_ok=True)
        cv2.imwrite(str(FAILED / f"{name}.got.png"), got)
        cv2.imwrite(str(FAILED / f"{name}.wanted.png"), wanted)
        cv2.imwrite(str(FAILED / f"{name}.difference.png"), (difference > TOLERANCE) * 255)
    assert share <= BAD_PIXEL_BUDGET, f"{share:.2%} of the pixels differ, see {FAILED.name}/"


def busy(make_booth, qtbot, lane_count, size=(1366, 768), item_count=2, **settings):
    """A window in the middle of a shift, settled."""
    booth = make_booth(lane_count, **settings)
    booth.recent = DECISIONS
    booth.commands.vehicles = NEAR_MATCHES
    booth.open(*size)
    booth.ready()
    for lane, number in zip(booth.lanes, range(lane_count), strict=True):
        text, weak, verdict = SEEN[number % len(SEEN)]
        booth.show(lane[0], make_read(text, weak) if text else None, verdict)
    for number in range(item_count):
        since = booth.clock.ns - (65 - 20 * number) * 1_000_000_000
        lane = booth.lanes[number % lane_count]
        text = ("KA01AB1284", "DL8CAF5032")[number]
        booth.bridge.on_review_opened(make_item(f"p{number}", since, lane=lane, text=text))
    booth.clock.advance(0.2)
    settle(booth, qtbot, item_count)
    return booth


def settle(booth, qtbot, item_count):
    window = booth.window
    qtbot.waitUntil(lambda: window.queue.rowCount() == item_count)
    qtbot.waitUntil(lambda: window.decisions.rowCount() == len(booth.recent))
    if item_count:
        qtbot.waitUntil(window.actions_table["review.deny"].isEnabled)
    qtbot.waitUntil(lambda: all(t.camera.frame is not None for t in window.tiles.values()))
    window.tick()
    qtbot.wait(30)


@pytest.mark.parametrize("lane_count", [1, 2, 4, 8])
def test_a_shift_with_this_many_lanes(make_booth, qtbot, lane_count):
    booth = busy(make_booth, qtbot, lane_count)
    compare(f"lanes_{lane_count}", booth.window.grab().toImage())


def test_four_lanes_on_a_large_screen(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 4, (1920, 1080))
    compare("large_screen", booth.window.grab().toImage())


@pytest.mark.parametrize("theme", [ThemeName.LIGHT, ThemeName.HIGH_CONTRAST])
def test_the_other_themes(make_booth, qtbot, theme):
    booth = busy(make_booth, qtbot, 2, theme=theme)
    compare(f"theme_{theme}", booth.window.grab().toImage())


def test_text_at_150_percent(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 2, text_scale=1.5)
    compare("text_150", booth.window.grab().toImage())


def test_nothing_to_do(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 1, item_count=0)
    compare("nothing_waits", booth.window.grab().toImage())


def test_a_lane_stale_a_lane_offline_and_a_lane_not_looked_at(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 4)
    booth.clock.advance(5.3)
    booth.show("south")
    booth.bridge.on_lane_state(
        make_state(
            LANES[2],
            connection=Connection.OFFLINE,
            problem="The camera at 10.0.4.21 refuses the connection",
            fps=0.0,
            barrier=BarrierPosition.UNKNOWN,
        )
    )
    frame = booth.show("exit-2")
    booth.bridge.on_lane_view(
        LaneView("exit-2", FrameResult(frame.frame, (), error="The model ran out of memory"))
    )
    booth.bridge.on_fault(
        Fault(FaultKind.RECORDING, "north", "the disk is full; decisions are kept and tried again")
    )
    qtbot.waitUntil(lambda: booth.window.tiles["exit-2"].status.word == "Could not look")
    settle(booth, qtbot, 2)
    compare("faults", booth.window.grab().toImage())


def test_a_blocked_vehicle_and_one_that_has_left_stay_closed(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 4, item_count=0)
    for number, lane in enumerate(booth.lanes[:2]):
        item = make_item(f"p{number}", booth.clock.ns - 5_000_000_000 * (2 - number), lane=lane)
        booth.bridge.on_review_opened(replace(item, vehicle_left=number == 0))
    matches = (make_match("KA01AB1284", 0.0, kind=VehicleKind.BLOCK, owner="Unpaid fines"),)
    item = make_item("p1", booth.clock.ns - 5_000_000_000, lane=booth.lanes[1], weak={})
    blocked = Verdict(VerdictKind.REFUSE, Reason.BLOCKED, matches)
    booth.bridge.on_review_opened(replace(item, verdict=blocked))
    settle(booth, qtbot, 2)
    compare("left", booth.window.grab().toImage())
    qtbot.keyClick(booth.window, Qt.Key.Key_Down)
    settle(booth, qtbot, 2)
    compare("blocked", booth.window.grab().toImage())


def test_all_gates_hold_while_one_is_held_open(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 4)
    ends_ns = booth.clock.ns + 400_000_000_000
    for lane in booth.lanes:
        booth.bridge.on_lane_state(make_state(lane, stopped=True))
    booth.bridge.on_lane_state(
        make_state(
            LANES[2], stopped=True, held=True, hold_ends_ns=ends_ns, barrier=BarrierPosition.HELD
        )
    )
    release = booth.window.actions_table["gate.release"]
    qtbot.waitUntil(release.isEnabled)
    settle(booth, qtbot, 2)
    compare("all_gates_hold", booth.window.grab().toImage())


def test_an_impossible_movement_with_both_pictures(make_booth, qtbot):
    booth = busy(make_booth, qtbot, 2, item_count=0)
    item = make_item("p0", booth.clock.ns - 9_000_000_000)
    other = make_item("p9", 0, text="DL8CAF5032")
    encode = cv2.imencode
    booth.commands.pictures["other"] = encode(".png", other.evidence.frame.pixels)[1].tobytes()
    counterpart = Counterpart("South entrance", "KA01AB1284", NOON, "other")
    verdict = Verdict(VerdictKind.REVIEW, Reason.ALREADY_INSIDE, NEAR_MATCHES, counterpart)
    looks = tuple(
        Look(b"", number, item.since_ns + number, item.read)
        for number in range(item.evidence.frame.sequence, 5)
    )
    booth.bridge.on_review_opened(replace(item, verdict=verdict, looks=looks))
    evidence = booth.window.review.evidence
    qtbot.waitUntil(lambda: evidence._other is not None and evidence._other[1] is not None)
    settle(booth, qtbot, 1)
    compare("impossible_movement", booth.window.grab().toImage())


def test_before_the_first_picture(make_booth, qtbot):
    booth = make_booth(4)
    booth.open()
    qtbot.wait(30)
    compare("starting", booth.window.grab().toImage())


def test_a_site_without_lanes(make_booth, qtbot):
    booth = make_booth(0)
    booth.open()
    booth.ready()
    qtbot.wait(30)
    compare("no_lanes", booth.window.grab().toImage())


def test_long_words_are_elided_and_not_cut(make_booth, qtbot):
    booth = make_booth(2)
    booth.lanes = (
        ("north", "Delivery entrance behind the old customs house, ramp B, upper level"),
        ("south", "South"),
    )
    booth.settings = replace(
        booth.settings,
        site_name="Municipal multi-storey car park of the old harbour quarter",
        attendant="Venkatanarasimharajuvaripeta Ramakrishnan",
    )
    booth.open()
    booth.ready()
    booth.show(
        "north", make_read("ABCDEFGHJKLM12"), Verdict(VerdictKind.REVIEW, Reason.AMBIGUOUS_MATCH)
    )
    booth.show("south")
    booth.bridge.on_review_opened(
        make_item("p1", booth.clock.ns, lane=booth.lanes[0], text="ABCDEFGHJKLM12")
    )
    settle(booth, qtbot, 1)
    compare("long_words", booth.window.grab().toImage())
