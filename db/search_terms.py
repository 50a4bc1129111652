"""The words under which a decision is found in the full-text index, in SQL and in Python alike.

``x`` begins a whole plate and ``p`` the beginning of one, both with O as 0; ``l``, ``o``, ``b``,
``v`` and ``r`` begin lane, outcome, person, verdict and reason in hexadecimal, one word each. A
released index was filled with these words: a change of them needs a new schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from db.plates import merge_o_and_0

PREFIX_LENGTH: Final = 4
"""Beginnings up to this length are words of their own, so that they need no merging."""

_FACETS: Final = {
    "l": "lane_id",
    "o": "outcome",
    "b": "decided_by",
    "v": "verdict",
    "r": "reason",
}


def terms_sql(row: str) -> str:
    """The SQL expression for the words of the decision in ``row``."""
    parts = [_plate_sql(f"{row}.observed_plate"), _plate_sql(f"coalesce({row}.resolved_plate, '')")]
    parts += [f"'{letter}' || hex({row}.{column})" for letter, column in _FACETS.items()]
    return " || ' ' || ".join(parts)


def terms_sql_postgresql(row: str) -> str:
    """The same expression for PostgreSQL; its index folds no case, so hexadecimal is lower."""
    parts = [_plate_sql(f"{row}.observed_plate"), _plate_sql(f"coalesce({row}.resolved_plate, '')")]
    parts += [
        f"'{letter}' || encode(convert_to({row}.{column}, 'UTF8'), 'hex')"
        for letter, column in _FACETS.items()
    ]
    return " || ' ' || ".join(parts)


def tsquery(words: Sequence[str]) -> str:
    """All of ``words``, which are in SQLite's notation, as PostgreSQL writes it."""
    text = " AND ".join(words).replace('"*', "':*").replace('"', "'")
    return text.replace(" AND ", " & ").replace(" OR ", " | ")


def facet_term(column: str, value: str) -> str:
    """The word for a value of ``lane_id``, ``outcome``, ``decided_by``, ``verdict``, ``reason``."""
    letter = next(letter for letter, name in _FACETS.items() if name == column)
    return f'"{letter}{value.encode().hex()}"'


def plate_term(plate: str) -> str:
    """The word for a whole plate."""
    return f'"x{merge_o_and_0(plate)}"'


def prefix_term(beginning: str) -> str:
    """The word, or beginning of one, for plates that begin so."""
    if len(beginning) <= PREFIX_LENGTH:
        return f'"p{merge_o_and_0(beginning)}"'
    return f'"x{merge_o_and_0(beginning)}"*'


def _plate_sql(plate: str) -> str:
    plate_class = f"replace({plate}, 'O', '0')"
    words = [f"'x' || {plate_class}"]
    words += [
        f"'p' || substr({plate_class}, 1, {length})" for length in range(1, PREFIX_LENGTH + 1)
    ]
    return " || ' ' || ".join(words)
