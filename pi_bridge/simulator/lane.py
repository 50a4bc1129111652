"""One simulated lane: a source of pictures and a barrier behind the agent's own server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pi_bridge.agent.server import AgentServer
from pi_bridge.agent.source import FrameSource
from pi_bridge.simulator.barrier import SimulatedBarrier


@dataclass(frozen=True, slots=True)
class LaneAddresses:
    """Where the booth reaches a lane: the stream of its camera and the base of its barrier."""

    stream_url: str
    barrier_url: str


class SimulatedLane:
    """Serves ``source`` and ``barrier`` on loopback, as a Pi would on the network."""

    def __init__(self, lane_id: str, source: FrameSource, barrier: SimulatedBarrier) -> None:
        self.lane_id = lane_id
        self.source = source
        self.barrier = barrier
        self._server = AgentServer(lane_id, source, barrier)

    @property
    def addresses(self) -> LaneAddresses:
        """The addresses, known once started."""
        return LaneAddresses(self._server.stream_url, self._server.url)

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
