"""Days and times as people write them: 2026-03-14, or 2026-03-14 18:00, in the booth's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_DAY_LENGTH = len("2026-03-14")


class MomentTextError(ValueError):
    """A text is no day or time."""


def parse_moment(text: str, zone: tzinfo | None, *, ends: bool) -> datetime | None:
    """The moment in UTC, None for an empty text; with ``ends`` a day alone lasts until its end.

    Raises:
        MomentTextError: it cannot be understood.
    """
    tidy = text.strip()
    if not tidy:
        return None
    try:
        moment = datetime.fromisoformat(tidy)
        if ends and len(tidy) <= _DAY_LENGTH:
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
        return f"{local:%Y-%m-%d %H:%M}"
    day = local - timedelta(days=1) if ends else local
    return f"{day:%Y-%m-%d}"
