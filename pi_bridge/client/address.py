"""A camera's or barrier's address, with its credentials kept apart from what may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from pi_bridge.errors import BridgeError


class AddressError(BridgeError):
    """An address is not http:// or https:// with a host."""


@dataclass(frozen=True, slots=True)
class Address:
    """An HTTP address; ``url`` may be logged, ``credentials`` (user, password) never."""

    url: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> Address:
        """Return ``url`` with its user and password taken out.

        Raises:
            AddressError: not an http or https address with a host. The message does not
                repeat the address, which may hold a password.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise AddressError("address cannot be read; want http://host:port/path") from error
        is_clean = url.isprintable() and " " not in url
        if parts.scheme not in {"http", "https"} or not host or not is_clean:
            raise AddressError("address is not http://host:port/path")
        credentials = None
        if parts.username is not None:
            credentials = (unquote(parts.username), unquote(parts.password or ""))
        place = f"[{host}]" if ":" in host else host
        if port is not None:
            place = f"{place}:{port}"
        return cls(urlunsplit((parts.scheme, place, parts.path, parts.query, "")), credentials)


def base_url(url: str) -> str:
    """Return the address of the agent that ``url`` is a path of."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
