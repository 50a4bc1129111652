"""Runs the test of a lane: its camera, recognition, and some seconds of a vehicle at the stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from console.gate.lane_test import LaneLimits, LaneTest, LaneTestReport
from console.gate.lanes import lane_frame
from console.gate.recognition import FrameReader
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame

_FIRST_PICTURE_S = 10.0
_WAIT_S = 0.25


class LaneTestError(Exception):
    """The lane could not be tested because it gives no picture; the message says why."""


def run_lane_test(  # noqa: PLR0913 - a camera, who looks at it, and for how long
    camera_url: str,
    pairing: Pairing | None,
    reader: FrameReader,
    seconds: float,
    *,
    limits: LaneLimits | None = None,
    stopping: threading.Event | None = None,
    on_progress: Callable[[LaneTestReport], None] | None = None,
) -> LaneTestReport:
    """Return what ``seconds`` of the camera at ``camera_url`` show of its plates.

    Takes its time, so never on the window's thread. ``reader`` must be this thread's own.
    ``on_progress`` is called on this thread with what is known after each frame; setting
    ``stopping`` ends the test early.

    Raises:
        AddressError: ``camera_url`` is not an http or https address.
        LaneTestError: no picture came.
    """
    test = LaneTest(limits)
    slot: LatestSlot[CameraFrame] = LatestSlot()
    stop = stopping or threading.Event()
    with CameraReader("lane-test", camera_url, [slot], pairing=pairing) as camera:
        ends_s = time.monotonic() + _FIRST_PICTURE_S
        has_begun = False
        while time.monotonic() < ends_s and not stop.is_set():
            received = slot.take(_WAIT_S)
            if received is None:
                continue
            if not has_begun:
                has_begun, ends_s = True, time.monotonic() + seconds
            test.note(reader.look(lane_frame(received).frame))
            if on_progress is not None:
                on_progress(test.report())
        if not has_begun and not stop.is_set():
            raise LaneTestError(camera.state.problem or "the camera sends no picture")
    return test.report()
