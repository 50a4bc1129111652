import sys
import threading

import pytest
from PySide6.QtCore import qWarning

from console.ui.exceptions import install_exception_hooks


@pytest.fixture
def hooks(qtbot):
    shown: list[str] = []
    before = (sys.excepthook, threading.excepthook)
    installed = install_exception_hooks(shown.append)
    yield shown
    installed.restore()
    assert (sys.excepthook, threading.excepthook) == before


def test_an_uncaught_error_is_logged_and_shown(hooks, qtbot, caplog):
    error = ValueError("broken slot")
    sys.excepthook(ValueError, error, None)
    qtbot.waitUntil(lambda: len(hooks) == 1)
    assert "broken slot" in hooks[0]
    assert "uncaught exception" in caplog.text
    caplog.clear()


def test_an_uncaught_error_of_a_thread_names_the_thread(hooks, qtbot, caplog):
    def fail():
        raise OSError("camera gone")

    thread = threading.Thread(target=fail, name="camera-north")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(hooks) == 1)
    assert "thread camera-north died: OSError: camera gone" in hooks[0]
    caplog.clear()


def test_messages_of_qt_reach_the_log(hooks, caplog):
    qWarning("a widget was upset")
    assert "a widget was upset" in caplog.text
    caplog.clear()
