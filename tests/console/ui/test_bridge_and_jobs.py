import threading
import time

import pytest
from PySide6.QtCore import Qt

from console.bridge import EngineBridge
from console.jobs import JobRunner
from tests.support.screens import START_NS, make_frame, make_view


@pytest.fixture
def jobs(qtbot):
    runner = JobRunner()
    yield runner
    assert runner.close()


def in_thread(tell, values):
    def work():
        for value in values:
            tell(value)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)


def test_a_hundred_frames_are_announced_once_until_fetched(qtbot):
    bridge = EngineBridge()
    heard: list[str] = []
    bridge.frame_available.connect(heard.append, Qt.ConnectionType.QueuedConnection)
    in_thread(bridge.on_frame, ["north"] * 100)
    qtbot.waitUntil(lambda: heard == ["north"])
    bridge.acknowledge("north")
    in_thread(bridge.on_frame, ["north"])
    qtbot.waitUntil(lambda: heard == ["north", "north"])


def test_lanes_are_announced_apart(qtbot):
    bridge = EngineBridge()
    heard: list[str] = []
    bridge.frame_available.connect(heard.append, Qt.ConnectionType.QueuedConnection)
    in_thread(bridge.on_frame, ["a", "b", "a", "b"])
    qtbot.waitUntil(lambda: heard == ["a", "b"])


def test_of_many_views_the_newest_is_taken_and_announced_once(qtbot):
    bridge = EngineBridge()
    heard: list[str] = []
    bridge.view_available.connect(heard.append, Qt.ConnectionType.QueuedConnection)
    views = [make_view(make_frame("north", START_NS + n), None, None) for n in range(5)]
    in_thread(bridge.on_lane_view, views)
    qtbot.waitUntil(lambda: heard == ["north"])
    assert bridge.take_view("north") is views[-1]
    assert bridge.take_view("north") is None


def test_a_job_runs_beside_the_gui_thread_and_answers_on_it(qtbot, jobs):
    names = []

    def done(worker):
        names.extend([worker, threading.current_thread().name])

    jobs.run_job(lambda: threading.current_thread().name, done, pytest.fail)
    qtbot.waitUntil(lambda: len(names) == 2)
    assert names[0] != "MainThread"
    assert names[1] == "MainThread"


def test_a_job_that_fails_hands_its_error_over(qtbot, jobs):
    errors: list[Exception] = []

    def fail():
        raise OSError("disk gone")

    jobs.run_job(fail, pytest.fail, errors.append)
    qtbot.waitUntil(lambda: [str(error) for error in errors] == ["disk gone"])


def test_nothing_is_called_back_after_closing(qtbot):
    runner, begun = JobRunner(), threading.Event()
    heard: list[object] = []

    def slow():
        begun.set()
        time.sleep(0.1)

    runner.run_job(slow, heard.append, heard.append)
    assert begun.wait(2)
    assert runner.close()
    qtbot.wait(20)
    assert heard == []
