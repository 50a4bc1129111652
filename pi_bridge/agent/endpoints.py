"""The agent's HTTP interface: which path does what."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pi_bridge.agent.events import EventHub
from pi_bridge.agent.gatekeeper import KEY_STATE
from pi_bridge.agent.pairing import PairingDesk
from pi_bridge.agent.relay import BarrierDesk
from pi_bridge.agent.status import StatusBoard
from pi_bridge.agent.streaming import FrameStreams
from pi_bridge.errors import IdentityError, PairingError, WireFormatError
from pi_bridge.fields import MAX_MESSAGE_BYTES
from pi_bridge.wire import (
    BARRIER_PATH,
    EVENTS_PATH,
    FRAME_PATH,
    HEALTH_PATH,
    PAIR_PATH,
    SNAPSHOT_PATH,
    STATE_PATH,
    STREAM_PATH,
    BarrierAction,
    BarrierAnswer,
    BarrierCommand,
)


@dataclass(frozen=True, slots=True)
class AgentEndpoints:
    """What stands behind the paths; ``worker`` is the one thread that asks and moves the barrier.

    ``pairing`` is None where the agent is open to everybody on this machine.
    """

    streams: FrameStreams
    board: StatusBoard
    desk: BarrierDesk
    events: EventHub
    worker: ThreadPoolExecutor
    pairing: PairingDesk | None
    is_paired: Callable[[], bool]

    def application(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route(HEALTH_PATH, self._answer_health),
                Route(PAIR_PATH, self._pair, methods=["POST"]),
                Route(STREAM_PATH, _Endpoint(self.streams.stream), methods=["GET"]),
                Route(SNAPSHOT_PATH, self.streams.snapshot),
                Route(FRAME_PATH, self.streams.kept_frame),
                Route(STATE_PATH, self._answer_state),
                Route(EVENTS_PATH, self._tell_events),
                Route(BARRIER_PATH, self._move_barrier, methods=["POST"]),
            ]
        )

    def health_json(self) -> str:
        return self.board.health(paired=self.is_paired()).to_json()

    async def _answer_health(self, _: Request) -> Response:
        return _json(self.health_json())

    async def _answer_state(self, request: Request) -> Response:
        key_id = request.scope.get(KEY_STATE, "")
        return _json(self.board.state(key_id, self.streams.client_count).to_json())

    async def _pair(self, request: Request) -> Response:
        body = await _json_body(request)
        if isinstance(body, Response):
            return body
        if self.pairing is None:
            return PlainTextResponse("this agent does not pair", status_code=404)
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(self.worker, self.pairing.answer, body)
        except PairingError as error:
            return PlainTextResponse(str(error), status_code=403)
        except WireFormatError as error:
            return PlainTextResponse(str(error), status_code=400)
        except IdentityError as error:
            return PlainTextResponse(str(error), status_code=500)
        return _json(answer.to_json())

    async def _tell_events(self, _: Request) -> Response:
        async def texts() -> AsyncIterator[str]:
            with self.events.listening() as listener:
                async for text in listener.texts():
                    yield text

        return StreamingResponse(
            texts(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def _move_barrier(self, request: Request) -> Response:
        try:
            action = BarrierAction(request.path_params["action"])
        except ValueError:
            return PlainTextResponse("no such action", status_code=404)
        body = await _json_body(request)
        if isinstance(body, Response):
            return body
        try:
            command = BarrierCommand.from_json(body)
        except WireFormatError as error:
            return PlainTextResponse(str(error), status_code=400)
        execute = functools.partial(
            self._execute, action, command, request.scope.get(KEY_STATE, "")
        )
        loop = asyncio.get_running_loop()
        return _json((await loop.run_in_executor(self.worker, execute)).to_json())

    def _execute(
        self, action: BarrierAction, command: BarrierCommand, key_id: str
    ) -> BarrierAnswer:
        answer = self.desk.execute(action, command, key_id)
        self.board.note_position(answer.position)
        return answer


class _Endpoint:
    """An ASGI callable for a route that talks to the client by itself."""

    def __init__(self, function: ASGIApp) -> None:
        self._function = function

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._function(scope, receive, send)


async def _json_body(request: Request) -> bytes | Response:
    """Return the body of a request that says it is JSON, or the answer to one that is not."""
    # A page in a browser cannot post this type to another origin without asking first.
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return PlainTextResponse("want application/json", status_code=415)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_MESSAGE_BYTES:
                return PlainTextResponse("message is too long", status_code=413)
    except ClientDisconnect:
        return PlainTextResponse("message was cut off", status_code=400)
    return bytes(body)


def _json(text: str) -> Response:
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})
