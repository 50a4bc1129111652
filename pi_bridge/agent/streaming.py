"""Frames to clients: the live stream, a snapshot, and single frames of the last seconds."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.ring import StampedJpeg
from pi_bridge.wire import (
    HEARTBEAT,
    HEARTBEAT_S,
    PART_TAIL,
    STREAM_END,
    STREAM_TYPE,
    part_head,
)

_UNSENT_POLL_S = 0.01


class FrameStreams:
    """Serves the frames of ``hub``; on the server's event loop alone.

    Each client of the stream gets the newest frame once the one before it is on its way, and
    skips the rest: what waits in the buffers of a slow line is lag. Between frames that are far
    apart it gets heartbeats, so that silence means a dead line. Without a new frame for
    ``stall_s`` the streams end.
    """

    def __init__(
        self,
        hub: FrameHub,
        problem: Callable[[], str],
        stall_s: float,
        unsent_bytes: Callable[[Scope], int] = lambda _scope: 0,
    ) -> None:
        """Prepare to serve; ``problem`` says why there is no frame.

        ``unsent_bytes`` says how much of what a client was sent has not left this machine.
        """
        self._hub = hub
        self._problem = problem
        self._stall_s = stall_s
        self._unsent_bytes = unsent_bytes
        self._closing = False
        self._client_count = 0

    @property
    def client_count(self) -> int:
        return self._client_count

    def close(self) -> None:
        """Let every stream end by itself."""
        self._closing = True
        self._hub.wake_watchers()

    async def snapshot(self, _: Request) -> Response:
        """Answer with the next frame."""
        watch = _Watch(self._hub)
        with watch.watching():
            newest = await self._next(watch, self._hub.sequence)
        if newest is None:
            return PlainTextResponse(self._problem(), status_code=503)
        return _picture(newest)

    async def kept_frame(self, request: Request) -> Response:
        """Answer with frame ``sequence`` at full size, if it is still kept."""
        text = request.path_params["sequence"]
        frame = self._hub.ring.find(int(text)) if text.isascii() and text.isdigit() else None
        if frame is not None:
            return _picture(frame)
        kept = self._hub.ring.sequences()
        words = f"{kept[0]} to {kept[-1]} are" if kept else "none is"
        return PlainTextResponse(f"frame {text[:20]} is not kept; {words}", status_code=404)

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
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
                refusal = PlainTextResponse(self._problem(), status_code=503)
                await refusal(scope, receive, send)
                return
            self._client_count += 1
            try:
                await send(_STREAM_START)
                while newest is not None:
                    head = part_head(newest.stamp, len(newest.jpeg))
                    await send(_body(b"".join((head, newest.jpeg, PART_TAIL)), more=True))
                    while self._unsent_bytes(scope) > 0 and not self._closing:
                        await asyncio.sleep(_UNSENT_POLL_S)
                    newest = await self._next(watch, newest.sequence, send)
                await send(_body(STREAM_END, more=False))
            finally:
                self._client_count -= 1

    async def _next(
        self, watch: _Watch, sequence: int, beat: Send | None = None
    ) -> StampedJpeg | None:
        """Return a frame newer than ``sequence``; None when the source stalls or we close.

        Meanwhile ``beat`` is sent heartbeats.
        """
        deadline_s = time.monotonic() + self._stall_s
        while not self._closing and (left_s := deadline_s - time.monotonic()) > 0:
            newest = self._hub.newer_than(sequence)
            if newest is not None:
                return newest
            woken = await watch.changed(min(left_s, HEARTBEAT_S))
            if beat is not None and not woken:
                await beat(_body(HEARTBEAT, more=True))
        return None


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

    async def changed(self, timeout_s: float) -> bool:
        """Return True after the next wake, False once ``timeout_s`` has passed."""
        # Not wait_for: before Python 3.12 it loses a cancellation that comes with the result
        # (gh-86296), and the stream of a client that has left would go on for ever.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._changed.wait()
        woken = self._changed.is_set()
        self._changed.clear()
        return woken


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


def _picture(frame: StampedJpeg) -> Response:
    headers = {**dict(frame.stamp.to_headers()), "cache-control": "no-store"}
    return Response(frame.jpeg, media_type="image/jpeg", headers=headers)


async def _client_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
