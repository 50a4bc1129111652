"""Days, times and numbers as the language of the window writes them.

The order of day and month is translated with the words; the names of days and months and the
decimal sign are those of the default ``QLocale``, which ``install_language`` sets.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale


def day_pattern() -> str:
    """How days are written, as Qt's formats say it."""
    return QCoreApplication.translate("LocalWords", "yyyy-MM-dd")


def day_words(local: datetime) -> str:
    """A day, such as 2026-03-14."""
    return _written(local, day_pattern())


def minute_pattern() -> str:
    """How day and time are written, as Qt's formats say it."""
    return QCoreApplication.translate("LocalWords", "yyyy-MM-dd HH:mm")


def minute_words(local: datetime) -> str:
    """Day and time, such as 2026-03-14 18:00."""
    return _written(local, minute_pattern())


def second_words(local: datetime) -> str:
    """Day and exact time, such as 2026-03-14 18:00:05."""
    return _written(local, QCoreApplication.translate("LocalWords", "yyyy-MM-dd HH:mm:ss"))


def short_second_words(local: datetime) -> str:
    """Day of this year and exact time for a narrow column, such as 03-14 18:00:05."""
    return _written(local, QCoreApplication.translate("LocalWords", "MM-dd HH:mm:ss"))


def brief_words(local: datetime) -> str:
    """Day and time of something recent, such as 14 Mar 18:00."""
    return _written(local, QCoreApplication.translate("LocalWords", "dd MMM HH:mm"))


def clock_face_words(local: datetime) -> str:
    """What the clock of the window shows, such as Sat 14 Mar  18:00:05."""
    return _written(local, QCoreApplication.translate("LocalWords", "ddd dd MMM  HH:mm:ss"))


def number_words(value: float, decimals: int = 0) -> str:
    """A number with so many decimals, such as 0.4, or 0,4 in German."""
    return QLocale().toString(float(value), "f", decimals)


def _written(local: datetime, pattern: str) -> str:
    moment = QDateTime(local.year, local.month, local.day, local.hour, local.minute, local.second)
    return QLocale().toString(moment, pattern)
