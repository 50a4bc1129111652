"""A whole gate for tests: real threads and a real database behind hand-made lanes."""

from __future__ import annotations

from collections.abc import Callable

from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.lanes import LaneSetup
from console.gate.movements import Direction
from console.gate.recognition import FrameReader
from console.gate.recorder import RecorderSettings
from console.gate.settings import GateSettings
from console.gate.types import LaneView, ModelState
from db.records import DecisionRecord
from pipeline.fusion import fuse_passage
from tests.support.gate import (
    Ears,
    FailingStore,
    FakeBarrier,
    FakeCamera,
    HandClock,
    ScriptedReader,
)
from tests.support.reads import make_read
from tests.support.waiting import wait_until

PLATE = "KA01AB1234"
STRANGER = "MH12XY9876"
BLOCKED = "DL03CD5555"


class Site:
    """An engine of real threads and a real database, whose cameras and clock the test moves."""

    def __init__(
        self,
        store: FailingStore,
        lanes: tuple[str, ...] = ("north",),
        directions: dict[str, Direction] | None = None,
        ask_for_blocked: bool = True,
    ) -> None:
        self.hands = HandClock()
        self.ears = Ears()
        self.reader = ScriptedReader()
        self.store = store
        self.cameras = {lane: FakeCamera(lane, self.hands) for lane in lanes}
        self.barriers = {lane: FakeBarrier() for lane in lanes}
        self.load: Callable[[], FrameReader] = self._ready_reader
        self.attendant = "Meera"
        self.engine = GateEngine(
            [
                LaneSetup(
                    lane,
                    lane.title(),
                    self.cameras[lane].open,
                    self.barriers[lane],
                    (directions or {}).get(lane, Direction.EITHER),
                )
                for lane in lanes
            ],
            load_recogniser=self._load,
            fuse=fuse_passage,
            store=store,
            listener=self.ears,
            settings=GateSettings(
                DeskSettings("0.1.0", ask_for_blocked=ask_for_blocked),
                recorder=RecorderSettings(0.005, 0.02, drain_s=0.3),
            ),
            attendant=lambda: self.attendant,
            clock=self.hands.clock,
        )

    def _ready_reader(self) -> FrameReader:
        return self.reader

    def _load(self) -> FrameReader:
        return self.load()

    @property
    def barrier(self) -> FakeBarrier:
        return self.barriers["north"]

    def start(self) -> None:
        self.engine.start()
        wait_until(lambda: self.ears.models and self.ears.models[-1][0] is not ModelState.LOADING)
        wait_until(lambda: self.engine._judge.index is not None or self.store.broken)

    def frame(self, lane: str = "north", ms: float = 250) -> LaneView:
        """Let one frame be looked at and return what the gate made of it."""
        self.hands.advance(ms)
        count = len(self.ears.views)
        self.cameras[lane].give()
        wait_until(lambda: len(self.ears.views) > count, what="a view of the frame")
        return self.ears.views[-1]

    def show(self, text: str, frames: int, lane: str = "north", confidence: float = 0.97) -> None:
        """Let a vehicle with this plate stand in the lane for some frames."""
        self.reader.seen[lane] = (make_read(text, confidence, x=20, y=40, width=90),)
        for _ in range(frames):
            self.frame(lane)

    def wait_for_review(self) -> str:
        """Let a stranger come up for review; its passage."""
        self.show(STRANGER, 8)
        wait_until(lambda: self.ears.opened)
        return self.ears.opened[-1].passage_id

    def recorded(self) -> DecisionRecord:
        wait_until(lambda: self.ears.recorded, what="a recorded decision")
        return self.ears.recorded[-1]
