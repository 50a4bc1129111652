"""Times the search for the five nearest of very many registered plates."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from pipeline.certainty import load_certainty
from pipeline.confusions import ConfusionCosts
from pipeline.matching import Registry
from pipeline.training.documents import replace_section, table
from pipeline.training.rendering import random_plate
from pipeline.types import ALPHABET

logger = logging.getLogger("recognition")

_LIMIT = 5
_SEED = 20_261_123
_CHANGED = 100
_KINDS = ("registered", "one or two glyphs changed", "strangers")


@dataclass(frozen=True, slots=True)
class SearchTimes:
    """Milliseconds of each query, by what was asked for, and what the registry costs.

    Each is (by the clock, of the processor): the two differ where other programs are busy.
    """

    registered_count: int
    query_ms: dict[str, list[tuple[float, float]]]
    build_s: float
    change_ms: float
    memory_mb: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--registered", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--docs", type=Path, help="write the table into certainty.md there")


def main(args: argparse.Namespace) -> int:
    """Log how long queries take, and what the registry takes of memory."""
    costs = load_certainty(args.weights).costs
    times = measure(random_plates(args.registered + args.queries), args.queries, costs)
    rows = [_row(kind, samples) for kind, samples in times.query_ms.items()]
    rows.append(_row("all", [one for samples in times.query_ms.values() for one in samples]))
    for row in rows:
        logger.info("%s", "  ".join(row))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    machine = f"{platform.machine()}, {os.cpu_count()} cores with a load of {load:.1f}"
    rest = (
        f"{times.registered_count} plates, {machine}, one thread. Prepared in "
        f"{times.build_s:.1f} s; {_CHANGED} added and {_CHANGED} removed in {times.change_ms:.0f} "
        f"ms; {times.memory_mb:.0f} MB beside the texts as they were registered."
    )
    logger.info("%s", rest)
    if args.docs is not None:
        head = ("query", "count", "p50 ms", "p95 ms", "longest ms", "processor p50", "p95")
        replace_section(args.docs / "certainty.md", "search", f"{table(head, rows)}\n\n{rest}")
    return 0


def random_plates(count: int) -> list[str]:
    """``count`` different plates of all formats that are rendered.

    Drawing is slow and duplicates are common among short ones, so that plates are drawn once for
    their formats, and glyphs of the same kind put into them.
    """
    rng = np.random.default_rng(_SEED)
    models = [random_plate(rng)[0] for _ in range(2000)]
    digits, letters = np.array(list(ALPHABET[:10])), np.array(list(ALPHABET[10:]))
    found: dict[str, None] = {}
    while len(found) < count:
        for model in models:
            size = max(1, (count - len(found)) // len(models) + 1)
            columns = [
                (digits if glyph.isdigit() else letters)[
                    rng.integers(10 if glyph.isdigit() else len(letters), size=size)
                ]
                for glyph in model
            ]
            found.update(dict.fromkeys("".join(one) for one in zip(*columns, strict=True)))
    plates = list(found)
    rng.shuffle(plates)
    return plates[:count]


def measure(plates: Sequence[str], query_count: int, costs: ConfusionCosts) -> SearchTimes:
    """Search ``query_count`` times among all but the last ``query_count`` plates.

    A third of the queries each: plates as registered, with one or two glyphs changed, and the
    last ones, which are not registered.
    """
    registered, strangers = list(plates[:-query_count]), plates[-query_count:]
    gc.collect()
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    registry = Registry(registered, costs)
    build_s = time.perf_counter() - started
    memory_mb = (psutil.Process().memory_info().rss - before) / 2**20
    rng = np.random.default_rng(_SEED)
    query_ms: dict[str, list[tuple[float, float]]] = {kind: [] for kind in _KINDS}
    for index in range(query_count):
        kind = _KINDS[index % len(_KINDS)]
        plate = registered[int(rng.integers(len(registered)))]
        if kind == _KINDS[1]:
            for place in rng.choice(len(plate), 1 + index % 2, replace=False).tolist():
                glyph = ALPHABET[int(rng.integers(len(ALPHABET)))]
                plate = plate[:place] + glyph + plate[place + 1 :]
        elif kind == _KINDS[2]:
            plate = strangers[index]
        started, began = time.perf_counter(), time.thread_time()
        registry.nearest(plate, _LIMIT)
        busy, passed = time.thread_time() - began, time.perf_counter() - started
        query_ms[kind].append((passed * 1000, busy * 1000))
    started = time.perf_counter()
    registry.changed(strangers[:_CHANGED], registered[:_CHANGED])
    change_ms = (time.perf_counter() - started) * 1000
    return SearchTimes(len(registered), query_ms, build_s, change_ms, memory_mb)


def _row(kind: str, samples: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    passed, busy = np.array(samples or [(0.0, 0.0)]).T
    figures = (*np.percentile(passed, (50, 95, 100)), *np.percentile(busy, (50, 95)))
    return kind, str(len(samples)), *(f"{figure:.1f}" for figure in figures)
