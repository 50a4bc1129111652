"""What the test of a lane found, and what to move, in the installer's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.gate.lane_test import Advice, Aspect, Finding
from console.ui.local_words import number_words

_SHARES = frozenset({Aspect.BLUR, Aspect.GLARE, Aspect.READING})


def aspect_words(aspect: Aspect) -> str:
    """What was judged."""
    return {
        Aspect.PLATE: QCoreApplication.translate("LaneTest", "Plates seen"),
        Aspect.HEIGHT: QCoreApplication.translate("LaneTest", "Character height"),
        Aspect.BLUR: QCoreApplication.translate("LaneTest", "Blur"),
        Aspect.GLARE: QCoreApplication.translate("LaneTest", "Glare"),
        Aspect.CONTRAST: QCoreApplication.translate("LaneTest", "Contrast"),
        Aspect.TILT: QCoreApplication.translate("LaneTest", "Tilt"),
        Aspect.READING: QCoreApplication.translate("LaneTest", "Reading"),
    }[aspect]


def measure_words(finding: Finding) -> str:
    """What was measured, and the limit that it was held against."""
    least, most = {
        Aspect.PLATE: (
            QCoreApplication.translate("LaneTest", "{value} frames, at least {limit}"),
            "",
        ),
        Aspect.HEIGHT: (
            QCoreApplication.translate("LaneTest", "{value} px, at least {limit}"),
            QCoreApplication.translate("LaneTest", "{value} px, at most {limit}"),
        ),
        Aspect.BLUR: (
            QCoreApplication.translate("LaneTest", "{value} % of a character, at most {limit}"),
            "",
        ),
        Aspect.GLARE: (
            QCoreApplication.translate(
                "LaneTest", "{value} % of the plate burnt out, at most {limit}"
            ),
            "",
        ),
        Aspect.CONTRAST: (
            QCoreApplication.translate("LaneTest", "{value} grey levels, at least {limit}"),
            "",
        ),
        Aspect.TILT: (QCoreApplication.translate("LaneTest", "{value}°, at most {limit}"), ""),
        Aspect.READING: (
            QCoreApplication.translate(
                "LaneTest", "{value} % of the frames say the same, at least {limit}"
            ),
            "",
        ),
    }[finding.aspect]
    words = most if finding.advice is Advice.ZOOM_OUT and most else least
    factor = 100 if finding.aspect in _SHARES else 1
    tilted = finding.aspect is Aspect.TILT
    sign = "+" if tilted and finding.value >= 0 else ""
    return words.format(
        value=sign + number_words(finding.value * factor, 1 if tilted else 0),
        limit=number_words(finding.limit * factor),
    )


def advice_words(finding: Finding) -> str:
    """What to move; empty where nothing needs to be."""
    degrees = number_words(abs(finding.value))
    times = number_words(finding.limit / max(finding.value, 0.1), 1)
    return {
        Advice.NONE: "",
        Advice.SHOW_A_PLATE: QCoreApplication.translate(
            "LaneTest",
            "Let a vehicle stop at the line with its plate in the middle of the picture; if one"
            " stands there, focus the lens",
        ),
        Advice.ZOOM_IN: QCoreApplication.translate(
            "LaneTest", "Take a lens that enlarges {times} times, or move the camera nearer"
        ).format(times=times),
        Advice.ZOOM_OUT: QCoreApplication.translate(
            "LaneTest", "Take a wider lens or move the camera back: other plates will not fit"
        ),
        Advice.FOCUS: QCoreApplication.translate(
            "LaneTest", "Focus the lens on the stop line and lock it; clean its glass"
        ),
        Advice.SHORTEN_SHUTTER: QCoreApplication.translate(
            "LaneTest", "Shorten the shutter to 1/1000 s and give more light instead"
        ),
        Advice.SHADE: QCoreApplication.translate(
            "LaneTest",
            "Shorten the exposure or weaken the lamp; against the sun give the camera a hood or"
            " turn it",
        ),
        Advice.ADD_LIGHT: QCoreApplication.translate(
            "LaneTest", "Add light beside the lens, or raise the gain; clean the lens"
        ),
        Advice.TURN_CLOCKWISE: QCoreApplication.translate(
            "LaneTest", "Turn the camera clockwise, seen from behind it, by {degrees}°"
        ).format(degrees=degrees),
        Advice.TURN_COUNTERCLOCKWISE: QCoreApplication.translate(
            "LaneTest", "Turn the camera counterclockwise, seen from behind it, by {degrees}°"
        ).format(degrees=degrees),
        Advice.MOVE_TO_THE_MIDDLE: QCoreApplication.translate(
            "LaneTest", "Move the camera nearer to the middle of the lane, or farther away from it"
        ),
        Advice.CLEAN_OR_COMPARE: QCoreApplication.translate(
            "LaneTest", "Compare with another vehicle: this plate may be dirty, bent or unusual"
        ),
    }[finding.advice]
