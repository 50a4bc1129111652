"""What recognition last saw in each lane, as the screen shall show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from console.gate.collected import Passage
from console.gate.types import LaneView
from db.records import DecisionRecord
from pipeline.types import FrameResult


class LaneViews:
    """Tells each lane's view, and once more when its decision is on disk; for one thread."""

    def __init__(
        self, tell: Callable[[LaneView], None], is_recorded: Callable[[str], bool]
    ) -> None:
        """Take ``is_recorded(passage_id)``: only what is on disk is shown as decided."""
        self._tell = tell
        self._is_recorded = is_recorded
        self._views: dict[str, LaneView] = {}

    def show(self, lane_id: str, result: FrameResult, main: Passage | None) -> None:
        """Tell what was seen, with the passage that the lane is about, if there is one."""
        view = LaneView(lane_id, result)
        if main is not None:
            view = LaneView(
                lane_id,
                result,
                passage_id=main.passage_id,
                read=main.read,
                verdict=main.verdict,
                decided=main.decided,
                recorded=main.decided and self._is_recorded(main.passage_id),
                direction=main.direction,
                parked=main.parked,
            )
        self._keep(view)

    def recorded(self, decision: DecisionRecord) -> None:
        """Tell the lane's view again when this is the decision on what it shows."""
        view = self._views.get(decision.lane_id)
        if view is not None and view.passage_id == decision.passage_id and not view.recorded:
            self._keep(replace(view, decided=True, recorded=True))

    def _keep(self, view: LaneView) -> None:
        self._views[view.lane_id] = view
        self._tell(view)
