"""Short calls to one agent: signed where it is paired, bounded in time, faults in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import requests
import urllib3.exceptions

from pi_bridge.client.address import Address
from pi_bridge.client.clock import ClockEstimate, ClockOffset
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.transport import fault_words, open_session
from pi_bridge.errors import BridgeError, WireFormatError
from pi_bridge.fields import MAX_MESSAGE_BYTES
from pi_bridge.signing import signed_headers
from pi_bridge.status import AgentHealth
from pi_bridge.wire import HEALTH_PATH, AgentClock

_MAX_PICTURE_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_NEVER_ARRIVED = frozenset(
    {
        "refuses the connection",
        "host name is not known",
        "does not answer",
        "has a certificate that is not trusted",
    }
)


class CallError(BridgeError):
    """A call got no usable answer; whether the request may have arrived, and if to try again."""

    def __init__(self, words: str, *, arrived: bool = True, final: bool = False) -> None:
        super().__init__(words)
        self.may_have_arrived = arrived
        self.is_final = final


@dataclass(frozen=True, slots=True)
class KnownClock:
    """The agent's clock and when, on ours, we had learned it."""

    clock: AgentClock
    learned_ns: int

    def now(self) -> AgentClock:
        """Return the agent's clock as it is by now, a little early at most."""
        passed_ns = time.monotonic_ns() - self.learned_ns
        return replace(self.clock, now_ns=self.clock.now_ns + passed_ns)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body, and the headers with lower-case names."""

    content: bytes
    headers: Mapping[str, str]


class AgentLink:
    """Calls to the agent at one address; may be used from several threads.

    A signature needs the agent's clock. Its health tells that to everybody, and is asked for
    when no clock is known or the agent says that it has been restarted.
    """

    def __init__(self, base_url: str, pairing: Pairing | None) -> None:
        """Prepare calls to the agent at ``base_url``.

        Raises:
            AddressError: ``base_url`` is not an http or https address.
        """
        self._address = Address.parse(base_url)
        self._pairing = pairing
        self._lock = threading.Lock()
        self._known: KnownClock | None = None
        self._estimate = ClockEstimate()

    @property
    def known_clock(self) -> KnownClock | None:
        """The agent's clock, None before its first answer."""
        with self._lock:
            return self._known

    def clock_offset(self) -> ClockOffset | None:
        """Return the agent's monotonic clock against ours, None before an answer."""
        with self._lock:
            return self._estimate.offset(time.monotonic_ns())

    def learn(self, clock: AgentClock, sent_ns: int | None = None) -> None:
        """Keep the agent's clock; it was read before now, so ages made of it are not too young.

        With the time at which we had asked, the offset is estimated from it too.
        """
        known = KnownClock(clock, time.monotonic_ns())
        with self._lock:
            self._known = known
            if sent_ns is not None:
                self._estimate.learn(clock, sent_ns, known.learned_ns)

    def ask_health(self, timeout_s: float) -> AgentHealth:
        """Return the agent's health, which also tells its clock.

        Raises:
            CallError: there is no answer, or none of an agent.
        """
        sent_ns = time.monotonic_ns()
        try:
            answer = self._fetch("GET", HEALTH_PATH, b"", {}, timeout_s)
            health = AgentHealth.from_json(answer.content)
        except WireFormatError as error:
            raise CallError(
                f"answers in a form we do not know ({error})", arrived=False, final=True
            ) from error
        except CallError as fault:
            raise CallError(str(fault), arrived=False, final=fault.is_final) from fault
        self.learn(health.clock, sent_ns)
        return health

    def call(self, method: str, path: str, body: bytes, timeout_s: float) -> bytes:
        """Return the body of the agent's answer, read for ``timeout_s`` at most.

        Raises:
            CallError: there is no answer, or it is a refusal.
        """
        return self.ask(method, path, body, timeout_s).content

    def ask(self, method: str, path: str, body: bytes, timeout_s: float) -> Answer:
        """Return the agent's answer with its headers, read for ``timeout_s`` at most.

        Raises:
            CallError: there is no answer, or it is a refusal.
        """
        return self._fetch(
            method, path, body, self._signature(method, path, body, timeout_s), timeout_s
        )

    def _signature(self, method: str, path: str, body: bytes, timeout_s: float) -> dict[str, str]:
        if self._pairing is None:
            return {}
        known = self.known_clock
        if known is None:
            self.ask_health(timeout_s)
            known = self.known_clock
        assert known is not None
        return signed_headers(self._pairing.key, known.now(), method, path, body)

    def _fetch(
        self, method: str, path: str, body: bytes, headers: dict[str, str], timeout_s: float
    ) -> Answer:
        fingerprint = "" if self._pairing is None else self._pairing.fingerprint
        with open_session(fingerprint) as session:
            try:
                with session.request(
                    method,
                    self._address.url.rstrip("/") + path,
                    data=body or None,
                    headers={"Content-Type": "application/json", **headers},
                    auth=self._address.credentials,
                    stream=True,
                    allow_redirects=False,
                    timeout=timeout_s,
                ) as response:
                    content = _read_body(response, time.monotonic() + timeout_s)
                    self._refuse_errors(response, content)
                    told = {name.lower(): value for name, value in response.headers.items()}
                    return Answer(content, told)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                words = fault_words(error)
                raise CallError(words, arrived=words not in _NEVER_ARRIVED) from error

    def _refuse_errors(self, response: requests.Response, content: bytes) -> None:
        status = response.status_code
        if status == 200:
            return
        if status == 409:  # signed for an earlier run; the answer has the clock of this one
            try:
                self.learn(AgentHealth.from_json(content).clock)
            except WireFormatError as error:
                raise CallError("answers with an error (409)", arrived=False) from error
            raise CallError("was restarted just now", arrived=False)
        if status == 401:
            words = content[:100].decode("utf-8", "replace")
            raise CallError(f"does not accept our key ({words})", arrived=False, final=True)
        raise CallError(f"answers with an error ({status})", arrived=status >= 500, final=True)


def _read_body(response: requests.Response, deadline_s: float) -> bytes:
    kind = response.headers.get("Content-Type", "")
    limit_bytes = _MAX_PICTURE_BYTES if kind == "image/jpeg" else MAX_MESSAGE_BYTES
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > limit_bytes:
            raise CallError("answers with far too much", final=True)
        if time.monotonic() > deadline_s:
            raise CallError("answers too slowly")
    return bytes(body)
