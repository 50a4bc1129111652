"""The loop that takes frames from a source and gives them to the hub."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.motion import MotionDetector
from pi_bridge.agent.source import FrameSource, SourceFrame
from pi_bridge.client.backoff import BackOff, BackOffSettings
from pi_bridge.errors import SourceError

_log = logging.getLogger("bridge")

STALL_S = 1.5
"""A source without a new frame for this long counts as stalled.

Whoever watches is told before the two seconds are over in which a picture may still count as
live (PRODUCT, rule 1).
"""

RESTART_S = 5.0
"""A source that has repeated one picture for this long is closed and opened anew."""

_WAITS = BackOffSettings(first_s=0.5, longest_s=5.0)
_JOIN_S = 3.0
_NS = 1_000_000_000


class CaptureLoop:
    """Captures on the thread ``agent-camera-<name>`` and keeps asking a source that fails.

    A frame that repeats the one before it pixel by pixel is not published: no sensor does that,
    so the camera hangs although it answers.
    """

    def __init__(
        self,
        name: str,
        source: FrameSource,
        hub: FrameHub,
        motion: MotionDetector | None = None,
        on_motion: Callable[[bool], None] | None = None,
    ) -> None:
        """Prepare to capture; ``on_motion`` is called on the loop's thread when motion changes."""
        self._name = name
        self._source = source
        self._hub = hub
        self._motion = motion
        self._on_motion = on_motion
        self._back_off = BackOff(_WAITS, random.Random())
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem = ""
        self._is_moving = False
        self._previous: SourceFrame | None = None
        self._good_since_ns: int | None = None
        self._new_ns = 0
        self._turn_ns = time.monotonic_ns()
        self._repeat_count = 0

    @property
    def problem(self) -> str:
        """Why the source gives no frame, in words; empty while it does."""
        return self._problem

    @property
    def repeat_count(self) -> int:
        """Frames that were the one before them again."""
        return self._repeat_count

    @property
    def looks_for_motion(self) -> bool:
        return self._motion is not None

    @property
    def is_moving(self) -> bool:
        return self._is_moving

    @property
    def last_motion_ns(self) -> int | None:
        """When something moved last (monotonic), None when nothing has or nobody looks."""
        return None if self._motion is None else self._motion.last_moving_ns

    def hangs_since_s(self) -> float:
        """Return for how long the source has neither given a frame nor said that it has none."""
        return (time.monotonic_ns() - self._turn_ns) / _NS

    def start(self) -> None:
        self._turn_ns = time.monotonic_ns()
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

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._take_turn()
        finally:
            self._source.close()

    def _take_turn(self) -> None:
        try:
            frame = self._source.next_frame()
            self._turn_ns = time.monotonic_ns()
            self._accept(frame)
        except SourceError as error:
            self._turn_ns = time.monotonic_ns()
            self._good_since_ns = None
            self._note(str(error))
            self._stopping.wait(self._back_off.next_wait_s())

    def _accept(self, frame: SourceFrame) -> None:
        previous, self._previous = self._previous, frame
        if previous is not None and _is_same_picture(previous.pixels, frame.pixels):
            self._repeat_count += 1
            self._notice_repeats(frame.captured_ns)
            return
        if self._good_since_ns is None:
            self._good_since_ns = frame.captured_ns
        self._new_ns = frame.captured_ns
        self._back_off.note_good((frame.captured_ns - self._good_since_ns) / _NS)
        self._note("")
        self._hub.publish(frame, motion=self._look_for_motion(frame))

    def _notice_repeats(self, now_ns: int) -> None:
        repeated_s = (now_ns - self._new_ns) / _NS
        if repeated_s > STALL_S:
            self._note("source repeats the same picture")
        if repeated_s > RESTART_S:
            self._source.close()
            self._new_ns = now_ns
            self._good_since_ns = None
            self._stopping.wait(self._back_off.next_wait_s())

    def _look_for_motion(self, frame: SourceFrame) -> bool | None:
        if self._motion is None:
            return None
        moving = self._motion.look(frame.pixels, frame.captured_ns).moving
        if moving is not self._is_moving:
            self._is_moving = moving
            if self._on_motion is not None:
                self._on_motion(moving)
        return moving

    def _note(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            _log.info("%s: source %s", self._name, problem or "is back")


def _is_same_picture(first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]) -> bool:
    """Return whether two pictures are alike to the last bit; mostly a few rows tell that not."""
    return np.array_equal(first[::32], second[::32]) and np.array_equal(first, second)
