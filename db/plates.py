"""Plate texts as people write them, brought to the one form that is stored and matched."""

from __future__ import annotations

import unicodedata

from db.errors import PlateTextError

MAX_PLATE_LENGTH = 12

_SEPARATORS = frozenset("._·•:/|")
_SEPARATOR_CATEGORIES = frozenset({"Zs", "Pd", "Cf"})  # spaces, dashes, invisible marks


def normalise_plate(text: str) -> str:
    """``text`` in upper case A-Z0-9, without separators, at most 12 long; O and 0 as written.

    Look-alikes of other alphabets are refused, not guessed.

    Raises:
        PlateTextError: nothing is left, it is too long, or it holds another character.
    """
    plate = "".join(
        _as_plate_character(character, text) for character in text if not _is_separator(character)
    )
    if not plate:
        raise PlateTextError(text, "holds no letter or digit")
    if len(plate) > MAX_PLATE_LENGTH:
        raise PlateTextError(text, f"is longer than {MAX_PLATE_LENGTH} characters")
    return plate


def merge_o_and_0(plate: str) -> str:
    """The plate with every O as 0: plates that look the same to a camera become equal."""
    return plate.replace("O", "0")


def _is_separator(character: str) -> bool:
    return (
        character in _SEPARATORS
        or character.isspace()
        or unicodedata.category(character) in _SEPARATOR_CATEGORIES
    )


def _as_plate_character(character: str, text: str) -> str:
    if not (character.isascii() and character.isalnum()):
        raise PlateTextError(text, f"holds {character!r}; only A-Z and 0-9 are on plates")
    return character.upper()
