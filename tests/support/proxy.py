"""A proxy on loopback before the emulator: it cuts, holds back, or swallows answers."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from contextlib import suppress

_CHUNK = 65_536
_LOOK_S = 0.02


class Proxy:
    """Passes bytes to ``target_port`` and back.

    ``is_open`` set to False refuses and cuts every connection. ``delay_s`` holds each answer
    back. ``mute`` lets requests through and keeps every answer, as a network does that dies at
    the wrong moment.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(_LOOK_S)
        self.port = int(self._listening.getsockname()[1])
        self.is_open = True
        self.delay_s = 0.0
        self.mute = False
        self.answered_bytes = 0
        self.swallowed_bytes = 0
        self._stop = threading.Event()
        self._pairs: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._accept, name="proxy")

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for pair in self._pairs:
            pair.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._listening.accept()
            except TimeoutError:
                continue
            if not self.is_open:
                client.close()
                continue
            pair = threading.Thread(target=self._pass, args=(client,), name="proxy-pair")
            self._pairs.append(pair)
            pair.start()

    def _pass(self, client: socket.socket) -> None:
        with client, selectors.DefaultSelector() as ready, suppress(OSError):
            server = socket.create_connection(("127.0.0.1", self._target_port))
            with server:
                ready.register(client, selectors.EVENT_READ, server)
                ready.register(server, selectors.EVENT_READ, client)
                while self.is_open and not self._stop.is_set():
                    for key, _ in ready.select(_LOOK_S):
                        source = key.fileobj
                        assert isinstance(source, socket.socket)
                        chunk = source.recv(_CHUNK)
                        if not chunk:
                            return
                        if source is server and not self._lets_through(len(chunk)):
                            continue
                        key.data.sendall(chunk)

    def _lets_through(self, size: int) -> bool:
        if self.mute:
            self.swallowed_bytes += size
            return False
        if self.delay_s:
            time.sleep(self.delay_s)
        self.answered_bytes += size
        return True
