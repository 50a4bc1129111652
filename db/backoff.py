"""How long to wait after a failure: doubling up to a cap, spread so that booths do not meet."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Waiting times in seconds: half of a doubling step at least, all of it at most.

    A success takes one step back only, so that a connection which comes and goes is not stormed.
    """

    def __init__(
        self,
        first_s: float = 1.0,
        cap_s: float = 300.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._first_s = first_s
        self._cap_s = cap_s
        self._chance = chance
        self._step = 0

    def next_s(self) -> float:
        """The time to wait after one more failure."""
        whole_s = min(self._cap_s, self._first_s * 2.0**self._step)
        if whole_s < self._cap_s:
            self._step += 1
        return whole_s * (0.5 + 0.5 * self._chance())

    def succeed(self) -> None:
        """Something went through."""
        self._step = max(0, self._step - 1)
