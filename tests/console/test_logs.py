from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import logs
from console.logs import ExceptionHooks, LogFiles, log_qt_message, redact


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFiles]:
    with LogFiles(tmp_path / "logs") as files:
        yield files


def test_passwords_of_addresses_are_taken_out() -> None:
    assert (
        redact("at http://user:secret@10.0.0.5:80/x, then") == "at http://***@10.0.0.5:80/x, then"
    )
    assert redact("mail a@b.org, http://10.0.0.5/a@b") == "mail a@b.org, http://10.0.0.5/a@b"


def test_a_line_has_utc_time_level_topic_and_thread(log: LogFiles) -> None:
    logging.getLogger("camera").info("%s: live", "north")
    line = log.path.read_text("utf-8")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO camera \[MainThread\] north: live\n", line
    )


def test_a_password_never_reaches_the_file_not_even_in_a_traceback(log: LogFiles) -> None:
    try:
        raise OSError("no http://user:secret@pi/stream")
    except OSError:
        logging.getLogger("camera").info("open %s", "http://u:secret@pi", exc_info=True)
    text = log.path.read_text("utf-8")
    assert "secret" not in text
    assert "OSError: no http://***@pi/stream" in text


def test_log_files_are_bounded_in_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 2000)
    with LogFiles(tmp_path):
        for number in range(500):
            logging.getLogger("camera").info("line %d", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 6
    assert all(file.stat().st_size <= 2000 for file in files)


def test_closing_leaves_no_handler_behind(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    LogFiles(tmp_path).close()
    assert logging.getLogger().handlers == before


def test_messages_of_qt_reach_the_log(log: LogFiles) -> None:
    log_qt_message("info", "a pixmap is null")
    assert "INFO console [MainThread] Qt: a pixmap is null" in log.path.read_text("utf-8")


def test_an_exception_on_a_thread_is_logged_and_noticed(log: LogFiles) -> None:
    notices: list[str] = []

    def fail() -> None:
        raise OSError("no camera")

    hooks = ExceptionHooks(notices.append)
    try:
        thread = threading.Thread(target=fail, name="camera-north")
        thread.start()
        thread.join()
    finally:
        hooks.close()
    assert notices == ["thread camera-north died: OSError: no camera"]
    assert "CRITICAL console [camera-north] thread camera-north died" in log.path.read_text("utf-8")


def test_an_exception_on_the_main_thread_is_logged_even_when_the_notice_fails(
    log: LogFiles,
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("the window is gone")

    hooks = ExceptionHooks(fail)
    try:
        error = ValueError("http://u:secret@pi")
        sys.excepthook(ValueError, error, None)
    finally:
        hooks.close()
    text = log.path.read_text("utf-8")
    assert "uncaught exception" in text
    assert "the window is gone" in text
    assert "secret" not in text


def test_an_interrupt_of_the_keyboard_is_left_to_python(
    log: LogFiles, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    hooks = ExceptionHooks(lambda _: pytest.fail("noticed"))
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        hooks.close()
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_hooks_of_before_come_back() -> None:
    before = (sys.excepthook, threading.excepthook)
    ExceptionHooks(lambda _: None).close()
    assert (sys.excepthook, threading.excepthook) == before
