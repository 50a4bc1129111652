"""A network camera's MJPEG over HTTP, relayed."""

from __future__ import annotations

from pi_bridge.agent.source import SourceFrame
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame
from pi_bridge.errors import SourceError

_WAIT_S = 1.0


class HttpCameraSource:
    """Pictures of another camera's stream, as the booth itself would read it.

    The reader takes care of time-outs, damage and repeated pictures, and the camera's own JPEG
    is handed on as it came.
    """

    def __init__(self, name: str, url: str, frames_per_s: float) -> None:
        """Prepare a relay of ``url``.

        Raises:
            AddressError: ``url`` is not an http or https address.
        """
        self.frames_per_s = frames_per_s
        self._slot: LatestSlot[CameraFrame] = LatestSlot()
        self._name = f"{name}-upstream"
        self._url = url
        self._reader: CameraReader | None = None
        self._new_reader()  # so that a wrong address is said at once

    def next_frame(self) -> SourceFrame:
        """Wait for the next picture, at most a second, and return it.

        Raises:
            SourceError: there is none now.
        """
        if self._reader is None:
            self._reader = self._new_reader()
            self._reader.start()
        frame = self._slot.take(_WAIT_S)
        if frame is None:
            raise SourceError(self._reader.state.problem or "camera sends no picture")
        return SourceFrame(frame.pixels, frame.received_ns, frame.captured_at, frame.jpeg)

    def close(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()

    def _new_reader(self) -> CameraReader:
        return CameraReader(self._name, self._url, [self._slot])
