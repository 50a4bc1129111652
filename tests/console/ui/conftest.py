"""A booth to every test: the real window before a fake engine and a clock that stands still."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.support.screens import Booth

TOPICS = {"camera", "recognition", "audit", "sync", "bridge"}


@pytest.fixture
def make_booth(qtbot: QtBot) -> Iterator[Callable[..., Booth]]:
    """Make booths; their windows are closed after the test."""
    booths: list[Booth] = []

    def make(lane_count: int = 2, **settings: object) -> Booth:
        booth = Booth(lane_count, **settings)
        booths.append(booth)
        return booth

    yield make
    for booth in booths:
        if booth.window is not None:
            booth.window.close()
            booth.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def booth(make_booth: Callable[..., Booth]) -> Booth:
    """A booth of two lanes that are live, with its window open."""
    booth = make_booth()
    booth.open()
    booth.ready()
    return booth


@pytest.fixture(autouse=True)
def _widgets_end_on_the_gui_thread() -> Iterator[None]:
    """No thread of a pool takes a window apart, as ``GarbageCollector`` sees to in the console."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _no_stray_warning(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on warnings that the test did not look at; one that expects some clears them."""
    yield
    stray = [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.split(".")[0] in TOPICS
    ]
    assert not stray, f"unexpected warnings in the log: {stray}"
