"""Keys and waits from a file, played against the running window: a shift to be rehearsed.

One step a line, ``#`` begins a comment::

    wait 2.5              let so many seconds pass
    wait review 30        until a passage can be decided, at most so many seconds
    wait recorded 10      until another decision is on disk
    key Ctrl+R            press a key, written as the shortcut sheet writes it
    type KA01AB1234       press the keys of a text
    screenshot a.png      save the window with what stands over it, beside the script
    quit                  end the console
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QKeyCombination, QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.commands.common import CommandError
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow

POLL_MS = 40
KEY_PAUSE_MS = 120
DEFAULT_LIMIT_S = 30.0


class Verb(StrEnum):
    """What a step does."""

    WAIT = "wait"
    WAIT_REVIEW = "wait review"
    WAIT_RECORDED = "wait recorded"
    KEY = "key"
    TYPE = "type"
    SCREENSHOT = "screenshot"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a script; ``seconds`` is the pause, or the longest wait."""

    verb: Verb
    line_number: int
    text: str = ""
    seconds: float = 0.0


def load_script(path: Path) -> tuple[Step, ...]:
    """The steps of a script.

    Raises:
        CommandError: the file cannot be read, or a line of it cannot be understood.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"script {path}: cannot be read: {error}") from error
    steps = []
    for number, line in enumerate(lines, 1):
        words = line.split("#", 1)[0].split()
        if words:
            try:
                steps.append(_step(words, number))
            except ValueError as error:
                raise CommandError(f"script {path}, line {number}: {error}") from error
    return tuple(steps)


def _step(words: list[str], number: int) -> Step:
    verb, rest = words[0], words[1:]
    if verb == "wait" and rest and rest[0] in {"review", "recorded"}:
        limit_s = _seconds(rest[1]) if len(rest) > 1 else DEFAULT_LIMIT_S
        return Step(Verb(f"wait {rest[0]}"), number, seconds=limit_s)
    if verb not in {"wait", "key", "type", "screenshot", "quit"}:
        raise ValueError(f"{verb!r} is no step; there are {', '.join(Verb)}")
    if len(rest) != (0 if verb == "quit" else 1):
        raise ValueError(f"{verb} wants {'nothing' if verb == 'quit' else 'one word'} after it")
    if verb == "wait":
        return Step(Verb.WAIT, number, seconds=_seconds(rest[0]))
    if verb == "key" and _combination(rest[0]) is None:
        raise ValueError(f"{rest[0]!r} is no key")
    return Step(Verb(verb), number, "".join(rest))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86400:
        raise ValueError(f"wanted a number of seconds, found {text!r}")
    return seconds


def _combination(text: str) -> QKeyCombination | None:
    sequence = QKeySequence(text)
    known = sequence.count() == 1 and sequence.toString() != ""
    return sequence[0] if known else None  # type: ignore[index]  # the stubs lack it


class ScriptPlayer(QObject):
    """Takes one step after the other from the event loop; ``ended`` says that it is over.

    ``problem`` is empty unless a wait came to nothing or a picture could not be written.
    """

    ended = Signal()

    def __init__(self, window: MainWindow, steps: tuple[Step, ...], folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._steps = list(steps)
        self._folder = folder
        self._due_s: float | None = None
        self._recorded_count = 0
        self.quits = False
        self.problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        self._timer.start()

    @Slot()
    def count_recorded(self) -> None:
        """Take note that a decision is on disk."""
        self._recorded_count += 1

    @Slot()
    def _go_on(self) -> None:
        if not self._steps or self.problem:
            self._timer.stop()
            self.ended.emit()
            return
        step = self._steps[0]
        if self._due_s is None:
            self._due_s = time.monotonic() + step.seconds
            if step.verb in {Verb.KEY, Verb.TYPE}:
                self._due_s = time.monotonic() + KEY_PAUSE_MS / 1000
                self._press(step)
        if self._is_over(step):
            self._due_s = None
            self._steps.pop(0)

    def _is_over(self, step: Step) -> bool:
        late = self._due_s is not None and time.monotonic() >= self._due_s
        if step.verb is Verb.WAIT_REVIEW:
            ready = self._window.actions_table[ActionId.DENY].isEnabled()
            return ready or self._gave_up(step, late=late)
        if step.verb is Verb.WAIT_RECORDED:
            done = self._recorded_count > 0
            self._recorded_count = 0
            return done or self._gave_up(step, late=late)
        if step.verb is Verb.SCREENSHOT:
            path = self._folder / step.text
            if not self._picture().save(str(path)):
                self.problem = f"line {step.line_number}: {path} cannot be written"
            return True
        if step.verb is Verb.QUIT:
            self.quits = True
            self._steps = [step]
            return True
        return late

    def _picture(self) -> QPixmap:
        """The window as a person sees it: with the question that stands over it, if one does."""
        picture = self._window.grab()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            painter = QPainter(picture)
            place = dialog.mapToGlobal(QPoint()) - self._window.mapToGlobal(QPoint())
            painter.drawPixmap(place, dialog.grab())
            painter.end()
        return picture

    def _gave_up(self, step: Step, *, late: bool) -> bool:
        if late:
            waited = f"{step.seconds:g} s"
            self.problem = f"line {step.line_number}: {step.verb} came to nothing in {waited}"
        return late

    def _press(self, step: Step) -> None:
        target: QWidget | None = QApplication.activeModalWidget()
        if target is None:
            self._window.activateWindow()
            target = self._window.focusWidget() or self._window
        if step.verb is Verb.TYPE:
            QTest.keyClicks(target, step.text)
            return
        combination = _combination(step.text)
        if combination is not None:
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
