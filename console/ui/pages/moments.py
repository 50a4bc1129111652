"""Days and times as people write them, in the booth's zone: 2026-03-14 18:00, or as is usual there.

ISO is understood everywhere. Besides it counts what the language of the window writes itself, and
the short forms of the computer's country: 14.3.26 in Germany, 3/14/26 in the United States.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QLocale

from console.ui import local_words

_DAY_LENGTH = len("2026-03-14")
_CENTURY = 2000  # of years that are written with two digits
_SHORT = QLocale.FormatType.ShortFormat


class MomentTextError(ValueError):
    """A text is no day or time."""


def parse_moment(text: str, zone: tzinfo | None, *, ends: bool) -> datetime | None:
    """The moment in UTC, None for an empty text; with ``ends`` a day alone lasts until its end.

    Raises:
        MomentTextError: it cannot be understood.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return None
    try:
        moment, is_day = _iso(tidy) or _usual(tidy)
        if ends and is_day:
            moment += timedelta(days=1)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MomentTextError(tidy) from error


def write_moment(moment: datetime | None, zone: tzinfo | None, *, ends: bool) -> str:
    """What ``parse_moment`` reads back; a day alone where that says the same."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return local_words.minute_words(local)
    return local_words.day_words(local - timedelta(days=1) if ends else local)


def _iso(text: str) -> tuple[datetime, bool] | None:
    """Day and time, and whether it is a day alone; None for another form."""
    try:
        return datetime.fromisoformat(text), len(text) <= _DAY_LENGTH
    except ValueError:
        return None


def _usual(text: str) -> tuple[datetime, bool]:
    """The same in a usual form of the place.

    Raises:
        ValueError: it has none of these forms.
    """
    locale = QLocale()
    for day in _day_patterns(locale):
        found = locale.toDate(text, day, _CENTURY)
        if found.isValid():
            date = datetime(  # noqa: DTZ001 - the caller gives it the zone
                found.year(), found.month(), found.day()
            )
            return date, True
        for time in ("H:mm", "h:mm AP"):
            both = locale.toDateTime(text, f"{day} {time}", _CENTURY)
            if both.isValid():
                at, on = both.time(), both.date()
                moment = datetime(  # noqa: DTZ001 - as above
                    on.year(), on.month(), on.day(), at.hour(), at.minute()
                )
                return moment, False
    raise ValueError(text)


def _day_patterns(locale: QLocale) -> Iterator[str]:
    """How days are written here, zeros in front left out or not, with both kinds of years."""
    for written in (local_words.day_pattern(), locale.dateFormat(_SHORT)):
        loose = written.replace("dd", "d").replace("MM", "M").replace("yyyy", "yy")
        yield loose.replace("yy", "yyyy")
        yield loose
