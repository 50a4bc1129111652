"""Another machine's monotonic clock, as far as its answers tell it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from pi_bridge.wire import AgentClock

_KEPT_COUNT = 32
DRIFT_PPM = 200
"""More than two quartz clocks run apart.

Source: common crystals are specified with 20 to 100 ppm over temperature.
"""

_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """What to add to our monotonic clock for the agent's, and by how much that may be wrong."""

    offset_ns: int
    error_ns: int

    def age_ns(self, captured_ns: int, now_ns: int) -> int:
        """Return the age, at ``now_ns`` of ours, of what happened at ``captured_ns`` there."""
        return now_ns + self.offset_ns - captured_ns


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: its clock lay between our ``sent_ns`` and ``received_ns``."""

    agent_ns: int
    sent_ns: int
    received_ns: int

    def offset_at(self, now_ns: int) -> ClockOffset:
        middle_ns = (self.sent_ns + self.received_ns) // 2
        way_ns = (self.received_ns - self.sent_ns + 1) // 2
        drift_ns = abs(now_ns - middle_ns) * DRIFT_PPM // _PPM
        return ClockOffset(self.agent_ns - middle_ns, way_ns + drift_ns)


class ClockEstimate:
    """Keeps the answers of one run of an agent and uses the one that leaves the least doubt.

    The error is a bound, not a guess: half the way of the answer, and the drift since. A new run
    starts over, because its clock is another one. For one thread.

    Source: Cristian, "Probabilistic clock synchronization", Distributed Computing 3 (1989).
    """

    def __init__(self) -> None:
        self._run_id = ""
        self._answers: deque[_Answer] = deque(maxlen=_KEPT_COUNT)

    def learn(self, clock: AgentClock, sent_ns: int, received_ns: int) -> None:
        """Take note of an answer to a question sent at ``sent_ns`` (ours)."""
        if clock.run_id != self._run_id:
            self._run_id = clock.run_id
            self._answers.clear()
        self._answers.append(_Answer(clock.now_ns, sent_ns, received_ns))

    def offset(self, now_ns: int) -> ClockOffset | None:
        """Return the offset as known at ``now_ns``, None before the first answer."""
        if not self._answers:
            return None
        return min(
            (answer.offset_at(now_ns) for answer in self._answers), key=lambda one: one.error_ns
        )
