"""One lane: its camera, the newest frames for the screen and for recognition, and its health."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from console.gate.barriers import Barrier, BarrierLine
from console.gate.clock import NS_PER_MS, NS_PER_S, Clock
from console.gate.full_frames import FrameKeeper
from console.gate.movements import Direction
from console.gate.types import BarrierPosition, Connection, LaneFrame, LaneState
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.types import CameraFrame, CameraState
from pipeline.types import Frame

STALE_NS = 1750 * NS_PER_MS
"""An older picture is not live: it is shown as such, and nothing opens by itself.

No picture may be shown as live that is older than two seconds (PRODUCT, rule 1). Engine and window
look at the time every 100 and 200 ms, so the limit has to be earlier by more than that.
"""


class CameraSource(Protocol):
    """A camera as ``CameraReader`` offers it."""

    @property
    def state(self) -> CameraState: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


class OpenCamera(Protocol):
    """Makes the lane's camera, not started yet; both callbacks come on the camera's thread."""

    def __call__(
        self,
        sinks: Sequence[LatestSlot[CameraFrame]],
        on_frame: Callable[[CameraFrame], None],
        on_state: Callable[[CameraState], None],
    ) -> CameraSource: ...


@dataclass(frozen=True, slots=True)
class LaneSetup:
    """What a lane is made of; without a barrier its verdicts are recorded and nothing moves.

    ``frames`` gives frames at full size, where the lane has an agent.
    """

    lane_id: str
    name: str
    open_camera: OpenCamera
    barrier: Barrier | None = None
    direction: Direction = Direction.EITHER
    frames: FrameKeeper | None = None


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """Frames of a lane since the start.

    ``dropped_count`` frames came too fast for the screen, ``skipped_count`` for recognition.
    """

    lane_id: str
    frame_count: int
    dropped_count: int
    skipped_count: int
    reconnect_count: int


class Lane:
    """Holds a lane's newest frames; any thread may ask."""

    def __init__(
        self,
        setup: LaneSetup,
        *,
        on_frame: Callable[[str], None],
        on_change: Callable[[], None],
        clock: Clock,
    ) -> None:
        self.lane_id = setup.lane_id
        self.name = setup.name
        self._on_frame = on_frame
        self._on_change = on_change
        self._clock = clock
        self._preview: LatestSlot[CameraFrame] = LatestSlot()
        self._recognition: LatestSlot[CameraFrame] = LatestSlot()
        self._lock = threading.Lock()
        self._frame_count = 0
        self._last_seen_ns: int | None = None
        self._shown: LaneFrame | None = None
        self._counted_frames = 0
        self._counted_ns = clock.monotonic_ns()
        self._fps = 0.0
        self._camera = setup.open_camera(
            (self._preview, self._recognition), self._frame_came, self._state_changed
        )

    def start(self) -> None:
        self._camera.start()

    def stop(self) -> None:
        self._camera.stop()

    def take_preview(self) -> LaneFrame | None:
        """The newest frame not shown yet, or None; it counts as the one on the screen."""
        taken = self._preview.take(timeout_s=0)
        if taken is None:
            return None
        self._shown = lane_frame(taken)
        return self._shown

    def take_for_recognition(self) -> LaneFrame | None:
        """The newest frame that recognition has not had, or None."""
        taken = self._recognition.take(timeout_s=0)
        return None if taken is None else lane_frame(taken)

    @property
    def shown(self) -> LaneFrame | None:
        """The frame that was last given to the screen."""
        return self._shown

    def age_ns(self) -> int | None:
        """Age of the newest frame since the camera saw it, at least; None before the first."""
        with self._lock:
            last_ns = self._last_seen_ns
        return None if last_ns is None else self._clock.monotonic_ns() - last_ns

    def is_fresh(self) -> bool:
        """Whether the newest frame is young, and the stream that it came by has not failed."""
        age_ns = self.age_ns()
        live = self._camera.state.connection is Connection.LIVE
        return live and age_ns is not None and age_ns <= STALE_NS

    def measure_rate(self) -> None:
        """Take the frame rate since the last call; for one thread, about once a second."""
        now_ns = self._clock.monotonic_ns()
        with self._lock:
            frames = self._frame_count
        if now_ns > self._counted_ns:
            elapsed_s = (now_ns - self._counted_ns) / NS_PER_S
            self._fps = (frames - self._counted_frames) / elapsed_s
        self._counted_frames, self._counted_ns = frames, now_ns

    def state(self, barrier: BarrierPosition) -> LaneState:
        """The lane's health; a stream that stalled says since when nothing opens by itself."""
        camera = self._camera.state
        connection, problem = camera.connection, camera.problem
        age_ns = self.age_ns()
        if age_ns is not None and age_ns > STALE_NS and connection is Connection.LIVE:
            connection = Connection.STALLED
            problem = problem or "no new picture; automatic opening is suspended"
        counts = self.counts()
        return LaneState(
            lane_id=self.lane_id,
            name=self.name,
            connection=connection,
            problem=problem,
            fps=round(self._fps, 1),
            frame_count=counts.frame_count,
            dropped_count=counts.dropped_count,
            reconnect_count=counts.reconnect_count,
            barrier=barrier,
        )

    def counts(self) -> LaneCounts:
        with self._lock:
            frame_count = self._frame_count
        return LaneCounts(
            self.lane_id,
            frame_count,
            self._preview.dropped_count,
            self._recognition.dropped_count,
            self._camera.state.reconnect_count,
        )

    def _frame_came(self, frame: CameraFrame) -> None:
        with self._lock:
            self._frame_count += 1
            self._last_seen_ns = frame.received_ns - frame.late_ns
        self._on_frame(self.lane_id)

    def _state_changed(self, _: CameraState) -> None:
        self._on_change()


class StandingOrders(Protocol):
    """What is ordered of the barriers for longer than a pulse."""

    @property
    def stopped(self) -> bool: ...

    def is_held(self, lane_id: str) -> bool: ...

    def hold_ends_ns(self, lane_id: str) -> int | None: ...


class LaneHealth:
    """Tells a lane's state whenever it changes, and once a second; for one thread."""

    def __init__(
        self,
        lane: Lane,
        barrier: BarrierLine | None,
        orders: StandingOrders,
        on_state: Callable[[LaneState], None],
        clock: Clock,
    ) -> None:
        self._lane = lane
        self._barrier = barrier
        self._orders = orders
        self._on_state = on_state
        self._clock = clock
        self._told: tuple[object, ...] | None = None
        self._told_ns = clock.monotonic_ns()

    def tell(self) -> None:
        """Tell the state now if it has changed or a second has passed."""
        now_ns = self._clock.monotonic_ns()
        due = now_ns - self._told_ns >= NS_PER_S
        if due:
            self._lane.measure_rate()
            self._told_ns = now_ns
        position = BarrierPosition.UNKNOWN if self._barrier is None else self._barrier.position
        lane_id = self._lane.lane_id
        state = replace(
            self._lane.state(position),
            held=self._orders.is_held(lane_id),
            hold_ends_ns=self._orders.hold_ends_ns(lane_id),
            stopped=self._orders.stopped,
        )
        health = (
            state.connection,
            state.problem,
            state.barrier,
            state.held,
            state.hold_ends_ns,
            state.stopped,
        )
        if due or health != self._told:
            self._told = health
            self._on_state(state)


def lane_frame(received: CameraFrame) -> LaneFrame:
    """A received picture as a frame for recognition, together with its JPEG."""
    frame = Frame(
        camera_id=received.camera_id,
        sequence=received.sequence,
        captured_at=received.captured_at,
        received_ns=received.received_ns,
        pixels=received.pixels,
    )
    return LaneFrame(
        frame,
        received.jpeg,
        received.captured_ns,
        received.late_ns,
        received.full_width_px,
        received.full_sha256,
    )
