"""One simulated lane: a source of pictures and a barrier behind the agent's own server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pi_bridge.agent.server import AgentServer, Trust
from pi_bridge.agent.source import FrameSource
from pi_bridge.client.pairing import Pairing
from pi_bridge.signing import SiteKey
from pi_bridge.simulator.barrier import SimulatedBarrier


@dataclass(frozen=True, slots=True)
class _OneKey:
    """The only key that a simulated lane knows."""

    key: SiteKey
    is_empty: bool = False

    def find(self, key_id: str) -> SiteKey | None:
        return self.key if key_id == self.key.key_id else None


@dataclass(frozen=True, slots=True)
class LaneAddresses:
    """Where the booth reaches a lane: the stream of its camera and the base of its barrier.

    ``pairing`` is what it has to show there.
    """

    stream_url: str
    barrier_url: str
    pairing: Pairing


class SimulatedLane:
    """Serves ``source`` and ``barrier`` on loopback, as a Pi would on the network.

    It comes paired: whoever has made it may hand on its key. Loopback needs no TLS.
    """

    def __init__(self, lane_id: str, source: FrameSource, barrier: SimulatedBarrier) -> None:
        self.lane_id = lane_id
        self.source = source
        self.barrier = barrier
        self._pairing = Pairing(lane_id, SiteKey.new(), fingerprint="")
        self._server = AgentServer(
            lane_id, source, barrier, trust=Trust(_OneKey(self._pairing.key))
        )

    @property
    def addresses(self) -> LaneAddresses:
        """The addresses, known once started."""
        return LaneAddresses(self._server.stream_url, self._server.url, self._pairing)

    def start(self) -> None:
        """Start to serve.

        Raises:
            AgentStartError: no port could be had.
        """
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
