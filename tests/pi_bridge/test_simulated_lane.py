from __future__ import annotations

import random
import time

import numpy as np

from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import BarrierPosition, CameraFrame, Connection
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.simulator.lane import SimulatedLane
from pi_bridge.simulator.traffic import RenderedTraffic, TrafficSettings
from pi_bridge.simulator.view import View
from tests.support.waiting import wait_until

SMALL = View(width_px=320, height_px=180, focal_px=325, centre_x_px=62.5, horizon_y_px=75)


def render_plate(text: str, chance: random.Random):
    return np.full((110, 520, 3), 230, np.uint8)


def test_a_lane_shows_a_vehicle_and_lets_it_in_when_the_booth_opens():
    # The clock of the lane runs eight times as fast, so that a vehicle comes within a second.
    def fast_ns() -> int:
        return time.monotonic_ns() * 8

    barrier = SimulatedBarrier(BarrierTiming(), fast_ns)
    traffic = RenderedTraffic(
        "north",
        ["KA01AB1234"],
        render_plate,
        barrier,
        settings=TrafficSettings(frames_per_s=30),
        view=SMALL,
        clock_ns=fast_ns,
    )
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with SimulatedLane("north", traffic, barrier) as lane:
        addresses = lane.addresses
        client = BarrierClient(addresses.barrier_url, pairing=addresses.pairing)
        with CameraReader(
            "north", addresses.stream_url, [slot], pairing=addresses.pairing
        ) as reader:
            wait_until(lambda: reader.state.connection is Connection.LIVE)
            wait_until(
                lambda: traffic.passages() and traffic.passages()[0].stopped_ns, timeout_s=10
            )
            frame = slot.take(timeout_s=2)
            assert frame is not None
            assert frame.pixels.shape == (180, 320, 3)
            assert client.position() is BarrierPosition.CLOSED
            opened = client.open(time.monotonic_ns() + 1_000_000_000)
            assert opened.outcome is CommandOutcome.DONE
            wait_until(lambda: traffic.passages()[0].left_ns, timeout_s=10)
    assert traffic.passages()[0].drove_through
