"""The agent's side of pairing: one-time codes, and the keys of the booths that used one."""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pi_bridge.errors import IdentityError, PairingError, WireFormatError
from pi_bridge.fields import Fields
from pi_bridge.pairing import (
    PairAnswer,
    PairRequest,
    agent_proof,
    booth_proof,
    code_secret,
    new_code,
    shared_key,
)
from pi_bridge.private_files import read_private, write_private
from pi_bridge.signing import SiteKey

_log = logging.getLogger("bridge")

CODE_VALID_S = 600
ATTEMPT_LIMIT = 5

_KEYS_NAME, _CODE_NAME = "booths.json", "pairing.json"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NS = 1_000_000_000


class KeyStore:
    """The keys of paired booths, in one private file; read again when it has changed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _KEYS_NAME
        self._lock = threading.Lock()
        self._read_version: tuple[int, int, int] | None = None
        self._keys: dict[str, SiteKey] = {}

    def find(self, key_id: str) -> SiteKey | None:
        """Return the key called ``key_id``, None when no booth has it."""
        with self._lock:
            self._refresh()
            return self._keys.get(key_id)

    @property
    def is_empty(self) -> bool:
        with self._lock:
            self._refresh()
            return not self._keys

    def add(self, key: SiteKey) -> None:
        """Keep ``key`` beside those of other booths.

        Raises:
            IdentityError: it cannot be written.
        """
        with self._lock:
            self._refresh()
            keys = {**self._keys, key.key_id: key}
            content = {"keys": {one.key_id: one.secret.hex() for one in keys.values()}}
            write_private(self._path, json.dumps(content).encode())
            self._keys = keys
            self._read_version = self._version()

    def clear(self) -> None:
        """Forget every booth."""
        with self._lock:
            self._path.unlink(missing_ok=True)
            self._keys = {}
            self._read_version = None

    def _version(self) -> tuple[int, int, int] | None:
        """What tells one content of the file from another, also under a clock that stood still."""
        try:
            state = self._path.stat()
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size

    def _refresh(self) -> None:
        version = self._version()
        if version == self._read_version:
            return
        self._read_version = version
        try:
            content = read_private(self._path)
            self._keys = {} if content is None else _read_keys(content)
        except (IdentityError, ValueError) as error:
            self._keys = {}
            _log.error("%s: no booth is let in: %s", self._path, error)


def _read_keys(content: bytes) -> dict[str, SiteKey]:
    return {
        key_id: SiteKey(key_id, bytes.fromhex(secret))
        for key_id, secret in json.loads(content)["keys"].items()
    }


@dataclass(frozen=True, slots=True)
class _OpenCode:
    """A code that waits to be used: what follows from it, until when, and how many tries left."""

    secret: bytes
    boot_id: str
    until_ns: int
    attempts_left: int


class PairingDesk:
    """Gives out one-time codes and pairs a booth that knows the newest.

    A code is good for ten minutes, five tries and one booth. It lies in the state folder as what
    follows from it, so that the command that shows it and the agent that checks it may be two
    processes; the code itself is written nowhere.
    """

    def __init__(
        self,
        folder: Path,
        lane_id: str,
        fingerprint: str,
        keys: KeyStore,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._path = folder / _CODE_NAME
        self._lane_id = lane_id
        self._fingerprint = fingerprint
        self._keys = keys
        self._clock_ns = clock_ns
        self._lock = threading.Lock()

    def give_code(self) -> str:
        """Return a new code; earlier ones are void.

        Raises:
            IdentityError: the state folder cannot be written.
        """
        code = new_code()
        with self._lock:
            until_ns = self._clock_ns() + CODE_VALID_S * _NS
            self._keep(_OpenCode(code_secret(code), _boot_id(), until_ns, ATTEMPT_LIMIT))
        return code

    def answer(self, text: bytes) -> PairAnswer:
        """Return the answer to a booth that knows the code, and keep the key agreed on with it.

        Raises:
            PairingError: no code is open, or the booth does not know it.
            WireFormatError: ``text`` is no request to pair.
            IdentityError: the state folder cannot be written.
        """
        request = PairRequest.from_json(text)
        with self._lock:
            code = self._open_code()
            wanted = booth_proof(code.secret, self._fingerprint, request.site_name, request.nonce)
            if not hmac.compare_digest(wanted, request.proof):
                self._count_failure(code)
                raise PairingError("the code is not the one shown here")
            answer_nonce, key_id = secrets.token_hex(16), secrets.token_hex(8)
            self._keys.add(
                shared_key(code.secret, self._fingerprint, key_id, (request.nonce, answer_nonce))
            )
            self._path.unlink(missing_ok=True)
        _log.info("paired with %s, key %s", request.site_name, key_id)
        content = (self._lane_id, key_id, answer_nonce)
        return PairAnswer(
            *content, agent_proof(code.secret, self._fingerprint, request.nonce, content)
        )

    def _open_code(self) -> _OpenCode:
        code = self._kept()
        if code is None or code.boot_id != _boot_id() or code.until_ns <= self._clock_ns():
            self._path.unlink(missing_ok=True)
            raise PairingError("no code is open; ask for one at the Pi")
        return code

    def _count_failure(self, code: _OpenCode) -> None:
        left = code.attempts_left - 1
        _log.warning("a booth tried to pair with a wrong code; %s tries left", left)
        try:
            if left > 0:
                self._keep(_OpenCode(code.secret, code.boot_id, code.until_ns, left))
                return
        except IdentityError as error:  # a full disk: tries that are not counted are not given
            _log.error("the code is void: %s", error)
        self._path.unlink(missing_ok=True)

    def _keep(self, code: _OpenCode) -> None:
        content = {
            "secret": code.secret.hex(),
            "boot_id": code.boot_id,
            "until_ns": code.until_ns,
            "attempts_left": code.attempts_left,
        }
        write_private(self._path, json.dumps(content).encode())

    def _kept(self) -> _OpenCode | None:
        content = read_private(self._path)
        if content is None:
            return None
        try:
            fields = Fields.parse(content)
            return _OpenCode(
                bytes.fromhex(fields.text("secret")),
                fields.text("boot_id"),
                fields.whole("until_ns"),
                fields.whole("attempts_left"),
            )
        except (WireFormatError, ValueError):
            return None


def _boot_id() -> str:
    """Return which boot of the machine this is: monotonic times of another mean nothing."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
