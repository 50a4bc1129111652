"""The loop that takes frames from a source and gives them to the hub."""

from __future__ import annotations

import logging
import threading

from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.source import FrameSource
from pi_bridge.errors import SourceError

_log = logging.getLogger("bridge")

_RETRY_S = 0.5
_JOIN_S = 3.0


class CaptureLoop:
    """Captures on the thread ``agent-camera-<name>`` and keeps asking a source that fails."""

    def __init__(self, name: str, source: FrameSource, hub: FrameHub) -> None:
        self._name = name
        self._source = source
        self._hub = hub
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why the source gives no frame, in words; empty while it does."""
        return self._problem

    def start(self) -> None:
        self._thread = threading.Thread(
            target=self._run, name=f"agent-camera-{self._name}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop capturing; a source that hangs is left to its daemon thread after 3 s."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            if self._thread.is_alive():
                _log.warning("%s: the source hangs and was abandoned", self._name)
                return
        self._source.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._hub.publish(self._source.next_frame())
            except SourceError as error:
                self._note(str(error))
                self._stopping.wait(_RETRY_S)
            else:
                self._note("")

    def _note(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            _log.info("%s: source %s", self._name, problem or "is back")
