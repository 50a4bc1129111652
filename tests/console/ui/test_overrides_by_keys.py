"""Visitor, skip, reasons, undo and the evidence, by keys alone on the real window."""

from dataclasses import replace
from time import perf_counter

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from console.gate.types import Counterpart, Look, Reason, Verdict, VerdictKind
from console.ui import words
from console.ui.choice_dialog import ChoiceDialog
from console.ui.evidence_view import stretched
from db.records import OrderedAction, Outcome
from tests.support.screens import (
    NEAR_MATCHES,
    NOON,
    draw_road,
    make_decision,
    make_frame,
    make_item,
    make_match,
)

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL = Modifier.ControlModifier


def jpeg(pixels):
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def with_looks(item, count=4):
    """The item with frames around its evidence, which has sequence number 1."""
    looks = tuple(
        Look(jpeg(draw_road(10 * number)), number, item.since_ns + number, item.read)
        for number in range(count)
    )
    return replace(item, looks=looks)


@pytest.fixture
def waiting(booth, qtbot):
    booth.commands.vehicles = NEAR_MATCHES
    booth.bridge.on_review_opened(with_looks(make_item("p1", booth.clock.ns)))
    settled(booth, qtbot)
    return booth


def settled(booth, qtbot):
    qtbot.waitUntil(booth.window.actions_table["review.deny"].isEnabled)


def second(booth, qtbot):
    booth.bridge.on_review_opened(make_item("p2", booth.clock.ns + 1, text="DL8CAF5032"))
    qtbot.waitUntil(lambda: booth.window.queue.rowCount() == 2)


def press(booth, qtbot, key, modifier=Modifier.NoModifier):
    qtbot.keyClick(booth.window.review.slots, key, modifier)


def dialog(booth, qtbot):
    def is_open():
        return any(one.isVisible() for one in booth.window.findChildren(ChoiceDialog))

    qtbot.waitUntil(is_open)
    return next(one for one in booth.window.findChildren(ChoiceDialog) if one.isVisible())


def test_control_g_lets_in_as_a_visitor(waiting, qtbot):
    press(waiting, qtbot, Key.Key_G, CONTROL)
    assert waiting.commands.calls == [("visitor", "p1", "KA01AB1284", "judgement")]


def test_control_s_puts_a_passage_off_until_the_others_are_decided(waiting, qtbot):
    second(waiting, qtbot)
    presenter = waiting.window.presenter
    press(waiting, qtbot, Key.Key_S, CONTROL)
    assert presenter.selected.passage_id == "p2"
    settled(waiting, qtbot)
    press(waiting, qtbot, Key.Key_Return)
    assert presenter.selected.passage_id == "p1"
    assert [call[:2] for call in waiting.commands.calls] == [("confirm", "p2")]


def test_skipping_goes_round_when_all_were_put_off(waiting, qtbot):
    second(waiting, qtbot)
    for wanted in ("p2", "p1", "p2"):
        press(waiting, qtbot, Key.Key_S, CONTROL)
        assert waiting.window.presenter.selected.passage_id == wanted
        settled(waiting, qtbot)


def test_the_only_passage_cannot_be_skipped(waiting):
    assert not waiting.window.actions_table["review.skip"].isEnabled()


def test_a_decision_with_its_reason_takes_two_keys(waiting, qtbot):
    press(waiting, qtbot, Key.Key_R, CONTROL)
    asked = dialog(waiting, qtbot)
    rows = [button.accessibleName() for button in asked._buttons]
    assert rows[0] == "Confirm: Attendant's judgement"
    place = rows.index("Deny: Wrong lane")
    qtbot.keyClicks(asked, "1234567890ABCDEFG"[place])
    assert waiting.commands.calls == [("reject", "p1", "wrong_lane")]


def test_escape_leaves_the_list_of_reasons_and_decides_nothing(waiting, qtbot):
    press(waiting, qtbot, Key.Key_R, CONTROL)
    qtbot.keyClick(dialog(waiting, qtbot), Key.Key_Escape)
    assert waiting.commands.calls == []


def test_a_yes_to_a_stranger_says_which_reason_is_recorded(booth, qtbot):
    item = make_item("p1", booth.clock.ns, reason=Reason.NOT_REGISTERED, matches=())
    booth.bridge.on_review_opened(item)
    settled(booth, qtbot)
    shown = booth.window.review._given_reason
    assert shown.text() == "Reason: Attendant's judgement"
    press(booth, qtbot, Key.Key_3)
    assert shown.text() == "Reason: Plate was misread"
    press(booth, qtbot, Key.Key_D, CONTROL)
    assert booth.commands.calls == [("reject", "p1", "not_registered")]


def test_the_last_decision_is_taken_back_and_comes_up_again(waiting, qtbot):
    press(waiting, qtbot, Key.Key_D, CONTROL)
    undo = waiting.window.actions_table["review.take_back"]
    assert not undo.isEnabled()
    denied = make_decision(1, Outcome.REJECTED, passage_id="p1")
    waiting.bridge.on_decision_recorded(denied)
    qtbot.waitUntil(undo.isEnabled)
    qtbot.keyClick(waiting.window, Key.Key_Z, CONTROL)
    assert waiting.commands.calls[-1] == ("take_back", "decision-1", "slip")
    assert not undo.isEnabled()
    again = replace(make_item("p1", waiting.clock.ns), amends="decision-2")
    waiting.bridge.on_review_opened(again)
    qtbot.waitUntil(lambda: waiting.window.presenter.selected is not None)
    settled(waiting, qtbot)
    press(waiting, qtbot, Key.Key_Return)
    assert waiting.commands.calls[-1] == ("confirm", "p1", "KA01AB1284")


def test_the_row_marked_among_the_decisions_is_what_undo_is_about(make_booth, qtbot):
    booth = make_booth(4)
    booth.recent = tuple(make_decision(number) for number in range(3))
    booth.open()
    booth.ready()
    qtbot.waitUntil(lambda: booth.window.decisions.rowCount() == 3)
    table = booth.window.decisions_panel.table
    booth.window.activateWindow()
    qtbot.keyClick(booth.window, Key.Key_F6)
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, Key.Key_Down)
    qtbot.keyClick(table, Key.Key_Z, CONTROL)
    assert booth.commands.calls == [("take_back", "decision-1", "slip")]


def test_return_in_the_decisions_does_not_decide_the_passage_under_review(waiting, qtbot):
    table = waiting.window.decisions_panel.table
    waiting.window.activateWindow()
    qtbot.keyClick(waiting.window, Key.Key_F6)
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, Key.Key_Return)
    assert waiting.commands.calls == []


def test_a_passage_that_became_certain_is_seen_to_leave(waiting, qtbot):
    second(waiting, qtbot)
    waiting.bridge.on_review_closed("p1")
    model = waiting.window.queue
    qtbot.waitUntil(lambda: model.entries[0].leaving == "No longer in doubt")
    assert waiting.window.presenter.selected.passage_id == "p2"
    waiting.window.presenter._remove_left("p1")
    assert [entry.item.passage_id for entry in model.entries] == ["p2"]


def test_the_frames_of_a_passage_are_leafed_through(waiting, qtbot):
    evidence = waiting.window.review.evidence
    assert evidence.look_number == 2
    assert evidence.accessibleDescription() == "2 of 4, evidence"
    before = evidence.grab().toImage()
    press(waiting, qtbot, Key.Key_Right, CONTROL)
    assert evidence.look_number == 3
    qtbot.waitUntil(lambda: evidence._look_image is not None)
    assert evidence.grab().toImage() != before
    for _ in range(5):
        press(waiting, qtbot, Key.Key_Left, CONTROL)
    assert evidence.look_number == 1
    press(waiting, qtbot, Key.Key_Right, CONTROL)
    assert evidence.accessibleDescription() == "2 of 4, evidence"
    assert waiting.window.review.slots.line.text == "KA01AB1284"


def reduced(item):
    """The item with evidence whose camera keeps it twice as wide as it streams it."""
    return replace(item, evidence=replace(item.evidence, full_width_px=2560))


def test_the_evidence_is_looked_at_in_the_size_in_which_the_camera_keeps_it(booth, qtbot):
    item = reduced(make_item("p1", booth.clock.ns))
    fine = cv2.resize(item.evidence.frame.pixels, (2560, 1440), interpolation=cv2.INTER_NEAREST)
    fine[::2] = 255 - fine[::2]  # detail that the streamed picture does not have
    booth.commands.full_pictures[1] = jpeg(fine)
    booth.bridge.on_review_opened(item)
    settled(booth, qtbot)
    evidence = booth.window.review.evidence
    qtbot.waitUntil(lambda: evidence.accessibleDescription() == "full size")
    for _ in range(2):
        press(booth, qtbot, Key.Key_I, CONTROL)
    assert evidence.accessibleDescription() == "full size  4x"
    image, factor = evidence._picture(item)
    assert (image.width(), factor) == (2560, 2.0)
    zoomed = evidence.grab().toImage()
    evidence._full = (item.evidence, None)
    evidence._forget_images()
    assert evidence.grab().toImage() != zoomed


def test_evidence_that_is_not_kept_any_more_is_said_to_be_as_streamed(booth, qtbot):
    booth.bridge.on_review_opened(reduced(make_item("p1", booth.clock.ns)))
    settled(booth, qtbot)
    evidence = booth.window.review.evidence
    assert evidence.accessibleDescription() == "as streamed"
    other = reduced(make_item("p2", booth.clock.ns))
    evidence.show_full(other, QImage(2560, 1440, QImage.Format.Format_RGB32))
    assert evidence.accessibleDescription() == "as streamed"  # what came is of another passage


def test_the_evidence_is_zoomed_and_stretched_by_keys(waiting, qtbot):
    evidence = waiting.window.review.evidence
    pictures = [evidence.grab().toImage()]
    for _ in range(3):
        press(waiting, qtbot, Key.Key_I, CONTROL)
        pictures.append(evidence.grab().toImage())
    assert evidence.zoom_factor == 1
    assert pictures[0] == pictures[3]
    assert pictures[0] not in pictures[1:3]
    press(waiting, qtbot, Key.Key_K, CONTROL)
    assert evidence.grab().toImage() != pictures[0]


def test_zoom_and_contrast_are_for_one_passage_alone(waiting, qtbot):
    second(waiting, qtbot)
    press(waiting, qtbot, Key.Key_I, CONTROL)
    press(waiting, qtbot, Key.Key_Down)
    assert waiting.window.review.evidence.zoom_factor == 1


def test_contrast_makes_the_darkest_black_and_the_brightest_white():
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0xFF646464)
    for y in range(10):
        image.setPixel(0, y, 0xFF505050)
        image.setPixel(1, y, 0xFF787878)
    done = stretched(image)
    assert done.pixelColor(0, 0).red() == 0
    assert done.pixelColor(1, 0).red() == 255
    assert 0 < done.pixelColor(5, 5).red() < 255


def test_an_impossible_movement_shows_both_pictures(booth, qtbot):
    booth.commands.pictures["abc"] = jpeg(draw_road())
    other = Counterpart("South entrance", "KA01AB1284", NOON, "abc")
    item = make_item("p1", booth.clock.ns)
    verdict = Verdict(VerdictKind.REVIEW, Reason.ALREADY_INSIDE, NEAR_MATCHES, other)
    booth.bridge.on_review_opened(replace(item, verdict=verdict))
    evidence = booth.window.review.evidence
    qtbot.waitUntil(lambda: evidence._other is not None and evidence._other[1] is not None)
    assert "12:00:05 South entrance, KA01AB1284" in evidence.accessibleDescription()
    assert booth.window.review.ribbon.toolTip().endswith("Is inside already")


def test_a_counterpart_whose_picture_is_gone_is_said_to_have_none(booth, qtbot):
    other = Counterpart("South entrance", "KA01AB1284", NOON, "deleted")
    verdict = Verdict(VerdictKind.REVIEW, Reason.TWO_GATES, (), other)
    booth.bridge.on_review_opened(replace(make_item("p1", booth.clock.ns), verdict=verdict))
    messages = []
    booth.window.presenter.message.connect(lambda text, _tone: messages.append(text))
    qtbot.waitUntil(lambda: any("cannot be shown" in text for text in messages))


def test_opening_an_item_with_frames_stays_quick(waiting):
    item = with_looks(make_item("p9", waiting.clock.ns, text="DL8CAF5032"))
    waiting.window.presenter.open_item(item)
    begun = perf_counter()
    waiting.window.presenter.select("p9")
    waiting.window.review.grab()
    assert perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("plate", "differing", "said"),
    [
        ("KA01AB1234", (8,), "3 for 8 at place 9"),
        ("KA07AB1234", (3, 8), "7 for 1 at place 4, 3 for 8 at place 9"),
        ("MH07AB1234", (0, 1, 3, 8), "M for K at place 1, H for A at place 2, 2 more"),
        ("KA01AB12845", (10,), "1 longer"),
        ("KA01AB128", (8,), "1 shorter"),
        ("KA01AB1284", (), ""),
    ],
)
def test_what_differs_is_said_in_words(plate, differing, said):
    assert words.difference_words("KA01AB1284", make_match(plate, 1.0, differing)) == said


def test_orders_are_told_in_the_table_with_their_reason(make_booth, qtbot):
    booth = make_booth(4)
    held = replace(
        make_decision(1, Outcome.OPERATED, observed="", resolved=None),
        barrier_action=OrderedAction.HOLD,
        override_reason="delivery",
        note="for 10 min",
    )
    stopped = replace(held, decision_id="s", lane_id="", barrier_action=OrderedAction.STOP)
    booth.recent = (held, stopped)
    model = booth.open().decisions
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    rows = {tuple(model.index(row, column).data() for column in (1, 3, 5)) for row in (0, 1)}
    assert rows == {
        ("North entrance", "Held open", "Delivery, for 10 min"),
        ("All lanes", "All hold", "Delivery, for 10 min"),
    }


def test_a_frame_of_evidence_has_the_number_of_its_look(waiting):
    assert make_frame("north", 0).frame.sequence == 1
    assert waiting.window.presenter.selected.looks[1].sequence == 1


def test_a_decision_that_was_taken_back_cannot_be_taken_back_again(make_booth, qtbot):
    booth = make_booth(4)
    withdrawn = replace(make_decision(2, Outcome.WITHDRAWN), amends="decision-1")
    booth.recent = (make_decision(1), withdrawn)
    booth.open()
    booth.ready()
    qtbot.waitUntil(lambda: booth.window.decisions.rowCount() == 2)
    table = booth.window.decisions_panel.table
    booth.window.activateWindow()
    qtbot.keyClick(booth.window, Key.Key_F6)
    qtbot.waitUntil(table.hasFocus)
    undo = booth.window.actions_table["review.take_back"]
    assert not undo.isEnabled()
    qtbot.keyClick(table, Key.Key_Down)
    assert table.currentIndex().row() == 1
    assert not undo.isEnabled()
