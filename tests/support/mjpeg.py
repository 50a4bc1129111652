"""Loopback servers that stream as cameras do, well and badly, and pictures to stream."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import cv2
import numpy as np

from pi_bridge.agent.source import SourceFrame

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n"
    b"Connection: close\r\n\r\n"
)


def jpeg(shade: int = 90, width: int = 64, height: int = 48) -> bytes:
    """Return a JPEG of one grey, different for every shade."""
    pixels = np.full((height, width, 3), shade % 256, np.uint8)
    encoded, buffer = cv2.imencode(".jpg", pixels)
    assert encoded
    return buffer.tobytes()


def part(body: bytes, *, counted: bool = True, headers: Iterable[str] = ()) -> bytes:
    """Return one part of a stream whose boundary is ``frame``."""
    lines = ["--frame", "Content-Type: image/jpeg", *headers]
    if counted:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n"


class ScriptedCamera:
    """Answers every connection with what ``script`` yields; a script ends the connection.

    ``url`` is its address, ``connection_count`` how often it was asked, ``requests`` what came.
    """

    def __init__(self, script: Callable[[], Iterator[bytes]]) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._stopping = threading.Event()
        self._clients: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.connection_count = 0
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/stream"

    def __enter__(self) -> ScriptedCamera:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self.drop_clients()
        for thread in self._threads:
            thread.join(3)
        self._listener.close()

    def drop_clients(self) -> None:
        """Cut every open connection."""
        for client in list(self._clients):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name="scripted-camera")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connection_count += 1
            self._clients.append(client)
            self._start(lambda client=client: self._serve(client))  # type: ignore[misc]

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(3)
            self.requests.append(client.recv(4096))
            for chunk in self._script():
                if self._stopping.is_set():
                    return
                client.sendall(chunk)
        self._clients.remove(client)


@contextmanager
def camera(script: Callable[[], Iterator[bytes]]) -> Iterator[ScriptedCamera]:
    with ScriptedCamera(script) as server:
        yield server


class ShadesSource:
    """A frame source of plain pictures that change with every frame; may be told to stall."""

    def __init__(self, frames_per_s: float = 50.0, width: int = 64, height: int = 48) -> None:
        self.frames_per_s = frames_per_s
        self.stalled = threading.Event()
        self.closed = False
        self.count = 0
        self._noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)

    def next_frame(self) -> SourceFrame:
        time.sleep(1 / self.frames_per_s)
        while self.stalled.is_set():
            time.sleep(0.02)
        self.count += 1
        return SourceFrame.now(self._noise + np.uint8(self.count % 256))

    def close(self) -> None:
        self.closed = True
