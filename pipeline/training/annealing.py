"""A learning rate that follows the clock, so that a run ends annealed when its time is up."""

from __future__ import annotations

import math
import time


class TimedCosine:
    """Cosine decay over wall-clock time after a short warm-up in steps.

    ``spent_s`` is what earlier runs of the same training already used.
    Source: Loshchilov and Hutter, SGDR, ICLR 2017, equation 5, without restarts.
    """

    def __init__(
        self, peak: float, budget_s: float, *, spent_s: float = 0.0, warmup_steps: int = 300
    ) -> None:
        self._peak, self._budget_s, self._warmup_steps = peak, budget_s, warmup_steps
        self._started = time.monotonic() - spent_s

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    @property
    def progress(self) -> float:
        """Share of the budget that is used, 0.0 to 1.0."""
        return min(1.0, self.elapsed_s / max(1e-9, self._budget_s))

    def rate(self, step: int) -> float:
        """The learning rate for this step, now."""
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress))
        return self._peak * max(0.005, cosine) * min(1.0, (step + 1) / self._warmup_steps)
