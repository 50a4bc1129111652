"""The process that reads beside the lanes: jobs as lines in, what both sets read as lines out.

It has the lowest priority and one thread, so that the lanes are served first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import cv2
import numpy as np
import psutil

from console.commands.common import quiet_native_stderr
from pipeline.errors import PipelineError
from pipeline.model_shelf import ModelShelf
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.training.evaluation import text_at
from pipeline.types import Box, Frame

LOWEST_PRIORITY = 19
_THREADS = 1


def work(shelf: ModelShelf, current: str, candidate: str, jobs: TextIO, answers: TextIO) -> int:
    """Answer every line of ``jobs`` until there are no more; 1 where a set cannot be loaded.

    The first answer, ``{"ready": true}``, is given once both sets are verified and loaded.
    """
    _step_back()
    try:
        with quiet_native_stderr():
            sets = [load_recogniser(shelf.weights(name), _THREADS) for name in (current, candidate)]
    except PipelineError as error:
        _answer(answers, {"ready": False, "error": str(error)})
        return 1
    _answer(answers, {"ready": True})
    for line in jobs:
        job = json.loads(line)
        try:
            texts = _read(sets, job)
        except (PipelineError, OSError, ValueError) as error:
            _answer(answers, {"id": job["id"], "error": str(error)})
        else:
            _answer(answers, {"id": job["id"], "error": None, "texts": texts})
    return 0


def _read(sets: list[Recogniser], job: Mapping[str, Any]) -> list[str]:
    """What each set reads at the box of the job in its picture; empty where it sees no plate.

    Raises:
        OSError: the picture cannot be read.
        ValueError: it is no picture, or one of the models failed on it.
    """
    content = np.frombuffer(Path(job["picture"]).read_bytes(), np.uint8)
    pixels = cv2.imdecode(content, cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"{job['picture']} is not a picture")
    frame = Frame("shadow", 0, datetime.now(UTC), 0, np.asarray(pixels, np.uint8))
    texts: list[str] = []
    for recogniser in sets:
        result = recogniser.look(frame)
        if result.error is not None:
            raise ValueError(result.error)
        texts.append(text_at(result, Box(*job["box"])))
    return texts


def _step_back() -> None:
    cv2.setNumThreads(_THREADS)
    idle = getattr(psutil, "IDLE_PRIORITY_CLASS", LOWEST_PRIORITY)
    psutil.Process().nice(idle)


def _answer(answers: TextIO, content: Mapping[str, Any]) -> None:
    answers.write(json.dumps(content) + "\n")
    answers.flush()


def main(shelf: ModelShelf, current: str, candidate: str) -> int:
    """``work`` on standard input and output."""
    return work(shelf, current, candidate, sys.stdin, sys.stdout)
