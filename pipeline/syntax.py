"""Plate formats of the world's regions: which positions are letters, which are digits.

A format never changes what was read or what is matched. For the text that people see it tells O
from 0, which are one class to every reader, and takes a reader's second thought where the first
fits no plate (an I among digits that might be a 1).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.types import Candidate, Character

LETTER, DIGIT, EITHER = "@", "#", "*"

_LOOK_ALIKE = frozenset(
    frozenset(pair)
    for pair in ("0D", "0Q", "1I", "1J", "1L", "1T", "2Z", "3B", "4A", "5S", "6G", "7T", "7Z", "8B")
)
_SECOND_THOUGHT_FROM = 0.3
"""How likely another text must be, as a share of how likely the one is that was read.

Source: val, 1188 crops and plates in photos. Of the default regions, 7 texts that are shown become
right and 1 wrong; with any look-alike from a chance of 0.02 on, and no other text, 2 and 7.
"""


class PlateFormatError(PipelineError):
    """A plate format file cannot be understood; the message names the region and the format."""


@dataclass(frozen=True, slots=True)
class PlateFormat:
    """One layout: ``@`` is a letter, ``#`` a digit, ``*`` either, anything else stands for itself.

    ``starts`` lists the only beginnings that are issued (state codes); empty means any.
    """

    region: str
    name: str
    pattern: str
    starts: tuple[str, ...] = ()

    def resolve(self, text: str) -> str | None:
        """``text`` with O and 0 told apart by this format, or None where it does not fit."""
        if len(text) != len(self.pattern):
            return None
        glyphs = [_fit(glyph, slot) for glyph, slot in zip(text, self.pattern, strict=True)]
        if None in glyphs:
            return None
        resolved = "".join(glyph for glyph in glyphs if glyph is not None)
        return resolved if not self.starts or resolved.startswith(self.starts) else None


class PlateFormats:
    """The formats of a site, in the order in which they are tried."""

    def __init__(self, formats: Iterable[PlateFormat]) -> None:
        self.formats = tuple(formats)

    @classmethod
    def load(cls, texts: Iterable[str]) -> PlateFormats:
        """The formats written in ``texts``, each the content of one region's TOML file.

        Raises:
            PlateFormatError: not TOML, or a region or format without its name or patterns.
        """
        return cls(one for text in texts for one in _parse(text))

    def resolve(self, text: str) -> str:
        """``text`` for people: O where the format that fits has a letter, else 0.

        Of several formats the one that needs the fewest O is taken, for digits are commoner than
        the letter, then the first. A text that fits no format comes back as it is.
        """
        found = (resolved for _, resolved in self._fitting(text))
        return min(found, key=lambda resolved: resolved.count("O"), default=text)

    def resolve_read(
        self, characters: Sequence[Character], candidates: Sequence[Candidate] = ()
    ) -> str:
        """The text of a read for people.

        A text that fits no format takes alternatives of its characters that look like them, where
        the readers thought of these and a format fits then: the likeliest such text. Else it is
        the next of ``candidates``, likeliest first, that fits; nothing much less likely is taken.
        """
        text = "".join(character.text for character in characters)
        if any(True for _ in self._fitting(text)):
            return self.resolve(text)
        found = [
            likely
            for one in self.formats
            if len(one.pattern) == len(text) and (likely := _likeliest(one, characters)) is not None
        ]
        cost, best = min(found, default=(math.inf, text))
        if cost <= -math.log(_SECOND_THOUGHT_FROM):
            return self.resolve(best)
        read_chance = candidates[0].confidence if candidates else 0.0
        others = (
            candidate.text
            for candidate in candidates[1:]
            if candidate.confidence >= _SECOND_THOUGHT_FROM * read_chance
            and any(True for _ in self._fitting(candidate.text))
        )
        return self.resolve(next(others, text))

    def fitting(self, text: str) -> tuple[PlateFormat, ...]:
        """Every format that ``text`` could be of, O and 0 being the same."""
        return tuple(one for one, _ in self._fitting(text))

    def _fitting(self, text: str) -> Iterable[tuple[PlateFormat, str]]:
        for one in self.formats:
            resolved = one.resolve(text)
            if resolved is not None:
                yield one, resolved


def _likeliest(one: PlateFormat, characters: Sequence[Character]) -> tuple[float, str] | None:
    """What ``characters`` most likely say if they are of this format, and how unlikely that is.

    None where they cannot be. The first value is minus the logarithm of how likely it is
    beside what was read.
    """
    cost, text = 0.0, ""
    for character, slot in zip(characters, one.pattern, strict=True):
        possible = [(0.0, character.text)]
        possible += [
            (math.log(max(character.confidence, confidence) / confidence), glyph)
            for glyph, confidence in character.alternatives
            if confidence > 0.0 and frozenset((glyph, character.text)) in _LOOK_ALIKE
        ]
        fitting = [(extra, glyph) for extra, glyph in possible if _fit(glyph, slot) is not None]
        if not fitting:
            return None
        extra, glyph = min(fitting)
        cost, text = cost + extra, text + glyph
    return (cost, text) if one.resolve(text) is not None else None


def _fit(glyph: str, slot: str) -> str | None:
    """The glyph as ``slot`` wants it, or None where it cannot stand there."""
    letter, digit = ("O", "0") if glyph in "O0" else (glyph, glyph)
    if slot == LETTER:
        return letter if letter.isalpha() else None
    if slot == DIGIT:
        return digit if digit.isdigit() else None
    if slot == EITHER:
        return glyph
    return slot if slot in (letter, digit) else None


def _parse(text: str) -> tuple[PlateFormat, ...]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlateFormatError(f"plate formats: not TOML: {error}") from error
    region = _text_of(content, "region", "plate formats")
    entries = content.get("formats")
    if not isinstance(entries, list) or not entries:
        raise PlateFormatError(f"plate formats of {region}: no [[formats]]")
    found: list[PlateFormat] = []
    for entry in entries:
        name = _text_of(entry, "name", f"plate formats of {region}")
        patterns = _texts_of(entry, "patterns", f"plate format {region} {name}")
        starts = _texts_of(entry, "starts", f"plate format {region} {name}", required=False)
        found.extend(PlateFormat(region, name, pattern, starts) for pattern in patterns)
    return tuple(found)


def _text_of(content: Mapping[str, object], key: str, where: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value:
        raise PlateFormatError(f"{where}: {key} must be a text")
    return value


def _texts_of(
    content: Mapping[str, object], key: str, where: str, required: bool = True
) -> tuple[str, ...]:
    value = content.get(key, None if required else [])
    if not isinstance(value, list) or (required and not value):
        raise PlateFormatError(f"{where}: {key} must be a list of texts")
    for item in value:
        if not isinstance(item, str) or not item:
            raise PlateFormatError(f"{where}: {key} must be a list of texts")
    return tuple(value)
