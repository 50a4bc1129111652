"""The one crossing from the engine's threads to the GUI thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from console.gate.types import Fault, LaneState, LaneView, ModelState, OrderDone, ReviewItem
from db.records import DecisionRecord


class EngineBridge(QObject):
    """Engine threads call the ``on_`` methods; the GUI thread receives the signals.

    It is a ``GateListener``. Connect with ``QueuedConnection``. What comes at frame rate is
    only announced, at most once per lane until the GUI thread fetches it, so that a busy
    window never has a queue of old pictures behind it; everything else is carried by value.
    """

    frame_available = Signal(str)  # lane id; at most one undelivered per lane
    view_available = Signal(str)  # lane id; at most one undelivered per lane
    lane_state_changed = Signal(object)  # LaneState
    review_opened = Signal(object)  # ReviewItem
    review_closed = Signal(str)  # passage id
    decision_recorded = Signal(object)  # DecisionRecord
    model_state_changed = Signal(object, str)  # ModelState, the problem in words
    order_done = Signal(object)  # OrderDone
    fault_raised = Signal(object)  # Fault

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._announced: set[str] = set()
        self._views: dict[str, LaneView] = {}

    def acknowledge(self, lane_id: str) -> None:
        """Allow the next announcement; for the GUI thread, just before it fetches the frame."""
        with self._lock:
            self._announced.discard(lane_id)

    def take_view(self, lane_id: str) -> LaneView | None:
        """Return the newest unread view of the lane, or None when it was already taken."""
        with self._lock:
            return self._views.pop(lane_id, None)

    def on_frame(self, lane_id: str) -> None:
        with self._lock:
            if lane_id in self._announced:
                return
            self._announced.add(lane_id)
        self.frame_available.emit(lane_id)

    def on_lane_view(self, view: LaneView) -> None:
        with self._lock:
            announced = view.lane_id in self._views
            self._views[view.lane_id] = view
        if not announced:
            self.view_available.emit(view.lane_id)

    def on_lane_state(self, state: LaneState) -> None:
        self.lane_state_changed.emit(state)

    def on_review_opened(self, item: ReviewItem) -> None:
        self.review_opened.emit(item)

    def on_review_closed(self, passage_id: str) -> None:
        self.review_closed.emit(passage_id)

    def on_decision_recorded(self, decision: DecisionRecord) -> None:
        self.decision_recorded.emit(decision)

    def on_model_state(self, state: ModelState, problem: str) -> None:
        self.model_state_changed.emit(state, problem)

    def on_order_done(self, done: OrderDone) -> None:
        self.order_done.emit(done)

    def on_fault(self, fault: Fault) -> None:
        self.fault_raised.emit(fault)
