"""Pictures and videos played as if a camera saw them."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from pi_bridge.agent.source import SourceFrame
from pi_bridge.errors import SourceError
from pi_bridge.simulator.pace import Pace
from pi_bridge.simulator.truth import TruePassage, TruthLog
from pi_bridge.simulator.view import Pixels
from pi_bridge.simulator.weather import add_noise

_log = logging.getLogger("bridge")

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
VIDEO_SUFFIXES = frozenset({".mp4", ".avi", ".mkv", ".mov", ".m4v", ".webm"})

_EMPTY_SHADE = 38
_NOISE = 1.5
_FADE_S = 0.3


@dataclass(frozen=True, slots=True)
class PlayerSettings:
    """Seconds each picture is shown, seconds of empty lane before it, and the picture's size."""

    frames_per_s: float = 15.0
    shown_s: float = 3.0
    gap_s: float = 1.0
    width_px: int = 1280
    height_px: int = 720


def find_files(folder: Path) -> tuple[Path, ...]:
    """Return the pictures and videos in ``folder`` and below it, by name.

    Raises:
        SourceError: it cannot be read, or there are none.
    """
    wanted = PICTURE_SUFFIXES | VIDEO_SUFFIXES
    if not folder.is_dir():
        raise SourceError(f"{folder}: not a folder")
    try:
        found = [path for path in folder.rglob("*") if path.suffix.lower() in wanted]
        files = tuple(sorted(path for path in found if path.is_file()))
    except OSError as error:
        raise SourceError(f"{folder}: {error.strerror or error}") from error
    if not files:
        raise SourceError(f"{folder}: no picture or video in it")
    return files


def split_files(files: Sequence[Path], lane_count: int) -> tuple[tuple[Path, ...], ...]:
    """Deal ``files`` out to the lanes in turn; with fewer files than lanes some share one."""
    return tuple(
        tuple(files[lane::lane_count]) or (files[lane % len(files)],) for lane in range(lane_count)
    )


class PlayedFiles:
    """A frame source that plays files over and over, each picture after a bit of empty lane.

    All frames have one size, the pictures letterboxed into it. Files that do not decode are
    skipped and counted. Every frame carries a little noise, as a camera's does, so that a
    picture that stands still is not taken for a frozen camera.
    """

    def __init__(  # noqa: PLR0913 - a lane, its files, their truth, its settings
        self,
        lane_id: str,
        files: Sequence[Path],
        *,
        truth: Mapping[str, str] | None = None,
        registered_plates: Collection[str] = (),
        seed: int = 0,
        settings: PlayerSettings | None = None,
    ) -> None:
        """Prepare to play ``files``; ``truth`` maps file names to the plate in the picture.

        Raises:
            ValueError: there are no files.
        """
        if not files:
            raise ValueError("there is nothing to play")
        self._lane_id = lane_id
        self._files = tuple(files)
        self._truth = dict(truth or {})
        self._registered = frozenset(registered_plates)
        self._seed = seed
        self._settings = settings or PlayerSettings()
        self._pace = Pace(self._settings.frames_per_s)
        self._log = TruthLog()
        self._file_index = 0
        self._frame_index = 0
        self._damaged: set[Path] = set()
        self._playing: Iterator[Pixels] = iter(())

    @property
    def frames_per_s(self) -> float:
        return self._settings.frames_per_s

    @property
    def damaged_files(self) -> tuple[Path, ...]:
        """The files that did not decode, so far."""
        return tuple(sorted(self._damaged))

    def passages(self) -> tuple[TruePassage, ...]:
        """Return the pictures shown so far whose plate is known; from any thread."""
        return self._log.passages()

    def next_frame(self) -> SourceFrame:
        """Wait until the next frame is due and return it.

        Raises:
            SourceError: not one of the files decodes.
        """
        self._pace.wait()
        captured_ns, captured_at = time.monotonic_ns(), datetime.now(UTC)
        canvas = self._next_canvas()
        self._frame_index += 1
        add_noise(canvas, _NOISE, self._seed, self._frame_index)
        return SourceFrame(canvas, captured_ns, captured_at)

    def close(self) -> None:
        """Let go of the file that is being played."""
        self._playing = iter(())

    def _next_canvas(self) -> Pixels:
        for _ in range(len(self._files) + 1):
            canvas = next(self._playing, None)
            if canvas is not None:
                return canvas
            self._playing = self._play(self._files[self._file_index % len(self._files)])
            self._file_index += 1
        raise SourceError(f"none of {len(self._files)} files can be played")

    def _play(self, path: Path) -> Iterator[Pixels]:
        is_video = path.suffix.lower() in VIDEO_SUFFIXES
        return self._play_video(path) if is_video else self._play_picture(path)

    def _play_picture(self, path: Path) -> Iterator[Pixels]:
        settings = self._settings
        shown = self._load(path)
        if shown is None:
            return
        empty = np.full_like(shown, _EMPTY_SHADE)
        for _ in range(round(settings.gap_s * settings.frames_per_s)):
            yield empty.copy()
        plate = self._truth.get(path.name)
        if plate is not None:
            now_ns = time.monotonic_ns()
            self._log.begin(
                TruePassage(self._lane_id, plate, plate in self._registered, now_ns, now_ns)
            )
        fade_s = min(_FADE_S, settings.shown_s / 4)
        fade_count = max(1, round(fade_s * settings.frames_per_s))
        for index in range(round(settings.shown_s * settings.frames_per_s)):
            share = min(1.0, (index + 1) / fade_count)
            faded = cv2.addWeighted(shown, share, empty, 1 - share, 0) if share < 1 else shown
            yield np.array(faded, np.uint8)
        if plate is not None:
            self._log.left(time.monotonic_ns(), drove_through=True)

    def _load(self, path: Path) -> Pixels | None:
        """Return the picture in ``path`` at the size of a frame, None when it does not decode."""
        try:
            content = np.fromfile(path, np.uint8)
            decoded = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
        except (OSError, cv2.error):
            decoded = None
        if decoded is None or decoded.size == 0:
            self._note_damaged(path)
            return None
        return letterbox(
            np.asarray(decoded, np.uint8), self._settings.width_px, self._settings.height_px
        )

    def _play_video(self, path: Path) -> Iterator[Pixels]:
        """Yield the video's frames at our rate, leaving out or repeating what its own needs."""
        settings = self._settings
        canvas: Pixels | None = None
        with closing(_Video(path)) as video:
            step = (video.frames_per_s or settings.frames_per_s) / settings.frames_per_s
            owed = 1.0
            while not video.is_over:
                while owed >= 1 and (picture := video.read()) is not None:
                    owed -= 1
                    canvas = letterbox(picture, settings.width_px, settings.height_px)
                owed += step
                if canvas is not None and not video.is_over:
                    yield canvas.copy()
        if canvas is None:
            self._note_damaged(path)

    def _note_damaged(self, path: Path) -> None:
        if path not in self._damaged:
            self._damaged.add(path)
            _log.info("%s: %s does not decode and is skipped", self._lane_id, path.name)


class _Video:
    """An open video file."""

    def __init__(self, path: Path) -> None:
        self._capture = cv2.VideoCapture(str(path))
        self.frames_per_s = min(240.0, max(0.0, self._capture.get(cv2.CAP_PROP_FPS)))
        self.is_over = not self._capture.isOpened()

    def read(self) -> Pixels | None:
        """Return the next frame, None from the end on."""
        found, picture = self._capture.read()
        if not found or picture is None:
            self.is_over = True
            return None
        return np.asarray(picture, np.uint8)

    def close(self) -> None:
        self._capture.release()


def letterbox(picture: Pixels, width_px: int, height_px: int) -> Pixels:
    """Return ``picture`` as large as fits into the size, in the middle of the empty shade."""
    height, width = picture.shape[:2]
    scale = min(width_px / width, height_px / height)
    fitted_width = min(width_px, max(1, round(width * scale)))
    fitted_height = min(height_px, max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = cv2.resize(picture, (fitted_width, fitted_height), interpolation=how)
    canvas = np.full((height_px, width_px, 3), _EMPTY_SHADE, np.uint8)
    x, y = (width_px - fitted_width) // 2, (height_px - fitted_height) // 2
    canvas[y : y + fitted_height, x : x + fitted_width] = fitted
    return canvas
