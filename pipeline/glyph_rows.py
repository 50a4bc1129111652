"""Finds rows of glyphs among the connected pieces of a binarised plate; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

TALL_ASPECT = 2.5
"""Plates narrower than this many heights may have two lines."""

_LOWEST, _LOWEST_TALL = (0.33, 0.22), (0.2, 0.14)
"""Heights of the lowest glyphs as shares of the plate's. The second is tried where the first
finds no row: on plates with wide margins, whose small text would mislead on any other."""

_LEAST_ROW = 3
_MOST_CHARACTERS = 12
_MOST_CANDIDATES = 80


@dataclass(frozen=True, slots=True)
class Blob:
    """A connected piece of ink in pixels of the working picture; ``ink`` counts its pixels."""

    x: int
    y: int
    width: int
    height: int
    ink: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle_x(self) -> float:
        return self.x + self.width / 2

    @property
    def middle_y(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Blobs that stand in one row, from left to right, and how much they look like text."""

    blobs: tuple[Blob, ...]
    score: float

    @property
    def height(self) -> float:
        return float(np.median([blob.height for blob in self.blobs]))

    @property
    def top(self) -> float:
        return float(np.median([blob.y for blob in self.blobs]))

    @property
    def bottom(self) -> float:
        return float(np.median([blob.bottom for blob in self.blobs]))


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A binarised plate, 255 where there is ink, and its connected components."""

    pixels: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int32]
    blobs: tuple[Blob, ...]

    @classmethod
    def of(cls, pixels: npt.NDArray[np.uint8]) -> Ink:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(pixels, connectivity=4)
        return cls(pixels, np.asarray(labels), tuple(Blob(*row) for row in stats[1:].tolist()))

    def large_structures(self, glyph_height: float) -> npt.NDArray[np.bool_]:
        """Ink of components too large for a glyph: frames, bands, the vehicle around."""
        large = np.zeros(len(self.blobs) + 1, np.bool_)
        for index, blob in enumerate(self.blobs):
            large[index + 1] = blob.width > 2.2 * glyph_height or blob.height > 1.35 * glyph_height
        return np.asarray(large[self.labels], np.bool_)


def find_lines(ink: Ink) -> tuple[Line, ...]:
    """The one or two rows of glyphs of a binarised plate, upper first."""
    height, width = ink.pixels.shape
    tall = width < TALL_ASPECT * height
    for share in _LOWEST_TALL if tall else _LOWEST:
        candidates = _candidates(ink, share * height)
        first = _best_row(candidates)
        if len(first) >= _LEAST_ROW:
            break
    if len(first) < 2:
        return ()
    line = _refine(ink, first)
    if line is None:
        return ()
    if not tall:
        return (line,)
    rest = [
        blob
        for blob in candidates
        if (blob.middle_y < line.top or blob.middle_y > line.bottom)
        and 0.6 * line.height <= blob.height <= 1.7 * line.height
    ]
    second_row = _best_row(rest)
    second = _refine(ink, second_row) if len(second_row) >= 2 else None
    if second is None or second.score < 0.25 * line.score:
        return (line,)
    return (line, second) if line.top < second.top else (second, line)


def _candidates(ink: Ink, lowest: float) -> list[Blob]:
    """Pieces of ink shaped like glyphs, at least ``lowest`` pixels high."""
    found = [
        blob
        for blob in ink.blobs
        if lowest <= blob.height <= 0.97 * ink.pixels.shape[0]
        and 0.08 * blob.height <= blob.width <= 1.45 * blob.height
        and blob.ink >= 0.15 * blob.width * blob.height
    ]
    return sorted(found, key=lambda blob: -blob.ink)[:_MOST_CANDIDATES]


def _best_row(blobs: list[Blob]) -> list[Blob]:
    """The largest set of blobs of one height along one straight, nearly level line."""
    if not blobs:
        return []
    x = np.array([blob.middle_x for blob in blobs])
    y = np.array([blob.middle_y for blob in blobs])
    heights = np.array([float(blob.height) for blob in blobs])
    alike = np.abs(heights[None] - heights[:, None]) <= 0.22 * heights[:, None]
    best, best_weight = np.zeros(len(blobs), bool), 0.0
    for tilt in (0.0, 0.06, -0.06, 0.13, -0.13):
        away = (y[None] - y[:, None]) - tilt * (x[None] - x[:, None])
        rows = alike & (np.abs(away) <= 0.18 * heights[:, None])
        weights = (rows * heights[None]).sum(axis=1) * (1.0 - abs(tilt))
        anchor = int(weights.argmax())
        if weights[anchor] > best_weight:
            best, best_weight = rows[anchor], float(weights[anchor])
    row = [blob for blob, chosen in zip(blobs, best.tolist(), strict=True) if chosen]
    return sorted(row, key=lambda blob: blob.x)


def _refine(ink: Ink, row: list[Blob]) -> Line | None:
    """Look again inside the band of the row: frames fall away, and broken glyphs are joined."""
    width = ink.pixels.shape[1]
    glyph_height = float(np.median([blob.height for blob in row]))
    band = _band(ink, row, glyph_height)
    large = ink.large_structures(glyph_height)
    pieces = _join_broken(Ink.of(band).blobs, glyph_height)
    typical = _typical_width(pieces, glyph_height)
    glyphs: list[Blob] = []
    for piece in pieces:
        glyphs.extend(_split_touching(band, piece, typical, glyph_height))
    glyphs = [
        glyph
        for glyph in glyphs
        if glyph.height >= 0.72 * glyph_height
        and 0.07 * glyph_height <= glyph.width <= 1.45 * glyph_height
        and not _is_edge(glyph, large, glyph_height)
    ]
    glyphs = _drop_strangers(sorted(glyphs, key=lambda glyph: glyph.x), glyph_height)
    glyphs = _drop_uneven_ends(glyphs, glyph_height)
    if len(glyphs) < 2:
        return None
    return Line(tuple(glyphs), _text_score(glyphs, glyph_height, width))


def _band(ink: Ink, row: Sequence[Blob], glyph_height: float) -> npt.NDArray[np.uint8]:
    """The ink along the row, as high as its glyphs and as wide as the plate."""
    height, width = ink.pixels.shape
    middles = np.array([blob.middle_x for blob in row])
    slope, offset = _fit_level(middles, np.array([blob.middle_y for blob in row]))
    half = 0.5 * glyph_height * 1.06 + 0.5
    top = np.rint(slope * np.arange(width) + offset - half)[None]
    rows_down = np.arange(height)[:, None]
    inside = (rows_down >= top) & (rows_down <= top + 2 * half)
    return np.where(inside, ink.pixels, 0).astype(np.uint8)


def propose(ink: Ink, line: Line) -> tuple[tuple[Blob, bool], ...]:
    """What may be characters along ``line``: pieces of ink, their parts, and neighbours as one.

    More than there are, and overlapping; nothing that may be one is left out for its shape.
    Beside each stands whether it looks like a piece of the frame or of a band.
    """
    glyph_height = line.height
    band = _band(ink, line.blobs, glyph_height)
    pieces = sorted(_join_broken(Ink.of(band).blobs, glyph_height), key=lambda blob: blob.x)
    typical = _typical_width(pieces, glyph_height)
    found: list[Blob] = []
    for piece in pieces:
        if _may_be_glyph(piece, glyph_height):
            found.append(piece)
        expected = round(piece.width / (1.15 * typical))
        for count in (2, 3) if expected <= 3 else (expected, expected + 1):
            if count <= _MOST_CHARACTERS and piece.width >= 0.55 * typical * count:
                parts = _cut_at_valleys(band, piece, count, 0.75 * glyph_height)
                found.extend(part for part in parts if _may_be_glyph(part, glyph_height))
    for left, right in pairwise(pieces):
        union = _union(left, right)
        is_near = right.x - left.right <= 0.15 * glyph_height
        if is_near and union.width <= 1.3 * typical and _may_be_glyph(union, glyph_height):
            found.append(union)
    large = ink.large_structures(glyph_height)
    return tuple((blob, _is_edge(blob, large, glyph_height)) for blob in found)


def _may_be_glyph(blob: Blob, glyph_height: float) -> bool:
    low, narrow = 0.7 * glyph_height, 0.06 * glyph_height
    return blob.height >= low and narrow <= blob.width <= 1.45 * glyph_height


def _fit_level(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    if len(x) < 3 or float(np.ptp(x)) < 1.0:
        return 0.0, float(np.median(y))
    from_middle = x - x.mean()
    slope = float((from_middle * y).sum() / (from_middle**2).sum())
    return slope, float(y.mean() - slope * x.mean())


def _join_broken(blobs: tuple[Blob, ...], glyph_height: float) -> list[Blob]:
    """Pieces one above the other become one glyph; dots and dashes beside glyphs are left out."""
    ordered = sorted(
        (blob for blob in blobs if blob.height >= 0.12 * glyph_height), key=lambda blob: blob.x
    )
    joined: list[Blob] = []
    for blob in ordered:
        if joined:
            last = joined[-1]
            shared = min(last.right, blob.right) - max(last.x, blob.x)
            low = min(last.height, blob.height) < 0.72 * glyph_height
            wide = max(last.right, blob.right) - min(last.x, blob.x)
            if low and shared > 0.5 * min(last.width, blob.width) and wide <= 1.05 * glyph_height:
                joined[-1] = _union(last, blob)
                continue
        joined.append(blob)
    return [blob for blob in joined if blob.height >= 0.6 * glyph_height]


def _union(a: Blob, b: Blob) -> Blob:
    x, y = min(a.x, b.x), min(a.y, b.y)
    return Blob(x, y, max(a.right, b.right) - x, max(a.bottom, b.bottom) - y, a.ink + b.ink)


def _typical_width(pieces: list[Blob], glyph_height: float) -> float:
    """Width of an ordinary glyph of this row: neither an I nor two that touch."""
    widths = [
        piece.width for piece in pieces if 0.3 * glyph_height <= piece.width <= 0.95 * glyph_height
    ]
    return float(np.median(widths)) if widths else 0.55 * glyph_height


def _split_touching(
    band: npt.NDArray[np.uint8], piece: Blob, typical: float, glyph_height: float
) -> list[Blob]:
    """``piece`` cut at the valleys of its column projection where it is wider than one glyph."""
    count = round((piece.width + 0.15 * typical) / (1.15 * typical))
    if count < 2 or piece.width < 1.6 * typical or piece.width < 0.85 * glyph_height:
        return [piece]
    if count > _MOST_CHARACTERS:
        return []
    deepest = (0.62 if count > 2 else 0.4) * glyph_height
    return _cut_at_valleys(band, piece, count, deepest) or [piece]


def _cut_at_valleys(
    band: npt.NDArray[np.uint8], piece: Blob, count: int, deepest: float
) -> list[Blob]:
    """``piece`` cut in ``count`` where its column projection is lowest near the even places.

    Nothing where a cut would go through more than ``deepest`` pixels of ink.
    """
    region = band[piece.y : piece.bottom, piece.x : piece.right] > 0
    projection = np.convolve(region.sum(axis=0), np.ones(3) / 3, mode="same")
    cuts = [0]
    for index in range(1, count):
        expected = index * piece.width / count
        reach = 0.3 * piece.width / count
        low = max(cuts[-1] + 2, int(expected - reach))
        high = min(piece.width - 2, int(expected + reach) + 1)
        if high <= low:
            return []
        cuts.append(low + int(projection[low:high].argmin()))
    cuts.append(piece.width)
    if max(projection[cut] for cut in cuts[1:-1]) > deepest:
        return []
    parts: list[Blob] = []
    for left, right in pairwise(cuts):
        columns = region[:, left:right]
        rows = np.flatnonzero(columns.any(axis=1))
        if len(rows):
            top, bottom = int(rows[0]), int(rows[-1]) + 1
            parts.append(
                Blob(piece.x + left, piece.y + top, right - left, bottom - top, int(columns.sum()))
            )
    return parts


def _is_edge(glyph: Blob, large: npt.NDArray[np.bool_], glyph_height: float) -> bool:
    """Whether this is a piece of the frame or a country band rather than a glyph.

    A frame belongs to a larger structure and is thin; a band stands at an end and is full.
    """
    width = large.shape[1]
    at_end = glyph.x <= 0.03 * width or glyph.right >= 0.97 * width
    full = glyph.ink >= 0.88 * glyph.width * glyph.height
    if at_end and full and glyph.width > 0.3 * glyph_height:
        return True
    touches = glyph.x <= 1 or glyph.right >= width - 1
    if glyph.width < (0.35 if touches else 0.12) * glyph_height and at_end:
        return True
    near_end = glyph.middle_x <= 0.12 * width or glyph.middle_x >= 0.88 * width
    part = large[glyph.y : glyph.bottom, glyph.x : glyph.right]
    is_part = int(part.sum()) > 0.7 * glyph.ink
    reach = int(0.14 * glyph_height) + 1
    above = large[max(0, glyph.y - reach) : glyph.y, glyph.x : glyph.right]
    below = large[glyph.bottom : glyph.bottom + reach, glyph.x : glyph.right]
    goes_on = all(bool(strip.size and strip.any(axis=1).mean() > 0.8) for strip in (above, below))
    return near_end and is_part and (glyph.width < 0.35 * glyph_height or at_end or goes_on)


def _drop_strangers(glyphs: list[Blob], glyph_height: float) -> list[Blob]:
    """Leave out what stands far from the rest of the row, and all but the most central dozen."""
    kept = list(glyphs)
    while len(kept) > 3:
        gaps = [right.x - left.right for left, right in pairwise(kept)]
        limit = max(1.9 * glyph_height, 4.0 * float(np.median(gaps)))
        if gaps[0] > limit:
            kept.pop(0)
        elif gaps[-1] > limit:
            kept.pop()
        else:
            break
    while len(kept) > _MOST_CHARACTERS:
        kept.pop(int(np.argmin([glyph.ink for glyph in kept])))
    return kept


def _drop_uneven_ends(glyphs: list[Blob], glyph_height: float) -> list[Blob]:
    """Leave out a first or last piece whose top or bottom is not level with the others'."""
    kept = list(glyphs)
    for end in (0, -1):
        if len(kept) < 5:
            break
        others = kept[1:] if end == 0 else kept[:-1]
        x = np.array([glyph.middle_x for glyph in others])
        tops = _fit_level(x, np.array([float(glyph.y) for glyph in others]))
        bottoms = _fit_level(x, np.array([float(glyph.bottom) for glyph in others]))
        glyph = kept[end]
        off_top = abs(tops[0] * glyph.middle_x + tops[1] - glyph.y)
        off_bottom = abs(bottoms[0] * glyph.middle_x + bottoms[1] - glyph.bottom)
        if max(off_top, off_bottom) > 0.13 * glyph_height:
            kept = others
    return kept


def _text_score(glyphs: list[Blob], glyph_height: float, width: int) -> float:
    """How much a row looks like the text of a plate; grows with even glyphs, up to eight."""
    heights = np.array([glyph.height for glyph in glyphs])
    widths = np.array([glyph.width for glyph in glyphs])
    tops = np.array([glyph.y for glyph in glyphs])
    middles = np.array([glyph.middle_x for glyph in glyphs])
    slope, offset = _fit_level(middles, tops.astype(np.float64))
    unevenness = float(np.std(tops - slope * middles - offset) + np.std(heights)) / glyph_height
    fullness = np.array([glyph.ink / (glyph.width * glyph.height) for glyph in glyphs])
    plausible = (widths >= 0.18 * glyph_height) & (widths <= 0.95 * glyph_height)
    plausible &= (fullness > 0.22) & (fullness < 0.85)
    narrow = widths < 0.18 * glyph_height
    worth = float(plausible.sum() + 0.45 * narrow.sum() + 0.25 * (~plausible & ~narrow).sum())
    overfull = max(0, len(glyphs) - 10)
    size = (glyph_height * min(1.0, (glyphs[-1].right - glyphs[0].x) / width + 0.25)) ** 0.5
    return float(max(0.0, worth - overfull) * max(0.05, 1.0 - 2.5 * unevenness) * size)
