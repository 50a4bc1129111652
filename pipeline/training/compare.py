"""Reads the same plate crops with RapidOCR and with the shipped weights, and counts both.

Needs the packages of the extra ``compare`` (``pip install .[compare]``), which bring RapidOCR's
models along.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np

from pipeline.recogniser import load_recogniser
from pipeline.training.evaluation import ReadingFigures
from pipeline.training.plate_set import fold_text
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.types import Box, Pixels, Plate

logger = logging.getLogger("recognition")

ReadText: TypeAlias = Callable[[Pixels], str]

_BLOCK = 20
"""Crops that one reader takes in a row: the threads of the other go on spinning for a moment."""


@dataclass(slots=True)
class Contender:
    """One way to read, with its figures and the milliseconds of every crop.

    ``processor_ms`` is what all its threads worked, which other programs on the machine do not
    make longer; a thread that waits in a loop works too.
    """

    name: str
    read: ReadText
    every: int = 1
    figures: ReadingFigures = field(default_factory=ReadingFigures)
    elapsed_ms: list[float] = field(default_factory=list)
    processor_ms: list[float] = field(default_factory=list)

    def describe(self) -> str:
        exact = self.figures.exact
        p50, p95 = np.percentile(self.elapsed_ms or [0.0], [50, 95])
        right = self.figures.character_count - self.figures.character_error_count
        return (
            f"{self.name}: {exact.hits} of {exact.total} exact, "
            f"{right} of {self.figures.character_count} characters, "
            f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
            f"processor p50 {np.median(self.processor_ms or [0.0]):.1f} ms"
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--split", choices=("val", "test"), default="val")
    parser.add_argument("--threads", type=int, default=2, help="for each model of both")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one crop in N")
    parser.add_argument(
        "--detector-every",
        type=int,
        default=1,
        metavar="N",
        help="RapidOCR with its text detector, which is slow, on every N-th crop alone",
    )


def main(args: argparse.Namespace) -> int:
    """Log exact reads and times on people's labels of one split; 1 without RapidOCR."""
    engine = _load_rapidocr(args.threads)
    if engine is None:
        return 1
    crops = [crop for crop in load_colour_crops(args.data, args.split) if crop.origin == "people"]
    crops = crops[:: args.every]
    cv2.setNumThreads(args.threads)
    contenders = [
        Contender("Gatehouse", _our_reader(args.weights, args.threads)),
        Contender("RapidOCR, recognition alone", lambda pixels: read_line(engine, pixels)),
        Contender(
            "RapidOCR with its text detector",
            lambda pixels: read_lines(engine, pixels),
            every=args.detector_every,
        ),
    ]
    compete(contenders, crops)
    ours = float(np.median(contenders[0].elapsed_ms))
    for contender in contenders:
        ratio = float(np.median(contender.elapsed_ms)) / ours
        logger.info("%s: %s (%.1f times ours)", args.split, contender.describe(), ratio)
    return 0


def compete(contenders: Sequence[Contender], crops: Sequence[PlateCrop]) -> None:
    """Let every contender read the crops, in blocks, so that all meet the same machine."""
    for start in range(0, len(crops), _BLOCK):
        for contender in contenders:
            for index in range(start, min(start + _BLOCK, len(crops))):
                if index % contender.every:
                    continue
                began, worked = time.perf_counter(), time.process_time()
                text = contender.read(crops[index].pixels)
                contender.elapsed_ms.append((time.perf_counter() - began) * 1000)
                contender.processor_ms.append((time.process_time() - worked) * 1000)
                contender.figures.add(fold_text(text), crops[index].text)


def read_line(engine: Any, pixels: Pixels) -> str:
    """What RapidOCR's recognition network says of the whole crop as one line."""
    result = engine(pixels, use_det=False, use_cls=False, use_rec=True)
    return "".join(result.txts or ())


def read_lines(engine: Any, pixels: Pixels) -> str:
    """The lines that RapidOCR finds and reads, from top to bottom, then from left to right."""
    result = engine(pixels, use_det=True, use_cls=True, use_rec=True)
    boxes = getattr(result, "boxes", None)
    if boxes is None or not result.txts:
        return ""
    return "".join(join_lines([np.asarray(box) for box in boxes], list(result.txts)))


def join_lines(quads: Sequence[np.ndarray[Any, Any]], texts: Sequence[str]) -> list[str]:
    """``texts`` in reading order; ``quads`` (4, 2) that share half of their height are one line."""
    middles = [float(quad[:, 1].mean()) for quad in quads]
    heights = [float(np.ptp(quad[:, 1])) for quad in quads]
    lefts = [float(quad[:, 0].min()) for quad in quads]
    lines: list[list[int]] = []
    for index in sorted(range(len(quads)), key=middles.__getitem__):
        last = lines[-1][-1] if lines else None
        if last is not None and middles[index] - middles[last] < heights[last] / 2:
            lines[-1].append(index)
        else:
            lines.append([index])
    return [texts[index] for line in lines for index in sorted(line, key=lefts.__getitem__)]


def _our_reader(weights: Path, threads: int) -> ReadText:
    recogniser = load_recogniser(weights, threads)

    def read(pixels: Pixels) -> str:
        height, width = pixels.shape[:2]
        corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        whole = Plate(Box(0, 0, width, height), corners, 1.0)
        return recogniser.read_plate(pixels, whole).text

    return read


def _load_rapidocr(threads: int) -> Any | None:
    try:
        module = importlib.import_module("rapidocr")
    except ImportError as error:
        logger.error("RapidOCR is not installed (%s): pip install .[compare]", error)
        return None
    return module.RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )
