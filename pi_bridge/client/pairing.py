"""The booth's side of pairing, and the book of the agents it is paired with."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import socket
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from pi_bridge.client.address import Address
from pi_bridge.client.transport import fault_words, open_session
from pi_bridge.errors import IdentityError, PairingError, WireFormatError
from pi_bridge.fields import MAX_MESSAGE_BYTES
from pi_bridge.pairing import (
    PairAnswer,
    PairRequest,
    agent_proof,
    booth_proof,
    code_secret,
    shared_key,
)
from pi_bridge.private_files import read_private, write_private
from pi_bridge.signing import SiteKey
from pi_bridge.wire import PAIR_PATH

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Pairing:
    """What the booth keeps of one agent: its lane, the shared key, and the pinned certificate.

    ``fingerprint`` is the SHA-256 of the certificate, empty for an agent on this machine.
    """

    lane_id: str
    key: SiteKey
    fingerprint: str


def pair_with_agent(base_url: str, code: str, site_name: str, timeout_s: float = 5.0) -> Pairing:
    """Pair with the agent at ``base_url``, which has just shown ``code``.

    Raises:
        AddressError: ``base_url`` is not an http or https address.
        PairingError: it cannot be reached, does not know the code, or is not who it should be.
    """
    address, secret = Address.parse(base_url), code_secret(code)
    fingerprint = _certificate_fingerprint(address, timeout_s)
    nonce = secrets.token_hex(16)
    question = PairRequest(site_name, nonce, booth_proof(secret, fingerprint, site_name, nonce))
    answer = _ask(address, fingerprint, question, timeout_s)
    content = (answer.lane_id, answer.key_id, answer.nonce)
    if not hmac.compare_digest(agent_proof(secret, fingerprint, nonce, content), answer.proof):
        raise PairingError("whoever answers does not know the code; is that the right address?")
    key = shared_key(secret, fingerprint, answer.key_id, (nonce, answer.nonce))
    return Pairing(answer.lane_id, key, fingerprint)


def _ask(address: Address, fingerprint: str, question: PairRequest, timeout_s: float) -> PairAnswer:
    with open_session(fingerprint) as session:
        try:
            with session.post(
                address.url.rstrip("/") + PAIR_PATH,
                data=question.to_json(),
                headers={"Content-Type": "application/json"},
                stream=True,
                allow_redirects=False,
                timeout=timeout_s,
            ) as response:
                text = response.raw.read(MAX_MESSAGE_BYTES, decode_content=False)
                if response.status_code != 200:
                    words = text[:200].decode("utf-8", "replace")
                    raise PairingError(f"the agent refuses ({response.status_code}): {words}")
            return PairAnswer.from_json(text)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise PairingError(f"the agent {fault_words(error)}") from error
        except WireFormatError as error:
            raise PairingError(f"this is no Gatehouse agent: {error}") from error


def _certificate_fingerprint(address: Address, timeout_s: float) -> str:
    """Return the SHA-256 of the certificate at ``address``; empty without TLS.

    Nothing is trusted yet: the code decides, for both proofs are over this fingerprint.
    """
    parts = urlsplit(address.url)
    if parts.scheme != "https" or parts.hostname is None:
        return ""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((parts.hostname, _port(address.url)), timeout_s) as plain,
            context.wrap_socket(plain) as connection,
        ):
            certificate = connection.getpeercert(binary_form=True)
    except OSError as error:
        raise PairingError(f"the agent {fault_words(error)}") from error
    return hashlib.sha256(certificate or b"").hexdigest()


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or _DEFAULT_PORTS[parts.scheme]


class PairingBook:
    """The pairings of a site, by host and port, in one private file; any thread may ask."""

    def __init__(self, path: Path) -> None:
        """Open the book at ``path``; one that does not exist yet is empty.

        Raises:
            IdentityError: it cannot be read, or is damaged.
        """
        self._path = path
        self._lock = threading.Lock()
        self._pairings = _read_book(path)
        self._lent: dict[str, Pairing] = {}

    def find(self, url: str) -> Pairing | None:
        """Return the pairing with the agent at ``url``, None when there is none.

        Raises:
            AddressError: ``url`` is not an http or https address.
        """
        place = _place(url)
        with self._lock:
            return self._lent.get(place) or self._pairings.get(place)

    def lend(self, url: str, pairing: Pairing) -> None:
        """Know ``pairing`` for as long as this book is open, without writing it down.

        Raises:
            AddressError: ``url`` is not an http or https address.
        """
        with self._lock:
            self._lent[_place(url)] = pairing

    def keep(self, url: str, pairing: Pairing) -> None:
        """Keep ``pairing`` for the agent at ``url``, in place of an earlier one.

        Raises:
            AddressError: ``url`` is not an http or https address.
            IdentityError: the book cannot be written.
        """
        with self._lock:
            pairings = {**self._pairings, _place(url): pairing}
            write_private(self._path, _book_text(pairings).encode())
            self._pairings = pairings


def _place(url: str) -> str:
    """Return host and port alone: camera and barrier of a lane are one agent."""
    address = Address.parse(url)
    return f"{urlsplit(address.url).hostname}:{_port(address.url)}"


def _book_text(pairings: dict[str, Pairing]) -> str:
    return json.dumps(
        {
            place: {
                "lane_id": one.lane_id,
                "key_id": one.key.key_id,
                "secret": one.key.secret.hex(),
                "fingerprint": one.fingerprint,
            }
            for place, one in pairings.items()
        },
        indent=1,
    )


def _read_book(path: Path) -> dict[str, Pairing]:
    content = read_private(path)
    if content is None:
        return {}
    try:
        return {
            place: Pairing(
                str(one["lane_id"]),
                SiteKey(str(one["key_id"]), bytes.fromhex(one["secret"])),
                str(one["fingerprint"]),
            )
            for place, one in json.loads(content).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IdentityError(f"{path}: is damaged; remove it and pair the lanes again") from error
