"""Barriers worked by keys alone, on the real window: hold, stop, questions, escalation."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from console.gate.reasons import Act, ConfirmOpening, OverrideReason, reasons_for, usual_reason
from console.gate.types import BarrierPosition, ModelState, Reason, Verdict, VerdictKind
from console.ui.choice_dialog import ChoiceDialog
from console.ui.escalation import Escalation
from console.ui.lane_status import LaneFacts, describe
from console.ui.theme import Tone
from tests.support.paints import PaintWatch
from tests.support.screens import LANES, make_item, make_read, make_state, make_view

Key, Modifier = Qt.Key, Qt.KeyboardModifier
BLOCKED = Verdict(VerdictKind.REFUSE, Reason.BLOCKED)


def press(booth, qtbot, key, modifier=Modifier.NoModifier):
    qtbot.keyClick(booth.window, key, modifier)


def dialog(booth, qtbot):
    found: list[ChoiceDialog] = []

    def is_open():
        found[:] = [one for one in booth.window.findChildren(ChoiceDialog) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_open)
    return found[0]


def test_a_barrier_is_held_for_a_time_with_a_reason(booth, qtbot):
    press(booth, qtbot, Key.Key_F1, Modifier.ShiftModifier)
    asked = dialog(booth, qtbot)
    qtbot.keyClick(asked, Key.Key_B)
    qtbot.keyClick(asked, Key.Key_2)
    assert booth.commands.calls == [("hold", LANES[0][0], "delivery", "15")]


def test_return_holds_for_the_usual_time_and_escape_does_not_hold(booth, qtbot):
    press(booth, qtbot, Key.Key_F1, Modifier.ShiftModifier)
    qtbot.keyClick(dialog(booth, qtbot), Key.Key_Escape)
    assert booth.commands.calls == []
    press(booth, qtbot, Key.Key_F1, Modifier.ShiftModifier)
    qtbot.keyClick(dialog(booth, qtbot), Key.Key_Return)
    assert booth.commands.calls == [("hold", LANES[0][0], "judgement", "5")]


def test_a_hold_shows_how_long_it_lasts_yet(booth, qtbot):
    state = make_state(
        LANES[0],
        held=True,
        hold_ends_ns=booth.clock.ns + 300_000_000_000,
        barrier=BarrierPosition.HELD,
    )
    booth.show("north")
    booth.bridge.on_lane_state(state)
    tile = booth.window.tiles["north"]

    def words():
        return [label.text() for label in tile.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "Held open, 5:00 left" in words())
    booth.clock.advance(61)
    booth.window.tick()
    assert "Held open, 3:59 left" in words()


def test_a_hold_without_a_switch_says_that_the_position_is_unknown(booth, qtbot):
    booth.bridge.on_lane_state(make_state(LANES[0], held=True, barrier=BarrierPosition.UNKNOWN))
    tile = booth.window.tiles["north"]
    wanted = "Held open - Position unknown"
    qtbot.waitUntil(lambda: wanted in [label.text() for label in tile.findChildren(QLabel)])


def test_all_gates_hold_by_one_key_and_are_released_by_another_and_a_yes(booth, qtbot):
    release = booth.window.actions_table["gate.release"]
    assert not release.isEnabled()
    press(booth, qtbot, Key.Key_Space, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert booth.commands.calls == [("stop", "emergency")]
    booth.show("north")
    for lane in booth.lanes:
        booth.bridge.on_lane_state(make_state(lane, stopped=True))
    qtbot.waitUntil(release.isEnabled)
    qtbot.waitUntil(lambda: booth.window.tiles["north"].status.word == "All gates hold")
    press(booth, qtbot, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    qtbot.keyClick(dialog(booth, qtbot), Key.Key_1)
    assert booth.commands.calls[1:] == [("release",)]


def test_a_yes_promises_nothing_while_all_gates_hold(booth, qtbot):
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    booth.bridge.on_lane_state(make_state(LANES[0], stopped=True))
    ribbon = booth.window.review.ribbon
    qtbot.waitUntil(lambda: ribbon.toolTip().endswith("Stays closed: All gates hold"))


def test_opening_for_a_blocked_vehicle_asks_why_and_escape_leaves_it_shut(booth, qtbot):
    booth.show("north", make_read("KA07AB1284"), BLOCKED)
    qtbot.waitUntil(lambda: booth.window.tiles["north"].view is not None)
    press(booth, qtbot, Key.Key_F1, Modifier.ControlModifier)
    qtbot.keyClick(dialog(booth, qtbot), Key.Key_Escape)
    assert booth.commands.calls == []
    press(booth, qtbot, Key.Key_F1, Modifier.ControlModifier)
    asked = dialog(booth, qtbot)
    assert any("block list" in label.text() for label in asked.findChildren(QLabel))
    qtbot.keyClick(asked, Key.Key_2)
    assert booth.commands.calls == [("insist", "north", "known_person")]


@pytest.mark.parametrize(
    ("when", "verdict", "call"),
    [
        (ConfirmOpening.NEVER, BLOCKED, ("insist", "north", "judgement")),
        (ConfirmOpening.BLOCKED, None, ("open", "north", "judgement")),
    ],
)
def test_the_site_says_when_opening_asks(make_booth, qtbot, when, verdict, call):
    booth = make_booth(confirm_opening=when)
    booth.open()
    booth.ready()
    read = None if verdict is None else make_read("KA07AB1284")
    booth.show("north", read, verdict)
    qtbot.waitUntil(lambda: booth.window.tiles["north"].view is not None)
    press(booth, qtbot, Key.Key_F1, Modifier.ControlModifier)
    assert booth.commands.calls == [call]


def test_a_site_may_have_every_opening_asked_about(make_booth, qtbot):
    reasons = (OverrideReason("permit", (Act.OPEN,), "Paper permit"),)
    booth = make_booth(confirm_opening=ConfirmOpening.ALWAYS, reasons=reasons)
    booth.open()
    booth.ready()
    with qtbot.waitActive(booth.window):
        booth.window.activateWindow()
    press(booth, qtbot, Key.Key_F2, Modifier.ControlModifier)
    asked = dialog(booth, qtbot)
    qtbot.keyClick(asked, Key.Key_Return)
    assert booth.commands.calls == [("insist", "south", "permit")]


def test_a_passage_that_waits_too_long_makes_its_tile_pulse_and_sounds(make_booth, qtbot):
    sounds = []
    booth = make_booth(escalate_after_s=20, alarm=lambda: sounds.append(1))
    booth.open()
    booth.ready()
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    qtbot.waitUntil(lambda: booth.window.queue.rowCount() == 1)
    tile = booth.window.tiles["north"]
    booth.clock.advance(19)
    booth.window.tick()
    assert (tile.pulse, sounds) == (None, [])
    seen = set()
    for _ in range(12):
        booth.clock.advance(0.5)
        booth.window.tick()
        seen.add(tile.pulse)
    assert seen >= {True, False}
    assert booth.window.tiles["south"].pulse is None
    assert len(sounds) == 2
    press(booth, qtbot, Key.Key_M, Modifier.ControlModifier)
    booth.clock.advance(60)
    booth.window.tick()
    assert len(sounds) == 2
    booth.bridge.on_review_closed("p1")
    qtbot.waitUntil(lambda: booth.window.presenter.oldest is None)
    booth.window.tick()
    assert tile.pulse is None


def test_the_sound_is_repeated_until_the_passage_is_decided():
    sounds = []
    escalation = Escalation(20, lambda: sounds.append(1))
    for second in range(15, 40):
        escalation.pulse(float(second), second * 1_000_000_000)
    assert len(sounds) == 4
    assert escalation.pulse(None, 41_000_000_000) is None


def test_a_tile_says_open_only_once_the_decision_is_on_disk(booth):
    read, opens = make_read("KA01AB1234"), Verdict(VerdictKind.OPEN, Reason.REGISTERED)
    view = make_view(booth.show("north", read, opens), read, opens)
    facts = LaneFacts(make_state(LANES[0]), ModelState.READY, "", view, 0.1, 0.1)
    assert (describe(facts).word, describe(facts).tone) == ("Open", Tone.OPEN)
    waiting = replace(facts, view=replace(view, recorded=False))
    assert (describe(waiting).word, describe(waiting).tone) == ("Recording", Tone.NEUTRAL)


@pytest.mark.parametrize(
    ("act", "verdict", "code"),
    [
        (Act.DENY, Reason.BLOCKED, "blocked"),
        (Act.DENY, Reason.NOT_VALID_NOW, "expired"),
        (Act.DENY, Reason.WEAK_CHARACTER, "judgement"),
        (Act.CORRECT, Reason.BLOCKED, "misread"),
        (Act.TAKE_BACK, None, "slip"),
    ],
)
def test_the_usual_reason_follows_the_act_and_for_a_denial_the_policy(booth, act, verdict, code):
    assert usual_reason(act, booth.settings.reasons, verdict) == code


def test_a_site_without_reasons_records_none():
    assert usual_reason(Act.DENY, (), Reason.BLOCKED) == ""
    assert reasons_for(Act.DENY, ()) == ()


def test_a_pulse_paints_the_edge_of_the_tile_and_nothing_inside(make_booth, qtbot):
    booth = make_booth()
    booth.open()
    booth.ready()
    tile = booth.window.tiles["north"]
    watch = PaintWatch((tile, *tile.findChildren(QWidget)))
    QApplication.processEvents()
    for lit in (True, False, None):
        watch.painted.clear()
        tile.show_pulse(lit)
        qtbot.waitUntil(lambda: bool(watch.painted))
        assert set(watch.painted) == {tile}
