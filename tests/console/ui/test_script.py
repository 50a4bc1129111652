"""Scripts of keys and waits, played against the real window."""

import pytest
from PySide6.QtCore import QTimer

from console.commands.common import CommandError
from console.script import ScriptPlayer, Verb, load_script
from db.records import Outcome
from tests.support.screens import NEAR_MATCHES, make_decision, make_item


@pytest.fixture
def play(booth, qtbot, tmp_path):
    """Play a script of these lines to its end; the player."""

    def play(text):
        path = tmp_path / "shift.txt"
        path.write_text(text)
        player = ScriptPlayer(booth.window, load_script(path), tmp_path)
        booth.bridge.decision_recorded.connect(player.count_recorded)
        with qtbot.waitSignal(player.ended, timeout=10_000):
            player.start()
        return player

    return play


def test_keys_reach_the_review_and_its_dialogs(booth, play, tmp_path):
    booth.commands.vehicles = NEAR_MATCHES
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    player = play(
        "wait review 5   # until it can be decided\n\n"
        "type 3\nscreenshot typed.png\nkey Ctrl+R\nwait 0.2\nkey Return\nquit\n"
    )
    assert player.problem == ""
    assert player.quits
    assert booth.commands.calls == [("correct", "p1", "KA01AB1234", "misread")]
    assert (tmp_path / "typed.png").read_bytes().startswith(b"\x89PNG")


def test_keys_reach_the_window_again_after_a_dialog(booth, play):
    player = play("key Shift+F1\nwait 0.3\nkey 2\nwait 0.3\nkey Ctrl+Shift+Space\nwait 0.3\n")
    assert player.problem == ""
    assert [call[0] for call in booth.commands.calls] == ["hold", "stop"]


def test_a_recorded_decision_is_waited_for(booth, play):
    decision = make_decision(1, Outcome.REJECTED)
    QTimer.singleShot(100, lambda: booth.bridge.on_decision_recorded(decision))
    assert play("wait recorded 5").problem == ""


def test_a_wait_that_comes_to_nothing_ends_the_script_and_names_its_line(play):
    player = play("wait 0\nwait review 0.1\nquit\n")
    assert player.problem == "line 2: wait review came to nothing in 0.1 s"
    assert not player.quits


def test_a_picture_that_cannot_be_written_is_a_problem(play):
    assert "cannot be written" in play("screenshot nowhere/a.png").problem


def test_steps_know_their_line_and_their_longest_wait(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# a shift\nwait recorded\nkey Ctrl+Shift+Space\n")
    first, second = load_script(path)
    assert (first.verb, first.line_number, first.seconds) == (Verb.WAIT_RECORDED, 2, 30.0)
    assert (second.verb, second.text) == (Verb.KEY, "Ctrl+Shift+Space")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("jump 3", "'jump' is no step"),
        ("key Hyper+Q", "is no key"),
        ("wait soon", "wanted a number of seconds"),
        ("wait -1", "wanted a number of seconds"),
        ("key", "key wants one word"),
        ("quit now", "quit wants nothing"),
    ],
)
def test_a_line_that_is_not_understood_is_named(tmp_path, line, problem):
    path = tmp_path / "a.txt"
    path.write_text(f"wait 1\n{line}\n")
    with pytest.raises(CommandError, match=f"line 2: .*{problem}"):
        load_script(path)


def test_a_script_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.txt: cannot be read"):
        load_script(tmp_path / "nowhere.txt")
