"""How far apart the perceptual hashes of rendered pictures are: ``python -m`` this module.

Vehicles of one plate come and go under all lights. Pictures of one passage at its stop should be
near-duplicates, pictures of different passages should not.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
from imagehash import ImageHash

from console.exporting.near_duplicates import perceptual_hash
from console.paths import weights_folder
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.simulator.traffic import RenderedTraffic, TrafficSettings
from pipeline.recogniser import load_recogniser
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, render_plate
from pipeline.types import Frame

SECOND_NS = 1_000_000_000
PASSAGES, FRAMES_EACH, RATE = 40, 3, 2


def main() -> int:
    now_ns = [500 * SECOND_NS]
    fonts = PlateFonts()
    barrier = SimulatedBarrier(BarrierTiming(), lambda: now_ns[0])
    traffic = RenderedTraffic(
        "north",
        ["KA01AB1234"],
        lambda text, _: render_plate(text, STYLES[0][1], fonts, 110),
        barrier,
        seed=5,
        settings=TrafficSettings(patience_s=4.0, vehicles_per_light=2),
        clock_ns=lambda: now_ns[0],
    )
    recogniser = load_recogniser(weights_folder())
    hashes: dict[int, list[ImageHash]] = {}
    while len(traffic.passages()) <= PASSAGES:
        now_ns[0] += SECOND_NS // RATE
        pixels = traffic.render()
        passages = traffic.passages()
        if not passages or passages[-1].stopped_ns is None:
            continue
        kept = hashes.setdefault(len(passages), [])
        if len(kept) == FRAMES_EACH:
            if barrier.pulse_count < len(passages):
                barrier.open()
            continue
        reads = recogniser.look(Frame("north", 0, datetime.now(UTC), 0, pixels)).reads
        if reads:
            kept.append(perceptual_hash(pixels, reads[0].plate.box))
    within = [a - b for kept in hashes.values() for a, b in combinations(kept, 2)]
    between = [
        a - b
        for first, second in combinations(hashes.values(), 2)
        for a in first[:1]
        for b in second[:1]
    ]
    for name, distances in (("one passage", within), ("different passages", between)):
        low, middle, high = np.percentile(distances, (1, 50, 99))
        sys.stdout.write(
            f"{name}: {len(distances)} pairs, 1 % {low:.0f}, median {middle:.0f}, 99 % {high:.0f}"
            f" of 144 bits; {', '.join(_within(distances))}\n"
        )
    return 0


def _within(distances: list[int]) -> list[str]:
    return [f"{sum(one <= most for one in distances)} within {most}" for most in (14, 20, 26)]


if __name__ == "__main__":
    sys.exit(main())
