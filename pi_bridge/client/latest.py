"""A mailbox between threads in which the newest value wins."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Mailbox for one value: a newer value replaces an unread one, and the loss is counted."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._value: T | None = None
        self.dropped_count = 0

    def put(self, value: T) -> None:
        with self._changed:
            if self._value is not None:
                self.dropped_count += 1
            self._value = value
            self._changed.notify()

    def take(self, timeout_s: float) -> T | None:
        """Return the newest value and empty the slot, or None once ``timeout_s`` has passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._value is not None, timeout_s)
            value, self._value = self._value, None
            return value
