"""What ``--report`` writes: counts and latencies of one run of the console."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from console.commands.common import CommandError
from console.gate.engine import GateEngine
from console.gate.lanes import LaneCounts
from console.gate.latencies import LatencySummary
from console.gate.settings import GateCounts
from console.gate.types import (
    Fault,
    GateListener,
    LaneState,
    LaneView,
    ModelState,
    OrderDone,
    ReviewItem,
)
from console.ui.stalls import StallCounts
from db.records import DecisionRecord
from pipeline.matching import match_key

LATENCY_NAMES = ("glass_to_tile", "frame_to_read", "stop_to_open", "stop_to_ask", "commit")
"""``stop_to_open`` is of vehicles that the policy let in; ``stop_to_ask`` of those that it put to a
person: how long they had stood by then, next to nothing where they still came nearer."""


@dataclass(frozen=True, slots=True)
class ExpectedPassage:
    """A passage that really took place: monotonic ns of this machine, ``plate`` as painted."""

    lane_id: str
    plate: str
    appeared_ns: int
    left_ns: int


@dataclass(slots=True)
class ObservedPassage:
    """A passage as the gate saw it: when, and the text it had come to in the end."""

    lane_id: str
    first_ns: int
    last_ns: int
    text: str


class PassageLog:
    """A listener that keeps what was read in each passage and what went wrong, and passes on."""

    def __init__(self, listener: GateListener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._passages: dict[str, ObservedPassage] = {}
        self._errors: list[str] = []

    @property
    def passages(self) -> tuple[ObservedPassage, ...]:
        with self._lock:
            return tuple(self._passages.values())

    @property
    def errors(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._errors)

    def on_frame(self, lane_id: str) -> None:
        self._listener.on_frame(lane_id)

    def on_lane_view(self, view: LaneView) -> None:
        if view.passage_id is not None and view.read is not None:
            seen_ns = view.result.frame.received_ns
            with self._lock:
                known = self._passages.setdefault(
                    view.passage_id, ObservedPassage(view.lane_id, seen_ns, seen_ns, "")
                )
                known.last_ns, known.text = seen_ns, view.read.text
        self._listener.on_lane_view(view)

    def on_lane_state(self, state: LaneState) -> None:
        self._listener.on_lane_state(state)

    def on_review_opened(self, item: ReviewItem) -> None:
        self._listener.on_review_opened(item)

    def on_review_closed(self, passage_id: str) -> None:
        self._listener.on_review_closed(passage_id)

    def on_decision_recorded(self, decision: DecisionRecord) -> None:
        self._listener.on_decision_recorded(decision)

    def on_model_state(self, state: ModelState, problem: str) -> None:
        if state is ModelState.FAILED:
            self._keep_error(problem)
        self._listener.on_model_state(state, problem)

    def on_order_done(self, done: OrderDone) -> None:
        self._listener.on_order_done(done)

    def on_fault(self, fault: Fault) -> None:
        self._keep_error(f"{fault.kind} {fault.lane_id}: {fault.message}")
        self._listener.on_fault(fault)

    def _keep_error(self, text: str) -> None:
        with self._lock:
            self._errors.append(text)


@dataclass(slots=True)
class MemoryWatch:
    """Resident memory of this process in MB: at the start, now, and the most ever sampled."""

    start_mb: float = 0.0
    end_mb: float = 0.0
    peak_mb: float = 0.0

    def sample(self) -> None:
        self.end_mb = psutil.Process().memory_info().rss / 2**20
        self.start_mb = self.start_mb or self.end_mb
        self.peak_mb = max(self.peak_mb, self.end_mb)

    def to_json(self) -> dict[str, float]:
        return {
            "start": round(self.start_mb, 1),
            "end": round(self.end_mb, 1),
            "peak": round(self.peak_mb, 1),
        }


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything that ``--report`` writes, once the gate has stopped.

    ``expected`` are the passages that took place, None where that is not known.
    """

    seconds: float
    gate: GateEngine
    passages: PassageLog
    stalls: StallCounts
    memory: MemoryWatch
    expected: Sequence[ExpectedPassage] | None

    def write(self, path: Path) -> None:
        """Write the JSON object.

        Raises:
            CommandError: the file cannot be written.
        """
        report = {
            "seconds": round(self.seconds, 1),
            "lanes": lanes_json(self.gate.lane_counts(), self.seconds),
            "passages": passages_json(self.passages.passages, self.expected),
            "decisions": decisions_json(self.gate.counts()),
            "latency_ms": latencies_json(self.gate.latencies.summary()),
            "gui": asdict(self.stalls),
            "rss_mb": self.memory.to_json(),
            "errors": list(self.passages.errors),
        }
        try:
            path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path}: cannot be written: {error.strerror}") from error


def lanes_json(counts: Sequence[LaneCounts], seconds: float) -> list[dict[str, object]]:
    """Frames of each lane; ``dropped`` were replaced by newer ones before they were shown."""
    return [
        {
            "lane": lane.lane_id,
            "frames": lane.frame_count,
            "fps": round(lane.frame_count / seconds, 1) if seconds else 0.0,
            "dropped": lane.dropped_count,
            "unread": lane.skipped_count,
            "reconnects": lane.reconnect_count,
        }
        for lane in counts
    ]


def passages_json(
    observed: Sequence[ObservedPassage], expected: Sequence[ExpectedPassage] | None
) -> dict[str, int]:
    """How many of the passages that took place were seen, and read right in the end.

    Without known truth only what was seen is counted.
    """
    if expected is None:
        return {"seen": len(observed)}
    seen = correct = 0
    for truth in expected:
        texts = [
            one.text
            for one in observed
            if one.lane_id == truth.lane_id
            and one.first_ns < truth.left_ns
            and one.last_ns > truth.appeared_ns
        ]
        seen += bool(texts)
        correct += match_key(truth.plate) in texts
    return {"expected": len(expected), "seen": seen, "correct": correct}


def decisions_json(counts: GateCounts) -> dict[str, int]:
    """Decisions by who made them; ``recorded`` are on disk."""
    return {
        "automatic": counts.automatic_count,
        "review": counts.review_count,
        "total": counts.decision_count,
        "recorded": counts.recorded_count,
    }


def latencies_json(summaries: Sequence[LatencySummary]) -> Mapping[str, object]:
    """Milliseconds by name; None where nothing was measured."""
    by_name = {summary.name: summary for summary in summaries}
    return {
        name: {
            "p50": round(by_name[name].p50_ms, 1),
            "p95": round(by_name[name].p95_ms, 1),
            "max": round(by_name[name].max_ms, 1),
        }
        if name in by_name
        else {"p50": None, "p95": None, "max": None}
        for name in LATENCY_NAMES
    }
