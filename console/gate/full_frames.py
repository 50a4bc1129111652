"""Evidence at full size: the frame that was read, fetched from the lane's agent by its number."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

from console.gate.decisions import Recording, at_full_size
from console.gate.passages import Step
from console.gate.types import LaneFrame
from pi_bridge.client.evidence import FrameNotKeptError, KeptFrame

_log = logging.getLogger("bridge")

_KEPT_COUNT = 48
"""More passages than may wait for a person in one lane; each keeps half a megabyte."""

_JOIN_S = 5.0
_PATIENCE_S = 2.5
"""How long a screen waits for a frame under way, a little longer than it may take to fetch."""

_Number = tuple[int, int | None]
"""Which frame of an agent: its number, and when it was captured, for numbers start over."""


class FrameKeeper(Protocol):
    """A lane's agent as ``FrameFetcher`` offers it."""

    def fetch(self, sequence: int) -> KeptFrame:
        """Return frame ``sequence``, within a fraction of a second.

        Raises:
            FrameNotKeptError: there is none to be had.
        """


class FullFrames:
    """Exchanges the evidence of one lane's decisions for the same frame at full size.

    An agent may stream its pictures smaller than it keeps them, and keeps them for seconds only.
    So what may become evidence is fetched as soon as it is known, on the thread
    ``evidence-<lane>``, which then hands each decision on to be recorded. A frame that cannot be
    had, or is another one, changes nothing: the picture that was read is evidence enough.
    """

    def __init__(
        self, lane_id: str, keeper: FrameKeeper, record: Callable[[Recording], None]
    ) -> None:
        self._lane_id = lane_id
        self._keeper = keeper
        self._record = record
        self._changed = threading.Condition()
        self._wanted: OrderedDict[str, LaneFrame] = OrderedDict()
        self._asked: OrderedDict[str, _Number] = OrderedDict()
        self._kept: OrderedDict[str, tuple[_Number, KeptFrame | None]] = OrderedDict()
        self._recordings: deque[Recording] = deque()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"evidence-{lane_id}")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Hand on what waits to be recorded, then stop."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def want(self, step: Step) -> None:
        """Take note of the frames that may become evidence; returns at once."""
        main = step.main
        frames = {item.passage_id: item.evidence for item in step.reviews}
        if main is not None and not main.decided:
            frames[main.passage_id] = main.evidence
        with self._changed:
            for passage_id, frame in frames.items():
                if frame.is_reduced and self._asked.get(passage_id) != _number(frame):
                    self._asked[passage_id] = _number(frame)
                    self._wanted[passage_id] = frame
            for memory in (self._wanted, self._asked):
                while len(memory) > _KEPT_COUNT:
                    memory.popitem(last=False)
            self._changed.notify_all()

    def record(self, recording: Recording) -> None:
        """Hand on ``recording`` with its evidence at full size; returns at once."""
        with self._changed:
            self._recordings.append(recording)
            self._changed.notify_all()

    def picture(self, passage_id: str, frame: LaneFrame) -> bytes | None:
        """The JPEG of ``frame`` at full size, waited for while it is fetched; None: not to be had.

        For any thread but those of the engine.
        """
        number = _number(frame)

        def is_known() -> bool:
            known = self._kept.get(passage_id)
            return self._stopping or (known is not None and known[0] == number)

        with self._changed:
            if self._asked.get(passage_id) != number:
                return None
            self._changed.wait_for(is_known, _PATIENCE_S)
            known = self._kept.get(passage_id)
        if known is None or known[0] != number or known[1] is None:
            return None
        return known[1].jpeg

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._recordings or self._wanted or self._stopping)
                recording = self._recordings.popleft() if self._recordings else None
                if recording is None and self._stopping:
                    return
                wanted = self._wanted.popitem() if recording is None else None
            if recording is not None:
                self._record(self._exchanged(recording))
            elif wanted is not None:
                self._keep(*wanted)

    def _exchanged(self, recording: Recording) -> Recording:
        frame, passage_id = recording.evidence, recording.decision.passage_id
        if frame is None or not frame.is_reduced:
            return recording
        with self._changed:
            known = self._kept.pop(passage_id, None)
            self._asked.pop(passage_id, None)
            self._wanted.pop(passage_id, None)
        is_there = known is not None and known[0] == _number(frame)
        full = known[1] if known is not None and is_there else self._fetch(frame)
        return recording if full is None else at_full_size(recording, full.jpeg, full.width_px)

    def _keep(self, passage_id: str, frame: LaneFrame) -> None:
        full = self._fetch(frame)
        with self._changed:
            self._kept[passage_id] = _number(frame), full
            if len(self._kept) > _KEPT_COUNT:
                self._kept.popitem(last=False)
            self._changed.notify_all()

    def _fetch(self, frame: LaneFrame) -> KeptFrame | None:
        try:
            full = self._keeper.fetch(frame.frame.sequence)
        except FrameNotKeptError as error:
            _log.warning("%s: evidence stays as it was streamed: %s", self._lane_id, error)
            return None
        if not _is_same(full, frame):
            _log.warning("%s: another frame came for %s", self._lane_id, frame.frame.sequence)
            return None
        return full


def _is_same(full: KeptFrame, frame: LaneFrame) -> bool:
    """Whether what came is the frame that was read: its time, size and, where told, its hash."""
    if full.captured_ns != frame.captured_ns or full.width_px != frame.full_width_px:
        return False
    return frame.full_sha256 in {None, hashlib.sha256(full.jpeg).hexdigest()}


def _number(frame: LaneFrame) -> _Number:
    return frame.frame.sequence, frame.captured_ns
