"""A broker that speaks just enough MQTT 5 for one client, and remembers what it was sent."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

_CONNECT, _PUBLISH, _SUBSCRIBE, _PING, _DISCONNECT = (kind << 4 for kind in (1, 3, 8, 12, 14))


class TinyBroker:
    """Accepts one client after the other; ``published`` are its (topic, payload) pairs."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._stopping = threading.Event()
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="tiny-broker")
        self.published: list[tuple[str, str]] = []
        self.will = b""
        self.subscribed = threading.Event()

    def __enter__(self) -> TinyBroker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self.drop()
        self._thread.join(3)
        self._listener.close()

    def drop(self) -> None:
        """Cut the client's connection."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def send(self, topic: str, payload: str) -> None:
        """Publish to the client, quality 0."""
        assert self._client is not None
        name = topic.encode()
        body = struct.pack("!H", len(name)) + name + b"\x00" + payload.encode()
        self._client.sendall(bytes([_PUBLISH, len(body)]) + body)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            with client, suppress(OSError, EOFError):
                client.settimeout(10)
                self._client = client
                while self._serve_packet(client):
                    pass
            self.subscribed.clear()

    def _serve_packet(self, client: socket.socket) -> bool:
        kind, body = _read_packet(client)
        packet = kind & 0xF0
        if packet == _CONNECT:
            self.will = body
            client.sendall(b"\x20\x03\x00\x00\x00")
        elif packet == _SUBSCRIBE:
            client.sendall(b"\x90\x05" + body[:2] + b"\x00\x01\x01")
            self.subscribed.set()
        elif packet == _PUBLISH:
            self._note(client, kind, body)
        elif packet == _PING:
            client.sendall(b"\xd0\x00")
        return packet != _DISCONNECT

    def _note(self, client: socket.socket, kind: int, body: bytes) -> None:
        (length,) = struct.unpack("!H", body[:2])
        topic, rest = body[2 : 2 + length].decode(), body[2 + length :]
        if kind & 0x06:
            client.sendall(b"\x40\x02" + rest[:2])
            rest = rest[2:]
        self.published.append((topic, rest[1 + rest[0] :].decode()))


def _read_packet(client: socket.socket) -> tuple[int, bytes]:
    kind, length, shift = _read(client, 1)[0], 0, 0
    while True:
        byte = _read(client, 1)[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return kind, _read(client, length)


def _read(client: socket.socket, count: int) -> bytes:
    content = b""
    while len(content) < count:
        chunk = client.recv(count - len(content))
        if not chunk:
            raise EOFError
        content += chunk
    return content
