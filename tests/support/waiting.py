"""Waiting for another thread without sleeping a fixed time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_POLL_S = 0.005


def wait_until(condition: Callable[[], object], timeout_s: float = 3.0, what: str = "") -> None:
    """Return as soon as ``condition()`` is true; fail the test once ``timeout_s`` has passed."""
    ends_at = time.monotonic() + timeout_s
    pause = threading.Event()
    while not condition():
        if time.monotonic() > ends_at:
            raise AssertionError(f"not within {timeout_s} s: {what or condition}")
        pause.wait(_POLL_S)
