"""The glare of lamps seen from the front, added to a picture."""

from __future__ import annotations

import cv2
import numpy as np

from pi_bridge.simulator.view import Pixels, Point

_GLOW_PX = 128


def clip(canvas: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels | None:
    """Return the part of ``canvas`` within the box, as a view; None when it is outside."""
    height, width = canvas.shape[:2]
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(width, int(right)), min(height, int(bottom))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    return canvas[y0:y1, x0:x1]


def _glow() -> Pixels:
    """Return a glow that fades to nothing at the edge, for lamps seen from the front."""
    axis = np.linspace(-1, 1, _GLOW_PX)
    distance = np.hypot(axis[:, None], axis[None, :])
    core = np.exp(-((distance / 0.16) ** 2))
    halo = 0.42 * np.exp(-((distance / 0.42) ** 2))
    fade = np.clip((1 - distance) * 3, 0, 1)
    strength = np.clip((core + halo) * fade, 0, 1)[..., None]
    return np.asarray(strength * np.array([236.0, 246.0, 255.0]), np.uint8)


_GLOW = _glow()


def add_glow(
    canvas: Pixels,
    centre: Point,
    reach_px: tuple[float, float],
    strength: float,
) -> None:
    """Add a glow that reaches ``reach_px`` (right, down) from ``centre``, in place."""
    width, height = (min(900, max(4, round(reach * 2))) for reach in reach_px)
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    part = clip(canvas, left, top, left + width, top + height)
    if part is None:
        return
    glow = cv2.resize(_GLOW, (width, height), interpolation=cv2.INTER_LINEAR)
    x0, y0 = max(0, -left), max(0, -top)
    piece = glow[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
    if strength < 1:
        piece = cv2.convertScaleAbs(piece, alpha=strength)
    cv2.add(part, piece, dst=part)
