from datetime import UTC

import pytest
from PySide6.QtCore import Qt

from console.ui.decisions_table import KEPT_COUNT, Column, DecisionsModel
from console.ui.review_queue import QueueRole, ReviewQueueModel
from console.ui.theme import Appearance
from db.records import Outcome
from tests.support.screens import START_NS, make_decision, make_item


@pytest.fixture
def decisions(qapp):
    return DecisionsModel(Appearance(), {"north": "North entrance"}, lambda at: at.astimezone(UTC))


@pytest.fixture
def queue(qapp):
    return ReviewQueueModel()


def shown(model, row, column):
    return model.index(row, column).data()


def test_the_decisions_are_a_sound_model(decisions, qtmodeltester):
    qtmodeltester.check(decisions)
    decisions.add(make_decision(number) for number in range(5))
    decisions.add([make_decision(9, Outcome.REJECTED, observed="", resolved=None)])


def test_the_queue_is_a_sound_model(queue, qtmodeltester):
    qtmodeltester.check(queue)
    for number in range(4):
        queue.put(make_item(f"p{number}", START_NS - number))
    queue.remove("p1")
    queue.mark_submitted("p2", submitted=True)
    queue.tick(START_NS + 5)


def test_decisions_are_newest_first_however_they_come(decisions):
    decisions.add([make_decision(3), make_decision(1)])
    decisions.add([make_decision(2)])
    assert [d.decision_id for d in decisions.decisions] == [
        "decision-3",
        "decision-2",
        "decision-1",
    ]


def test_a_decision_that_comes_twice_is_shown_once(decisions):
    decisions.add([make_decision(1)])
    decisions.add([make_decision(1), make_decision(1)])
    assert decisions.rowCount() == 1


def test_only_so_many_decisions_are_kept_on_the_screen(decisions):
    decisions.add(make_decision(number) for number in range(KEPT_COUNT + 20))
    assert decisions.rowCount() == KEPT_COUNT
    assert decisions.decisions[0].decision_id == f"decision-{KEPT_COUNT + 19}"


def test_observed_and_resolved_plates_stay_distinguishable(decisions):
    decisions.add(
        [
            make_decision(3, Outcome.CORRECTED, observed="KA01AB1284", resolved="KA01AB1234"),
            make_decision(2, Outcome.REJECTED, observed="KA01AB1284", resolved=None),
            make_decision(1, Outcome.REJECTED, observed="", resolved=None),
        ]
    )
    assert shown(decisions, 0, Column.PLATE) == "KA01AB1284 → KA01AB1234"
    assert shown(decisions, 1, Column.PLATE) == "KA01AB1284"
    assert shown(decisions, 2, Column.PLATE) == "–"  # noqa: RUF001 - a dash


def test_a_row_speaks_in_words_and_says_that_it_is_recorded(decisions):
    decisions.add([make_decision(1, Outcome.CONFIRMED, reason="weak_character")])
    assert shown(decisions, 0, Column.LANE) == "North entrance"
    assert shown(decisions, 0, Column.OUTCOME) == "Confirmed"
    assert shown(decisions, 0, Column.BY) == "R. Kumar"
    assert shown(decisions, 0, Column.REASON) == "A character is uncertain"
    spoken = decisions.index(0, Column.TIME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Recorded 2026-03-14 12:00:06"


def test_a_reason_of_a_later_version_is_shown_as_it_is(decisions):
    decisions.add([make_decision(1, reason="tailgating")])
    assert shown(decisions, 0, Column.REASON) == "tailgating"


def test_the_passage_that_waits_longest_comes_first(queue):
    for passage_id, since in (("b", 2), ("c", 3), ("a", 1)):
        queue.put(make_item(passage_id, START_NS + since))
    assert [entry.item.passage_id for entry in queue.entries] == ["a", "b", "c"]


def test_a_later_read_replaces_its_passage_in_place(queue):
    queue.put(make_item("a", START_NS))
    queue.put(make_item("b", START_NS + 1))
    queue.put(make_item("a", START_NS, text="DL8CAF5032"))
    assert [entry.item.read.text for entry in queue.entries] == ["DL8CAF5032", "KA01AB1284"]


def test_the_clock_of_a_passage_runs(queue):
    queue.put(make_item("a", START_NS))
    queue.tick(START_NS + 65_000_000_000)
    assert queue.index(0).data(QueueRole.WAITING_S) == 65
    assert "waiting 1:05" in queue.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
