"""Batches made in a thread of their own while the previous one is learnt from."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


def prefetched(batches: Iterator[T], depth: int = 8) -> queue.Queue[T]:
    """A queue that is kept filled from an endless iterator until the program ends."""
    ready: queue.Queue[T] = queue.Queue(maxsize=depth)

    def fill() -> None:
        for batch in batches:
            ready.put(batch)

    threading.Thread(target=fill, name="batches", daemon=True).start()
    return ready
