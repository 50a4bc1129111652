"""From the lens to the window: the time painted into each picture, read off the tile.

Run by ``python -m tests.benchmarks.glass_to_tile [--seconds 60] [--lanes 4]``. A process of its own
plays the Pis: an agent for each lane, 1280x720 at 15 frames a second, TLS and signed requests on
loopback. The real console shows them, recognition and all, on Qt's offscreen platform; the time is
read from the scaled picture that a tile has just painted. Both processes have the same clock.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage, QPaintEvent

import main as program
from console import application
from console.demo import DemoSite
from console.settings import LaneSettings, Settings
from console.ui.camera_view import CameraView
from pi_bridge.agent.identity import load_identity
from pi_bridge.agent.server import AgentServer, Trust
from pi_bridge.client.pairing import Pairing
from pi_bridge.signing import SiteKey
from pi_bridge.simulator.lane import LaneAddresses
from pipeline.training.scenes import render_scene
from tests.support.coded_clock import CodedSource, read_time

_WARM_S = 10.0
_NS = 1_000_000_000
_NS_PER_MS = 1_000_000


class _OneKey:
    is_empty = False

    def __init__(self, key: SiteKey) -> None:
        self._key = key

    def find(self, key_id: str) -> SiteKey | None:
        return self._key if key_id == self._key.key_id else None


def serve(lane_count: int) -> None:
    """Be the Pis until standard input ends; one line of JSON tells where they are."""
    picture = render_scene(3).pixels
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        told = []
        for number in range(lane_count):
            lane_id, key = f"lane-{number + 1}", SiteKey.new()
            identity = load_identity(folder / lane_id, lane_id)
            trust = Trust(_OneKey(key), None, identity)
            server = stack.enter_context(AgentServer(lane_id, CodedSource(picture), trust=trust))
            told.append([lane_id, server.url, key.key_id, key.secret.hex(), identity.fingerprint])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


class _Glass:
    """Reads the time off every picture that a tile paints for the first time."""

    def __init__(self) -> None:
        self.latencies_ms: dict[str, list[float]] = {}
        self.unread_count = 0
        self._begins_ns = time.monotonic_ns() + int(_WARM_S * _NS)
        self._paint = CameraView.paintEvent
        self._read: dict[int, object] = {}

    def of_view(self) -> Callable[[CameraView, QPaintEvent], None]:
        """Return what takes the place of a view's own painting, a function and so a method."""

        def paint(view: CameraView, event: QPaintEvent) -> None:
            self._note(view, event)

        return paint

    def _note(self, view: CameraView, event: QPaintEvent) -> None:
        self._paint(view, event)
        now_ns = time.monotonic_ns()
        frame, shown = view.frame, view._cached
        if frame is None or shown is None or self._read.get(id(view)) is frame:
            return
        self._read[id(view)] = frame
        painted_ns = read_time(_grey(shown), now_ns)
        if painted_ns is None:
            self.unread_count += 1
        elif now_ns > self._begins_ns:
            lane = self.latencies_ms.setdefault(frame.frame.camera_id, [])
            lane.append((now_ns - painted_ns) / _NS_PER_MS)


def _grey(image: QImage) -> np.ndarray[Any, np.dtype[np.uint8]]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return np.ascontiguousarray(rows[:, : grey.width()])


@contextmanager
def _site(told: list[list[str]], settings: Settings) -> Iterator[DemoSite]:
    lanes, addresses = [], []
    for lane_id, url, key_id, secret, fingerprint in told:
        stream = url + "/stream.mjpg"
        lanes.append(LaneSettings(lane_id, lane_id.title(), stream, url))
        pairing = Pairing(lane_id, SiteKey(key_id, bytes.fromhex(secret)), fingerprint)
        addresses.append(LaneAddresses(stream, url, pairing))
    yield DemoSite(replace(settings, lanes=tuple(lanes)), (), tuple(addresses), None)


def measure(seconds: float, lane_count: int) -> dict[str, Any]:
    """Return the latencies of ``seconds`` after a warm-up, and the console's own report."""
    glass = _Glass()
    command = [sys.executable, "-m", "tests.benchmarks.glass_to_tile", "--serve"]
    with (
        subprocess.Popen(
            [*command, "--lanes", str(lane_count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as pis,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert pis.stdout is not None
        told = json.loads(pis.stdout.readline())
        # The real program throughout: only where its lanes are, and who looks at the tiles.
        vars(application)["open_demo_site"] = lambda settings, *_, **__: _site(told, settings)
        setattr(CameraView, "paintEvent", glass.of_view())  # noqa: B010 - mypy allows no assignment
        report = Path(folder) / "report.json"
        arguments = ["--demo", "--headless", "--seconds", f"{seconds + _WARM_S:g}"]
        program.main([*arguments, "--lanes", str(lane_count), "--report", str(report)])
        pis.stdin.close()  # type: ignore[union-attr]
        return {**_summary(glass), "report": json.loads(report.read_text())}


def _summary(glass: _Glass) -> dict[str, Any]:
    every = [value for lane in glass.latencies_ms.values() for value in lane]
    return {
        "pictures": len(every),
        "unread": glass.unread_count,
        "glass_to_tile_ms": _percentiles(every),
        "by_lane": {name: _percentiles(lane) for name, lane in glass.latencies_ms.items()},
    }


def _percentiles(values: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(values, (50, 95))
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "max": round(max(values), 1)}


def main() -> int:
    """Measure and print one JSON object; 1 when the p95 is 150 ms or more."""
    parser = argparse.ArgumentParser(prog="glass_to_tile", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.lanes)
        return 0
    result = measure(arguments.seconds, arguments.lanes)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["glass_to_tile_ms"]["p95"] < 150 else 1


if __name__ == "__main__":
    sys.exit(main())
