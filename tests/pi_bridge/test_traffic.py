from __future__ import annotations

import random
from itertools import pairwise

import cv2
import numpy as np
import pytest

from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.simulator.journey import START_M, Approach, Departure, Retreat
from pi_bridge.simulator.scenery import BOOM_AWAY_M, STOP_M
from pi_bridge.simulator.traffic import RenderedTraffic, TrafficSettings
from pi_bridge.simulator.view import View

SECOND_NS = 1_000_000_000
SMALL = View(width_px=320, height_px=180, focal_px=325, centre_x_px=62.5, horizon_y_px=75)


class Clock:
    def __init__(self) -> None:
        self.now_ns = 500 * SECOND_NS

    def __call__(self) -> int:
        return self.now_ns


def render_plate(text: str, chance: random.Random):
    picture = np.full((110, 520, 3), 235 + chance.randrange(10), np.uint8)
    cv2.putText(picture, text, (20, 86), cv2.FONT_HERSHEY_SIMPLEX, 2.2, (15, 15, 15), 8)
    return picture


class Street:
    """A lane under a clock of the test's own, at four frames a second."""

    def __init__(self, *, seed: int = 3, view: View = SMALL, **settings: object) -> None:
        self.clock = Clock()
        self.barrier = SimulatedBarrier(BarrierTiming(), self.clock)
        self.traffic = RenderedTraffic(
            "north",
            ["KA01AB1234", "B7XYZ99", "RJ14CV0002"],
            render_plate,
            self.barrier,
            other_plates=["ZZ99ZZ9999"],
            seed=seed,
            settings=TrafficSettings(**{"patience_s": 4.0, **settings}),  # type: ignore[arg-type]
            view=view,
            clock_ns=self.clock,
        )

    def run(self, seconds: float, *, opens: bool, rate: int = 4) -> list[np.ndarray]:
        """Render ``seconds`` of the lane, opening for whoever has stopped if ``opens``."""
        frames = []
        for _ in range(round(seconds * rate)):
            self.clock.now_ns += SECOND_NS // rate
            frames.append(self.traffic.render())
            passages = self.traffic.passages()
            waits = bool(passages) and passages[-1].stopped_ns is not None
            if opens and waits and self.barrier.pulse_count < len(passages):
                self.barrier.open()
        return frames


def test_the_same_seed_renders_the_same_pictures_and_another_seed_others():
    first = Street().run(15, opens=True)
    again = Street().run(15, opens=True)
    other = Street(seed=4).run(15, opens=True)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))
    assert all(frame.shape == (180, 320, 3) and frame.dtype == np.uint8 for frame in first)


def test_no_picture_repeats_the_one_before_even_while_nothing_moves():
    street = Street()
    frames = street.run(11, opens=False)
    encoded = [cv2.imencode(".jpg", frame)[1].tobytes() for frame in frames]
    assert all(a != b for a, b in pairwise(encoded))


def test_a_vehicle_that_is_let_in_stops_waits_for_the_boom_and_drives_through():
    street = Street()
    street.run(20, opens=True)
    passage = street.traffic.passages()[0]
    assert passage.lane_id == "north"
    assert passage.drove_through
    assert passage.stopped_ns is not None
    assert passage.opened_ns is not None
    assert passage.left_ns is not None
    assert passage.appeared_ns < passage.stopped_ns < passage.opened_ns < passage.left_ns
    opening_s = (passage.opened_ns - passage.stopped_ns) / SECOND_NS
    assert BarrierTiming().travel_s * 0.9 < opening_s < BarrierTiming().travel_s + 0.8


def test_a_vehicle_that_is_not_let_in_loses_patience_and_turns_back():
    street = Street()
    street.run(30, opens=False)
    passage = street.traffic.passages()[0]
    assert passage.left_ns is not None
    assert not passage.drove_through
    assert passage.opened_ns is None
    assert street.barrier.pulse_count == 0


def test_a_barrier_that_opens_before_anybody_has_stopped_lets_nobody_through_unstopped():
    street = Street()
    street.run(2, opens=False)
    street.barrier.open()
    street.run(10, opens=False)
    passage = street.traffic.passages()[0]
    assert passage.stopped_ns is not None


def test_the_boom_stays_up_until_the_vehicle_has_left_the_loop():
    street = Street()
    lowest = []
    for _ in range(400):
        street.run(0.25, opens=True)
        passage = street.traffic.passages()[-1] if street.traffic.passages() else None
        if passage is None or passage.opened_ns is None or passage.left_ns is not None:
            continue
        if street.barrier._occupied:
            lowest.append(street.barrier.raised())
    assert lowest
    assert min(lowest) > 0.9


def test_registered_and_other_plates_come_in_their_share_each_known_as_what_it_is():
    street = Street(gap_s=(0.1, 0.2), other_share=0.5)
    street.run(260, opens=True, rate=1)
    passages = street.traffic.passages()
    assert len(passages) > 12
    assert all(p.registered == (p.plate != "ZZ99ZZ9999") for p in passages)
    others = sum(not p.registered for p in passages)
    assert 0.2 * len(passages) < others < 0.8 * len(passages)
    assert {p.plate for p in passages if p.registered} == {"KA01AB1234", "B7XYZ99", "RJ14CV0002"}


def test_light_and_weather_change_over_the_vehicles():
    street = Street(gap_s=(0.1, 0.2), vehicles_per_light=1)
    brightness = [float(frame.mean()) for frame in street.run(160, opens=True, rate=1)[::2]]
    assert max(brightness) > 2.5 * min(brightness)


def test_the_plate_stands_large_and_readable_at_the_stop():
    view = View()
    street = Street(view=view)
    frames = street.run(10, opens=False)
    assert street.traffic.passages()[0].stopped_ns is not None
    painter = street.traffic._painter
    assert painter is not None
    corners = np.array(view.project(painter.plate_corners(STOP_M)))
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    assert right - left > 125
    assert bottom - top > 22
    assert 0 < left < right < view.width_px
    assert top > view.project([(0, 0.94, BOOM_AWAY_M)])[0][1]  # clear of the boom
    seen = frames[-1][int(top) - 4 : int(bottom) + 4, int(left) - 4 : int(right) + 4]
    wanted = cv2.resize(
        render_plate(street.traffic.passages()[0].plate, random.Random(0)),
        (round(right - left), round(bottom - top)),
        interpolation=cv2.INTER_AREA,
    )[2:-2, 2:-2]
    assert cv2.matchTemplate(seen, wanted, cv2.TM_CCOEFF_NORMED).max() > 0.8


@pytest.mark.parametrize("speed_m_s", [3.0, 5.0, 8.0])
def test_an_approach_begins_far_away_slows_down_and_ends_at_the_stop(speed_m_s):
    approach = Approach(STOP_M, speed_m_s)
    times = np.linspace(0, approach.duration_s, 200)
    places = [approach.away_m(float(at)) for at in times]
    steps = -np.diff(places)
    assert places[0] == START_M
    assert places[-1] == pytest.approx(STOP_M)
    assert (steps >= -1e-9).all()
    assert (np.diff(steps) <= 1e-6).all()
    assert approach.away_m(approach.duration_s + 9) == STOP_M


def test_departures_pass_the_camera_and_retreats_end_where_vehicles_appear():
    assert Departure(STOP_M).away_m(0) == STOP_M
    assert Departure(STOP_M).away_m(5) < -5
    retreat = Retreat(STOP_M)
    assert retreat.away_m(0) == STOP_M
    assert retreat.away_m(retreat.duration_s) == pytest.approx(START_M)
