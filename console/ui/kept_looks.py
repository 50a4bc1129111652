"""The theme and text size that each person chose, taken up again when they sign in.

They are kept in the file of the window's layout: they are how one person last saw this window at
this booth, no fact of the site (those are the installer's, in TOML) and no act to be audited. They
are a person's, since eyes are: who needs large text need not ask for it at every shift, and whoever
comes next does not have to put up with it. Before anybody has signed in, the window looks as it
did last.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from console.ui.theme import MAX_SCALE, MIN_SCALE, Appearance, ThemeName

_GROUP = "looks"
_LAST = "last"


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, and a text size of 1.0 to 1.5."""

    theme: ThemeName
    text_scale: float


class KeptLooks:
    """Puts looks into force and keeps them; ``path`` None keeps them while the window lives."""

    def __init__(self, appearance: Appearance, usual: Look, path: Path | None) -> None:
        self._appearance = appearance
        self._usual = usual
        self._path = path
        self._looks = {} if path is None else _read(path)
        self._person = ""
        self._show(self._looks.get(_LAST, usual))

    def take_up(self, person: str) -> None:
        """Look as ``person`` chose, or as the site does for those who never chose."""
        self._person = person
        look = self._looks.get(_entry(person), self._usual)
        self._show(look)
        self._keep(_LAST, look)

    def choose(self, theme: ThemeName, text_scale: float) -> None:
        """Look like this from now on, and whenever the person at the desk is back."""
        self._appearance.set_look(theme, text_scale)
        look = Look(self._appearance.theme, self._appearance.text_scale)
        if self._person:
            self._keep(_entry(self._person), look)
        self._keep(_LAST, look)

    def _show(self, look: Look) -> None:
        shown = Look(self._appearance.theme, self._appearance.text_scale)
        if shown != look:
            self._appearance.set_look(look.theme, look.text_scale)

    def _keep(self, entry: str, look: Look) -> None:
        if self._looks.get(entry) == look:
            return
        self._looks[entry] = look
        if self._path is not None:
            kept = QSettings(str(self._path), QSettings.Format.IniFormat)
            kept.setValue(f"{_GROUP}/{entry}", [look.theme.value, f"{look.text_scale:.2f}"])


def _entry(person: str) -> str:
    """The name in the file: without a slash, which would begin a group, and never ``last``."""
    return "by " + person.replace("/", "|").replace("\\", "|")


def _read(path: Path) -> dict[str, Look]:
    """What is kept in the file; what it does not say rightly counts as never chosen."""
    kept = QSettings(str(path), QSettings.Format.IniFormat)
    kept.beginGroup(_GROUP)
    looks = {entry: _look(kept.value(entry)) for entry in kept.childKeys()}
    return {entry: look for entry, look in looks.items() if look is not None}


def _look(value: object) -> Look | None:
    if not isinstance(value, list) or len(value) != len(Look.__dataclass_fields__):
        return None
    theme, scale = value
    try:
        look = Look(ThemeName(theme), float(scale))
    except ValueError:
        return None
    return look if MIN_SCALE <= look.text_scale <= MAX_SCALE else None
