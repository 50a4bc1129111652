"""Where cycles with widgets in them come to their end."""

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QWidget

from console.ui.collector import GarbageCollector


@pytest.fixture
def collector(qtbot):
    with GarbageCollector() as collector:
        yield collector
    gc.disable()  # as the other fixture of these tests expects


class Looped(QWidget):
    """Held by itself alone, once its maker forgets it."""

    def __init__(self):
        super().__init__()
        self.itself = self


def make_cycle(ends):
    widget = Looped()
    weakref.finalize(widget, lambda: ends.append(threading.current_thread().name))


def test_a_closed_widget_ends_on_the_gui_thread_whoever_allocates(collector, qtbot):
    ends: list[str] = []
    kept: list[list[int]] = []
    make_cycle(ends)
    worker = threading.Thread(
        target=lambda: kept.extend([] for _ in range(100_000)), name="camera-north"
    )
    worker.start()
    worker.join()
    assert ends == []
    qtbot.waitUntil(lambda: ends == [threading.main_thread().name])


def test_python_collects_as_usual_once_it_stopped():
    with GarbageCollector():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.disable()
