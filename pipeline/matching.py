"""Registered plates near a read, by an edit distance that knows which glyphs look alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import Levenshtein
import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein as PlainDistance

from pipeline.types import Character

DEFAULT_CONFUSIONS: tuple[tuple[str, float], ...] = (
    ("8B", 0.3),
    ("5S", 0.3),
    ("1I", 0.2),
    ("2Z", 0.3),
    ("0Q", 0.3),
    ("0D", 0.35),
    ("6G", 0.4),
    ("UV", 0.5),
    ("MN", 0.5),
    ("VY", 0.6),
    ("DQ", 0.5),
    ("1L", 0.5),
    ("1T", 0.6),
    ("7T", 0.6),
    ("17", 0.6),
    ("4A", 0.5),
    ("CG", 0.6),
    ("0C", 0.6),
    ("0G", 0.6),
    ("38", 0.6),
    ("3B", 0.7),
    ("68", 0.6),
    ("6B", 0.7),
    ("89", 0.7),
    ("EF", 0.6),
    ("PR", 0.6),
    ("HN", 0.6),
    ("HM", 0.6),
    ("KX", 0.6),
    ("XY", 0.7),
    ("27", 0.7),
)
"""Pairs of glyphs (O is written 0) and what taking one for the other costs, where 1.0 is a plain
substitution. Order of magnitude from the shapes of the glyphs; to be replaced by the classifier's
own confusions on held-out plates."""

_EDIT_COST = 1.0
_ALTERNATIVE_FLOOR = 0.1
_MAX_EDITS = 4
_CODES = 128


def match_key(plate: str) -> str:
    """The form in which plates are compared: upper case, O as 0, no separators."""
    return "".join(glyph for glyph in plate.upper() if glyph.isalnum()).replace("O", "0")


@dataclass(frozen=True, slots=True)
class PlateMatch:
    """A registered plate near a read, as it was registered.

    ``cost`` is the weighted edit distance, 0.0 for the same plate (O and 0 are the same).
    ``differing`` holds the positions of ``plate`` that the read does not show; a character too
    many in the read marks the position where it stands.
    """

    plate: str
    cost: float
    differing: tuple[int, ...]


class ConfusionCosts:
    """What it costs to take one glyph for another: 0.0 the same, 1.0 nothing in common."""

    def __init__(self, pairs: Sequence[tuple[str, float]] = DEFAULT_CONFUSIONS) -> None:
        """Take ``(two glyphs, cost)`` pairs; the order of the two glyphs does not matter.

        Raises:
            ValueError: a pair is not two different glyphs, or its cost is not within 0 to 1.
        """
        table = np.full((_CODES, _CODES), _EDIT_COST, dtype=np.float32)
        np.fill_diagonal(table, 0.0)
        for glyphs, cost in pairs:
            if len(glyphs) != 2 or glyphs[0] == glyphs[1] or not 0.0 < cost <= _EDIT_COST:
                raise ValueError(f"confusion {glyphs!r} = {cost}: wanted two glyphs, 0 < cost <= 1")
            first, second = ord(glyphs[0]), ord(glyphs[1])
            table[first, second] = table[second, first] = cost
        table.setflags(write=False)
        self._table = table

    def between(self, read: str, registered: str) -> float:
        """Cost of ``registered`` where ``read`` was read; both one glyph, O written as 0."""
        return float(self._table[ord(read), ord(registered)])

    def rows(self, key: str, characters: Sequence[Character] | None) -> npt.NDArray[np.float32]:
        """Substitution costs of every position of ``key``: float32 (len(key), 128) by code.

        Where ``characters`` belong to ``key``, a glyph that was the classifier's own second
        thought costs less, in proportion to how near it came to the first; never nothing.
        """
        rows = self._table[_codes(key)].copy()
        if characters is None or match_key("".join(c.text for c in characters)) != key:
            return rows
        for row, character in zip(rows, characters, strict=True):
            for text, confidence in character.alternatives:
                code = ord(match_key(text) or " ") % _CODES
                share = min(1.0, confidence / max(character.confidence, 1e-6))
                row[code] = min(row[code], max(_ALTERNATIVE_FLOOR, _EDIT_COST - share))
            row[_codes(match_key(character.text))] = 0.0
        return rows


class Registry:
    """Registered plates, ready to be searched by a read; it never changes, so threads share it."""

    def __init__(self, plates: Sequence[str], costs: ConfusionCosts | None = None) -> None:
        self._plates = tuple(plates)
        self._keys = [match_key(plate) for plate in self._plates]
        self._costs = costs or ConfusionCosts()
        self._lengths = np.array([len(key) for key in self._keys], dtype=np.intp)
        longest = max((len(key) for key in self._keys), default=0)
        padded = "".join(key.ljust(longest) for key in self._keys)
        self._glyphs = _codes(padded).reshape(len(self._keys), longest)

    def __len__(self) -> int:
        return len(self._plates)

    def nearest(
        self, text: str, limit: int = 5, characters: Sequence[Character] | None = None
    ) -> tuple[PlateMatch, ...]:
        """The registered plates nearest to ``text``, nearest first, at most ``limit``.

        Plates that need more than four plain edits (fewer for short texts) are not near, however
        cheap their confusions are. ``characters`` are those of the read, for their alternatives.
        """
        key = match_key(text)
        if not key or not self._keys or limit < 1:
            return ()
        cutoff = max_edits(key)
        edits = process.cdist(
            [key], self._keys, scorer=PlainDistance.distance, score_cutoff=cutoff, dtype=np.uint8
        )[0]
        near = np.flatnonzero(edits <= cutoff)
        costs = self._weighted(self._costs.rows(key, characters), near)
        order = sorted(zip(costs.tolist(), near.tolist(), strict=True))[:limit]
        return tuple(
            PlateMatch(self._plates[i], round(cost, 6), differing_positions(key, self._keys[i]))
            for cost, i in order
        )

    def _weighted(
        self, rows: npt.NDArray[np.float32], near: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.float32]:
        """Weighted edit distance of the read to each plate of ``near``, all plates at a time.

        Source: Wagner and Fischer, The String-to-String Correction Problem, JACM 21 (1974).
        """
        glyphs, lengths = self._glyphs[near], self._lengths[near]
        longest = int(lengths.max(initial=0))
        table = np.empty((longest + 1, len(near)), dtype=np.float32)
        table[:] = np.arange(longest + 1, dtype=np.float32)[:, None] * _EDIT_COST
        for row in rows:
            diagonal = table[0].copy()
            table[0] += _EDIT_COST
            for column in range(1, longest + 1):
                best = diagonal + row[glyphs[:, column - 1]]
                np.minimum(best, table[column] + _EDIT_COST, out=best)
                np.minimum(best, table[column - 1] + _EDIT_COST, out=best)
                diagonal = table[column].copy()
                table[column] = best
        return table[lengths, np.arange(len(near))]


def max_edits(key: str) -> int:
    """How many plain edits away a plate still counts as near: half its length, at most four."""
    return min(_MAX_EDITS, max(1, len(key) // 2))


def differing_positions(read: str, registered: str) -> tuple[int, ...]:
    """Positions of ``registered`` at which ``read`` shows something else; both O as 0."""
    last = max(0, len(registered) - 1)
    edits = Levenshtein.editops(match_key(read), match_key(registered))
    return tuple(sorted({min(position, last) for _, _, position in edits}))


def _codes(key: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(key.encode("ascii", "replace"), dtype=np.uint8)
