"""What lies between a clean plate and a camera's picture of it: place, light, dirt, lens, coding.

Every function takes uint8 pixels, grey (height, width) or BGR (height, width, 3), and a random
generator, and gives new pixels of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.types import Pixels

Corners = npt.NDArray[np.float32]
"""Shape (4, 2): x and y of a plate's corners, clockwise from the top left."""


@dataclass(frozen=True, slots=True)
class Severity:
    """How rough ``degrade`` is: chances of each fault, and limits of the geometry.

    ``margin_low`` and ``margin_high`` bound how far the crop's edges lie outside the plate, as
    fractions of its sides; a detector's boxes are never exact.
    """

    margin_low: float = -0.05
    margin_high: float = 0.18
    tilt_degrees: float = 9.0
    shear: float = 0.15
    corner_shift: float = 0.04
    fault_chance: float = 0.35
    lowest_height_px: int = 13


ROUGH = Severity()
"""For rendered plates, which are born clean."""

MILD = Severity(margin_low=-0.03, margin_high=0.16, tilt_degrees=7.0, shear=0.12, fault_chance=0.2)
"""For real plates, which bring faults of their own."""


def whole_picture(pixels: Pixels) -> Corners:
    """The corners of a picture that shows the plate from edge to edge."""
    height, width = pixels.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def degrade(
    pixels: Pixels,
    rng: np.random.Generator,
    *,
    corners: Corners | None = None,
    size: tuple[int, int] | None = None,
    severity: Severity = ROUGH,
) -> Pixels:
    """The plate as a camera might have seen it and a detector might have cut it.

    ``corners`` says where the plate lies in ``pixels`` (default: everywhere); ``size`` is
    (height, width) of the result (default: that of ``pixels``).
    """
    corners = whole_picture(pixels) if corners is None else corners
    height, width = size or pixels.shape[:2]
    return spoil(displace(pixels, corners, (height, width), rng, severity), rng, severity)


def spoil(seen: Pixels, rng: np.random.Generator, severity: Severity) -> Pixels:
    """Fasteners, dirt, light, lens and coding, but everything stays in its place."""
    chance = severity.fault_chance
    if rng.random() < chance:
        seen = add_bolts(seen, rng)
    if rng.random() < chance * 0.6:
        seen = add_dirt(seen, rng)
    if rng.random() < chance:
        seen = add_shadow(seen, rng)
    if rng.random() < 0.7:
        seen = change_contrast(seen, rng)
    if rng.random() < chance * 1.4:
        seen = lower_resolution(seen, rng, severity.lowest_height_px)
    if rng.random() < chance:
        seen = defocus(seen, rng) if rng.random() < 0.6 else move(seen, rng)
    if rng.random() < chance * 1.4:
        seen = add_noise(seen, rng)
    if rng.random() < chance:
        seen = compress(seen, rng)
    return seen


def displace(
    pixels: Pixels,
    corners: Corners,
    size: tuple[int, int],
    rng: np.random.Generator,
    severity: Severity,
) -> Pixels:
    """The plate in a crop of ``size`` with random margins, tilt, shear and perspective."""
    return displaced(pixels, displacement(corners, size, rng, severity), size, rng)


def displacement(
    corners: Corners, size: tuple[int, int], rng: np.random.Generator, severity: Severity
) -> npt.NDArray[np.float64]:
    """The homography (3, 3) that moves a plate at ``corners`` into a crop of ``size``."""
    height, width = size
    left, top, right, bottom = rng.uniform(severity.margin_low, severity.margin_high, 4)
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    inner = (unit + np.array([left, top])) / np.array([1 + left + right, 1 + top + bottom])
    target = (inner * np.array([width, height])).astype(np.float32)
    target += rng.uniform(-1, 1, (4, 2)) * severity.corner_shift * np.array([height, height])
    centre = np.array([width / 2, height / 2])
    # Tilt belongs to the scene, where the plate has its own proportions, not to the stretched crop.
    sides = np.linalg.norm(corners[[1, 3]] - corners[0], axis=1)
    natural = float(sides[0]) / max(1.0, float(sides[1]))
    stretch = np.array([natural * height / width, 1.0])
    angle = np.deg2rad(
        np.clip(
            rng.normal(0.0, severity.tilt_degrees / 2.5),
            -severity.tilt_degrees,
            severity.tilt_degrees,
        )
    )
    shear = rng.uniform(-severity.shear, severity.shear) if rng.random() < 0.6 else 0.0
    turn = np.array([[np.cos(angle), -np.sin(angle) + shear], [np.sin(angle), np.cos(angle)]])
    target = ((target - centre) * stretch) @ turn.T / stretch + centre
    return np.asarray(cv2.getPerspectiveTransform(corners, target.astype(np.float32)), np.float64)


def displaced(
    pixels: Pixels,
    matrix: npt.NDArray[np.float64],
    size: tuple[int, int],
    rng: np.random.Generator,
) -> Pixels:
    """``pixels`` moved by ``matrix`` into a crop of ``size``; any colour beyond their edges."""
    height, width = size
    border = cv2.BORDER_REPLICATE if rng.random() < 0.6 else cv2.BORDER_CONSTANT
    fill = float(rng.uniform(0, 255))
    shrinking = pixels.shape[0] > height * 1.3
    flags = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpPerspective(
            pixels,
            matrix,
            (width, height),
            flags=flags,
            borderMode=border,
            borderValue=(fill, fill, fill),
        ),
        np.uint8,
    )


def add_shadow(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Half of the picture darker, with a soft or a hard edge at any angle."""
    height, width = pixels.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    along = (columns / width - rng.uniform(0.2, 0.8)) * np.cos(angle) + (
        rows / height - rng.uniform(0.2, 0.8)
    ) * np.sin(angle)
    softness = rng.uniform(0.01, 0.6)
    dark = rng.uniform(0.3, 0.85)
    factor = dark + (1 - dark) * np.clip(along / softness + 0.5, 0, 1)
    return _scaled(pixels, factor)


def add_dirt(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A few half-transparent stains and scratches."""
    overlay = pixels.copy()
    height, width = pixels.shape[:2]
    for _ in range(int(rng.integers(1, 6))):
        shade = float(rng.uniform(20, 200))
        place = (int(rng.integers(width)), int(rng.integers(height)))
        if rng.random() < 0.7:
            axes = (
                int(rng.integers(1, max(2, height // 5))),
                int(rng.integers(1, max(2, height // 6))),
            )
            cv2.ellipse(overlay, place, axes, float(rng.uniform(0, 180)), 0, 360, (shade,) * 3, -1)
        else:
            end = (int(rng.integers(width)), int(rng.integers(height)))
            cv2.line(overlay, place, end, (shade,) * 3, 1)
    strength = float(rng.uniform(0.2, 0.7))
    return np.asarray(cv2.addWeighted(overlay, strength, pixels, 1 - strength, 0), np.uint8)


def add_bolts(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Two or four round fasteners, dark or bright, near the edges."""
    marked = pixels.copy()
    height, width = pixels.shape[:2]
    radius = max(1, int(height * rng.uniform(0.03, 0.07)))
    shade = float(rng.choice([rng.uniform(0, 90), rng.uniform(160, 255)]))
    x, y = rng.uniform(0.08, 0.3), rng.choice([0.5, 0.12])
    places = [(x, y), (1 - x, y)] + ([(x, 1 - y), (1 - x, 1 - y)] if rng.random() < 0.4 else [])
    for across, down in places:
        cv2.circle(marked, (int(across * width), int(down * height)), radius, (shade,) * 3, -1)
    return marked


def change_contrast(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Another exposure: gain, offset and gamma."""
    levels = np.arange(256, dtype=np.float32) / 255
    levels = levels ** rng.uniform(0.55, 1.8)
    gain = rng.uniform(0.3, 1.25)
    offset = rng.uniform(-0.1, max(0.05, 1.0 - gain))
    table = np.clip((levels * gain + offset) * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(pixels, table), np.uint8)


def lower_resolution(pixels: Pixels, rng: np.random.Generator, lowest_height_px: int) -> Pixels:
    """The plate as from afar: made small and large again."""
    height, width = pixels.shape[:2]
    scale = min(1.0, rng.uniform(lowest_height_px, 40) / height)
    small = cv2.resize(
        pixels,
        (max(4, round(width * scale)), max(4, round(height * scale))),
        interpolation=cv2.INTER_AREA,
    )
    way = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.uint8)


def defocus(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A soft lens."""
    sigma = float(rng.uniform(0.4, 1.0) * max(1.0, pixels.shape[0] / 40))
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


def move(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A vehicle or a camera that moved while the shutter was open."""
    length = int(rng.integers(3, max(4, pixels.shape[0] // 8)))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1.0
    turn = cv2.getRotationMatrix2D(
        ((length - 1) / 2, (length - 1) / 2),
        float(rng.uniform(-30, 30) + 90 * (rng.random() < 0.3)),
        1.0,
    )
    kernel = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), np.float32)
    return np.asarray(cv2.filter2D(pixels, -1, kernel / max(1e-3, float(kernel.sum()))), np.uint8)


def add_noise(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A sensor at night."""
    noise = rng.standard_normal(pixels.shape, np.float32) * np.float32(rng.uniform(2, 14))
    return np.asarray(np.clip(pixels + noise, 0, 255), np.uint8)


def compress(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A JPEG of poor quality."""
    quality = int(rng.integers(20, 75))
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    flag = cv2.IMREAD_GRAYSCALE if pixels.ndim == 2 else cv2.IMREAD_COLOR
    return np.asarray(cv2.imdecode(coded, flag), np.uint8)


def _scaled(pixels: Pixels, factor: npt.NDArray[np.float32]) -> Pixels:
    shaped = factor if pixels.ndim == 2 else factor[..., None]
    return np.asarray(np.clip(pixels * shaped, 0, 255), np.uint8)
