"""The thread that looks at frames: it owns the models and takes the lanes in turn."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from console.gate.clock import NS_PER_MS, Clock
from console.gate.lanes import Lane
from console.gate.latencies import Latencies
from console.gate.types import LaneFrame, ModelState
from pipeline.errors import PipelineError
from pipeline.types import Frame, FrameResult

_log = logging.getLogger("recognition")

_WAIT_S = 0.25


class FrameReader(Protocol):
    """Recognition as ``pipeline.recogniser.Recogniser`` offers it; serves one thread."""

    weights_version: str

    def look(self, frame: Frame) -> FrameResult: ...


class RecognitionLoop:
    """Looks at the newest frame of each lane in turn on the thread ``recognition``.

    The models are loaded on the thread too, so that nobody waits for them; until then, and
    when they cannot be loaded, frames are shown and none is looked at.
    """

    def __init__(  # noqa: PLR0913 - a loader, two callbacks and what they are measured by
        self,
        lanes: Sequence[Lane],
        *,
        load: Callable[[], FrameReader],
        on_result: Callable[[Lane, LaneFrame, FrameResult], None],
        on_model: Callable[[ModelState, str, str], None],
        latencies: Latencies,
        clock: Clock,
    ) -> None:
        """Take ``on_model(state, problem, weights_version)`` and ``on_result``, on the thread."""
        self._lanes = tuple(lanes)
        self._load = load
        self._on_result = on_result
        self._on_model = on_model
        self._latencies = latencies
        self._clock = clock
        self._frame_came = threading.Event()
        self._stopping = threading.Event()
        self._switched = threading.Event()
        self._next_lane = 0
        self._thread = threading.Thread(target=self._run, name="recognition")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop after the frame that is being looked at."""
        self._stopping.set()
        self._frame_came.set()
        if self._thread.ident is not None:
            self._thread.join()

    def announce(self) -> None:
        """Say that some lane has a new frame; from any thread."""
        self._frame_came.set()

    def reload(self) -> None:
        """Load the models again before the next frame; from any thread."""
        self._switched.set()
        self._frame_came.set()

    def _run(self) -> None:
        reader = self._open()
        while not self._stopping.is_set():
            if self._switched.is_set():
                self._switched.clear()
                reader = self._open()
            if reader is None:
                self._switched.wait(_WAIT_S)
                continue
            lane, seen = self._next_frame()
            if lane is None or seen is None:
                self._frame_came.wait(_WAIT_S)
                self._frame_came.clear()
                continue
            result = self._look(reader, seen.frame)
            self._latencies.add(
                "frame_to_read", (self._clock.monotonic_ns() - seen.frame.received_ns) / NS_PER_MS
            )
            self._on_result(lane, seen, result)

    def _open(self) -> FrameReader | None:
        """The models, or None where they cannot be used; the screen is told."""
        self._on_model(ModelState.LOADING, "", "")
        try:
            reader = self._load()
        except PipelineError as error:
            _log.error("the models cannot be used: %s", error)
            self._on_model(ModelState.FAILED, str(error), "")
            return None
        except Exception as error:  # noqa: BLE001 - otherwise the screen says "loading" for ever
            _log.exception("loading the models failed")
            self._on_model(ModelState.FAILED, f"{type(error).__name__}: {error}", "")
            return None
        self._on_model(ModelState.READY, "", reader.weights_version)
        return reader

    def _next_frame(self) -> tuple[Lane | None, LaneFrame | None]:
        """The newest frame of the first lane that has one, beginning after the last served."""
        for step in range(len(self._lanes)):
            index = (self._next_lane + step) % len(self._lanes)
            seen = self._lanes[index].take_for_recognition()
            if seen is not None:
                self._next_lane = (index + 1) % len(self._lanes)
                return self._lanes[index], seen
        return None, None

    def _look(self, reader: FrameReader, frame: Frame) -> FrameResult:
        try:
            return reader.look(frame)
        except Exception as error:  # noqa: BLE001 - "could not look" must be shown, not lost
            _log.exception("looking at frame %d of %s failed", frame.sequence, frame.camera_id)
            return FrameResult(frame, (), error=f"{type(error).__name__}: {error}")
