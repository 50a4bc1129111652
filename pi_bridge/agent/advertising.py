"""Lets booths find the agent on the local network by multicast DNS."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil
from zeroconf import Error, ServiceInfo, Zeroconf

from pi_bridge.wire import LANE_PROPERTY, SERVICE_TYPE

_log = logging.getLogger("bridge")


@contextmanager
def advertised(lane_id: str, url: str) -> Iterator[None]:
    """Advertise the agent at ``url`` for as long as the context lasts.

    Only lane and address are told; whoever wants more has to pair. Without a network nothing is
    told, which is logged and stops nobody.
    """
    try:
        zeroconf = Zeroconf()
    except OSError as error:
        _log.warning("%s: cannot be found by itself: %s", lane_id, error.strerror)
        yield
        return
    try:
        try:
            zeroconf.register_service(_service(lane_id, url), allow_name_change=True)
        except (Error, OSError) as error:
            _log.warning("%s: cannot be found by itself: %s", lane_id, type(error).__name__)
        yield
    finally:
        zeroconf.close()  # also takes the service back


def _service(lane_id: str, url: str) -> ServiceInfo:
    parts = urlsplit(url)
    assert parts.port is not None
    return ServiceInfo(
        SERVICE_TYPE,
        f"Gatehouse {lane_id}.{SERVICE_TYPE}",
        parsed_addresses=_addresses(parts.hostname or ""),
        port=parts.port,
        properties={LANE_PROPERTY: lane_id, "scheme": parts.scheme},
        server=f"{socket.gethostname()}.local.",
    )


def _addresses(host: str) -> list[str]:
    """Return the addresses that ``host`` stands for: all of this machine where it is 0.0.0.0."""
    if not ipaddress.ip_address(host).is_unspecified:
        return [host]
    return [
        one.address
        for interface in psutil.net_if_addrs().values()
        for one in interface
        if one.family is socket.AF_INET and not ipaddress.ip_address(one.address).is_loopback
    ]
