"""Cameras that OpenCV opens: Video4Linux devices and RTSP streams."""

from __future__ import annotations

import os
from collections.abc import Callable

import cv2
import numpy as np

from pi_bridge.agent.settings import PictureSettings
from pi_bridge.agent.source import SourceFrame
from pi_bridge.errors import SourceError

_OPEN_LIMIT_MS = 5000
_READ_LIMIT_MS = 2000

OpenCapture = Callable[[], cv2.VideoCapture]


class OpenCvSource:
    """Frames of whatever ``open_capture`` opens; ``words`` name it in faults, without password."""

    def __init__(self, words: str, open_capture: OpenCapture, frames_per_s: float) -> None:
        self.frames_per_s = frames_per_s
        self._words = words
        self._open_capture = open_capture
        self._capture: cv2.VideoCapture | None = None

    def next_frame(self) -> SourceFrame:
        """Wait for the next frame and return it.

        Raises:
            SourceError: it does not open, or gives no frame within two seconds.
        """
        if self._capture is None:
            self._capture = self._open()
        try:
            found, pixels = self._capture.read()
        except cv2.error as error:
            raise self._failed(f"gives a broken frame ({error.func})") from error
        if not found or pixels is None or pixels.size == 0:
            raise self._failed("gives no frame")
        return SourceFrame.now(np.asarray(pixels, np.uint8))

    def close(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _open(self) -> cv2.VideoCapture:
        capture = self._open_capture()
        if not capture.isOpened():
            capture.release()
            raise SourceError(f"{self._words} cannot be opened")
        return capture

    def _failed(self, what: str) -> SourceError:
        self.close()  # what has failed once is opened anew: a replugged camera is a new device
        return SourceError(f"{self._words} {what}")


def v4l2_source(device: str, picture: PictureSettings) -> OpenCvSource:
    """Return the Video4Linux camera ``device``; MJPG is asked of it, for USB carries no raw HD."""

    def open_capture() -> cv2.VideoCapture:
        capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
        wanted = (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, picture.width_px),
            (cv2.CAP_PROP_FRAME_HEIGHT, picture.height_px),
            (cv2.CAP_PROP_FPS, picture.frames_per_s),
            (cv2.CAP_PROP_BUFFERSIZE, 1),  # what the driver queues is lag
        )
        for name, value in wanted:
            capture.set(name, value)
        return capture

    return OpenCvSource(f"camera {device}", open_capture, picture.frames_per_s)


def rtsp_source(url: str, picture: PictureSettings) -> OpenCvSource:
    """Return the RTSP camera at ``url``, over TCP and with bounded waits."""

    def open_capture() -> cv2.VideoCapture:
        # OpenCV offers this through the environment alone; UDP loses parts of pictures.
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "rtsp_transport;tcp")
        limits = (
            *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_LIMIT_MS),
            *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_LIMIT_MS),
        )
        return cv2.VideoCapture(url, cv2.CAP_FFMPEG, limits)

    return OpenCvSource("RTSP camera", open_capture, picture.frames_per_s)
