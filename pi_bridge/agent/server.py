"""The agent's HTTP server: the live stream, a snapshot, its state, and the barrier."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import threading
import time
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pi_bridge.agent.capture import CaptureLoop
from pi_bridge.agent.hub import FrameHub, StampedJpeg
from pi_bridge.agent.relay import Barrier, BarrierDesk
from pi_bridge.agent.source import FrameSource
from pi_bridge.errors import AgentStartError, WireFormatError
from pi_bridge.wire import (
    BARRIER_PATH,
    MAX_MESSAGE_BYTES,
    PART_TAIL,
    SNAPSHOT_PATH,
    STATE_PATH,
    STREAM_END,
    STREAM_PATH,
    STREAM_TYPE,
    AgentState,
    BarrierAction,
    BarrierCommand,
    part_head,
)

STALL_S = 2.0
"""A source without a new frame for this long counts as stalled (PRODUCT, rule 1)."""

_SEND_BUFFER_BYTES = 256 * 1024  # what the kernel holds for a slow client is lag, not service
_START_S = 10.0
_END_S = 0.3
_JOIN_S = 5.0
_NS = 1_000_000_000


class AgentServer:
    """Serves one camera and its barrier on ``agent-server-<name>``, capturing beside it.

    Each client of the stream gets the newest frame whenever it is ready for one and skips the
    rest. When the source stalls, the streams end and ``/state`` says so.
    """

    def __init__(
        self,
        name: str,
        source: FrameSource,
        barrier: Barrier | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._name = name
        self._frames_per_s = source.frames_per_s
        self._hub = FrameHub()
        self._capture = CaptureLoop(name, source, self._hub)
        self._desk = BarrierDesk(barrier, run_id=secrets.token_hex(8))
        self._host = host
        self._port = port
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False
        self._client_count = 0

    @property
    def url(self) -> str:
        """The base address, ``http://host:port``; known once started."""
        if self._socket is None:
            raise RuntimeError("the agent is not started")
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}"

    @property
    def stream_url(self) -> str:
        return self.url + STREAM_PATH

    def start(self) -> None:
        """Start to capture and to listen; once per server.

        Raises:
            AgentStartError: the address is taken or not ours.
        """
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
            listener.bind((self._host, self._port))
            listener.listen(64)
        except OSError as error:
            listener.close()
            raise AgentStartError(
                f"agent {self._name} cannot listen on {self._host}:{self._port}: {error}"
            ) from error
        self._socket = listener
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._app(),
                http="h11",
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(
            target=self._run, name=f"agent-server-{self._name}", daemon=True
        )
        self._thread.start()
        if not self._ready.wait(_START_S):
            raise AgentStartError(f"agent {self._name} did not start within {_START_S:.0f} s")
        self._capture.start()

    def stop(self) -> None:
        """End the streams, stop listening and capturing."""
        if self._server is not None and self._loop is not None:
            self._server.should_exit = True
            with contextlib.suppress(RuntimeError):  # the loop is closed when serving failed
                self._loop.call_soon_threadsafe(self._end_streams)
        if self._thread is not None:
            self._thread.join(_JOIN_S)
        self._capture.stop()
        if self._socket is not None:
            self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def state(self) -> AgentState:
        """Return what ``/state`` answers."""
        last_ns = self._hub.last_capture_ns
        age_ms = None if last_ns is None else (time.monotonic_ns() - last_ns) // 1_000_000
        online = age_ms is not None and age_ms <= STALL_S * 1000
        problem = "" if online else self._capture.problem or "source gives no new frames"
        return AgentState(
            clock=self._desk.clock(),
            source_online=online,
            problem=problem,
            sequence=self._hub.sequence,
            last_frame_age_ms=age_ms,
            frames_per_s=self._frames_per_s,
            client_count=self._client_count,
            encoded_count=self._hub.encoded_count,
            skipped_count=self._hub.skipped_count,
            barrier=self._desk.position(),
        )

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._server.serve(sockets=[self._socket])

    def _end_streams(self) -> None:
        """Let every stream end by itself; cut those whose client does not read."""
        self._closing = True
        self._hub.wake_watchers()
        asyncio.get_running_loop().call_later(_END_S, self._cut_connections)

    def _cut_connections(self) -> None:
        assert self._server is not None
        for connection in tuple(self._server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(STREAM_PATH, _Endpoint(self._stream), methods=["GET"]),
                Route(SNAPSHOT_PATH, self._snapshot),
                Route(STATE_PATH, self._answer_state),
                Route(BARRIER_PATH, self._move_barrier, methods=["POST"]),
            ]
        )

    async def _answer_state(self, _: Request) -> Response:
        return _json(self.state().to_json())

    async def _move_barrier(self, request: Request) -> Response:
        # A page in a browser cannot post this type to another origin without asking first.
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return PlainTextResponse("want application/json", status_code=415)
        try:
            action = BarrierAction(request.path_params["action"])
        except ValueError:
            return PlainTextResponse("no such action", status_code=404)
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_MESSAGE_BYTES:
                    return PlainTextResponse("command is too long", status_code=413)
            command = BarrierCommand.from_json(bytes(body))
        except ClientDisconnect:
            return PlainTextResponse("command was cut off", status_code=400)
        except WireFormatError as error:
            return PlainTextResponse(str(error), status_code=400)
        return _json(self._desk.execute(action, command).to_json())

    async def _snapshot(self, _: Request) -> Response:
        watch = _Watch(self._hub)
        with watch.watching():
            newest = await self._next(watch, self._hub.sequence)
        if newest is None:
            return PlainTextResponse(self.state().problem, status_code=503)
        headers = {**dict(newest.stamp.to_headers()), "cache-control": "no-store"}
        return Response(newest.jpeg, media_type="image/jpeg", headers=headers)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send frames until the client leaves, the source stalls or the agent stops."""
        tasks = {
            asyncio.create_task(self._send_frames(scope, receive, send)),
            asyncio.create_task(_client_left(receive)),
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def _send_frames(self, scope: Scope, receive: Receive, send: Send) -> None:
        watch = _Watch(self._hub)
        with watch.watching():
            newest = await self._next(watch, self._hub.sequence)
            if newest is None:
                refusal = PlainTextResponse(self.state().problem, status_code=503)
                await refusal(scope, receive, send)
                return
            self._client_count += 1
            try:
                await send(_STREAM_START)
                while newest is not None:
                    head = part_head(newest.stamp, len(newest.jpeg))
                    await send(_body(b"".join((head, newest.jpeg, PART_TAIL)), more=True))
                    newest = await self._next(watch, newest.sequence)
                await send(_body(STREAM_END, more=False))
            finally:
                self._client_count -= 1

    async def _next(self, watch: _Watch, sequence: int) -> StampedJpeg | None:
        """Return a frame newer than ``sequence``; None when the source stalls or we close."""
        deadline_s = time.monotonic() + STALL_S
        while not self._closing and (left_s := deadline_s - time.monotonic()) > 0:
            newest = self._hub.newer_than(sequence)
            if newest is not None:
                return newest
            await watch.changed(left_s)
        return None


class _Endpoint:
    """An ASGI callable for a route that talks to the client by itself."""

    def __init__(self, function: ASGIApp) -> None:
        self._function = function

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._function(scope, receive, send)


class _Watch:
    """One client's view of the hub, awaitable on the server's event loop."""

    def __init__(self, hub: FrameHub) -> None:
        self._hub = hub
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def watching(self) -> contextlib.AbstractContextManager[None]:
        return self._hub.watching(self._wake)

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop closed between two frames
            self._loop.call_soon_threadsafe(self._changed.set)

    async def changed(self, timeout_s: float) -> None:
        """Return after the next wake, or once ``timeout_s`` has passed."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout_s)
        self._changed.clear()


_STREAM_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", STREAM_TYPE.encode("ascii")),
        (b"cache-control", b"no-store"),
    ],
}


def _body(content: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


def _json(text: str) -> Response:
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


async def _client_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
