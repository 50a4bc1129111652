"""What ``read`` prints of a picture: one JSON object, or one line of words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from console.gate.policy import PolicySettings, decide
from console.gate.registry import VehicleIndex
from console.gate.types import Verdict
from console.pictures import Picture
from pipeline.errors import PictureError
from pipeline.syntax import PlateFormats
from pipeline.types import Box, Character, FrameResult, Read


@dataclass(frozen=True, slots=True)
class PlateLines:
    """Describes reads with O and 0 told apart by ``formats``.

    Without ``vehicles`` nothing is matched and there is no verdict.
    """

    formats: PlateFormats
    policy: PolicySettings
    vehicles: VehicleIndex | None = None

    def as_json(self, picture: Picture, result: FrameResult) -> str:
        line: dict[str, object] = {"file": str(picture.path)}
        if picture.video_frame is not None:
            line["frame"] = picture.video_frame
        line |= {
            "width": result.frame.width_px,
            "height": result.frame.height_px,
            "elapsed_ms": round(result.times.total_ms, 1),
            "error": None,
            "plates": [self._plate(read) for read in result.reads],
        }
        return json.dumps(line)

    def as_words(self, picture: Picture, result: FrameResult) -> str:
        name = str(picture.path)
        if picture.video_frame is not None:
            name += f" frame {picture.video_frame}"
        texts = ", ".join(self._words(read) for read in result.reads)
        return f"{name}: {texts or 'no plate seen'} ({result.times.total_ms:.0f} ms)"

    def _words(self, read: Read) -> str:
        shown = self.formats.resolve_read(read.characters, read.candidates)
        words = f"{shown or '?'} {read.confidence:.2f}"
        if read.rejection is not None:
            words += f" [{read.rejection}]"
        verdict = self._judge(read)
        if verdict is not None:
            words += f" {verdict.kind.value}: {verdict.reason.value}"
            if verdict.matches:
                words += f" {verdict.matches[0].vehicle.plate}"
        return words

    def _plate(self, read: Read) -> dict[str, object]:
        shown = self.formats.resolve_read(read.characters, read.candidates)
        # Another text may have more characters than were seen, or fewer.
        glyphs = shown if len(shown) == len(read.characters) else self.formats.resolve(read.text)
        return {
            "box": _box(read.plate.box),
            "corners": [[round(x, 1), round(y, 1)] for x, y in read.plate.corners],
            "detection_confidence": round(read.plate.detection_confidence, 4),
            "text": shown,
            "confidence": round(read.confidence, 4),
            "rejection": read.rejection,
            "characters": [
                _character(character, glyph)
                for character, glyph in zip(read.characters, glyphs, strict=True)
            ],
            "candidates": [
                {
                    "text": self.formats.resolve(candidate.text),
                    "confidence": round(candidate.confidence, 4),
                }
                for candidate in read.candidates
            ],
            "match": self._match(read),
        }

    def _judge(self, read: Read) -> Verdict | None:
        if self.vehicles is None:
            return None
        return decide(
            read,
            self.vehicles.matches(read),
            now=datetime.now(UTC),
            lane_is_fresh=True,  # a picture that was named is what it is
            settings=self.policy,
        )

    def _match(self, read: Read) -> dict[str, object] | None:
        verdict = self._judge(read)
        if verdict is None:
            return None
        nearest = verdict.matches[0] if verdict.matches else None
        return {
            "plate": None if nearest is None else nearest.vehicle.plate,
            "cost": None if nearest is None else round(nearest.cost, 3),
            "runner_up": verdict.matches[1].vehicle.plate if len(verdict.matches) > 1 else None,
            "verdict": verdict.kind.value,
            "reason": verdict.reason.value,
        }


def failure_json(error: PictureError) -> str:
    """The line of a picture that could not be looked at."""
    line: dict[str, object] = {
        "file": str(error.path),
        "width": None,
        "height": None,
        "elapsed_ms": None,
        "error": error.problem,
        "plates": [],
    }
    return json.dumps(line)


def _character(character: Character, shown: str) -> dict[str, object]:
    return {
        "text": shown,
        "confidence": round(character.confidence, 4),
        "box": _box(character.box),
        "alternatives": [[text, round(value, 4)] for text, value in character.alternatives],
    }


def _box(box: Box) -> dict[str, float]:
    return {
        "x": round(box.x, 1),
        "y": round(box.y, 1),
        "width": round(box.width, 1),
        "height": round(box.height, 1),
    }
