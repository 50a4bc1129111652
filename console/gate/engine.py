"""The gate of a site: frames of every lane in, decisions and barrier orders out.

All passages, commands and verdicts are handled on one thread, ``gate``, which never waits for
a model, a disk or a network: recognition, recorder and barriers have threads of their own and
send it messages. An attendant's order is therefore obeyed while a picture is being looked at.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Self

from console.gate.barriers import BarrierLine
from console.gate.clock import NS_PER_S, Clock
from console.gate.collected import Fuse
from console.gate.cycles import OpeningCycle
from console.gate.decisions import Provenance, Recording
from console.gate.desk import Desk, LaneParts
from console.gate.full_frames import FullFrames
from console.gate.judge import Judge
from console.gate.lanes import STALE_NS, Lane, LaneCounts, LaneHealth, LaneSetup
from console.gate.latencies import Latencies
from console.gate.orders import BarrierOrders
from console.gate.passages import LanePassages
from console.gate.recognition import FrameReader, RecognitionLoop
from console.gate.recorder import Recorder
from console.gate.registry import RegistryKeeper
from console.gate.settings import GateCounts, GateSettings
from console.gate.store import GateStore
from console.gate.types import (
    BarrierPosition,
    Fault,
    FaultKind,
    GateListener,
    LaneFrame,
    Match,
    ModelState,
    ReviewItem,
    Warrant,
)
from console.gate.views import LaneViews
from db.records import DecisionRecord, Outcome
from pipeline.types import FrameResult

_log = logging.getLogger("recognition")

_WAIT_S = 0.1
_CLOSE_S = 5.0


class GateEngine:
    """Runs the lanes of a site; its commands return at once and may come from any thread.

    ``attendant`` names who is at the desk. It is asked as a command comes, not when it is carried
    out: what was ordered before a hand-over stays the work of the person who ordered it.
    """

    def __init__(  # noqa: PLR0913 - every collaborator of the gate meets here
        self,
        lanes: Sequence[LaneSetup],
        *,
        load_recogniser: Callable[[], FrameReader],
        fuse: Fuse,
        store: GateStore,
        listener: GateListener,
        settings: GateSettings,
        attendant: Callable[[], str],
        latencies: Latencies | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.latencies = latencies or Latencies()
        self._listener = listener
        self._settings = settings
        self._attendant = attendant
        self._clock = clock or Clock()
        self._messages: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._recorder = Recorder(
            store,
            on_recorded=self._decision_recorded,
            on_failed=lambda decision, problem: self._tell_fault(
                FaultKind.RECORDING, decision.lane_id, problem
            ),
            latencies=self.latencies,
            clock=self._clock,
            settings=settings.recorder,
        )
        self._store = store
        self._weights_version = ""
        self._automatic_count = self._review_count = self._recorded_count = 0
        self._orders = BarrierOrders(
            settings.orders,
            record=self._record,
            tell_fault=self._tell_fault,
            tell_done=listener.on_order_done,
            provenance=self._provenance,
            latencies=self.latencies,
            clock=self._clock,
        )
        self._judge = Judge(
            lanes,
            policy=settings.policy,
            movements=settings.movements,
            store=store,
            stopped=lambda: self._orders.stopped,
            hold_all=self._orders.hold_all,
            clock=self._clock,
        )
        self._desk = Desk(
            settings.desk,
            orders=self._orders,
            is_blocked=self._judge.is_blocked,
            record=self._record,
            provenance=self._provenance,
            listener=listener,
            tell_fault=self._tell_fault,
            latencies=self.latencies,
            clock=self._clock,
        )
        self._registry = RegistryKeeper(
            self._judge.read_registry,
            on_index=self._judge.take_index,
            on_failed=lambda problem: self._tell_fault(FaultKind.REGISTRY, "", problem),
            clock=self._clock,
            retry_ns=settings.registry_retry_ns,
            costs=settings.costs,
        )
        self._parts = {setup.lane_id: self._lane_parts(setup, fuse) for setup in lanes}
        self._health = {
            lane_id: LaneHealth(
                parts.lane, parts.barrier, self._orders, listener.on_lane_state, self._clock
            )
            for lane_id, parts in self._parts.items()
        }
        self._recognition = RecognitionLoop(
            [parts.lane for parts in self._parts.values()],
            load=load_recogniser,
            on_result=self._result_came,
            on_model=self._model_changed,
            latencies=self.latencies,
            clock=self._clock,
        )
        self._thread = threading.Thread(target=self._run, name="gate")
        self._cannot_look: set[str] = set()
        self._views = LaneViews(listener.on_lane_view, self._desk.is_recorded)
        self._read_count = 0
        self._last_tick_ns = self._clock.monotonic_ns()

    def start(self) -> None:
        """Start every thread of the gate; once per engine."""
        self._recorder.start()
        self._thread.start()
        self.reload_registry()
        self._recognition.start()
        for parts in self._parts.values():
            if parts.barrier is not None:
                parts.barrier.start()
            if parts.full_frames is not None:
                parts.full_frames.start()
            parts.lane.start()

    def stop(self) -> None:
        """Stop cameras, recognition and the recorder, in this order, the last one drained.

        Passages that still wait for a person are recorded as not let in: nobody will answer.
        """
        _together(parts.lane.stop for parts in self._parts.values())
        self._recognition.stop()
        closed = threading.Event()
        self._post(partial(self._close, closed))
        if self._thread.ident is not None and not closed.wait(_CLOSE_S):
            _log.error("the gate thread did not answer when the console stopped")
        _together(parts.full_frames.stop for parts in self._parts.values() if parts.full_frames)
        unrecorded = self._recorder.stop()
        if unrecorded:
            message = f"{len(unrecorded)} decisions could not be recorded; the log names them"
            self._tell_fault(FaultKind.RECORDING, "", message)
        self._messages.put(None)
        if self._thread.ident is not None:
            self._thread.join()
        _together(parts.barrier.stop for parts in self._parts.values() if parts.barrier)
        self._registry.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def take_preview(self, lane_id: str) -> LaneFrame | None:
        """The lane's newest frame that was not shown yet, or None."""
        return self._parts[lane_id].lane.take_preview()

    def confirm(self, passage_id: str, plate: str, reason: str = "") -> None:
        """Let the vehicle in under ``plate``, as it was read."""
        self._post_answer(passage_id, Outcome.CONFIRMED, plate, reason)

    def correct(self, passage_id: str, plate: str, reason: str = "") -> None:
        """Let the vehicle in under ``plate``, which the attendant read off the picture."""
        self._post_answer(passage_id, Outcome.CORRECTED, plate, reason)

    def reject(self, passage_id: str, reason: str = "", note: str = "") -> None:
        """Do not let the vehicle in."""
        self._post_answer(passage_id, Outcome.REJECTED, None, reason, note)

    def admit_visitor(self, passage_id: str, plate: str, reason: str = "") -> None:
        """Let the vehicle in under ``plate`` although it is not registered."""
        self._post_answer(passage_id, Outcome.VISITOR, plate, reason)

    def take_back(self, decision: DecisionRecord, reason: str = "") -> None:
        """Withdraw a decision; both stay on record, and its passage waits again."""
        parts = self._parts.get(decision.lane_id)
        self._post(partial(self._desk.take_back, parts, decision, self._warrant(reason)))

    def amend(
        self,
        decision: DecisionRecord,
        outcome: Outcome,
        plate: str | None,
        reason: str = "",
        note: str = "",
    ) -> None:
        """Record what a past decision should have been; both stay on record, nothing moves."""
        warrant = self._warrant(reason, note)
        self._post(partial(self._desk.amend, decision, outcome, plate, warrant))

    def open_barrier(self, lane_id: str, reason: str = "", *, insist: bool = False) -> None:
        """Open by hand: recorded as a decision first, then sent."""
        parts, warrant = self._parts[lane_id], self._warrant(reason)
        self._post(partial(self._desk.open_by_hand, parts, warrant, insist=insist))

    def hold_barrier(self, lane_id: str, reason: str = "", minutes: float | None = None) -> None:
        """Open the barrier and keep it open, until it is closed or the time is up."""
        parts, warrant = self._parts[lane_id], self._warrant(reason)
        for_ns = None if minutes is None else int(minutes * 60 * NS_PER_S)
        self._post_order(partial(self._orders.hold, parts.lane, parts.barrier, warrant, for_ns))

    def close_barrier(self, lane_id: str, reason: str = "") -> None:
        """Bring the barrier down, which also ends a hold."""
        parts, warrant = self._parts[lane_id], self._warrant(reason)
        self._post_order(partial(self._orders.close, parts.lane, parts.barrier, warrant))

    def stop_gates(self, reason: str = "") -> None:
        """All gates hold: nothing is sent to any barrier until they are released."""
        barriers = [parts.barrier for parts in self._parts.values() if parts.barrier]
        self._orders.hold_all()
        self._post_order(partial(self._orders.stop, barriers, self._warrant(reason)))

    def release_gates(self, reason: str = "") -> None:
        """Let the gates move again."""
        self._post_order(partial(self._orders.release, self._warrant(reason)))

    def evidence_picture(self, sha256: str) -> bytes:
        """The JPEG of that name; for a pool thread.

        Raises:
            StoreError: the picture cannot be read, or was deleted.
        """
        return self._store.picture(sha256)

    def full_picture(self, item: ReviewItem) -> bytes | None:
        """The evidence of ``item`` at full size, None where there is none; for a pool thread."""
        parts = self._parts.get(item.lane_id)
        if parts is None or parts.full_frames is None:
            return None
        return parts.full_frames.picture(item.passage_id, item.evidence)

    def nearest_vehicles(self, text: str, limit: int) -> tuple[Match, ...]:
        """The registered vehicles nearest to ``text``; none while the registry is unavailable."""
        return self._judge.nearest(text, limit)

    def reload_models(self) -> None:
        """Read with the models that the site has chosen now, from the next frame on."""
        self._recognition.reload()

    def reload_registry(self) -> None:
        """Read the registered vehicles again, in the background."""
        self._post(self._registry.load)

    def counts(self) -> GateCounts:
        """The counters as of now."""
        passages = [parts.passages for parts in self._parts.values()]
        return GateCounts(
            read_count=self._read_count,
            passage_count=sum(one.passage_count for one in passages),
            unread_count=sum(one.unread_count for one in passages),
            automatic_count=self._automatic_count,
            review_count=self._review_count,
            recorded_count=self._recorded_count,
        )

    def lane_counts(self) -> tuple[LaneCounts, ...]:
        """The frame counters of every lane, in the order of the lanes."""
        return tuple(parts.lane.counts() for parts in self._parts.values())

    def _lane_parts(self, setup: LaneSetup, fuse: Fuse) -> LaneParts:
        tell_health = partial(self._post, partial(self._tell_health, setup.lane_id))
        lane = Lane(setup, on_frame=self._frame_came, on_change=tell_health, clock=self._clock)
        passages = LanePassages(
            setup.lane_id,
            setup.name,
            fuse=fuse,
            judge=partial(self._judge.judge, setup.lane_id),
            utc_now=self._clock.utc_now,
            settings=self._settings.passages,
        )
        barrier = None
        if setup.barrier is not None:
            barrier = BarrierLine(
                setup.lane_id,
                setup.barrier,
                lane_is_fresh=lane.is_fresh,
                stopped=lambda: self._orders.stopped,
                on_outcome=lambda outcome: self._post(partial(self._orders.done, outcome)),
                on_position=tell_health,
                clock=self._clock,
            )
        cycle = OpeningCycle(
            setup.name,
            lambda: BarrierPosition.UNKNOWN if barrier is None else barrier.position,
        )
        full_frames = None
        if setup.frames is not None:
            full_frames = FullFrames(setup.lane_id, setup.frames, self._recorder.record)
        return LaneParts(lane, passages, cycle, barrier, full_frames)

    def _post(self, message: Callable[[], None]) -> None:
        self._messages.put(message)

    def _post_answer(
        self, passage_id: str, outcome: Outcome, plate: str | None, reason: str, note: str = ""
    ) -> None:
        warrant = self._warrant(reason, note)
        self._post(partial(self._answer, passage_id, outcome, plate, warrant))

    def _post_order(self, order: Callable[[], None]) -> None:
        """Carry out an order and tell at once how the lanes stand after it."""
        self._post(order)
        for lane_id in self._parts:
            self._post(partial(self._tell_health, lane_id))

    def _warrant(self, reason: str, note: str = "") -> Warrant:
        return Warrant(self._attendant(), reason, note)

    def _provenance(self) -> Provenance:
        return Provenance(self._weights_version, self._settings.desk.software_version)

    def _record(self, recording: Recording) -> None:
        if recording.decision.outcome is Outcome.ACCEPTED:
            self._automatic_count += 1
        else:
            self._review_count += 1
        parts = self._parts.get(recording.decision.lane_id)
        if parts is None or parts.full_frames is None:
            self._recorder.record(recording)
        else:
            parts.full_frames.record(recording)

    def _frame_came(self, lane_id: str) -> None:
        self._recognition.announce()
        self._listener.on_frame(lane_id)

    def _result_came(self, lane: Lane, seen: LaneFrame, result: FrameResult) -> None:
        self._post(partial(self._take_result, self._parts[lane.lane_id], seen, result))

    def _model_changed(self, state: ModelState, problem: str, weights_version: str) -> None:
        self._weights_version = weights_version
        self._listener.on_model_state(state, problem)

    def _decision_recorded(self, decision: DecisionRecord) -> None:
        self._post(partial(self._take_recorded, decision))
        self._listener.on_decision_recorded(decision)

    def _take_recorded(self, decision: DecisionRecord) -> None:
        self._recorded_count += 1
        self._judge.note(decision)
        self._desk.recorded(self._parts.get(decision.lane_id), decision)
        self._views.recorded(decision)

    def _run(self) -> None:
        while True:
            try:
                message = self._messages.get(timeout=_WAIT_S)
            except queue.Empty:
                message = None
            else:
                if message is None:
                    return
            if message is not None:
                self._handle(message)
            if self._clock.monotonic_ns() - self._last_tick_ns >= self._settings.tick_ns:
                self._handle(self._tick)

    def _handle(self, message: Callable[[], None]) -> None:
        try:
            message()
        except Exception as error:  # noqa: BLE001 - one bad message must not silence the gate
            _log.exception("internal fault of the gate")
            self._tell_fault(FaultKind.RECOGNITION, "", f"internal fault: {error}")

    def _tick(self) -> None:
        self._last_tick_ns = self._clock.monotonic_ns()
        for lane_id, parts in self._parts.items():
            if not self._desk.closed:
                parts.cycle.tick(self._last_tick_ns)
                self._orders.tick(parts.lane, parts.barrier)
                self._desk.apply(parts, parts.passages.tick(self._last_tick_ns))
            self._tell_health(lane_id)
        if not self._desk.closed:
            self._registry.retry_if_due()

    def _tell_health(self, lane_id: str) -> None:
        self._health[lane_id].tell()

    def _take_result(self, parts: LaneParts, seen: LaneFrame, result: FrameResult) -> None:
        if self._desk.closed:
            return
        lane_id = parts.lane.lane_id
        if result.error is not None:
            if lane_id not in self._cannot_look:
                self._cannot_look.add(lane_id)
                _log.warning("%s: could not look: %s", lane_id, result.error)
                self._tell_fault(FaultKind.RECOGNITION, lane_id, result.error)
            self._views.show(lane_id, result, parts.passages.main)
            return
        self._cannot_look.discard(lane_id)
        self._read_count += len(result.reads)
        age_ns = self._clock.monotonic_ns() - seen.seen_ns
        fresh = age_ns <= STALE_NS and parts.lane.is_fresh()
        step = parts.passages.observe(seen, result, fresh)
        if parts.full_frames is not None:
            parts.full_frames.want(step)
        self._desk.apply(parts, step)
        self._views.show(lane_id, result, step.main)

    def _answer(
        self, passage_id: str, outcome: Outcome, plate: str | None, warrant: Warrant
    ) -> None:
        for parts in self._parts.values():
            if parts.passages.is_waiting(passage_id):
                self._desk.answer(parts, passage_id, outcome, plate, warrant)
                return
        _log.info("passage %s was settled before it could be %s", passage_id, outcome)
        self._listener.on_review_closed(passage_id)

    def _close(self, closed: threading.Event) -> None:
        """Handle the last message with passages: from here on nothing is decided."""
        for parts in self._parts.values():
            self._desk.close(parts)
        closed.set()

    def _tell_fault(self, kind: FaultKind, lane_id: str, message: str) -> None:
        self._listener.on_fault(Fault(kind, lane_id, message))


def _together(stops: Iterable[Callable[[], None]]) -> None:
    """Call every ``stop`` at the same time, so that slow ones do not add up."""
    calls = list(stops)
    if calls:
        with ThreadPoolExecutor(len(calls), "stop") as pool:
            for done in [pool.submit(call) for call in calls]:
                done.result()
