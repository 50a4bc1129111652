"""How far a retraining is, in lines that people read, with the time that is left."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_TELL_EVERY_S = 10.0


class ProgressLines:
    """Says how far a run is: one running line on a terminal, now and then a line elsewhere."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._what = ""
        self._total = self._first = 0
        self._began_s = self._told_s = time.monotonic()

    def begin(self, what: str, done: int, total: int) -> None:
        """``what`` begins, or goes on with ``done`` steps behind it."""
        self._what, self._first, self._total = what, done, total
        self._began_s = time.monotonic()
        self._told_s = 0.0

    def step(self, done: int) -> None:
        """So many steps are done."""
        now_s = time.monotonic()
        if done < self._total and now_s - self._told_s < _TELL_EVERY_S:
            return
        self._told_s = now_s
        taken = (now_s - self._began_s) / max(1, done - self._first)
        left = left_in_words((self._total - done) * taken)
        line = f"{self._what}: {done} of {self._total} steps, {left} left"
        end = "\n" if done == self._total or not self._out.isatty() else ""
        self._out.write(f"\r{line:<70}{end}" if self._out.isatty() else f"{line}\n")
        self._out.flush()

    def say(self, line: str) -> None:
        """Say something else, on a line of its own."""
        self._out.write(f"{line}\n")
        self._out.flush()


def left_in_words(seconds: float) -> str:
    """A time as people say it: ``40 s``, ``12 min``, ``2 h 05 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
