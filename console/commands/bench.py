"""``bench``: how long every stage takes on this machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import cv2
import numpy as np
import psutil

from console.commands.common import open_recogniser, positive_whole
from console.gate.registry import VehicleIndex
from console.settings import Settings
from console.site_models import site_costs, site_shelf
from db.records import VehicleRecord
from pipeline.training.rendering import random_plate
from pipeline.training.scenes import render_scene
from pipeline.types import Frame

JPEG_QUALITY = 85
SEED = 20_261_123

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``bench``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=positive_whole, default=200, help="frames to time")
    parser.add_argument("--threads", type=positive_whole, help="for each model")
    parser.add_argument(
        "--vehicles",
        type=positive_whole,
        default=10_000,
        help="registered vehicles (default 10000)",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Time decoding, every stage and matching on a rendered 1280x720 frame with one plate."""
    threads = settings.threads if arguments.threads is None else arguments.threads
    scene = render_scene(SEED)
    _, jpeg = cv2.imencode(".jpg", scene.pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    started = time.perf_counter()
    recogniser = open_recogniser(settings, threads)
    load_ms = (time.perf_counter() - started) * 1000
    registry = VehicleIndex(
        _vehicles(arguments.vehicles), site_costs(site_shelf(settings.data_folder))
    )
    samples: dict[str, list[float]] = {
        name: []
        for name in (
            "decode", "detect", "straighten", "segment", "classify", "read", "fuse", "match",
            "pipeline",
        )
    }  # fmt: skip
    for index in range(arguments.rounds):
        decode_ms, pixels = _timed(lambda: cv2.imdecode(jpeg, cv2.IMREAD_COLOR))
        assert pixels is not None
        frame = Frame("bench", index, datetime.now(UTC), 0, pixels.astype(np.uint8, copy=False))
        look_ms, result = _timed(lambda frame=frame: recogniser.look(frame))  # type: ignore[misc]
        text = result.reads[0].text if result.reads else scene.text
        match_ms, _ = _timed(lambda text=text: registry.nearest(text, limit=5))  # type: ignore[misc]
        samples["decode"].append(decode_ms)
        for stage in ("detect", "straighten", "segment", "classify", "read", "fuse"):
            samples[stage].append(getattr(result.times, f"{stage}_ms"))
        samples["match"].append(match_ms)
        samples["pipeline"].append(decode_ms + look_ms + match_ms)
    report = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "threads": threads,
        "stages_ms": {name: _summary(v) for name, v in samples.items() if name != "pipeline"},
        "pipeline_ms": _summary(samples["pipeline"]),
        "load_ms": round(load_ms, 1),
        "rss_mb": round(psutil.Process().memory_info().rss / 2**20, 1),
    }
    if arguments.json:
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        _print_table(report)
    return 0


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    value = call()
    return (time.perf_counter() - started) * 1000, value


def _vehicles(count: int) -> tuple[VehicleRecord, ...]:
    generator = np.random.default_rng(SEED)
    texts = {random_plate(generator)[0] for _ in range(count)}
    return tuple(VehicleRecord(text) for text in sorted(texts))


def _summary(samples_ms: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(np.asarray(samples_ms), (50, 95))
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2)}


def _print_table(report: dict[str, object]) -> None:
    out = sys.stdout.write
    out(f"{report['machine']}, {report['threads']} threads\n")
    stages = report["stages_ms"]
    assert isinstance(stages, dict)
    for name, summary in [*stages.items(), ("whole", report["pipeline_ms"])]:
        out(f"{name:12} p50 {summary['p50']:7.2f} ms   p95 {summary['p95']:7.2f} ms\n")
    out(f"model load {report['load_ms']} ms, resident memory {report['rss_mb']} MB\n")
