"""How motion is noticed on real pictures: light that switches, rain, and vehicles that come.

Run by ``python -m tests.benchmarks.motion_real`` (wants the labelled pictures of
``../shared/data``) or with videos of a camera that stands still as arguments. Each sequence is a
real picture of val without a plate, with the noise of a sensor, half of them in rain, whose light
is switched while it is empty; then a real vehicle, cut out of another picture, comes nearer. With
videos the share of frames with motion and the number of its beginnings are counted.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from pi_bridge.agent.motion import MotionDetector
from pi_bridge.agent.settings import MotionSettings
from pi_bridge.simulator.weather import add_noise, add_rain
from pipeline.types import Pixels
from tests.conftest import SHARED

_RATE = 10
_STEP_NS = 1_000_000_000 // _RATE
_WIDTH, _HEIGHT = 640, 360
_EMPTY_FRAMES, _SWITCH_FRAME, _COMING_FRAMES = 70, 45, 30
_LAMPS = (1.6, 0.6, 2.2, 0.45)
_SEQUENCE_COUNT = 60


def _rows(wanted: str) -> list[dict[str, str]]:
    with (SHARED / "detection" / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "val"]
    if wanted == "empty":
        return [row for row in rows if not row["w"]]
    return [row for row in rows if row["w"] and float(row["w"]) > 60]


def _picture(row: dict[str, str]) -> Pixels:
    return np.asarray(cv2.imread(str(SHARED / "detection" / "images" / row["file"])), np.uint8)


def _vehicle(row: dict[str, str]) -> Pixels:
    """What lies around a plate: most of the vehicle that bears it."""
    pixels = _picture(row)
    x, y, width = float(row["x"]), float(row["y"]), float(row["w"])
    left, right = max(0, round(x - 1.2 * width)), round(x + 2.2 * width)
    top, bottom = max(0, round(y - 1.6 * width)), round(y + 0.9 * width)
    return pixels[top:bottom, left:right]


def _sequence(street: Pixels, vehicle: Pixels, number: int) -> Iterator[Pixels]:
    scene = np.asarray(cv2.resize(street, (_WIDTH, _HEIGHT)), np.uint8)
    for index in range(_EMPTY_FRAMES + _COMING_FRAMES):
        picture = scene.copy()
        coming = index - _EMPTY_FRAMES
        if coming >= 0:
            _put(picture, vehicle, coming / _COMING_FRAMES)
        if index >= _SWITCH_FRAME:
            factor = np.float32(_LAMPS[number % len(_LAMPS)])
            picture = np.clip(picture * factor, 0, 255).astype(np.uint8)
        if number % 2:
            add_rain(picture, index, is_bright=True)
        add_noise(picture, 4.0, number, index)
        yield picture


def _put(picture: Pixels, vehicle: Pixels, way: float) -> None:
    """Draw the vehicle where it is after ``way`` (0 to 1) of its approach."""
    width = round(_WIDTH * (0.12 + 0.33 * way))
    height = min(_HEIGHT, max(8, round(width * vehicle.shape[0] / vehicle.shape[1])))
    small = cv2.resize(vehicle, (width, height), interpolation=cv2.INTER_AREA)
    left, bottom = round(_WIDTH * (0.75 - 0.5 * way)), round(_HEIGHT * (0.5 + 0.48 * way))
    top = max(0, bottom - height)
    picture[top:bottom, left : left + width] = small[height - (bottom - top) :]


def try_pictures() -> None:
    """Print what was noticed, and what was not there."""
    empty, vehicles = _rows("empty"), _rows("vehicle")
    false_starts = noticed = 0
    delays_s = []
    for number in range(_SEQUENCE_COUNT):
        detector = MotionDetector(MotionSettings(), _RATE)
        street = _picture(empty[number % len(empty)])
        vehicle = _vehicle(vehicles[number * 7 % len(vehicles)])
        was_moving, seen_at = False, None
        for index, picture in enumerate(_sequence(street, vehicle, number)):
            moving = detector.look(picture, (index + 1) * _STEP_NS).moving
            false_starts += int(index < _EMPTY_FRAMES and moving and not was_moving)
            if index >= _EMPTY_FRAMES and moving and seen_at is None:
                seen_at = index - _EMPTY_FRAMES + 1
            was_moving = moving
        if seen_at is not None:
            noticed += 1
            delays_s.append(seen_at / _RATE)
    empty_s = _SEQUENCE_COUNT * (_EMPTY_FRAMES / _RATE - MotionSettings().warm_up_s)
    sys.stdout.write(
        f"{noticed} of {_SEQUENCE_COUNT} vehicles noticed, "
        f"{np.median(delays_s):.1f} s after they appeared (median)\n"
        f"{false_starts} false starts in {empty_s:.0f} s of empty lane with {_SEQUENCE_COUNT} "
        f"lamp switches, rain in {_SEQUENCE_COUNT // 2} of {_SEQUENCE_COUNT}\n"
    )


def try_video(path: Path) -> None:
    """Print how much of a video is motion, as it is and with a lamp switched every five seconds."""
    for switched in (False, True):
        capture = cv2.VideoCapture(str(path))
        rate = capture.get(cv2.CAP_PROP_FPS) or _RATE
        detector = MotionDetector(MotionSettings(), rate)
        count = moving_count = starts = 0
        was_moving = False
        while True:
            found, pixels = capture.read()
            if not found:
                break
            lamp = _LAMPS[int(count / rate / 5) % 2] if switched else 1.0
            lit = np.clip(pixels * np.float32(lamp), 0, 255).astype(np.uint8)
            count += 1
            moving = detector.look(lit, int(count / rate * 1e9)).moving
            moving_count += moving
            starts += moving and not was_moving
            was_moving = moving
        words = ", lamp switched every 5 s" if switched else ""
        sys.stdout.write(f"{path.name}{words}: motion in {moving_count} of {count} frames, ")
        sys.stdout.write(f"{starts} beginnings\n")


def main() -> int:
    """Try the videos named, or the pictures."""
    cv2.setNumThreads(1)
    for name in sys.argv[1:]:
        try_video(Path(name))
    if not sys.argv[1:]:
        try_pictures()
    return 0


if __name__ == "__main__":
    sys.exit(main())
