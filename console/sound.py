"""A short sound through the computer's speakers, beside the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from console.jobs import JobRunner
from console.paths import resources_folder

_log = logging.getLogger("bridge")

_LONGEST_S = 5.0


class SoundError(Exception):
    """The sound could not be heard; the message says why."""


def alarm_path() -> Path:
    """The sound for a passage that waits too long."""
    return resources_folder() / "sounds" / "waiting.wav"


def play_wav(path: Path, *, silently: bool = False) -> float:
    """Play the file to its end and return its length in seconds; for a pool thread.

    ``silently`` plays to miniaudio's own device that nobody hears.

    Raises:
        SoundError: there is no such file, or no device to play it on.
    """
    # miniaudio loads the computer's audio system, which most starts never need
    import miniaudio  # noqa: PLC0415

    backends = [miniaudio.Backend.NULL] if silently else None
    over = threading.Event()
    try:
        length_s = float(miniaudio.wav_get_file_info(str(path)).duration)
        sound = miniaudio.stream_with_callbacks(
            miniaudio.stream_file(str(path)), end_callback=over.set
        )
        next(sound)  # a generator takes samples only after it was begun
        with miniaudio.PlaybackDevice(backends=backends) as device:
            device.start(sound)
            if not over.wait(_LONGEST_S):
                raise SoundError(f"{path.name} did not end within {_LONGEST_S:g} s")
    except (miniaudio.MiniaudioError, OSError) as error:
        raise SoundError(f"{path.name} cannot be played: {error}") from error
    return length_s


class WaitingSound(QObject):
    """Sounds once at each call, one sound at a time; ``unheard`` says, once, that it cannot.

    Where the computer has no device for it, it beeps from then on: asking again and again would
    fill the log of the audio system. Without a screen nobody is there to hear anything.
    """

    unheard = Signal(str)  # in the words of the window

    def __init__(
        self,
        play: Callable[[], object] | None = None,
        fallback: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        nobody = QApplication.platformName() == "offscreen"
        self._play = play or partial(play_wav, alarm_path(), silently=nobody)
        self._fallback = fallback
        self._jobs = JobRunner(self, thread_count=1)
        self._sounding = False
        self._beeps = False

    def __call__(self) -> None:
        if self._beeps:
            self._fallback()
        elif not self._sounding:
            self._sounding = True
            self._jobs.run_job(self._play, self._ended, self._failed)

    def close(self) -> None:
        """Wait for a sound that is heard now."""
        self._jobs.close()

    def _ended(self, _: object) -> None:
        self._sounding = False

    def _failed(self, error: Exception) -> None:
        self._sounding = False
        self._beeps = True
        _log.info("the computer beeps instead: %s", error)
        self.unheard.emit(
            self.tr(
                "No sound can be played on this computer; it beeps, and the tile of a passage "
                "that waits too long pulses."
            )
        )
        self._fallback()
