from __future__ import annotations

import numpy as np
import pytest

from pi_bridge.agent.motion import MotionDetector
from pi_bridge.agent.settings import MaskedArea, MotionSettings
from pi_bridge.simulator.motion_trial import run_trial
from pi_bridge.simulator.weather import add_noise, add_rain

RATE = 10
STEP_NS = 1_000_000_000 // RATE
HEIGHT, WIDTH = 180, 320


def street() -> np.ndarray:
    """A textured picture: what a lane looks like to a detector."""
    coarse = np.random.default_rng(5).integers(40, 200, (18, 32, 1), np.uint8)
    picture = np.kron(coarse, np.ones((10, 10, 3), np.uint8))
    return np.ascontiguousarray(picture, np.uint8)


def watch(pictures, settings: MotionSettings | None = None) -> list[bool]:
    detector = MotionDetector(settings or MotionSettings(), RATE)
    return [
        detector.look(picture, (number + 1) * STEP_NS).moving
        for number, picture in enumerate(pictures)
    ]


def steady(_number: int) -> float:
    return 1.0


def scene(count: int, *, rain: bool = False, gain=steady):
    for number in range(count):
        picture = np.clip(street() * gain(number), 0, 255).astype(np.uint8)
        if rain:
            add_rain(picture, number, is_bright=True)
        add_noise(picture, 3.0, 1, number)
        yield picture


def with_vehicle(pictures, first: int, speed_px: int = 6, size: int = 50):
    for number, picture in enumerate(pictures):
        left = (number - first) * speed_px
        if number >= first and left < WIDTH:
            picture[60 : 60 + size, left : left + size] = 15
            picture[70:80, left + 10 : left + 40] = 230
        yield picture


def test_a_vehicle_that_comes_is_motion_within_half_a_second_and_its_end_too():
    moving = watch(with_vehicle(scene(120), first=40))
    assert not any(moving[:40])
    assert any(moving[40:46])
    assert all(moving[50:90])
    assert not any(moving[-8:])


def test_rain_and_noise_are_no_motion():
    assert not any(watch(scene(100, rain=True)))


@pytest.mark.parametrize("factor", [0.5, 1.6, 2.5])
def test_switched_light_is_no_motion(factor):
    def gain(number: int) -> float:
        return factor if number >= 50 else 1.0

    assert not any(watch(scene(100, gain=gain)))


def test_a_vehicle_is_seen_in_rain_while_the_light_changes():
    def gain(number: int) -> float:
        return 1.0 - 0.4 * min(1.0, number / 80)

    moving = watch(with_vehicle(scene(100, rain=True, gain=gain), first=40))
    assert not any(moving[:40])
    assert any(moving[40:50])


def test_a_lamp_that_flickers_hides_no_vehicle():
    def gain(number: int) -> float:
        return 1.4 if number % 4 < 2 and number >= 30 else 1.0

    moving = watch(with_vehicle(scene(100, gain=gain), first=50))
    assert any(moving[50:70])


def test_a_large_dark_vehicle_that_fills_most_of_the_picture_is_no_switch():
    def filled():
        for number, picture in enumerate(scene(90)):
            right = max(0, min(WIDTH - 20, (number - 50) * 40))
            picture[10:, :right] = 12
            yield picture

    moving = watch(filled())
    assert not any(moving[:50])
    assert any(moving[50:60])


def test_a_vehicle_that_parks_is_soon_no_motion_any_more():
    def parked():
        for number, picture in enumerate(with_vehicle(scene(140), first=40)):
            if number > 60:
                picture[60:110, 120:170] = 15
            yield picture

    assert not any(watch(parked())[-10:])


def test_nothing_moves_under_a_mask():
    mask = MotionSettings(masks=(MaskedArea(0.0, 0.2, 1.0, 0.6),))
    assert not any(watch(with_vehicle(scene(100), first=40), mask))


def test_nothing_is_motion_before_the_background_is_known():
    assert not any(watch(with_vehicle(scene(20), first=2)))


def test_one_frame_is_not_enough():
    def flicker():
        for number, picture in enumerate(scene(60)):
            if number == 40:
                picture[60:110, 120:170] = 15
            yield picture

    assert not any(watch(flicker()))


def test_a_trial_counts_a_rendered_vehicle():
    counts = run_trial(1, seed=2, settings=MotionSettings(), frames_per_s=8)
    assert (counts.vehicle_count, counts.noticed_count) == (1, 1)
    assert counts.false_starts == 0
    assert counts.empty_s > 3
