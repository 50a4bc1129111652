"""Counts how well motion is noticed on rendered traffic.

Run by ``python -m pi_bridge.simulator.motion_trial``.
The traffic runs through all lights, with rain and noise, on a clock of its own, so that a trial
takes as long as rendering and not as long as the traffic. Lamps are switched in empty lanes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass, replace

import numpy as np

from pi_bridge.agent.motion import MotionDetector
from pi_bridge.agent.settings import MotionSettings
from pi_bridge.agent.sources.opening import paint_plain_plate
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.simulator.traffic import RenderedTraffic, TrafficSettings
from pi_bridge.simulator.view import Pixels, View

_NS = 1_000_000_000
_SETTLED_S = 2.5
"""After a vehicle has left, motion is held and the background comes back; not counted as false."""

_VIEW = View(width_px=640, height_px=360, focal_px=650, centre_x_px=125, horizon_y_px=150)
_SWITCH_EVERY_S = 7.0
_LAMP_FACTORS = (1.0, 1.6, 0.65)


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """What came out of a trial.

    ``noticed_count`` vehicles were noticed before they stopped, ``delay_s`` after they appeared
    (median). ``false_starts`` are beginnings of motion in an empty lane in ``empty_s`` seconds
    of it, with ``switch_count`` lamp switches. ``look_ms`` is the time one look takes (median).
    """

    vehicle_count: int = 0
    noticed_count: int = 0
    delay_s: float = 0.0
    empty_s: float = 0.0
    switch_count: int = 0
    false_starts: int = 0
    look_ms: float = 0.0


class _Clock:
    def __init__(self) -> None:
        self.now_ns = 1_000 * _NS

    def __call__(self) -> int:
        return self.now_ns


def run_trial(
    vehicle_count: int, seed: int, settings: MotionSettings, frames_per_s: float = 10.0
) -> TrialCounts:
    """Return the counts over ``vehicle_count`` vehicles of the traffic that ``seed`` makes."""
    clock = _Clock()
    traffic = RenderedTraffic(
        "trial",
        ["KA01AB1234"],
        paint_plain_plate,
        SimulatedBarrier(clock_ns=clock),
        seed=seed,
        settings=TrafficSettings(gap_s=(8.0, 12.0), patience_s=2.0, vehicles_per_light=1),
        view=_VIEW,
        clock_ns=clock,
    )
    trial = _Trial(MotionDetector(settings, frames_per_s), clock.now_ns)
    while len(traffic.passages()) <= vehicle_count:
        clock.now_ns += int(_NS / frames_per_s)
        picture = traffic.render()
        passages = traffic.passages()
        trial.look(picture, clock.now_ns, None if not passages else passages[-1].left_ns is None)
        if passages:
            trial.note_vehicle(passages[-1].appeared_ns, passages[-1].stopped_ns, clock.now_ns)
    return trial.counts()


class _Trial:
    """One run: looks at every frame and keeps the counts."""

    def __init__(self, detector: MotionDetector, now_ns: int) -> None:
        self._detector = detector
        self._started_ns = self._last_ns = now_ns
        self._left_ns = now_ns
        self._was_moving = False
        self._delays_s: dict[int, float] = {}
        self._vehicles: set[int] = set()
        self._looks_ms: list[float] = []
        self._counts = TrialCounts()
        self._lamp = 0

    def look(self, picture: Pixels, now_ns: int, occupied: bool | None) -> None:
        if occupied:
            self._left_ns = now_ns
        elif self._lamp_is_due(now_ns):
            self._lamp = (self._lamp + 1) % len(_LAMP_FACTORS)
            self._counts = replace(self._counts, switch_count=self._counts.switch_count + 1)
        lit = np.clip(picture * np.float32(_LAMP_FACTORS[self._lamp]), 0, 255).astype(np.uint8)
        begun_s = time.perf_counter()
        moving = self._detector.look(lit, now_ns).moving
        self._looks_ms.append((time.perf_counter() - begun_s) * 1000)
        is_settled = not occupied and now_ns - self._left_ns > _SETTLED_S * _NS
        if is_settled:
            passed_s = (now_ns - self._last_ns) / _NS
            starts = int(moving and not self._was_moving)
            self._counts = replace(
                self._counts,
                empty_s=self._counts.empty_s + passed_s,
                false_starts=self._counts.false_starts + starts,
            )
        self._was_moving = moving
        self._last_ns = now_ns

    def note_vehicle(self, appeared_ns: int, stopped_ns: int | None, now_ns: int) -> None:
        self._vehicles.add(appeared_ns)
        is_coming = stopped_ns is None
        if self._was_moving and is_coming and appeared_ns not in self._delays_s:
            self._delays_s[appeared_ns] = (now_ns - appeared_ns) / _NS

    def counts(self) -> TrialCounts:
        delays_s = list(self._delays_s.values())
        return replace(
            self._counts,
            vehicle_count=len(self._vehicles) - 1,  # the last one has only just appeared
            noticed_count=len(delays_s),
            delay_s=round(float(np.median(delays_s)), 2) if delays_s else 0.0,
            empty_s=round(self._counts.empty_s, 1),
            look_ms=round(float(np.median(self._looks_ms)), 2),
        )

    def _lamp_is_due(self, now_ns: int) -> bool:
        before, now = (
            int((then_ns - self._started_ns) / _NS / _SWITCH_EVERY_S)
            for then_ns in (self._last_ns, now_ns)
        )
        return now > before


def main() -> int:
    """Run a trial with the default settings and print its counts."""
    parser = argparse.ArgumentParser(prog="motion_trial", description=__doc__)
    parser.add_argument("--vehicles", type=int, default=24, help="how many (default 24)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    counts = run_trial(arguments.vehicles, arguments.seed, MotionSettings())
    if arguments.json:
        sys.stdout.write(json.dumps(asdict(counts)) + "\n")
        return 0
    sys.stdout.write(
        f"{counts.noticed_count} of {counts.vehicle_count} vehicles noticed before they stopped, "
        f"{counts.delay_s} s after they appeared (median)\n"
        f"{counts.false_starts} false starts in {counts.empty_s} s of empty lane "
        f"with {counts.switch_count} lamp switches\n"
        f"{counts.look_ms} ms a look (median)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
