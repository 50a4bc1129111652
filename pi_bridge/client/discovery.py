"""Agents that are found on the local network by multicast DNS."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from zeroconf import ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from pi_bridge.errors import BridgeError
from pi_bridge.wire import LANE_PROPERTY, SERVICE_TYPE

_RESOLVE_MS = 2000


class DiscoveryError(BridgeError):
    """The network cannot be asked, which is not the same as finding nobody."""


@dataclass(frozen=True, slots=True, order=True)
class FoundAgent:
    """An agent that says it is there; whether it is one only pairing can tell."""

    lane_id: str
    url: str


def find_agents(wait_s: float = 3.0) -> tuple[FoundAgent, ...]:
    """Return the agents that answer within ``wait_s``, by lane.

    Raises:
        DiscoveryError: there is no network to ask.
    """
    try:
        zeroconf = Zeroconf()
    except OSError as error:
        raise DiscoveryError(f"the network cannot be searched: {error.strerror}") from error
    listener = _Listener()
    try:
        browser = ServiceBrowser(zeroconf, SERVICE_TYPE, listener)
        time.sleep(wait_s)
        browser.cancel()
    finally:
        zeroconf.close()
    return listener.found()


class _Listener(ServiceListener):
    """Keeps what is announced; called on zeroconf's own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._agents: dict[str, FoundAgent] = {}

    def found(self) -> tuple[FoundAgent, ...]:
        with self._lock:
            return tuple(sorted(self._agents.values()))

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        service = zc.get_service_info(type_, name, timeout=_RESOLVE_MS)
        agent = None if service is None else _agent(service)
        if agent is not None:
            with self._lock:
                self._agents[name] = agent

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, _zc: Zeroconf, _type: str, name: str) -> None:
        with self._lock:
            self._agents.pop(name, None)


def _agent(service: ServiceInfo) -> FoundAgent | None:
    """Return the agent behind an announcement, None when it is none we could talk to."""
    addresses = service.parsed_addresses()
    texts = {key: value for key, value in service.decoded_properties.items() if value is not None}
    lane_id, scheme = texts.get(LANE_PROPERTY, ""), texts.get("scheme", "https")
    if not addresses or not lane_id or scheme not in {"http", "https"} or service.port is None:
        return None
    host = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    return FoundAgent(lane_id, f"{scheme}://{host}:{service.port}")
