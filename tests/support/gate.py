"""A gate for tests: clocks that are set by hand, cameras without network, a listener with ears."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from console.gate.clock import NS_PER_MS, Clock
from console.gate.store import GateStore
from console.gate.types import (
    Fault,
    LaneFrame,
    LaneState,
    LaneView,
    ModelState,
    OrderDone,
    ReviewItem,
)
from db.errors import StoreUnavailableError
from db.records import DecisionRecord, VehicleRecord
from pi_bridge.client.barrier import BarrierResult, CommandOutcome
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.types import BarrierPosition, CameraFrame, CameraState, Connection
from pi_bridge.wire import BarrierAction
from pipeline.types import Frame, FrameResult, Read

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_PIXELS = np.zeros((72, 128, 3), dtype=np.uint8)


class HandClock:
    """A clock that stands still until it is moved; both hands move together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._elapsed_ns = 0

    def advance(self, ms: float) -> None:
        with self._lock:
            self._elapsed_ns += int(ms * NS_PER_MS)

    def monotonic_ns(self) -> int:
        with self._lock:
            return 10**12 + self._elapsed_ns

    def utc_now(self) -> datetime:
        return START + timedelta(microseconds=self.monotonic_ns() // 1000 - 10**9)

    @property
    def clock(self) -> Clock:
        return Clock(self.monotonic_ns, self.utc_now)


def make_lane_frame(sequence: int, received_ns: int, camera_id: str = "north") -> LaneFrame:
    """A black frame whose "JPEG" names it, so that evidence can be told apart."""
    frame = Frame(camera_id, sequence, START, received_ns, _PIXELS.copy())
    return LaneFrame(frame, f"jpeg {camera_id} {sequence}".encode())


class FakeCamera:
    """A camera that gives a frame when told to, on the caller's thread."""

    def __init__(self, camera_id: str, clock: HandClock) -> None:
        self.camera_id = camera_id
        self.started = self.stopped = False
        self.sequence = 0
        self.state = CameraState(camera_id, Connection.CONNECTING)
        self._clock = clock
        self._sinks: Sequence[LatestSlot[CameraFrame]] = ()
        self._on_frame: Callable[[CameraFrame], None] = lambda _: None
        self._on_state: Callable[[CameraState], None] = lambda _: None

    def open(
        self,
        sinks: Sequence[LatestSlot[CameraFrame]],
        on_frame: Callable[[CameraFrame], None],
        on_state: Callable[[CameraState], None],
    ) -> FakeCamera:
        self._sinks, self._on_frame, self._on_state = sinks, on_frame, on_state
        return self

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True

    def give(self, late_ms: float = 0) -> CameraFrame:
        """Hand on one frame, received now, that was ``late_ms`` old already when it came."""
        self.sequence += 1
        self.state = CameraState(self.camera_id, Connection.LIVE, frame_count=self.sequence)
        pixels = _PIXELS.copy()
        pixels[0, 0] = self.sequence % 256
        frame = CameraFrame(
            self.camera_id,
            self.sequence,
            START + timedelta(seconds=self.sequence),
            None,
            self._clock.monotonic_ns(),
            f"jpeg {self.camera_id} {self.sequence}".encode(),
            pixels,
            late_ns=int(late_ms * NS_PER_MS),
        )
        for sink in self._sinks:
            sink.put(frame)
        self._on_frame(frame)
        return frame

    def report(self, state: CameraState) -> None:
        self.state = state
        self._on_state(state)


class ScriptedReader:
    """Recognition that says what it was told to see in each camera until told otherwise."""

    weights_version = "weights-7"

    def __init__(self) -> None:
        self.seen: dict[str, tuple[Read, ...]] = {}
        self.error: str | None = None
        self.looked: list[tuple[str, int]] = []

    def look(self, frame: Frame) -> FrameResult:
        self.looked.append((frame.camera_id, frame.sequence))
        if self.error == "crash":
            raise ZeroDivisionError("in the model")
        reads = () if self.error else self.seen.get(frame.camera_id, ())
        return FrameResult(frame, reads, error=self.error)


class FakeBarrier:
    """A barrier that obeys, and remembers what it was told and when it would have been late."""

    def __init__(self) -> None:
        self.orders: list[tuple[BarrierAction, str | None]] = []
        self.where = BarrierPosition.CLOSED
        self.outcome = CommandOutcome.DONE
        self.may_answer = threading.Event()
        self.may_answer.set()

    def open(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        return self._obey(BarrierAction.OPEN, command_id, BarrierPosition.OPEN)

    def hold(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        return self._obey(BarrierAction.HOLD, command_id, BarrierPosition.HELD)

    def close(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        return self._obey(BarrierAction.CLOSE, command_id, BarrierPosition.CLOSED)

    def position(self) -> BarrierPosition:
        return self.where

    @property
    def opened(self) -> list[str | None]:
        return [name for action, name in self.orders if action is BarrierAction.OPEN]

    def _obey(
        self, action: BarrierAction, command_id: str | None, position: BarrierPosition
    ) -> BarrierResult:
        self.may_answer.wait(5)
        self.orders.append((action, command_id))
        if self.outcome is CommandOutcome.DONE:
            self.where = position
        problem = "" if self.outcome is CommandOutcome.DONE else "the fuse has blown"
        return BarrierResult(command_id or "", action, self.outcome, problem, self.where)


@dataclass
class Ears:
    """A listener that keeps everything it was told."""

    frames: list[str] = field(default_factory=list)
    views: list[LaneView] = field(default_factory=list)
    states: list[LaneState] = field(default_factory=list)
    opened: list[ReviewItem] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    recorded: list[DecisionRecord] = field(default_factory=list)
    models: list[tuple[ModelState, str]] = field(default_factory=list)
    done: list[OrderDone] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def on_frame(self, lane_id: str) -> None:
        self.frames.append(lane_id)

    def on_lane_view(self, view: LaneView) -> None:
        self.views.append(view)

    def on_lane_state(self, state: LaneState) -> None:
        self.states.append(state)

    def on_review_opened(self, item: ReviewItem) -> None:
        self.opened.append(item)

    def on_review_closed(self, passage_id: str) -> None:
        self.closed.append(passage_id)

    def on_decision_recorded(self, decision: DecisionRecord) -> None:
        self.recorded.append(decision)

    def on_model_state(self, state: ModelState, problem: str) -> None:
        self.models.append((state, problem))

    def on_order_done(self, done: OrderDone) -> None:
        self.done.append(done)

    def on_fault(self, fault: Fault) -> None:
        self.faults.append(fault)


class FailingStore:
    """A real store behind a switch: while ``broken`` nothing can be read or recorded."""

    def __init__(self, store: GateStore) -> None:
        self._store = store
        self.broken = False
        self.attempts = 0
        self.may_record = threading.Event()
        self.may_record.set()

    def record(self, decision: DecisionRecord, evidence: LaneFrame | None) -> DecisionRecord:
        self.attempts += 1
        self.may_record.wait(5)
        if self.broken:
            raise StoreUnavailableError("audit log: disk full; free some space")
        return self._store.record(decision, evidence)

    def vehicles(self) -> tuple[VehicleRecord, ...]:
        if self.broken:
            raise StoreUnavailableError("registry: disk full; free some space")
        return self._store.vehicles()

    def movements(self) -> tuple[DecisionRecord, ...]:
        return self._store.movements()

    def gates_stopped(self) -> bool:
        return self._store.gates_stopped()

    def picture(self, sha256: str) -> bytes:
        return self._store.picture(sha256)
