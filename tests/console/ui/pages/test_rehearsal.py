"""The shift of docs/rehearsal.txt, played by keys alone on the window of a real site."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from console.script import ScriptPlayer, load_script
from db.records import Outcome
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.screens import make_decision, make_item

SCRIPT = Path(__file__).resolve().parents[4] / "docs" / "rehearsal.txt"


class Gate:
    """Answers what the window asks of the gate, as a gate would: by events a moment later."""

    def __init__(self, booth) -> None:
        self.booth = booth
        self.answered = 0
        self.timer = QTimer(booth.window)
        self.timer.timeout.connect(self.answer)
        self.timer.start(20)
        self.put_up()

    def put_up(self) -> None:
        self.booth.bridge.on_review_opened(make_item("p1", self.booth.clock.ns))

    def answer(self) -> None:
        for call in self.booth.commands.calls[self.answered :]:
            self.answered += 1
            outcome = Outcome.REJECTED if call[0] == "reject" else Outcome.CONFIRMED
            if call[0] == "take_back":
                self.put_up()
            else:
                decision = make_decision(self.answered, outcome, passage_id="p1")
                self.booth.bridge.on_decision_recorded(decision)
                self.booth.bridge.on_review_closed("p1")


@pytest.mark.slow
def test_the_rehearsed_shift_runs_from_sign_in_to_hand_over(make_site, qtbot, tmp_path):
    script = Path(shutil.copy(SCRIPT, tmp_path))
    site = make_site()
    site.open(person=ATTENDANT)
    booth = site.booth
    gate = Gate(booth)
    player = ScriptPlayer(booth.window, load_script(script), tmp_path)
    booth.bridge.decision_recorded.connect(player.count_recorded)
    with qtbot.waitSignal(player.ended, timeout=100_000):
        player.start()
    gate.timer.stop()
    assert player.problem == ""
    assert player.quits
    assert [call[0] for call in booth.commands.calls] == ["reject", "take_back", "confirm"]
    assert booth.commands.calls[-1][-1] != ""  # the reason of the override
    pictures = sorted(tmp_path.glob("rehearsal-*.png"))
    assert len(pictures) == 7
    assert len({picture.read_bytes() for picture in pictures}) == 7
    assert site.session.person is None  # handed over and locked
    site.sign_in(SUPERVISOR)
    assert [note.text for note in site.office.shift().notes] == ["LANE2STICKS"]
