"""HTTP as both clients use it: no proxies, no redirects, small buffers, faults in plain words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

RECEIVE_BUFFER_BYTES = 256 * 1024
"""Two to three frames of 1280x720: what the kernel keeps for us is lag once we fall behind."""


class _SmallBufferAdapter(HTTPAdapter):
    """Connections whose receive buffer stays small, without Nagle's delay.

    With a ``fingerprint`` only the server whose certificate has that SHA-256 is talked to.
    """

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        if self._fingerprint:
            kwargs["assert_fingerprint"] = self._fingerprint
        kwargs["socket_options"] = [
            *HTTPConnection.default_socket_options,
            (socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES),
        ]
        super().init_poolmanager(*args, **kwargs)


def open_session(fingerprint: str = "") -> requests.Session:
    """Return a session that takes nothing (proxy, netrc) from the environment.

    With the SHA-256 ``fingerprint`` of a certificate that one alone is trusted over TLS, whoever
    issued it; without, one that a known authority issued for the host.
    """
    session = requests.Session()
    session.trust_env = False
    session.verify = not fingerprint  # the pin replaces authority and host name
    session.mount("http://", _SmallBufferAdapter(""))
    session.mount("https://", _SmallBufferAdapter(fingerprint))
    session.headers["Accept-Encoding"] = "identity"
    session.headers["User-Agent"] = "gatehouse"
    return session


def fault_words(error: Exception) -> str:
    """Return what went wrong in words; never an address, which may hold a password."""
    causes = tuple(_causes(error))

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if caused_by(ConnectionRefusedError):
        words = "refuses the connection"
    elif caused_by(urllib3.exceptions.NameResolutionError, socket.gaierror):
        words = "host name is not known"
    elif caused_by(urllib3.exceptions.ConnectTimeoutError):
        words = "does not answer"
    elif caused_by(urllib3.exceptions.ReadTimeoutError, TimeoutError):
        words = "is silent"
    elif caused_by(ConnectionResetError, BrokenPipeError):
        words = "cut the connection"
    elif caused_by(urllib3.exceptions.SSLError, ssl.SSLError):
        words = "has a certificate that is not trusted"
    elif caused_by(urllib3.exceptions.IncompleteRead):
        words = "ended in the middle of a picture"
    elif caused_by(urllib3.exceptions.ProtocolError):
        words = "does not speak HTTP properly"
    else:
        words = f"cannot be reached ({type(error).__name__})"
    return words


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield ``error`` and all that it was made from, as requests and urllib3 wrap them."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
        waiting.extend(item for item in inner if isinstance(item, BaseException))
