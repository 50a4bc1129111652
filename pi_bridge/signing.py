"""How a booth proves to an agent that a request is its own, and is made now.

Both ends share a secret of 32 bytes that they agreed on at pairing. Every request carries the
key's name, the agent's run, an expiry on the agent's monotonic clock and a nonce, and an
HMAC-SHA256 over all of it together with method, path and body; the secret itself never travels.

Source: RFC 2104 (HMAC), RFC 5869 (HKDF).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from pi_bridge.wire import AgentClock

KEY_HEADER = "x-gatehouse-key"
RUN_HEADER = "x-gatehouse-run"
EXPIRY_HEADER = "x-gatehouse-not-after-ns"
NONCE_HEADER = "x-gatehouse-nonce"
SIGNATURE_HEADER = "x-gatehouse-signature"

SECRET_BYTES = 32
VALID_NS = 10_000_000_000
"""How long a request may be under way: more than any time-out of ours."""

_REQUEST_LABEL = "gatehouse request 1"
_NAME = re.compile(r"[0-9a-f]{8,64}")
_DIGITS = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class SiteKey:
    """The secret that one booth and one agent share, under a name that may be shown."""

    key_id: str
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> SiteKey:
        """Return a random key."""
        return cls(secrets.token_hex(8), secrets.token_bytes(SECRET_BYTES))


@dataclass(frozen=True, slots=True)
class RequestSignature:
    """What the headers of a signed request say; nothing in it is proven yet."""

    key_id: str
    run_id: str
    not_after_ns: int
    nonce: str
    signature: str

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RequestSignature | None:
        """Return the signature in ``headers`` (lower-case names), None when there is none."""
        key_id, run_id = headers.get(KEY_HEADER, ""), headers.get(RUN_HEADER, "")
        expiry, nonce = headers.get(EXPIRY_HEADER, ""), headers.get(NONCE_HEADER, "")
        signature = headers.get(SIGNATURE_HEADER, "")
        names = (key_id, run_id, nonce, signature)
        if not all(_NAME.fullmatch(name) for name in names) or not _DIGITS.fullmatch(expiry):
            return None
        return cls(key_id, run_id, int(expiry), nonce, signature)

    def is_made_with(self, key: SiteKey, method: str, path: str, body: bytes) -> bool:
        """Return whether the owner of ``key`` signed exactly this request."""
        wanted = _signature(
            key, method, path, body, (self.run_id, str(self.not_after_ns), self.nonce)
        )
        return hmac.compare_digest(wanted, self.signature)


def signed_headers(
    key: SiteKey, clock: AgentClock, method: str, path: str, body: bytes = b""
) -> dict[str, str]:
    """Return the headers that sign a request for ten seconds of the agent's ``clock``."""
    not_after_ns, nonce = str(clock.now_ns + VALID_NS), secrets.token_hex(16)
    parts = (clock.run_id, not_after_ns, nonce)
    return {
        KEY_HEADER: key.key_id,
        RUN_HEADER: clock.run_id,
        EXPIRY_HEADER: not_after_ns,
        NONCE_HEADER: nonce,
        SIGNATURE_HEADER: _signature(key, method, path, body, parts),
    }


def _signature(
    key: SiteKey, method: str, path: str, body: bytes, parts: tuple[str, str, str]
) -> str:
    body_hash = hashlib.sha256(body).hexdigest()
    text = "\n".join((_REQUEST_LABEL, key.key_id, method.upper(), path, *parts, body_hash))
    return hmac.new(key.secret, text.encode(), hashlib.sha256).hexdigest()


def derive_secret(material: bytes, salt: bytes, purpose: str) -> bytes:
    """Return 32 bytes that follow from ``material`` and tell nothing about it.

    Source: RFC 5869, with one block of output.
    """
    extracted = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()
