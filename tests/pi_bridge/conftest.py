from __future__ import annotations

import threading

import pytest

from tests.support.waiting import wait_until


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """Every test gives back the threads it started."""
    before = set(threading.enumerate())
    yield
    wait_until(lambda: set(threading.enumerate()) <= before, timeout_s=5)
