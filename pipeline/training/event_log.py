"""Figures over the steps of a run, in event files that TensorBoard reads."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

try:
    from tensorboardX import SummaryWriter
except ImportError:  # training on a machine reached over a thin line makes do without it
    SummaryWriter = None

_log = logging.getLogger("training")


class EventLog:
    """Appends to the event files of one folder; without tensorboardX it says so and does nothing.

    tensorboardX writes them without TensorFlow, so every Keras backend gets them.
    """

    def __init__(self, folder: Path) -> None:
        self._writer: Any = None
        if SummaryWriter is None:
            _log.warning("tensorboardX is not installed: no event files for TensorBoard")
        else:
            self._writer = SummaryWriter(str(folder))

    def write(self, figures: Mapping[str, float], step: int) -> None:
        if self._writer is not None:
            for name, value in figures.items():
                self._writer.add_scalar(name, value, step)
            self._writer.flush()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
