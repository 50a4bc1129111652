"""Registered plates near a read, by an edit distance that knows which glyphs look alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import Levenshtein
import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein as PlainDistance

from pipeline.confusions import EDIT_COST, ConfusionCosts, Costs
from pipeline.types import Candidate, Character

_MAX_EDITS, _ALWAYS_COMPARED_EDITS = 4, 2
_MOST_COMPARED = 25_000
"""Plates within two edits are always compared. Those farther away are looked at as long as there
are no more possible ones than this, about 2 ms of work: among a million plates thousands are
three edits from any text, and mean nothing.

Source: ``python -m pipeline.training matching --registered 1000000``, like the next.
"""

_LARGE = 100_000
"""In a registry larger than this a glyph is looked for within two places of its own, not four."""

_REACH = _MAX_EDITS

_GAP = 32


def match_key(plate: str) -> str:
    """The form in which plates are compared: upper case, O as 0, no separators."""
    key = plate.upper()
    if not key.isalnum():
        key = "".join(glyph for glyph in key if glyph.isalnum())
    return key.replace("O", "0")


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


class Registry:
    """Registered plates, ready to be searched by a read; it never changes, so threads share it.

    A search sifts all plates by their columns of glyphs, counts the plain edits to those that
    are left, and weighs the near ones. ``changed`` makes the next registry from this one.
    """

    def __init__(self, plates: Sequence[str], costs: ConfusionCosts | None = None) -> None:
        keys = [match_key(plate) for plate in plates]
        self._fill(list(plates), keys, _columns(keys), costs or ConfusionCosts())

    def __len__(self) -> int:
        return len(self._plates)

    def changed(self, added: Sequence[str], removed: Collection[str]) -> Registry:
        """This registry with ``added`` and without ``removed``, spelt as they were registered.

        Nothing but the new plates is prepared again.
        """
        gone = set(removed)
        places = [place for place, plate in enumerate(self._plates) if plate in gone]
        plates, keys = self._plates.copy(), self._keys.copy()
        for place in reversed(places):
            del plates[place], keys[place]
        old = np.delete(self._columns, places, axis=1)
        added_keys = [match_key(plate) for plate in added]
        new = _columns(added_keys)
        height = max(len(old), len(new))
        columns = np.full((height, old.shape[1] + new.shape[1]), _GAP, dtype=np.uint8)
        columns[: len(old), : old.shape[1]] = old
        columns[: len(new), old.shape[1] :] = new
        registry = Registry.__new__(Registry)
        registry._fill([*plates, *added], keys + added_keys, columns, self._costs)
        return registry

    def nearest(
        self,
        text: str,
        limit: int = 5,
        characters: Sequence[Character] = (),
        candidates: Sequence[Candidate] = (),
    ) -> tuple[PlateMatch, ...]:
        """The registered plates nearest to ``text``, nearest first, at most ``limit``.

        Plates that need more than four plain edits (fewer for short texts) are not near, however
        cheap their confusions are; in a large registry three and four edits are looked at only
        as far as that takes no time worth speaking of. ``characters`` and ``candidates`` are
        those of the read ``text`` belongs to: where it was unsure, what it might have been
        instead costs less, be it another glyph or a text with one more or one less.
        """
        key = match_key(text)
        if not key or not self._keys or limit < 1:
            return ()
        near = self._near(key, limit)
        costs = self._weighted(self._rows(key, characters), near)
        for candidate, extra in self._other_lengths(key, candidates):
            other = self._weighted(self._costs.rows(candidate), near) + np.float32(extra)
            np.minimum(costs, other, out=costs)
        order = sorted(zip(costs.tolist(), near.tolist(), strict=True))[:limit]
        return tuple(
            PlateMatch(self._plates[i], round(cost, 6), differing_positions(key, self._keys[i]))
            for cost, i in order
        )

    def _fill(
        self,
        plates: list[str],
        keys: list[str],
        columns: npt.NDArray[np.uint8],
        costs: ConfusionCosts,
    ) -> None:
        self._plates, self._keys, self._columns, self._costs = plates, keys, columns, costs
        self._lengths = np.fromiter((len(key) for key in keys), dtype=np.uint16, count=len(keys))

    def _near(self, key: str, limit: int) -> npt.NDArray[np.intp]:
        """The plates to weigh: by plain edits, farther ones only where nearer ones are few."""
        hits = self._hits(key)
        farthest = max_edits(key)
        near = np.empty(0, dtype=np.intp)
        for cutoff in range(min(_ALWAYS_COMPARED_EDITS, farthest), farthest + 1):
            possible = np.flatnonzero(hits >= len(key) - cutoff)
            if cutoff > _ALWAYS_COMPARED_EDITS and len(possible) > _MOST_COMPARED:
                break
            apart = np.abs(self._lengths[possible].astype(np.int32) - len(key))
            possible = possible[apart <= cutoff]
            near = possible[self._edits(key, possible) <= cutoff]
            if len(near) >= limit and cutoff >= _ALWAYS_COMPARED_EDITS:
                break
        return near

    def _edits(self, key: str, possible: npt.NDArray[np.intp]) -> npt.NDArray[np.uint16]:
        """Plain edit distance of ``key`` to each plate of ``possible``, all of them at a time.

        Tens of thousands of short texts are compared several times faster so than one by one.
        Source: Wagner and Fischer, The String-to-String Correction Problem, JACM 21 (1974).
        """
        if not key.isascii():  # the columns hold one and the same mark for every other glyph
            keys = [self._keys[i] for i in possible.tolist()]
            edits: npt.NDArray[np.uint16] = process.cdist(
                [key], keys, scorer=PlainDistance.distance, dtype=np.uint16
            )[0]
            return edits
        lengths = self._lengths[possible]
        longest = int(lengths.max(initial=0))
        glyphs = self._columns[_REACH : _REACH + longest, possible]
        small = longest + len(key) < np.iinfo(np.uint8).max
        table = np.empty((longest + 1, len(possible)), dtype=np.uint8 if small else np.uint16)
        table[:] = np.arange(longest + 1, dtype=table.dtype)[:, None]
        changed = np.empty(len(possible), dtype=table.dtype)
        for glyph in key.encode("ascii"):
            diagonal = table[0].copy()
            table[0] += 1
            for place in range(1, longest + 1):
                np.not_equal(glyphs[place - 1], glyph, out=changed, casting="unsafe")
                changed += diagonal
                np.minimum(changed, table[place] + 1, out=changed)
                np.minimum(changed, table[place - 1] + 1, out=changed)
                diagonal[:] = table[place]
                table[place] = changed
        return table[lengths, np.arange(len(possible))].astype(np.uint16)

    def _hits(self, key: str) -> npt.NDArray[np.uint8]:
        """For every plate, how many glyphs of ``key`` it has within some places of their own.

        A plate that is some edits away lacks at most as many. One comparison looks at all plates.
        """
        count = len(self._keys)
        reach = _ALWAYS_COMPARED_EDITS if count > _LARGE else _REACH
        hits = np.zeros(count, dtype=np.uint8)
        seen, here = np.empty(count, dtype=bool), np.empty(count, dtype=bool)
        for place, glyph in enumerate(key.encode("ascii", "replace")):
            seen[:] = False
            middle = place + _REACH
            for column in self._columns[middle - reach : middle + reach + 1]:
                np.equal(column, glyph, out=here)
                np.logical_or(seen, here, out=seen)
            hits += seen.view(np.uint8)
        return hits

    def _rows(self, key: str, characters: Sequence[Character]) -> Costs:
        if match_key("".join(character.text for character in characters)) == key:
            return self._costs.rows_of(characters)
        return self._costs.rows(key)

    def _other_lengths(
        self, key: str, candidates: Sequence[Candidate]
    ) -> tuple[tuple[str, float], ...]:
        """Candidates that are longer or shorter than the first, with what taking them costs."""
        if not candidates or match_key(candidates[0].text) != key:
            return ()
        return tuple(
            (match_key(one.text), self._costs.of_candidate(one, candidates[0]))
            for one in candidates[1:]
            if one.text and len(one.text) != len(key)
        )

    def _weighted(self, rows: Costs, near: npt.NDArray[np.intp]) -> Costs:
        """Weighted edit distance of the read to each plate of ``near``, all plates at a time.

        Source: Wagner and Fischer, The String-to-String Correction Problem, JACM 21 (1974).
        """
        lengths = self._lengths[near]
        glyphs = self._columns[_REACH:, near]
        longest = int(lengths.max(initial=0))
        table = np.empty((longest + 1, len(near)), dtype=np.float32)
        table[:] = np.arange(longest + 1, dtype=np.float32)[:, None] * EDIT_COST
        for row in rows:
            diagonal = table[0].copy()
            table[0] += EDIT_COST
            for column in range(1, longest + 1):
                best = diagonal + row[glyphs[column - 1]]
                np.minimum(best, table[column] + EDIT_COST, out=best)
                np.minimum(best, table[column - 1] + EDIT_COST, out=best)
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


def _columns(keys: Sequence[str]) -> npt.NDArray[np.uint8]:
    """The glyphs of all keys by place, (places, keys), with empty places at either end."""
    longest = max((len(key) for key in keys), default=0)
    padded = "".join(key.ljust(longest) for key in keys).encode("ascii", "replace")
    columns = np.full((longest + 2 * _REACH, len(keys)), _GAP, dtype=np.uint8)
    glyphs = np.frombuffer(padded, dtype=np.uint8).reshape(len(keys), longest)
    columns[_REACH : _REACH + longest] = glyphs.T
    return columns
