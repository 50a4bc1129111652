"""A passage from one picture: the frames that a gate camera might have taken of that plate.

The vehicle comes nearer at constant speed and stops. Light, lens and passing things change from
frame to frame; the plate never becomes sharper than the picture it comes from. Deterministic: the
same picture, box and generator give the same frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.types import Box, Pixels

Matrix = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SequenceSettings:
    """How a passage is filmed; sides in pixels, chances and shares from 0 to 1.

    The plate grows from ``far_share`` of its last width, which is that of the picture within
    ``near_widths_px``. The vehicle stands during the last ``standing_share`` of the frames.
    ``fault_chance`` is that of each kind of fault within a passage: night, a post or boom that
    passes before the plate, and glare that wanders over it.
    """

    frame_count: int = 10
    every_ms: int = 200
    width_px: int = 640
    height_px: int = 360
    near_widths_px: tuple[float, float] = (80.0, 160.0)
    far_share: float = 0.4
    standing_share: float = 0.25
    fault_chance: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class SequenceFrame:
    """BGR uint8 (height, width, 3), where its plate is, and how sharply it moves.

    ``blur_px`` is how far the plate moved while the shutter was open.
    """

    pixels: Pixels
    plate_box: Box
    blur_px: float


@dataclass(frozen=True, slots=True)
class _Weather:
    """What stays the same during one passage."""

    focus: float
    softness: float
    noise: float
    gain: float
    quality: int
    shutter: float
    post: tuple[float, float, float] | None
    glare: tuple[float, float, float] | None


def film_passage(
    pixels: Pixels,
    plate: Box,
    rng: np.random.Generator,
    settings: SequenceSettings | None = None,
) -> tuple[SequenceFrame, ...]:
    """Frames of a vehicle whose plate lies in ``plate`` of ``pixels``, BGR uint8, far to near."""
    settings = settings or SequenceSettings()
    weather = _weather(rng, settings)
    near = float(np.clip(plate.width, *settings.near_widths_px))
    quads = _path(plate, near, rng, settings)
    frames = []
    before = quads[0]
    for step, quad in enumerate(quads):
        moved = quad.mean(axis=0) - before.mean(axis=0)
        seen = _view(pixels, plate, quad, settings)
        box = _bounds(quad)
        progress = step / max(1, len(quads) - 1)
        if weather.post is not None:
            seen = _pass_post(seen, box, progress, weather.post)
        if weather.glare is not None:
            seen = _pass_glare(seen, box, progress, weather.glare)
        shift = moved * weather.shutter
        seen = _smear(seen, shift)
        seen = _defocus(seen, weather.softness * abs(box.width / near - weather.focus))
        seen = _expose(seen, weather, rng)
        frames.append(SequenceFrame(seen, box, float(np.hypot(*shift))))
        before = quad
    return tuple(frames)


def _weather(rng: np.random.Generator, settings: SequenceSettings) -> _Weather:
    night, posted, glaring = (rng.random(3) < settings.fault_chance).tolist()
    return _Weather(
        focus=float(rng.uniform(0.4, 1.1)),
        softness=float(rng.uniform(0.3, 1.8)),
        noise=float(rng.uniform(4, 8) if night else rng.uniform(2, 6)),
        gain=float(rng.uniform(0.35, 0.7) if night else rng.uniform(0.7, 1.3)),
        quality=int(rng.integers(40, 85)),
        shutter=float(rng.uniform(0.03, 0.2) * (1.5 if night else 1.0)),
        # a post or glare begins somewhere along the way, crosses, and has a width
        post=_event(rng, 0.08, 0.22) if posted else None,
        glare=_event(rng, 0.1, 0.3) if glaring else None,
    )


def _event(rng: np.random.Generator, narrow: float, wide: float) -> tuple[float, float, float]:
    """When it reaches the plate, how long it takes to cross it, and its width in plate widths."""
    return (
        float(rng.uniform(0.0, 0.75)),
        float(rng.uniform(0.25, 0.7)),
        float(rng.uniform(narrow, wide)),
    )


def _path(
    plate: Box, near: float, rng: np.random.Generator, settings: SequenceSettings
) -> list[Points]:
    """The plate's corners (4, 2) in each frame, clockwise from the top left."""
    moving = max(2, round(settings.frame_count * (1 - settings.standing_share)))
    along = np.minimum(np.arange(settings.frame_count) / (moving - 1), 1.0)
    widths = near / (1 + (1 / settings.far_share - 1) * (1 - along))
    frame = np.array([settings.width_px, settings.height_px], np.float64)
    start = np.array([rng.uniform(0.3, 0.7), rng.uniform(0.2, 0.35)]) * frame
    end = np.array([rng.uniform(0.4, 0.6), rng.uniform(0.6, 0.75)]) * frame
    yaw = np.deg2rad(rng.uniform(-28, 28) * (1 - along) + rng.uniform(-10, 10) * along)
    roll = np.deg2rad(rng.uniform(-5, 5))
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    quads = []
    for width, angle in zip(widths.tolist(), yaw.tolist(), strict=True):
        nearness = (width / near - settings.far_share) / (1 - settings.far_share)
        centre = start + (end - start) * nearness + rng.normal(0.0, 0.6, 2)
        quads.append(_quad(width, width * plate.height / plate.width, angle) @ turn.T + centre)
    return quads


def _quad(width: float, height: float, yaw: float) -> Points:
    """Corners around (0, 0) of a plate turned by ``yaw``: the farther upright is the shorter."""
    half = width * np.cos(yaw) / 2
    taper = 0.25 * np.sin(yaw)
    left, right = height / 2 * (1 + taper), height / 2 * (1 - taper)
    return np.array([[-half, -left], [half, -right], [half, right], [-half, left]])


def _view(pixels: Pixels, plate: Box, quad: Points, settings: SequenceSettings) -> Pixels:
    """The whole picture as the camera sees it when its plate lies at ``quad``."""
    corners = np.array(
        [
            [plate.x, plate.y],
            [plate.right, plate.y],
            [plate.right, plate.bottom],
            [plate.x, plate.bottom],
        ],
        np.float32,
    )
    scale = float(np.hypot(*(quad[1] - quad[0]))) / max(1.0, plate.width)
    if scale < 0.8:
        # Bilinear sampling skips pixels when it shrinks: average the neighbourhood first.
        height, width = pixels.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        corners *= np.array([size[0] / width, size[1] / height], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    return np.asarray(
        cv2.warpPerspective(
            pixels,
            matrix,
            (settings.width_px, settings.height_px),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def _bounds(quad: Points) -> Box:
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def _crossing(box: Box, progress: float, event: tuple[float, float, float]) -> float | None:
    """Where across the frame an event is, from just left of the plate to just right of it."""
    begins, lasts, _ = event
    share = (progress - begins) / lasts
    return box.x + box.width * (1.4 * share - 0.2) if 0.0 <= share <= 1.0 else None


def _pass_post(
    pixels: Pixels, box: Box, progress: float, event: tuple[float, float, float]
) -> Pixels:
    """A grey post between camera and plate."""
    middle = _crossing(box, progress, event)
    if middle is None:
        return pixels
    half = event[2] * box.width / 2
    hidden = pixels.copy()
    left, right = max(0, round(middle - half)), max(0, round(middle + half))
    hidden[:, left:right] = (74, 78, 82)
    return hidden


def _pass_glare(
    pixels: Pixels, box: Box, progress: float, event: tuple[float, float, float]
) -> Pixels:
    """A reflection of a lamp or of the sun that wanders over the plate."""
    middle = _crossing(box, progress, event)
    if middle is None:
        return pixels
    reach = event[2] * box.width
    left, right = max(0, int(middle - 3 * reach)), int(middle + 3 * reach) + 1
    top = max(0, int(box.centre[1] - 3 * reach))
    bottom = int(box.centre[1] + 3 * reach) + 1
    part = pixels[top:bottom, left:right]
    if part.size == 0:
        return pixels
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]].astype(np.float32)
    away = np.hypot(columns + left - middle, (rows + top - box.centre[1]) * 1.5) / reach
    light = (230.0 * np.exp(-0.5 * away**2))[..., None]
    lit = pixels.copy()
    lit[top:bottom, left:right] = np.clip(part + light, 0, 255).astype(np.uint8)
    return lit


def _smear(pixels: Pixels, shift: Points) -> Pixels:
    """Motion while the shutter was open, along ``shift`` in pixels."""
    length = round(float(np.hypot(*shift)))
    if length < 2:
        return pixels
    side = length + 1 - length % 2
    kernel = np.zeros((side, side), np.float32)
    ends = (np.array([side - 1, side - 1]) / 2 + np.array([-0.5, 0.5])[:, None] * shift).round()
    first, last = (np.clip(end, 0, side - 1).astype(int).tolist() for end in ends)
    cv2.line(kernel, first, last, 1.0)
    return np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum()), np.uint8)


def _defocus(pixels: Pixels, sigma_px: float) -> Pixels:
    if sigma_px < 0.3:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px), np.uint8)


def _expose(pixels: Pixels, weather: _Weather, rng: np.random.Generator) -> Pixels:
    """Gain that hunts for the right exposure, a sensor's noise, and the camera's JPEG."""
    gain = weather.gain * float(np.exp(rng.normal(0.0, 0.15)))
    noise = np.empty(pixels.shape[:2], np.int16)
    cv2.setRNGSeed(int(rng.integers(2**31)))
    cv2.randn(noise, 0.0, weather.noise)  # type: ignore[call-overload]
    seen = np.clip(pixels * gain + noise[..., None], 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, weather.quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
