"""Lines between an agent and a booth that delay, lose, throttle and break.

The real one joins two network namespaces, so that both ends speak through the kernel's own TCP:
the packets are delayed and lost by a forwarder of ours between two TUN devices, and throttled by
``tc``. Where namespaces may not be made, a proxy on loopback does what can be done to a stream.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_PACKET_BYTES = 65536
_STALL_S = 0.25
"""What a lost packet costs a stream at least: the time after which TCP sends it again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One-way delay, share of what is lost (0 to 1), and rate towards the booth (0: any)."""

    delay_s: float = 0.0
    loss: float = 0.0
    bits_per_s: int = 0


class Wire(ABC):
    """Between one agent, which listens at ``agent_host``, and one booth."""

    agent_host = "127.0.0.1"

    def __init__(self) -> None:
        self.line = Line()
        self.is_cut = False

    def agent_command(self, command: Sequence[str]) -> list[str]:
        """Return ``command`` as it is run at the agent's end."""
        return list(command)

    @contextmanager
    def at_booth(self) -> Iterator[None]:
        """Be at the booth's end: connections and threads made inside belong there."""
        yield

    @abstractmethod
    def booth_url(self, agent_url: str) -> str:
        """Return the address under which the booth reaches the agent."""

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    def become(self, line: Line) -> None:
        self.line = line

    def cut(self) -> None:
        """Let nothing through any more, and tell nobody."""
        self.is_cut = True

    def mend(self) -> None:
        self.is_cut = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class NamespaceWire(Wire):
    """Two network namespaces joined by two TUN devices, whose packets a thread carries over."""

    agent_host = "10.213.77.2"

    def __init__(self) -> None:
        super().__init__()
        number = os.getpid() % 100_000
        self._booth, self._agent = f"gh{number}b", f"gh{number}a"
        self._ends: list[int] = []
        self._chance = random.Random(1)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="wire")

    def start(self) -> None:
        """Make the namespaces and join them.

        Raises:
            OSError, CalledProcessError: not allowed here; nothing is left behind.
        """
        try:
            for name, address in ((self._booth, "10.213.77.1"), (self._agent, self.agent_host)):
                _ip("netns", "add", name)
                self._ends.append(_open_tun(name))
                _ip("link", "set", name, "netns", name)
                _ip("-n", name, "addr", "add", f"{address}/30", "dev", name)
                _ip("-n", name, "link", "set", name, "up")
                _ip("-n", name, "link", "set", "lo", "up")
            self.become(Line(bits_per_s=1_000_000_000))
        except (OSError, subprocess.CalledProcessError):
            self._remove()
            raise
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5)
        self._remove()

    def become(self, line: Line) -> None:
        super().become(line)
        rate = f"{line.bits_per_s or 1_000_000_000}bit"
        shape = ("root", "tbf", "rate", rate, "burst", "3000", "limit", "20000")
        if line.bits_per_s == 0 or line.bits_per_s >= 1_000_000_000:
            shape = ("root", "tbf", "rate", rate, "burst", "1000000", "limit", "1000000")
        _run("tc", "-n", self._agent, "qdisc", "replace", "dev", self._agent, *shape)

    def agent_command(self, command: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", self._agent, *command]

    def booth_url(self, agent_url: str) -> str:
        return agent_url

    @contextmanager
    def at_booth(self) -> Iterator[None]:
        with open("/proc/thread-self/ns/net") as own, open(f"/run/netns/{self._booth}") as there:
            _enter_namespace(there.fileno())
            try:
                yield
            finally:
                _enter_namespace(own.fileno())

    def _remove(self) -> None:
        for end in self._ends:
            os.close(end)
        self._ends.clear()
        for name in (self._booth, self._agent):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    def _carry(self) -> None:
        booth, agent = self._ends
        under_way: list[tuple[float, int, int, bytes]] = []
        count = 0
        while not self._stopping.is_set():
            next_s = under_way[0][0] - time.monotonic() if under_way else 0.05
            for end in select.select(self._ends, [], [], max(0.0, min(next_s, 0.05)))[0]:
                packet = os.read(end, _PACKET_BYTES)
                if not self.is_cut and self._chance.random() >= self.line.loss:
                    count += 1
                    due_s = time.monotonic() + self.line.delay_s
                    to = agent if end == booth else booth
                    heapq.heappush(under_way, (due_s, count, to, packet))
            while under_way and under_way[0][0] <= time.monotonic():
                _, _, to, packet = heapq.heappop(under_way)
                if not self.is_cut:
                    os.write(to, packet)


class LoopbackWire(Wire):
    """A proxy on loopback: bytes come later, slower, after pauses as of lost packets, or never."""

    def __init__(self) -> None:
        super().__init__()
        self._target: tuple[str, int] = ("", 0)
        self._chance = random.Random(1)
        self._thread = threading.Thread(target=self._run, name="wire")
        self._open: set[asyncio.StreamWriter] = set()
        self.connection_count = 0

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread.start()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def booth_url(self, agent_url: str) -> str:
        parts = urlsplit(agent_url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._target = (parts.hostname, parts.port)
        return f"{parts.scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    def drop_connections(self) -> None:
        """Cut every connection at once, as a switch does that was switched off and on."""
        self._loop.call_soon_threadsafe(self._drop)

    def _drop(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()

    def _run(self) -> None:
        self._listener.setblocking(False)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._join, sock=self._listener)
        )
        self._loop.run_forever()
        server.close()
        self._drop()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connection_count += 1
        try:
            there_reader, there_writer = await self._connect()
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, there_writer}
        self._open |= ends
        try:
            await asyncio.gather(
                self._pump(reader, there_writer, 0),
                self._pump(there_reader, writer, self.line.bits_per_s),
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the agent; a narrow line holds little, so what waits does so at the agent."""
        there = socket.socket()
        there.setblocking(False)
        if self.line.bits_per_s:
            there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await self._loop.sock_connect(there, self._target)
        return await asyncio.open_connection(sock=there, limit=2048)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bits_per_s: int
    ) -> None:
        free_s = time.monotonic()
        chunk_bytes = 1024 if bits_per_s else 16 * 1024
        while chunk := await reader.read(chunk_bytes):
            line = self.line
            pause_s = _STALL_S if self._chance.random() < line.loss else 0.0
            sending_s = len(chunk) * 8 / bits_per_s if bits_per_s else 0.0
            free_s = max(time.monotonic() + line.delay_s, free_s) + sending_s + pause_s
            await asyncio.sleep(free_s - time.monotonic())
            while self.is_cut:
                await asyncio.sleep(0.02)
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()


def best_wire() -> type[Wire]:
    """Return the most real line that this machine allows."""
    if os.name != "posix" or not (shutil.which("ip") and shutil.which("tc")):
        return LoopbackWire
    if not Path("/dev/net/tun").exists() or os.geteuid() != 0:
        return LoopbackWire
    try:
        with NamespaceWire() as wire, wire.at_booth():
            return NamespaceWire
    except (OSError, subprocess.CalledProcessError):
        return LoopbackWire


def _open_tun(name: str) -> int:
    end = os.open("/dev/net/tun", os.O_RDWR)
    try:
        fcntl.ioctl(end, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    except OSError:
        os.close(end)
        raise
    return end


def _enter_namespace(descriptor: int) -> None:
    """Put the calling thread into a network namespace; threads that it starts follow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
