"""What every test stands on: no screen, no stray threads, no deadline on a busy machine."""

from __future__ import annotations

import os
import sqlite3  # noqa: F401 - before a test loads Keras: see pipeline/training/__init__.py
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)

import cv2

# OpenCV points Qt at its own plug-ins on import, which PySide6 cannot load.
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
cv2.setNumThreads(1)

settings.register_profile("gatehouse", deadline=None)
settings.load_profile("gatehouse")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
THREAD_END_S = 2.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs the labelled pictures of ../shared/data, not there")
    for item in items:
        if item.get_closest_marker("shared") is not None:
            item.add_marker(skip)


@pytest.fixture
def shared() -> Path:
    """The folder of labelled pictures; for tests marked ``shared``."""
    return SHARED


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_END_S
    while True:
        left = [t for t in threading.enumerate() if t not in before and not _is_foreign(t)]
        if not left or time.monotonic() > deadline:
            break
        left[0].join(0.05)
    assert not left, f"threads still running: {[thread.name for thread in left]}"


def _is_foreign(thread: threading.Thread) -> bool:
    """Threads that Qt or a library started show up as dummies once Python ran on them."""
    return thread.name.startswith(("Dummy-", "pytest_timeout", "ThreadPoolExecutor", "AnyIO"))
