"""The agent's certificate and private key, made on the first start."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pi_bridge.errors import IdentityError
from pi_bridge.private_files import read_private, write_private

_KEY_NAME, _CERTIFICATE_NAME = "agent.key", "agent.crt"
_VALID = datetime.timedelta(days=20 * 365)
"""Booths pin this very certificate; a shorter life would only close gates on some night."""


@dataclass(frozen=True, slots=True)
class AgentIdentity:
    """Where certificate and key lie, and the SHA-256 of the certificate that booths pin."""

    certificate_path: Path
    key_path: Path
    fingerprint: str


def load_identity(folder: Path, lane_id: str) -> AgentIdentity:
    """Return the identity kept in ``folder``, made now if there is none.

    Raises:
        IdentityError: the folder or a file in it cannot be used.
    """
    key_path, certificate_path = folder / _KEY_NAME, folder / _CERTIFICATE_NAME
    certificate = read_private(certificate_path)
    if certificate is None or read_private(key_path) is None:
        key, certificate = _new_identity(lane_id)
        write_private(key_path, key)
        write_private(certificate_path, certificate)
    try:
        content = ssl.PEM_cert_to_DER_cert(certificate.decode("ascii"))
    except ValueError as error:
        raise IdentityError(
            f"{certificate_path}: is damaged; remove it and {key_path.name}, then pair again"
        ) from error
    return AgentIdentity(certificate_path, key_path, hashlib.sha256(content).hexdigest())


def _new_identity(lane_id: str) -> tuple[bytes, bytes]:
    """Return a private key and its certificate, both PEM.

    The dates do not depend on the clock, which may be wrong before the Pi's first network.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"gatehouse-{lane_id}-{secrets.token_hex(4)}")]
    )
    begin = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + _VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, certificate.public_bytes(serialization.Encoding.PEM)
