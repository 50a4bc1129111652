"""Rendered traffic: vehicles come to the barrier one after the other, as a camera sees them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto

import cv2
import numpy as np
import numpy.typing as npt

from pi_bridge.agent.source import SourceFrame
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.simulator.journey import Approach, Departure, Retreat
from pi_bridge.simulator.light import DAY, LIGHTS, Light
from pi_bridge.simulator.pace import Pace
from pi_bridge.simulator.scenery import (
    BOOM_AWAY_M,
    LANE_MIDDLE_M,
    STOP_M,
    empty_lane,
    paint_boom,
    paint_signal,
)
from pi_bridge.simulator.truth import TruePassage, TruthLog
from pi_bridge.simulator.vehicle import Vehicle, random_vehicle
from pi_bridge.simulator.vehicle_painter import VehiclePainter
from pi_bridge.simulator.view import Pixels, View
from pi_bridge.simulator.weather import add_noise, add_rain

PlateRenderer = Callable[[str, random.Random], npt.NDArray[np.uint8]]
"""Makes the picture of a plate, BGR uint8 (height, width, 3), from its text and a chance."""

_NS = 1_000_000_000
_FADE_S = 1.5


@dataclass(frozen=True, slots=True)
class TrafficSettings:
    """How busy a lane is and how long its drivers wait, in seconds.

    ``other_share`` of the vehicles carry plates that are not registered.
    """

    frames_per_s: float = 15.0
    gap_s: tuple[float, float] = (1.5, 4.0)
    reaction_s: float = 0.6
    patience_s: float = 25.0
    other_share: float = 0.25
    vehicles_per_light: int = 3


class _Stage(Enum):
    EMPTY = auto()
    COMING = auto()
    WAITING = auto()
    DRIVING = auto()
    RETREATING = auto()


@dataclass(frozen=True, slots=True)
class _Scene:
    """All that a picture depends on, but for noise and rain."""

    light: Light
    wet: bool
    vehicle_index: int
    away_m: float | None
    raised: float


class RenderedTraffic:
    """A frame source that renders a lane, and knows the truth about it.

    Which vehicles come, how they look and what light and weather they have depends on the seed
    alone; when they move depends on the clock and the barrier.
    """

    def __init__(  # noqa: PLR0913 - a lane, its plates, its collaborators, its settings
        self,
        lane_id: str,
        registered_plates: Sequence[str],
        render_plate: PlateRenderer,
        barrier: SimulatedBarrier,
        *,
        other_plates: Sequence[str] = (),
        seed: int = 0,
        settings: TrafficSettings | None = None,
        view: View | None = None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """Prepare the traffic of ``lane_id``; plates are used in a shuffled order, over and over.

        Raises:
            ValueError: there is no plate at all.
        """
        if not registered_plates and not other_plates:
            raise ValueError("traffic needs at least one plate")
        self._lane_id = lane_id
        self._render_plate = render_plate
        self._barrier = barrier
        self._settings = settings or TrafficSettings()
        self._view = view or View()
        self._clock_ns = clock_ns
        self._seed = seed
        order = random.Random(f"{seed} order")
        self._registered = order.sample(list(registered_plates), len(registered_plates))
        self._other = order.sample(list(other_plates), len(other_plates))
        self._chance = random.Random(f"{seed} traffic")
        first = seed % len(LIGHTS)  # lanes with seeds in a row show all lights side by side
        self._lights = [*LIGHTS[first:], *LIGHTS[:first]]
        self._vehicle_count = 0
        self._frame_count = 0
        self._stage = _Stage.EMPTY
        self._since_ns = clock_ns()
        self._gap_s = 0.5
        self._light: Light = self._lights.pop(0)
        self._wet = False
        self._before: tuple[Light, bool] | None = None
        self._vehicle: Vehicle | None = None
        self._painter: VehiclePainter | None = None
        self._painted_scene: _Scene | None = None
        self._painted: Pixels = empty_lane(self._view, self._light, wet=self._wet)
        self._pace = Pace(self._settings.frames_per_s)
        self._truth = TruthLog()
        self._opened_ns: int | None = None

    @property
    def frames_per_s(self) -> float:
        return self._settings.frames_per_s

    def passages(self) -> tuple[TruePassage, ...]:
        """Return all passages so far, the one under way last; from any thread."""
        return self._truth.passages()

    def next_frame(self) -> SourceFrame:
        """Wait until the next frame is due and render it."""
        self._pace.wait()
        # The shutter is open now; the picture shows the lane as it is at this moment.
        captured_ns, captured_at = time.monotonic_ns(), datetime.now(UTC)
        return SourceFrame(self.render(), captured_ns, captured_at)

    def close(self) -> None:
        """Nothing is held open."""

    def render(self) -> Pixels:
        """Return the picture of the lane at the clock's now, BGR, moving the world on to it."""
        now_ns = self._clock_ns()
        self._advance(now_ns)
        self._frame_count += 1
        canvas = self._compose(now_ns)
        if self._wet:
            add_rain(canvas, self._frame_count, is_bright=self._light.lamps == 0)
        add_noise(canvas, self._light.noise, self._seed, self._frame_count)
        return canvas

    def _compose(self, now_ns: int) -> Pixels:
        """Return the lane with boom and vehicle; painted anew only when something moved."""
        away_m = self._vehicle_away_m(now_ns)
        raised = self._barrier.raised()
        background, is_fading = self._background(now_ns)
        scene = _Scene(self._light, self._wet, self._vehicle_count, away_m, raised)
        if scene == self._painted_scene and not is_fading:
            return self._painted.copy()
        canvas = background.copy()
        paint_signal(canvas, self._view, is_open=raised > 0.95)
        in_front = away_m is not None and away_m < BOOM_AWAY_M
        if in_front:
            paint_boom(canvas, self._view, self._light, raised)
        if away_m is not None and self._painter is not None:
            self._painter.paint(canvas, away_m, self._light, wet=self._wet)
        if not in_front:
            paint_boom(canvas, self._view, self._light, raised)
        self._painted_scene = None if is_fading else scene
        self._painted = canvas
        return canvas.copy()

    def _background(self, now_ns: int) -> tuple[Pixels, bool]:
        """Return the empty lane, and whether its light is still changing."""
        picture = empty_lane(self._view, self._light, wet=self._wet)
        share = (now_ns - self._since_ns) / _NS / _FADE_S
        if self._before is None or self._stage is not _Stage.EMPTY or share >= 1:
            self._before = None
            return picture, False
        light, wet = self._before
        before = empty_lane(self._view, light, wet=wet)
        return np.asarray(cv2.addWeighted(picture, share, before, 1 - share, 0), np.uint8), True

    def _vehicle_away_m(self, now_ns: int) -> float | None:
        """Return how far the front of the vehicle is from the camera, None without one."""
        elapsed_s = (now_ns - self._since_ns) / _NS
        match self._stage:
            case _Stage.EMPTY:
                return None
            case _Stage.COMING:
                return self._approach.away_m(elapsed_s)
            case _Stage.WAITING:
                return STOP_M
            case _Stage.DRIVING:
                return Departure(STOP_M).away_m(elapsed_s)
            case _Stage.RETREATING:
                return Retreat(STOP_M).away_m(elapsed_s)

    def _advance(self, now_ns: int) -> None:
        elapsed_s = (now_ns - self._since_ns) / _NS
        match self._stage:
            case _Stage.EMPTY:
                if elapsed_s >= self._gap_s:
                    self._send_vehicle(now_ns)
            case _Stage.COMING:
                if elapsed_s >= self._approach.duration_s:
                    self._go_on(_Stage.WAITING, now_ns)
                    self._truth.stopped(now_ns)
            case _Stage.WAITING:
                self._wait_for_barrier(now_ns, elapsed_s)
            case _Stage.DRIVING:
                self._drive_through(now_ns, elapsed_s)
            case _Stage.RETREATING:
                if elapsed_s >= Retreat(STOP_M).duration_s:
                    self._leave(now_ns, drove_through=False)

    @property
    def _approach(self) -> Approach:
        assert self._vehicle is not None
        return Approach(STOP_M, self._vehicle.speed_m_s)

    def _send_vehicle(self, now_ns: int) -> None:
        chance = random.Random(f"{self._seed} vehicle {self._vehicle_count}")
        plate, registered = self._next_plate()
        picture = np.asarray(self._render_plate(plate, chance), np.uint8)
        self._vehicle = random_vehicle(plate, picture, chance)
        self._painter = VehiclePainter(self._vehicle, self._view, LANE_MIDDLE_M)
        self._vehicle_count += 1
        self._go_on(_Stage.COMING, now_ns)
        self._opened_ns = None
        self._truth.begin(TruePassage(self._lane_id, plate, registered, now_ns))

    def _next_plate(self) -> tuple[str, bool]:
        is_other = self._chance.random() < self._settings.other_share
        if self._other and (is_other or not self._registered):
            self._other.append(self._other.pop(0))
            return self._other[-1], False
        self._registered.append(self._registered.pop(0))
        return self._registered[-1], True

    def _wait_for_barrier(self, now_ns: int, elapsed_s: float) -> None:
        if self._barrier.raised() >= 0.95:
            if self._opened_ns is None:
                self._opened_ns = now_ns
                self._truth.opened(now_ns)
            elif (now_ns - self._opened_ns) / _NS >= self._settings.reaction_s:
                self._go_on(_Stage.DRIVING, now_ns)
        elif elapsed_s >= self._settings.patience_s:
            self._go_on(_Stage.RETREATING, now_ns)

    def _drive_through(self, now_ns: int, elapsed_s: float) -> None:
        assert self._vehicle is not None
        away_m = Departure(STOP_M).away_m(elapsed_s)
        rear_m = away_m + self._vehicle.shape.length
        self._barrier.set_occupied(away_m < BOOM_AWAY_M + 0.6 and rear_m > BOOM_AWAY_M - 0.2)
        if rear_m < 0.5:
            self._barrier.set_occupied(False)
            self._leave(now_ns, drove_through=True)

    def _leave(self, now_ns: int, *, drove_through: bool) -> None:
        self._truth.left(now_ns, drove_through=drove_through)
        self._vehicle = None
        self._painter = None
        self._gap_s = self._chance.uniform(*self._settings.gap_s)
        self._go_on(_Stage.EMPTY, now_ns)
        if self._vehicle_count % self._settings.vehicles_per_light == 0:
            self._before = (self._light, self._wet)
            self._lights.append(self._light)
            self._light = self._lights.pop(0)
            self._wet = self._chance.random() < 0.35 and self._light.name != DAY.name

    def _go_on(self, stage: _Stage, now_ns: int) -> None:
        self._stage = stage
        self._since_ns = now_ns
