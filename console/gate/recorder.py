"""The thread that puts decisions on disk; from here on nothing may be lost."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from console.gate.clock import NS_PER_MS, NS_PER_S, Clock
from console.gate.decisions import Recording
from console.gate.latencies import Latencies
from console.gate.store import GateStore
from db.errors import StoreError, StoreUnavailableError
from db.records import DecisionRecord

_log = logging.getLogger("audit")


@dataclass(frozen=True, slots=True)
class RecorderSettings:
    """Waits between attempts while the store cannot be used; ``drain_s`` is for stopping."""

    first_retry_s: float = 0.2
    longest_retry_s: float = 5.0
    drain_s: float = 5.0


class Recorder:
    """Records decisions in order on the thread ``db-writer``.

    While the store cannot be used the oldest decision is tried again and again and the others
    wait behind it. ``on_recorded`` is called after the commit, ``on_failed`` once for each outage
    and once for each decision that the store refuses for good; both on the thread.
    """

    def __init__(  # noqa: PLR0913 - a store, two callbacks and what they are measured by
        self,
        store: GateStore,
        *,
        on_recorded: Callable[[DecisionRecord], None],
        on_failed: Callable[[DecisionRecord, str], None],
        latencies: Latencies,
        clock: Clock,
        settings: RecorderSettings | None = None,
    ) -> None:
        self._store = store
        self._on_recorded = on_recorded
        self._on_failed = on_failed
        self._latencies = latencies
        self._clock = clock
        self._settings = settings or RecorderSettings()
        self._changed = threading.Condition()
        self._queue: deque[tuple[Recording, int]] = deque()
        self._stop_at_ns: int | None = None
        self._in_outage = False
        self._thread = threading.Thread(target=self._run, name="db-writer")

    def start(self) -> None:
        self._thread.start()

    def record(self, recording: Recording) -> None:
        """Queue a decision; returns at once."""
        with self._changed:
            self._queue.append((recording, self._clock.monotonic_ns()))
            self._changed.notify()

    @property
    def pending_count(self) -> int:
        """Decisions that are not on disk yet."""
        with self._changed:
            return len(self._queue)

    def stop(self) -> tuple[DecisionRecord, ...]:
        """Record what is queued, within the time to drain; what could not be is returned."""
        with self._changed:
            if self._stop_at_ns is None:
                drain_ns = int(self._settings.drain_s * NS_PER_S)
                self._stop_at_ns = self._clock.monotonic_ns() + drain_ns
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()
        with self._changed:
            unrecorded = tuple(recording.decision for recording, _ in self._queue)
            self._queue.clear()
        for decision in unrecorded:
            _log.error("not recorded when the console stopped: %s", decision)
        return unrecorded

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        wait_s = self._settings.first_retry_s
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stop_at_ns is not None)
                if not self._queue:
                    return
                recording, queued_ns = self._queue[0]
            if self._try(recording, queued_ns):
                wait_s = self._settings.first_retry_s
                with self._changed:
                    self._queue.popleft()
            elif self._is_past_drain():
                return
            else:
                self._pause(wait_s)
                wait_s = min(wait_s * 2, self._settings.longest_retry_s)

    def _try(self, recording: Recording, queued_ns: int) -> bool:
        """Whether the decision is done with: on disk, or refused for good."""
        decision = recording.decision
        try:
            stored = self._store.record(decision, recording.evidence)
        except StoreUnavailableError as error:
            if not self._in_outage:
                self._in_outage = True
                _log.error("decision %s waits: %s", decision.decision_id, error)
                self._on_failed(decision, str(error))
            return False
        except StoreError as error:
            _log.error("refused by the store (%s): %s", error, decision)
            self._on_failed(decision, str(error))
            return True
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the next record
            _log.exception("not recorded: %s", decision)
            self._on_failed(decision, f"internal fault: {error}")
            return True
        if self._in_outage:
            self._in_outage = False
            _log.info("recording again, %d decisions waited", self.pending_count)
        commit_ms = (self._clock.monotonic_ns() - queued_ns) / NS_PER_MS
        self._latencies.add("commit", commit_ms)
        _log.info(
            "recorded %s: %s in %s by %s",
            stored.decision_id,
            stored.outcome,
            stored.lane_id,
            stored.decided_by,
        )
        self._on_recorded(stored)
        return True

    def _is_past_drain(self) -> bool:
        with self._changed:
            return self._stop_at_ns is not None and self._clock.monotonic_ns() >= self._stop_at_ns

    def _pause(self, wait_s: float) -> None:
        """Wait before the next attempt; stopping cuts long waits short."""
        with self._changed:
            stopping = self._stop_at_ns is not None
            first_s = self._settings.first_retry_s
            if stopping:
                self._changed.wait(min(wait_s, first_s))
            else:
                self._changed.wait_for(lambda: self._stop_at_ns is not None, wait_s)
