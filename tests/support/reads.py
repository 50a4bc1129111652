"""Reads of imaginary vehicles: what recognition would say of a plate at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.types import Box, Candidate, Character, Plate, Read


def make_read(
    text: str,
    confidence: float | Sequence[float] = 0.98,
    *,
    x: float = 500.0,
    y: float = 400.0,
    width: float = 180.0,
    alternatives: Mapping[int, tuple[str, float]] | None = None,
    rejection: str | None = None,
    detected: float = 0.9,
) -> Read:
    """A read of ``text`` whose plate has its top left corner at ``x``, ``y``, in pixels.

    ``confidence`` is one for all characters or one for each; ``alternatives`` maps positions to
    the second thought there; ``detected`` is the detector's confidence.
    """
    height = width / 4
    box = Box(x, y, width, height)
    corners = ((x, y), (box.right, y), (box.right, box.bottom), (x, box.bottom))
    each = [confidence] * len(text) if isinstance(confidence, float) else list(confidence)
    step = width / max(1, len(text))
    characters = tuple(
        Character(
            glyph,
            each[i],
            Box(x + i * step, y, step, height),
            (alternatives[i],) if alternatives and i in alternatives else (),
        )
        for i, glyph in enumerate(text)
    )
    candidates = (Candidate(text, min(each)),) if text else ()
    pixels = np.zeros((24, 96, 3), dtype=np.uint8)
    return Read(Plate(box, corners, detected), characters, candidates, pixels, rejection)
