"""Training pictures for the detector: moved, zoomed, joined, darkened and spoilt at random."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.training.detector_data import Boxes, LabelledPicture
from pipeline.types import Pixels

_GROUND = 114
"""Grey of the canvas where no picture lies, the same as the letterbox of the runtime."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How strongly pictures are varied; probabilities are 0 to 1, angles in degrees."""

    mosaic: float
    zoom_out: float
    zoom_in: float
    aspect: float
    rotation_degrees: float
    grey: float
    hue: float
    relight: float
    spoil: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPicture:
    """A canvas, the plates to find in it, and those that may be found or not.

    ``ignored`` plates are cut off or too small to be sure of; neither answer is punished.
    """

    pixels: Pixels
    boxes: Boxes
    ignored: Boxes


def compose(
    pick: Callable[[], LabelledPicture],
    size: tuple[int, int],
    settings: Augmentation,
    random: np.random.Generator,
) -> TrainingPicture:
    """One varied picture of ``size`` (height, width), or four that share the canvas.

    Source: Bochkovskiy et al., YOLOv4, 2020, 3.3 (mosaic).
    """
    height, width = size
    canvas = np.full((height, width, 3), _GROUND, np.uint8)
    if random.random() < settings.mosaic:
        split_y = int(height * random.uniform(0.35, 0.65))
        split_x = int(width * random.uniform(0.35, 0.65))
        regions = [
            (top, left, bottom, right)
            for top, bottom in ((0, split_y), (split_y, height))
            for left, right in ((0, split_x), (split_x, width))
        ]
    else:
        regions = [(0, 0, height, width)]
    placed = [_place(canvas, region, pick(), settings, random) for region in regions]
    boxes = np.concatenate([part[0] for part in placed])
    ignored = np.concatenate([part[1] for part in placed])
    return TrainingPicture(recolour(canvas, settings, random), boxes, ignored)


def _place(
    canvas: Pixels,
    region: tuple[int, int, int, int],
    picture: LabelledPicture,
    settings: Augmentation,
    random: np.random.Generator,
) -> tuple[Boxes, Boxes]:
    """Draw the picture into (top, left, bottom, right) of the canvas; return its plates there."""
    top, left, bottom, right = region
    height, width = bottom - top, right - left
    pixels = picture.pixels
    fit = min(width / pixels.shape[1], height / pixels.shape[0])
    zoom = math.exp(random.uniform(math.log(settings.zoom_out), math.log(settings.zoom_in)))
    if fit * zoom < 0.6:
        # Bilinear sampling skips pixels below one half; average first, as the letterbox does.
        shrink = max(fit * zoom, 0.1)
        pixels = cv2.resize(
            pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA
        ).astype(np.uint8, copy=False)
    affine = _random_affine(picture, (height, width), fit * zoom, settings, random)
    from_shrunk = affine.copy()
    from_shrunk[:, 0] *= picture.pixels.shape[1] / pixels.shape[1]
    from_shrunk[:, 1] *= picture.pixels.shape[0] / pixels.shape[0]
    # OpenCV counts from pixel centres, boxes from pixel edges.
    from_shrunk[:, 2] += from_shrunk[:, :2].sum(axis=1) / 2 - 0.5
    canvas[top:bottom, left:right] = cv2.warpAffine(
        pixels,
        from_shrunk,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(_GROUND, _GROUND, _GROUND),
    )
    boxes = _move_boxes(picture.boxes, affine)
    clipped = np.clip(boxes, 0, [width, height, width, height]).astype(np.float32)
    sides = clipped[:, 2:] - clipped[:, :2]
    visible = np.prod(sides, axis=1) / np.maximum(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), 1)
    clipped += np.array([left, top, left, top], np.float32)
    sure = (visible > 0.6) & (sides[:, 0] >= 6) & (sides[:, 1] >= 4)
    unsure = ~sure & (sides.min(axis=1) > 1)
    return clipped[sure], clipped[unsure]


def _random_affine(
    picture: LabelledPicture,
    size: tuple[int, int],
    scale: float,
    settings: Augmentation,
    random: np.random.Generator,
) -> npt.NDArray[np.float64]:
    """2x3 matrix from the picture to a region of ``size`` (height, width)."""
    height, width = picture.pixels.shape[:2]
    stretch = math.exp(random.uniform(-settings.aspect, settings.aspect) / 2)
    scale_x, scale_y = scale * stretch, scale / stretch
    mirror = -1.0 if random.random() < 0.5 else 1.0
    turn = math.radians(settings.rotation_degrees) * float(np.clip(random.normal(0, 0.4), -1, 1))
    cosine, sine = math.cos(turn), math.sin(turn)
    matrix = np.array(
        [
            [cosine * scale_x * mirror, -sine * scale_y],
            [sine * scale_x * mirror, cosine * scale_y],
        ]
    )
    focus = np.array([width, height]) / 2
    target = np.array([size[1], size[0]]) / 2
    spare = np.abs(np.array([width * scale_x, height * scale_y]) - target * 2) / 2
    if scale_x * width > size[1] and len(picture.boxes) and random.random() < 0.8:
        plate = picture.boxes[random.integers(len(picture.boxes))]
        focus = (plate[:2] + plate[2:]) / 2
        spare = target * 0.75
    target = target + random.uniform(-1, 1, 2) * spare
    return np.column_stack([matrix, target - matrix @ focus])


def _move_boxes(boxes: Boxes, affine: npt.NDArray[np.float64]) -> Boxes:
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
    moved = corners @ affine[:, :2].T + affine[:, 2]
    return np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1).astype(np.float32)


def recolour(pixels: Pixels, settings: Augmentation, random: np.random.Generator) -> Pixels:
    """``pixels`` in other light, other colours or none, and at times spoilt."""
    if random.random() < settings.grey:
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        pixels = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    elif random.random() < settings.hue:
        hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int16) + random.integers(-90, 90)) % 180
        pixels = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR).astype(np.uint8, copy=False)
    if random.random() < settings.relight:
        pixels = _relight(pixels, random)
    if random.random() < settings.spoil:
        spoil = (_blur, _smear, _add_noise, _compress, _coarsen)[random.integers(5)]
        pixels = spoil(pixels, random)
    return pixels


def _relight(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """Gamma, contrast and a colour cast in one table; one in eight becomes night."""
    night = random.random() < 0.125
    gamma = random.uniform(1.3, 2.4) if night else math.exp(random.normal(0, 0.3))
    gain = random.uniform(0.3, 0.8) if night else random.uniform(0.75, 1.3)
    cast = gain * np.exp(random.normal(0, 0.08, 3))
    ramp = (np.arange(256) / 255.0) ** gamma
    table = np.clip(ramp[:, None] * cast * 255 + random.normal(0, 6), 0, 255).astype(np.uint8)
    return cv2.LUT(pixels, table[None]).astype(np.uint8, copy=False)


def _blur(pixels: Pixels, random: np.random.Generator) -> Pixels:
    blurred = cv2.GaussianBlur(pixels, (0, 0), random.uniform(0.4, 1.4))
    return blurred.astype(np.uint8, copy=False)


def _smear(pixels: Pixels, random: np.random.Generator) -> Pixels:
    length = int(random.integers(3, 8))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1.0 / length
    if random.random() < 0.3:
        kernel = kernel.T.copy()
    return cv2.filter2D(pixels, -1, kernel).astype(np.uint8, copy=False)


def _add_noise(pixels: Pixels, random: np.random.Generator) -> Pixels:
    noise = random.standard_normal(pixels.shape, np.float32) * random.uniform(3, 16)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def _compress(pixels: Pixels, random: np.random.Generator) -> Pixels:
    quality = int(random.integers(15, 60))
    _, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if decoded is None:
        raise RuntimeError("OpenCV cannot decode the JPEG that it has just made")
    return decoded.astype(np.uint8, copy=False)


def _coarsen(pixels: Pixels, random: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    factor = random.uniform(0.5, 0.8)
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    restored = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return restored.astype(np.uint8, copy=False)
