"""Whether a lane's camera stands well: what was measured of its plates, against limits; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from pipeline.optics import PlateOptics, measure_plate
from pipeline.tracker import shift_in_widths
from pipeline.types import Box, FrameResult, Read

_NEAR_SHARE = 0.8
"""Plates at least this wide, of the widest, were seen where the vehicle stopped."""

_MOVING_WIDTHS = 0.02
"""A plate that moves by more of its width between two frames is on a vehicle that rolls."""


class Aspect(StrEnum):
    """What of the pictures is judged."""

    PLATE = "plate"
    HEIGHT = "height"
    BLUR = "blur"
    GLARE = "glare"
    CONTRAST = "contrast"
    TILT = "tilt"
    READING = "reading"


class Advice(StrEnum):
    """What to move, where an aspect is out of its limits."""

    NONE = ""
    SHOW_A_PLATE = "show_a_plate"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    FOCUS = "focus"
    SHORTEN_SHUTTER = "shorten_shutter"
    SHADE = "shade"
    ADD_LIGHT = "add_light"
    TURN_CLOCKWISE = "turn_clockwise"
    TURN_COUNTERCLOCKWISE = "turn_counterclockwise"
    MOVE_TO_THE_MIDDLE = "move_to_the_middle"
    CLEAN_OR_COMPARE = "clean_or_compare"


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """What is wanted of the plates where vehicles stop.

    Heights of characters in pixels; blur in heights of a character; glare as the share of the
    plate that is burnt out; contrast in grey levels; tilt in degrees. At least ``plate_count``
    frames must show a plate, and ``reading_share`` of them must say the same.

    Source: 83 val plates that are read exactly with characters 24 px high: with 16 px 76 are,
    with 12 px 71; blurred to a blur share of 0.16 (median) 73, of 0.22 57 (docs/measurements.md).
    """

    plate_count: int = 5
    min_height_px: float = 20.0
    max_height_px: float = 120.0
    max_blur_share: float = 0.18
    max_glare_share: float = 0.2
    min_contrast: float = 40.0
    max_tilt_deg: float = 5.0
    reading_share: float = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect: what was measured, the limit it was held against, and what to do about it."""

    aspect: Aspect
    value: float
    limit: float
    advice: Advice = Advice.NONE

    @property
    def is_good(self) -> bool:
        return self.advice is Advice.NONE


@dataclass(frozen=True, slots=True)
class LaneTestReport:
    """What a test of a lane found.

    ``frame_count`` frames were looked at, ``failed_count`` of them could not be; ``plate_count``
    show a plate. ``text`` is what most of them say, empty where none was read.
    """

    frame_count: int
    failed_count: int
    plate_count: int
    text: str
    findings: tuple[Finding, ...]

    @property
    def is_good(self) -> bool:
        return all(finding.is_good for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Seen:
    optics: PlateOptics
    box: Box
    text: str
    number: int


class LaneTest:
    """Collects what the frames of a lane show of its plates, one plate a frame: the nearest."""

    def __init__(self, limits: LaneLimits | None = None) -> None:
        self._limits = limits or LaneLimits()
        self._seen: list[_Seen] = []
        self._frame_count = 0
        self._failed_count = 0

    def note(self, result: FrameResult) -> None:
        """Take in what was seen in the next frame."""
        self._frame_count += 1
        if result.error is not None:
            self._failed_count += 1
        elif result.reads:
            read = max(result.reads, key=_nearness)
            optics = measure_plate(result.frame.pixels, read)
            text = read.text if read.rejection is None else ""
            self._seen.append(_Seen(optics, read.plate.box, text, self._frame_count))

    def report(self) -> LaneTestReport:
        """Return what was found until now."""
        limits = self._limits
        enough = len(self._seen) >= limits.plate_count
        findings = [
            Finding(
                Aspect.PLATE,
                len(self._seen),
                limits.plate_count,
                Advice.NONE if enough else Advice.SHOW_A_PLATE,
            )
        ]
        text = ""
        if enough:
            widest_px = float(np.percentile([one.box.width for one in self._seen], 95))
            near = [one for one in self._seen if one.box.width >= _NEAR_SHARE * widest_px]
            findings += self._judge(near)
            text, reading = self._judge_reading(near)
            findings.append(reading)
        return LaneTestReport(
            self._frame_count, self._failed_count, len(self._seen), text, tuple(findings)
        )

    def _judge(self, near: Sequence[_Seen]) -> list[Finding]:
        limits = self._limits

        def middle(measure: Callable[[PlateOptics], float]) -> float:
            return float(np.median([measure(one.optics) for one in near]))

        height_px = middle(lambda plate: plate.character_height_px)
        blur = middle(lambda plate: plate.blur_share)
        glare = middle(lambda plate: plate.glare_share)
        contrast = middle(lambda plate: plate.contrast)
        tilt_deg = middle(lambda plate: plate.tilt_deg)
        slant_deg = middle(lambda plate: plate.slant_deg)
        too_blurred = Advice.SHORTEN_SHUTTER if _is_rolling(near) else Advice.FOCUS
        return [
            self._height(height_px),
            _at_most(Aspect.BLUR, blur, limits.max_blur_share, too_blurred),
            _at_most(Aspect.GLARE, glare, limits.max_glare_share, Advice.SHADE),
            _at_least(Aspect.CONTRAST, contrast, limits.min_contrast, Advice.ADD_LIGHT),
            self._tilt(tilt_deg, slant_deg),
        ]

    def _height(self, height_px: float) -> Finding:
        limits = self._limits
        if height_px > limits.max_height_px:
            return Finding(Aspect.HEIGHT, height_px, limits.max_height_px, Advice.ZOOM_OUT)
        return _at_least(Aspect.HEIGHT, height_px, limits.min_height_px, Advice.ZOOM_IN)

    def _tilt(self, tilt_deg: float, slant_deg: float) -> Finding:
        """A camera that is turned leans lines and uprights alike; one that is beside, lines."""
        limit_deg = self._limits.max_tilt_deg
        turned = abs(tilt_deg + slant_deg) < abs(tilt_deg) / 2
        if not turned:
            advice = Advice.MOVE_TO_THE_MIDDLE
        elif tilt_deg > 0:
            advice = Advice.TURN_CLOCKWISE
        else:
            advice = Advice.TURN_COUNTERCLOCKWISE
        good = abs(tilt_deg) <= limit_deg
        return Finding(Aspect.TILT, tilt_deg, limit_deg, Advice.NONE if good else advice)

    def _judge_reading(self, near: Sequence[_Seen]) -> tuple[str, Finding]:
        texts = Counter(one.text for one in near if one.text)
        text, count = texts.most_common(1)[0] if texts else ("", 0)
        return text, _at_least(
            Aspect.READING,
            count / len(near),
            self._limits.reading_share,
            Advice.CLEAN_OR_COMPARE,
        )


def _at_most(aspect: Aspect, value: float, limit: float, advice: Advice) -> Finding:
    return Finding(aspect, value, limit, Advice.NONE if value <= limit else advice)


def _at_least(aspect: Aspect, value: float, limit: float, advice: Advice) -> Finding:
    return Finding(aspect, value, limit, Advice.NONE if value >= limit else advice)


def _is_rolling(near: Sequence[_Seen]) -> bool:
    """Whether the vehicle moved in most pairs of frames that follow each other."""
    shifts = [
        shift_in_widths(before.box, after.box)
        for before, after in pairwise(near)
        if after.number - before.number == 1
    ]
    return bool(shifts) and float(np.median(shifts)) > _MOVING_WIDTHS


def _nearness(read: Read) -> tuple[bool, float]:
    return read.rejection is None, read.plate.box.width
