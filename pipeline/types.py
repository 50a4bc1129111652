"""The values that recognition passes on: frozen, in pixels of the picture they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from pipeline.errors import FrameShapeError

Pixels = npt.NDArray[np.uint8]
Point = tuple[float, float]

ALPHABET = "0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""The 35 classes of every reader: O and 0 are one class and are written ``0``."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One decoded picture: BGR uint8 (height, width, 3), read-only because threads share it.

    Ages use ``received_ns`` (monotonic, this machine); the camera's clock is only displayed.
    """

    camera_id: str
    sequence: int
    captured_at: datetime
    received_ns: int
    pixels: Pixels

    def __post_init__(self) -> None:
        shape = self.pixels.shape
        if self.pixels.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
            raise FrameShapeError(self.camera_id, self.sequence, shape, str(self.pixels.dtype))
        self.pixels.setflags(write=False)

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned half-open rectangle in pixels, origin top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Plate:
    """A region of a frame that shows a number plate.

    ``corners`` run clockwise from the top left of the plate as it is read.
    """

    box: Box
    corners: tuple[Point, Point, Point, Point]
    detection_confidence: float


@dataclass(frozen=True, slots=True)
class Character:
    """One glyph: its class of ``ALPHABET`` and its box in pixels of the frame.

    ``alternatives`` holds the next likely classes with their confidences, likeliest first,
    without ``text`` itself.
    """

    text: str
    confidence: float
    box: Box
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One full text of a plate and how likely it is right, judged by its weakest character."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What one plate says: characters in reading order and the likeliest full texts.

    ``text`` is A-Z0-9 without separators with O written as ``0`` (the form that is matched);
    ``confidence`` is that of the whole text, ``weakest_confidence`` that of the character the
    gate decides by. ``plate_pixels`` is the straightened plate, BGR uint8 (height, width, 3).
    ``rejection`` says why the read was set aside (too small, no characters, ...); such a read is
    shown and logged, never matched.
    """

    plate: Plate
    characters: tuple[Character, ...]
    candidates: tuple[Candidate, ...]
    plate_pixels: Pixels
    rejection: str | None = None

    @property
    def text(self) -> str:
        return self.candidates[0].text if self.candidates else ""

    @property
    def confidence(self) -> float:
        return self.candidates[0].confidence if self.candidates else 0.0

    @property
    def weakest_confidence(self) -> float:
        return min((character.confidence for character in self.characters), default=0.0)


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds that each stage took for one frame; 0.0 where the stage did not run."""

    detect_ms: float = 0.0
    straighten_ms: float = 0.0
    segment_ms: float = 0.0
    classify_ms: float = 0.0
    read_ms: float = 0.0
    fuse_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        return (
            self.detect_ms
            + self.straighten_ms
            + self.segment_ms
            + self.classify_ms
            + self.read_ms
            + self.fuse_ms
        )


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """What was seen in one frame.

    ``reads`` is ordered by detection confidence. ``error`` is None when the frame could be
    looked at; otherwise it says why it could not, and ``reads`` being empty means nothing.
    """

    frame: Frame
    reads: tuple[Read, ...]
    times: StageTimes = field(default_factory=StageTimes)
    error: str | None = None
