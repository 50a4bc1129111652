"""How a booth and an agent come to share a key: the messages of pairing and their proofs.

Whoever pairs reads a one-time code at the Pi and types it in the booth. Both ends prove to each
other that they know it, together with the certificate that the booth sees, so that nobody in
between can put his own certificate there; then both derive the same key, which never travels.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass

from pi_bridge.errors import PairingError
from pi_bridge.fields import Fields
from pi_bridge.signing import SiteKey, derive_secret

_GLYPHS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: I, L, O and U are left out, so that a code is read in one way only."""

_CODE_LENGTH = 12
"""Sixty bits: not to be found by trying within the minutes that a code is good for."""

_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_LABEL = b"gatehouse pairing 1"


def new_code() -> str:
    """Return a random code, in groups of four."""
    glyphs = "".join(secrets.choice(_GLYPHS) for _ in range(_CODE_LENGTH))
    return "-".join(glyphs[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


def code_secret(code: str) -> bytes:
    """Return what both ends make of a code, however it was typed.

    Raises:
        PairingError: it cannot be a code.
    """
    glyphs = "".join(glyph for glyph in code.upper() if glyph not in " -").translate(_LOOKALIKES)
    if len(glyphs) != _CODE_LENGTH or any(glyph not in _GLYPHS for glyph in glyphs):
        raise PairingError(f"a pairing code has {_CODE_LENGTH} letters and digits")
    return derive_secret(glyphs.encode("ascii"), _LABEL, "code")


@dataclass(frozen=True, slots=True)
class PairRequest:
    """What the booth asks with; ``proof`` shows that it knows the code and sees our certificate."""

    site_name: str
    nonce: str
    proof: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> PairRequest:
        """Return the request in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        return cls(fields.text("site_name"), fields.text("nonce"), fields.text("proof"))


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What the agent answers; ``proof`` shows that it knows the code too."""

    lane_id: str
    key_id: str
    nonce: str
    proof: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> PairAnswer:
        """Return the answer in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        return cls(*(fields.text(name) for name in ("lane_id", "key_id", "nonce", "proof")))


def booth_proof(secret: bytes, fingerprint: str, site_name: str, nonce: str) -> str:
    """Return the proof of a request's site and nonce, for the certificate that the booth sees."""
    return _proof(secret, "booth", fingerprint, site_name, nonce)


def agent_proof(
    secret: bytes, fingerprint: str, booth_nonce: str, answer: tuple[str, str, str]
) -> str:
    """Return the proof of an answer's lane, key name and nonce."""
    return _proof(secret, "agent", fingerprint, booth_nonce, *answer)


def shared_key(secret: bytes, fingerprint: str, key_id: str, nonces: tuple[str, str]) -> SiteKey:
    """Return the key that follows from the code and the nonces of booth and agent."""
    salt = "|".join(nonces).encode()
    return SiteKey(key_id, derive_secret(secret, salt, f"site key {key_id} {fingerprint}"))


def _proof(secret: bytes, *parts: str) -> str:
    # JSON keeps the parts apart, whatever they contain.
    return hmac.new(secret, json.dumps(parts).encode(), hashlib.sha256).hexdigest()
