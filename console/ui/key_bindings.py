"""Which key does what: ours until a person chooses another, kept beside the window's layout."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QKeyCombination, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence

from console.ui.action_spec import LANE_KEY_COUNT, ActionId

_log = logging.getLogger("bridge")

LANE_PLACE = "{lane}"
EVERYWHERE = ""
_GROUP = "keys"
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_PLAIN = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
"""Keys that the lanes may use alone; elsewhere they belong to boxes, lists and buttons."""

_SHARED = frozenset({ActionId.CONFIRM.value, ActionId.CORRECT.value})
"""Never possible at the same time, so that one key may mean both."""


class KeyFault(StrEnum):
    """Why a key will not do; the screen translates these into words."""

    TYPED = "typed"
    TAKEN = "taken"
    NOT_OF_LANE_1 = "not_of_lane_1"


class KeyRefusedError(ValueError):
    """A key that cannot be chosen; ``other`` is the text of the action that has it."""

    def __init__(self, fault: KeyFault, other: str = "") -> None:
        super().__init__(fault.value, other)
        self.fault = fault
        self.other = other


@dataclass(frozen=True, slots=True)
class Bindable:
    """Actions that one choice of keys is for: a single one, or the same of every lane.

    ``name`` is what the choice is kept under and ``where`` the page on which the keys work.
    ``usual`` holds our keys in Qt's portable text, with ``{lane}`` for the number of the lane.
    """

    name: str
    text: str
    where: str
    usual: tuple[str, ...]
    actions: tuple[QAction, ...]

    @property
    def of_lanes(self) -> bool:
        return any(LANE_PLACE in key for key in self.usual)

    def meets(self, other: Bindable) -> bool:
        """Whether one key could mean both at the same time."""
        if {self.name, other.name} <= _SHARED:
            return False
        return EVERYWHERE in {self.where, other.where} or self.where == other.where


class KeyBindings:
    """The keys of every action; ``path`` is where choices are kept (None: nowhere)."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._chosen = _kept(path)
        self._all: dict[str, Bindable] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    def add(self, bindable: Bindable) -> None:
        """Give the actions the keys that were chosen for them, or else our own.

        A key that another action has already is left out: pressed, it would do neither.
        """
        wanted = self._chosen.get(bindable.name, bindable.usual)
        free = tuple(key for key in wanted if self._holder(bindable, key) is None)
        if free != wanted:
            _log.warning("keys of %s: %s have another meaning", bindable.name, wanted)
        self._all[bindable.name] = bindable
        self._apply(bindable, free)

    def shown(self, name: str) -> str:
        """The keys as they are written on this machine, with # for the number of the lane."""
        written = [
            f"{_native(key.replace(LANE_PLACE, '1'))[:-1]}#" if LANE_PLACE in key else _native(key)
            for key in self._keys[name]
        ]
        return "   ".join(written)

    def is_chosen(self, name: str) -> bool:
        """Whether a person chose these keys."""
        return name in self._chosen

    def choose(self, name: str, pressed: QKeyCombination) -> None:
        """Let one key do this from now on, in place of those that did; kept at once.

        Raises:
            KeyRefusedError: it is for typing, does something else, or names no lane.
        """
        bindable = self._all[name]
        key = QKeySequence(pressed).toString(_PORTABLE)
        if _is_for_typing(pressed, bindable.where):
            raise KeyRefusedError(KeyFault.TYPED)
        if bindable.of_lanes:
            if pressed.key() not in {Qt.Key.Key_1, Qt.Key.Key_F1}:
                raise KeyRefusedError(KeyFault.NOT_OF_LANE_1)
            key = key[:-1] + LANE_PLACE
        holder = self._holder(bindable, key)
        if holder is not None:
            raise KeyRefusedError(KeyFault.TAKEN, holder.text)
        self._chosen[name] = (key,)
        self._apply(bindable, (key,))
        self._keep()

    def restore(self, name: str) -> None:
        """Give an action our keys again.

        Raises:
            KeyRefusedError: one of them does something else now.
        """
        bindable = self._all[name]
        for key in bindable.usual:
            holder = self._holder(bindable, key)
            if holder is not None:
                raise KeyRefusedError(KeyFault.TAKEN, holder.text)
        self._chosen.pop(name, None)
        self._apply(bindable, bindable.usual)
        self._keep()

    def restore_all(self) -> None:
        """Give every action our keys again."""
        self._chosen.clear()
        for bindable in self._all.values():
            self._apply(bindable, bindable.usual)
        self._keep()

    def _holder(self, bindable: Bindable, key: str) -> Bindable | None:
        """Who has the key where these actions would want it."""
        wanted = set(_expanded(key))
        for other in self._all.values():
            if other.name == bindable.name or not bindable.meets(other):
                continue
            if any(wanted & set(_expanded(taken)) for taken in self._keys[other.name]):
                return other
        return None

    def _apply(self, bindable: Bindable, keys: tuple[str, ...]) -> None:
        self._keys[bindable.name] = keys
        for number, action in enumerate(bindable.actions, 1):
            if not bindable.of_lanes or number <= LANE_KEY_COUNT:
                action.setShortcuts(
                    [QKeySequence(key.replace(LANE_PLACE, str(number))) for key in keys]
                )

    def _keep(self) -> None:
        if self._path is None:
            return
        kept = QSettings(str(self._path), QSettings.Format.IniFormat)
        kept.remove(_GROUP)
        kept.beginGroup(_GROUP)
        for name, keys in self._chosen.items():
            kept.setValue(_file_key(name), [name, *keys])
        kept.endGroup()


def _kept(path: Path | None) -> dict[str, tuple[str, ...]]:
    if path is None:
        return {}
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    settings.beginGroup(_GROUP)
    chosen: dict[str, tuple[str, ...]] = {}
    for entry in settings.childKeys():
        value = settings.value(entry)
        if isinstance(value, list) and len(value) > 1:
            name, *keys = (str(part) for part in value)
            chosen[name] = tuple(keys)
    return chosen


def _file_key(name: str) -> str:
    """A name without the slash, which would begin a group of the file."""
    return name.replace("/", "|")


def _native(key: str) -> str:
    return QKeySequence(key).toString(_NATIVE)


def _expanded(key: str) -> tuple[str, ...]:
    """The keys of every lane, or the key itself; spelled as Qt spells them."""
    if LANE_PLACE not in key:
        return (QKeySequence(key).toString(_PORTABLE),)
    lanes = range(1, LANE_KEY_COUNT + 1)
    return tuple(_expanded(key.replace(LANE_PLACE, str(number)))[0] for number in lanes)


def _is_for_typing(pressed: QKeyCombination, where: str) -> bool:
    """Whether boxes, lists and character slots need this key for themselves."""
    modifiers, key = pressed.keyboardModifiers(), pressed.key()
    if modifiers & _MODIFIED or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return False
    shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    return key not in _PLAIN or not (shifted or where == ActionId.LANES_PAGE)
