"""Python's garbage, collected on the GUI thread alone."""

from __future__ import annotations

import gc
import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 250
FULL_PASS_S = 600.0
"""The oldest generation is looked through so often at most: it takes some 50 ms with two lanes."""

_OLDEST = 2


class GarbageCollector(QObject):
    """Looks for cycles on the thread that it lives on; nowhere else while it is in force.

    Python itself collects on whichever thread allocates. A cycle that holds a widget, as a closed
    dialog with a connected lambda does, would then be taken apart on the thread of a camera,
    and Qt ends the process. What was made before ``start`` is set aside and not looked at again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._full_pass_at = 0.0

    def start(self) -> None:
        gc.disable()
        gc.collect()
        gc.freeze()
        self._full_pass_at = time.monotonic() + FULL_PASS_S
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        young, middle, old = (
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if old and time.monotonic() >= self._full_pass_at:
            gc.collect(_OLDEST)
            self._full_pass_at = time.monotonic() + FULL_PASS_S
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)
