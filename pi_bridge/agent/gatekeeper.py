"""Lets through to an agent only what a paired booth signed, once and in time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pi_bridge.fields import MAX_MESSAGE_BYTES
from pi_bridge.signing import RequestSignature, SiteKey
from pi_bridge.wire import HEALTH_PATH, PAIR_PATH

_log = logging.getLogger("bridge")

LONGEST_VALIDITY_NS = 60_000_000_000
"""A request that is valid for longer than a minute is refused: its nonce must be remembered."""

_NONCE_LIMIT = 20_000
_OPEN_PATHS = frozenset({HEALTH_PATH, PAIR_PATH})

FindKey = Callable[[str], SiteKey | None]
"""Finds a paired booth's key by its name; None where no booth has it."""


class Refusal(StrEnum):
    """Why a request is not let through."""

    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "not paired with this booth"
    WRONG_SIGNATURE = "wrong signature"
    OTHER_RUN = "signed for another run of the agent"
    EXPIRED = "expired"
    TOO_FAR = "valid for too long"
    REPLAYED = "seen before"
    TOO_MANY = "too many requests"


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """One request as it came; ``headers`` with lower-case names."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Gatekeeper:
    """Judges signed requests; may be asked from any thread.

    A nonce is remembered until the request that bore it would have expired anyway, so no request
    is ever let through twice. Only nonces of rightly signed requests are remembered: others
    cannot fill the memory.
    """

    def __init__(
        self, find_key: FindKey, run_id: str, clock_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._find_key = find_key
        self._run_id = run_id
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._nonces: dict[str, int] = {}
        self.refused_count = 0

    def judge(self, request: SignedRequest) -> str | Refusal:
        """Return the name of the key that signed ``request``, or why it is refused."""
        signature = RequestSignature.from_headers(request.headers)
        verdict = (
            Refusal.UNSIGNED if signature is None else self._judge_signature(signature, request)
        )
        if isinstance(verdict, Refusal):
            self.refused_count += 1
            _log.warning("%s %s refused: %s", request.method, request.path, verdict)
        return verdict

    def _judge_signature(
        self, signature: RequestSignature, request: SignedRequest
    ) -> str | Refusal:
        key = self._find_key(signature.key_id)
        if key is None:
            return Refusal.UNKNOWN_KEY
        if not signature.is_made_with(key, request.method, request.path, request.body):
            return Refusal.WRONG_SIGNATURE
        if signature.run_id != self._run_id:
            return Refusal.OTHER_RUN
        return self._admit(signature) or signature.key_id

    def _admit(self, signature: RequestSignature) -> Refusal | None:
        """Take note of the nonce of a rightly signed request, or say why it comes too late."""
        now_ns = self._clock_ns()
        if signature.not_after_ns <= now_ns:
            return Refusal.EXPIRED
        if signature.not_after_ns - now_ns > LONGEST_VALIDITY_NS:
            return Refusal.TOO_FAR
        with self._lock:
            if signature.nonce in self._nonces:
                return Refusal.REPLAYED
            if len(self._nonces) >= _NONCE_LIMIT:
                self._nonces = {
                    nonce: until for nonce, until in self._nonces.items() if until > now_ns
                }
                if len(self._nonces) >= _NONCE_LIMIT:
                    return Refusal.TOO_MANY
            self._nonces[signature.nonce] = signature.not_after_ns
        return None


KEY_STATE = "gatehouse_key"
"""Where an endpoint finds, in ``request.scope``, the name of the key that signed."""


class GatekeeperMiddleware:
    """Stands before the agent's endpoints; all but health and pairing must be signed.

    A request for another run of the agent is answered 409 with our health, from which the booth
    learns the clock to sign for.
    """

    def __init__(
        self, app: ASGIApp, gatekeeper: Gatekeeper, health_json: Callable[[], str]
    ) -> None:
        self._app = app
        self._gatekeeper = gatekeeper
        self._health_json = health_json

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        body = b"" if scope["method"] in {"GET", "HEAD"} else await _read_body(receive)
        if body is None:
            await PlainTextResponse("too long", status_code=413)(scope, receive, send)
            return
        signed = SignedRequest(scope["method"], scope["path"], dict(request.headers), body)
        verdict = self._gatekeeper.judge(signed)
        if isinstance(verdict, Refusal):
            await self._refuse(verdict)(scope, receive, send)
            return
        scope[KEY_STATE] = verdict
        await self._app(scope, receive if not body else _Replay(body, receive), send)

    def _refuse(self, refusal: Refusal) -> Response:
        if refusal is Refusal.OTHER_RUN:
            return Response(self._health_json(), status_code=409, media_type="application/json")
        return PlainTextResponse(refusal.value, status_code=401)


class _Replay:
    """Gives a body that was read already, then what really comes."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        body, self._body = self._body, None
        if body is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()


async def _read_body(receive: Receive) -> bytes | None:
    """Return the whole body, None when it is too long; a client that leaves ends it."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_MESSAGE_BYTES:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)
