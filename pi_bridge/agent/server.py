"""The agent's HTTP server: one camera and its barrier, from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import uvicorn
from starlette.types import ASGIApp, Scope

from pi_bridge.agent.capture import STALL_S, CaptureLoop
from pi_bridge.agent.endpoints import AgentEndpoints
from pi_bridge.agent.events import EventHub
from pi_bridge.agent.gatekeeper import Gatekeeper, GatekeeperMiddleware
from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.identity import AgentIdentity
from pi_bridge.agent.motion import MotionDetector
from pi_bridge.agent.pairing import PairingDesk
from pi_bridge.agent.relay import Barrier, BarrierDesk
from pi_bridge.agent.settings import MotionSettings, StreamSettings
from pi_bridge.agent.silent import LONGEST_SILENCE_S, SilentConnections
from pi_bridge.agent.source import FrameSource
from pi_bridge.agent.status import StatusBoard
from pi_bridge.agent.streaming import FrameStreams
from pi_bridge.agent.unsent import unsent_bytes
from pi_bridge.errors import AgentStartError
from pi_bridge.signing import SiteKey
from pi_bridge.status import AgentState, MachineHealth
from pi_bridge.wire import STREAM_PATH

_log = logging.getLogger("bridge")

_SEND_BUFFER_BYTES = 256 * 1024  # what the kernel holds for a slow client is lag, not service
_UNACKNOWLEDGED_S = 20.0
"""A client that has confirmed nothing for so long was switched off: it would be encoded for and
counted until the kernel gave up by itself, a quarter of an hour later.
"""

_START_S = 10.0
_SAMPLE_EVERY_S = 0.25
_END_S = 0.3
_JOIN_S = 5.0


class Keys(Protocol):
    """The keys of the booths that an agent is paired with."""

    @property
    def is_empty(self) -> bool: ...

    def find(self, key_id: str) -> SiteKey | None:
        """Return the key called ``key_id``, None when no booth has it."""
        ...


@dataclass(frozen=True, slots=True)
class Trust:
    """Who may talk to an agent: the booths in ``keys``, and those that ``pairing`` lets in.

    ``pairing`` is None where nobody else is let in. ``identity`` is the certificate it speaks TLS
    with; None, without TLS, is for loopback alone.
    """

    keys: Keys
    pairing: PairingDesk | None = None
    identity: AgentIdentity | None = None


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where a server listens and how it watches; port 0 takes any, ``motion`` None looks for none.

    A connection without a request is ended after ``longest_silence_s``.

    Source: PRODUCT, rule 1, for ``stall_s``.
    """

    host: str = "127.0.0.1"
    port: int = 0
    stream: StreamSettings = field(default_factory=StreamSettings)
    motion: MotionSettings | None = None
    stall_s: float = STALL_S
    longest_silence_s: float = LONGEST_SILENCE_S


class AgentServer:
    """Serves one camera and its barrier on ``agent-server-<name>``, capturing beside it.

    When the source stalls, the streams end and ``/state`` says so. Without ``trust`` everybody
    may ask and command, so it must listen on this machine alone.
    """

    def __init__(  # noqa: PLR0913 - a camera, a barrier, and who may use them
        self,
        name: str,
        source: FrameSource,
        barrier: Barrier | None = None,
        *,
        settings: ServerSettings | None = None,
        trust: Trust | None = None,
        read_machine: Callable[[], MachineHealth] = MachineHealth,
    ) -> None:
        """Prepare to serve.

        Raises:
            ValueError: others than this machine could talk to it untrusted or unencrypted.
        """
        self._settings = settings or ServerSettings()
        is_secure = trust is not None and trust.identity is not None
        if not is_secure and not _is_loopback(self._settings.host):
            raise ValueError(f"{self._settings.host} is not loopback: wants trust and TLS")
        self._name = name
        self._barrier = barrier
        self._trust = trust
        run_id = secrets.token_hex(8)
        self._hub = FrameHub(self._settings.stream)
        self._events = EventHub()
        motion = self._settings.motion
        self._capture = CaptureLoop(
            name,
            source,
            self._hub,
            None if motion is None else MotionDetector(motion, source.frames_per_s),
            lambda moving: self._events.tell("motion", {"moving": moving}),
        )
        self._desk = BarrierDesk(barrier, name, run_id)
        self._board = StatusBoard(
            name,
            hub=self._hub,
            capture=self._capture,
            desk=self._desk,
            events=self._events,
            read_machine=read_machine,
            stall_s=self._settings.stall_s,
        )
        self._streams = FrameStreams(
            self._hub, self._board.problem, self._settings.stall_s, self._unsent_bytes
        )
        self._gatekeeper = None if trust is None else Gatekeeper(trust.keys.find, run_id)
        self._silent = SilentConnections(self._settings.longest_silence_s)
        self._worker: ThreadPoolExecutor | None = None
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """The base address, ``https://host:port``; known once started."""
        if self._socket is None:
            raise RuntimeError("the agent is not started")
        host, port = self._socket.getsockname()[:2]
        return f"{'http' if self._identity is None else 'https'}://{host}:{port}"

    @property
    def stream_url(self) -> str:
        return self.url + STREAM_PATH

    @property
    def _identity(self) -> AgentIdentity | None:
        return None if self._trust is None else self._trust.identity

    def start(self) -> None:
        """Start to capture and to listen; once per server.

        Raises:
            AgentStartError: the address is taken or not ours; the barrier is let go of.
        """
        try:
            self._start()
        except AgentStartError:
            self.stop()
            raise

    def _start(self) -> None:
        self._socket = self._listen()
        self._worker = ThreadPoolExecutor(1, f"agent-barrier-{self._name}")
        self._worker.submit(self._board.sample).result(_START_S)
        self._server = uvicorn.Server(self._configuration(self._worker))
        self._thread = threading.Thread(
            target=self._run, name=f"agent-server-{self._name}", daemon=True
        )
        self._thread.start()
        if not self._ready.wait(_START_S):
            raise AgentStartError(f"agent {self._name} did not start within {_START_S:.0f} s")
        self._capture.start()

    def stop(self) -> None:
        """End the streams, stop listening and capturing, and release the barrier."""
        if self._server is not None and self._loop is not None:
            self._server.should_exit = True
            with contextlib.suppress(RuntimeError):  # the loop is closed when serving failed
                self._loop.call_soon_threadsafe(self._end_streams)
        if self._thread is not None:
            self._thread.join(_JOIN_S)
        self._capture.stop()
        if self._worker is not None:
            self._worker.shutdown(wait=True, cancel_futures=True)
        if self._barrier is not None:
            self._barrier.shut_down()
        if self._socket is not None:
            self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def state(self) -> AgentState:
        """Return what ``/state`` answers to a booth that has commanded nothing."""
        return self._board.state("", self._streams.client_count)

    def hangs_since_s(self) -> float:
        """Return for how long the camera's driver, the barrier or the server has not moved on."""
        return max(self._capture.hangs_since_s(), self._board.unsampled_s())

    def _listen(self) -> socket.socket:
        host, port = self._settings.host, self._settings.port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
            if sys.platform == "linux":  # accepted connections have it from their listener
                limit_ms = int(_UNACKNOWLEDGED_S * 1000)
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, limit_ms)
            listener.bind((host, port))
            listener.listen(64)
        except OSError as error:
            listener.close()
            raise AgentStartError(
                f"agent {self._name} cannot listen on {host}:{port}: {error}"
            ) from error
        return listener

    def _configuration(self, worker: ThreadPoolExecutor) -> uvicorn.Config:
        identity = self._identity
        return uvicorn.Config(
            self._application(worker),
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            ssl_certfile=None if identity is None else identity.certificate_path,
            ssl_keyfile=None if identity is None else identity.key_path,
        )

    def _application(self, worker: ThreadPoolExecutor) -> ASGIApp:
        trust = self._trust
        endpoints = AgentEndpoints(
            streams=self._streams,
            board=self._board,
            desk=self._desk,
            events=self._events,
            worker=worker,
            pairing=None if trust is None else trust.pairing,
            is_paired=lambda: trust is not None and not trust.keys.is_empty,
        )
        application = endpoints.application()
        if self._gatekeeper is None:
            return application
        return GatekeeperMiddleware(application, self._gatekeeper, endpoints.health_json)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        sampling = asyncio.create_task(self._sample())
        try:
            await self._server.serve(sockets=[self._socket])
        finally:
            sampling.cancel()
            await asyncio.gather(sampling, return_exceptions=True)

    async def _sample(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_SAMPLE_EVERY_S)
            ended_count = self._silent.end(self._connections(), time.monotonic())
            if ended_count:
                _log.info("%s: ended %s connections that asked nothing", self._name, ended_count)
            await loop.run_in_executor(self._worker, self._board.sample)

    def _unsent_bytes(self, scope: Scope) -> int:
        """Return how much of what the client of ``scope`` was sent has not left this machine."""
        for connection in self._connections():
            if getattr(connection, "client", None) == scope["client"]:
                return unsent_bytes(connection.transport)
        return 0

    def _connections(self) -> tuple[Any, ...]:
        return () if self._server is None else tuple(self._server.server_state.connections)

    def _end_streams(self) -> None:
        """Let every stream end by itself; cut those whose client does not read."""
        self._streams.close()
        self._events.wake_listeners()
        asyncio.get_running_loop().call_later(_END_S, self._cut_connections)

    def _cut_connections(self) -> None:
        for connection in self._connections():
            transport = getattr(connection, "transport", None)
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
