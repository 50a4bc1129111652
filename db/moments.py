"""Moments as text, the same from SQLite and from PostgreSQL: ``2026-03-01T12:00:00.123456Z``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class moment_text(FunctionElement[str]):  # noqa: N801 - reads as the SQL function it becomes
    """A moment's column as text, made by the database: a million are needed at once."""

    type = Text()
    inherit_cache = True
    name = "moment_text"


@compiles(moment_text, "sqlite")
def _in_sqlite(element: moment_text, compiler: Any, **options: Any) -> str:
    # Kept as 2026-03-01 12:00:00.123456, always UTC and always with six digits
    (column,) = element.clauses
    text = compiler.process(column, **options)
    return f"(substr({text}, 1, 10) || 'T' || substr({text}, 12) || 'Z')"


@compiles(moment_text, "postgresql")
def _in_postgresql(element: moment_text, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    text = compiler.process(column, **options)
    return f"""to_char({text} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def as_text(moment: datetime) -> str:
    """The same text, of a moment in Python."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def of(column: ColumnElement[Any] | Any) -> ColumnElement[str]:
    """The column's moments as text."""
    return moment_text(column)


def from_text(text: str) -> datetime:
    """The moment that ``as_text`` made the text of."""
    return datetime.fromisoformat(text)
