"""The Pi's own camera, through Picamera2."""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

import numpy as np

from pi_bridge.agent.settings import PiCamera, PictureSettings
from pi_bridge.agent.source import SourceFrame
from pi_bridge.errors import SourceError

_WAIT_S = 1.0
_US_PER_S = 1_000_000


class PiCameraSource:
    """Frames of a camera at the Pi's ribbon connector.

    Picamera2 belongs to Raspberry Pi OS (``apt install python3-picamera2``) and is imported when
    the camera is opened, so that the module can be imported everywhere.
    """

    def __init__(self, camera: PiCamera, picture: PictureSettings) -> None:
        self.frames_per_s = picture.frames_per_s
        self._settings = camera
        self._picture = picture
        self._camera: Any = None

    def next_frame(self) -> SourceFrame:
        """Wait for the next frame, at most a second, and return it.

        Raises:
            SourceError: there is no camera, or it gives no frame.
        """
        if self._camera is None:
            self._camera = self._open()
        try:
            # Without waiting the call returns a job, whose result can be waited for with a limit.
            pixels = self._camera.capture_array("main", wait=False).get_result(timeout=_WAIT_S)
        except (FutureTimeoutError, RuntimeError) as error:
            self.close()
            raise SourceError("Pi camera gives no frame") from error
        return SourceFrame.now(np.ascontiguousarray(pixels[..., :3], np.uint8))

    def close(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()
            camera.close()

    def _open(self) -> Any:
        try:
            from picamera2 import Picamera2  # noqa: PLC0415 - only Raspberry Pi OS has it
        except ImportError as error:
            raise SourceError(
                "Picamera2 is not installed: sudo apt install python3-picamera2"
            ) from error
        try:
            camera = Picamera2()
            camera.configure(self._configuration(camera))
            camera.start()
        except (RuntimeError, IndexError) as error:  # IndexError: no camera is connected
            raise SourceError(f"Pi camera cannot be opened: {error}") from error
        return camera

    def _configuration(self, camera: Any) -> Any:
        frame_us = round(_US_PER_S / self._picture.frames_per_s)
        controls: dict[str, object] = {"FrameDurationLimits": (frame_us, frame_us)}
        if self._settings.shutter_us is not None:
            controls["ExposureTime"] = self._settings.shutter_us
        if self._settings.gain is not None:
            controls["AnalogueGain"] = self._settings.gain
        return camera.create_video_configuration(
            # What libcamera calls RGB888 lies in memory as blue, green, red: what OpenCV wants.
            main={"size": (self._picture.width_px, self._picture.height_px), "format": "RGB888"},
            buffer_count=4,
            queue=False,  # the frame of now, not the one that has been waiting
            controls=controls,
        )
