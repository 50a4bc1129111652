"""What happens at an agent, told to all who listen as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

_KEPT_COUNT = 64
_QUIET_S = 10.0


class EventHub:
    """Hands every event to every listener; one that is too slow loses its oldest.

    Any thread may tell; listeners live on the server's event loop.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[EventListener] = []
        self._number = 0

    def tell(self, kind: str, content: dict[str, object]) -> None:
        """Tell all listeners of an event of ``kind``: ``motion``, ``barrier`` or ``health``."""
        with self._lock:
            self._number += 1
            text = f"id: {self._number}\nevent: {kind}\ndata: {json.dumps(content)}\n\n"
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.put(text)

    @contextmanager
    def listening(self) -> Iterator[EventListener]:
        """Listen from now on; on the server's event loop."""
        listener = EventListener()
        with self._lock:
            self._listeners.append(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.remove(listener)

    def wake_listeners(self) -> None:
        """Make every listener look again, because the server closes."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.end()


class EventListener:
    """One client's queue of events."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._waiting: deque[str] = deque(maxlen=_KEPT_COUNT)
        self._ended = False

    def put(self, text: str) -> None:
        self._waiting.append(text)
        self._wake()

    def end(self) -> None:
        self._ended = True
        self._wake()

    async def texts(self) -> AsyncIterator[str]:
        """Yield events as they come, and a comment every ten quiet seconds, until the end."""
        while not self._ended:
            while self._waiting:
                yield self._waiting.popleft()
            self._changed.clear()
            if self._waiting or self._ended:
                continue
            try:
                async with asyncio.timeout(_QUIET_S):  # wait_for may lose a cancellation
                    await self._changed.wait()
            except TimeoutError:
                yield ": quiet\n\n"

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop closed meanwhile
            self._loop.call_soon_threadsafe(self._changed.set)
