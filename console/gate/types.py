"""The values of the gate: what a lane shows, what waits for a person, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from db.records import DecisionRecord, Outcome, VehicleRecord
from pi_bridge.client.types import BarrierPosition, Connection
from pipeline.tracker import Motion
from pipeline.types import Frame, FrameResult, Read

__all__ = [
    "BarrierPosition",
    "Connection",
    "Counterpart",
    "Fault",
    "FaultKind",
    "GateCommands",
    "GateListener",
    "LaneFrame",
    "LaneState",
    "LaneView",
    "Look",
    "Match",
    "ModelState",
    "Reason",
    "ReviewItem",
    "Verdict",
    "VerdictKind",
    "Warrant",
]


class VerdictKind(StrEnum):
    """What the policy says about a passage; only ``OPEN`` ever opens a barrier."""

    OPEN = "open"
    REVIEW = "review"
    REFUSE = "refuse"


class Reason(StrEnum):
    """Why the policy said so; the screen translates these into words."""

    REGISTERED = "registered"
    REGISTERED_NEAR = "registered_near"
    BLOCKED = "blocked"
    NOT_VALID_NOW = "not_valid_now"
    NOT_REGISTERED = "not_registered"
    DOUBTFUL_MATCH = "doubtful_match"
    AMBIGUOUS_MATCH = "ambiguous_match"
    WEAK_CHARACTER = "weak_character"
    UNREADABLE = "unreadable"
    UNSETTLED = "unsettled"
    STALE_PICTURE = "stale_picture"
    REGISTRY_UNAVAILABLE = "registry_unavailable"
    RECORDING_FAILED = "recording_failed"
    ATTENDANT = "attendant"
    TAKEN_BACK = "taken_back"
    GATES_STOPPED = "gates_stopped"
    HOLD_ENDED = "hold_ended"
    TAILGATE = "tailgate"
    ALREADY_INSIDE = "already_inside"
    NEVER_ENTERED = "never_entered"
    TWO_GATES = "two_gates"


@dataclass(frozen=True, slots=True)
class Match:
    """A registered vehicle near a read; ``cost`` is its confusion-weighted edit distance.

    ``differing`` holds the positions of the registered plate whose characters differ.
    """

    vehicle: VehicleRecord
    cost: float
    differing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other movement that makes this one strange, to be seen beside it.

    ``plate`` is as it was taken then, ``picture`` the SHA-256 of its evidence (None: there is
    none).
    """

    lane_name: str
    plate: str
    at: datetime
    picture: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The policy's word on a read, always with its reason; ``matches`` nearest first.

    ``counterpart`` is the movement that this one contradicts, where that is the reason.
    """

    kind: VerdictKind
    reason: Reason
    matches: tuple[Match, ...] = ()
    counterpart: Counterpart | None = None


@dataclass(frozen=True, slots=True)
class Warrant:
    """Who gives an order and why; ``reason`` is a code of the site's own list."""

    by: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LaneFrame:
    """A frame with the JPEG that it was decoded from, which is what becomes evidence.

    ``captured_ns`` is the agent's monotonic clock, comparable with ours in the demo alone.
    ``late_ns`` is by how much the picture was old already when it came, at least.
    ``full_width_px`` is how wide the agent keeps the frame, where that is wider, and
    ``full_sha256`` the SHA-256 of the JPEG that it keeps.
    """

    frame: Frame
    jpeg: bytes
    captured_ns: int | None = None
    late_ns: int = 0
    full_width_px: int | None = None
    full_sha256: str | None = None

    @property
    def seen_ns(self) -> int:
        """When the camera saw this at the latest, on our monotonic clock: what ages count from."""
        return self.frame.received_ns - self.late_ns

    @property
    def is_reduced(self) -> bool:
        """Whether the agent keeps this frame at a greater size than it was streamed in."""
        return self.full_width_px is not None and self.full_width_px > self.frame.width_px


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One frame of a passage and what was read in it; decoded only when a person asks for it."""

    jpeg: bytes
    sequence: int
    received_ns: int
    read: Read


@dataclass(frozen=True, slots=True, eq=False)
class LaneView:
    """What recognition last saw in a lane: boxes for the overlay, and the passage's state.

    ``read`` is the fused read of the running passage (None while the road is empty) and
    ``verdict`` the policy's latest word on it; ``decided`` once a decision has been made and
    ``recorded`` once it is on disk. ``direction`` is how the vehicle moves or last did, and
    ``parked`` says that it has been decided and stands there all the same.
    """

    lane_id: str
    result: FrameResult
    passage_id: str | None = None
    read: Read | None = None
    verdict: Verdict | None = None
    decided: bool = False
    recorded: bool = False
    direction: Motion = Motion.UNKNOWN
    parked: bool = False


@dataclass(frozen=True, slots=True)
class LaneState:
    """The health of a lane; sent whenever it changes and once a second.

    ``held`` says that the barrier was ordered to stay open, until ``hold_ends_ns`` (monotonic)
    where a time was given. While ``stopped`` all gates hold: nothing is ordered to move.
    """

    lane_id: str
    name: str
    connection: Connection
    problem: str = ""
    fps: float = 0.0
    frame_count: int = 0
    dropped_count: int = 0
    reconnect_count: int = 0
    barrier: BarrierPosition = BarrierPosition.UNKNOWN
    held: bool = False
    hold_ends_ns: int | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ReviewItem:
    """A passage that waits for a person, with the frame that was read as its evidence.

    ``since_ns`` is monotonic. A later, better read of the same passage comes as a new item
    with the same ``passage_id`` and replaces the old one in place. ``looks`` are frames of the
    passage in order of time, the evidence among them. ``amends`` names the decision that was
    taken back, so that the answer will be an amendment.
    """

    passage_id: str
    lane_id: str
    lane_name: str
    since_ns: int
    evidence: LaneFrame
    read: Read
    verdict: Verdict
    vehicle_left: bool = False
    looks: tuple[Look, ...] = ()
    amends: str | None = None


class ModelState(StrEnum):
    """Whether recognition can work; the screen shows each of these."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class FaultKind(StrEnum):
    """What went wrong; the attendant sees it and the log keeps it."""

    RECOGNITION = "recognition"
    RECORDING = "recording"
    BARRIER = "barrier"
    REGISTRY = "registry"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that the attendant must know of; ``lane_id`` is empty when it concerns all."""

    kind: FaultKind
    lane_id: str
    message: str


@dataclass(frozen=True, slots=True)
class OrderDone:
    """What became of an order to a barrier; ``problem`` says why it was not obeyed, or is empty.

    An order to open or to hold goes by the id of its decision.
    """

    order_id: str
    problem: str


class GateListener(Protocol):
    """Who is told what the engine does; called on engine threads, must return at once."""

    def on_frame(self, lane_id: str) -> None: ...

    def on_lane_view(self, view: LaneView) -> None: ...

    def on_lane_state(self, state: LaneState) -> None: ...

    def on_review_opened(self, item: ReviewItem) -> None: ...

    def on_review_closed(self, passage_id: str) -> None: ...

    def on_decision_recorded(self, decision: DecisionRecord) -> None: ...

    def on_model_state(self, state: ModelState, problem: str) -> None: ...

    def on_order_done(self, done: OrderDone) -> None: ...

    def on_fault(self, fault: Fault) -> None: ...


class GateCommands(Protocol):
    """What the screens may ask of the engine; every call returns at once.

    The answer to a decision is ``on_decision_recorded`` (after it is on disk) or ``on_fault``.
    """

    def take_preview(self, lane_id: str) -> LaneFrame | None: ...

    def confirm(self, passage_id: str, plate: str, reason: str = "") -> None: ...

    def correct(self, passage_id: str, plate: str, reason: str = "") -> None: ...

    def reject(self, passage_id: str, reason: str = "", note: str = "") -> None: ...

    def admit_visitor(self, passage_id: str, plate: str, reason: str = "") -> None: ...

    def take_back(self, decision: DecisionRecord, reason: str = "") -> None: ...

    def amend(
        self,
        decision: DecisionRecord,
        outcome: Outcome,
        plate: str | None,
        reason: str = "",
        note: str = "",
    ) -> None: ...

    def open_barrier(self, lane_id: str, reason: str = "", *, insist: bool = False) -> None: ...

    def hold_barrier(
        self, lane_id: str, reason: str = "", minutes: float | None = None
    ) -> None: ...

    def close_barrier(self, lane_id: str, reason: str = "") -> None: ...

    def stop_gates(self, reason: str = "") -> None: ...

    def release_gates(self, reason: str = "") -> None: ...

    def evidence_picture(self, sha256: str) -> bytes:
        """The JPEG of that name; takes its time, so only for a pool thread.

        Raises:
            StoreError: the picture cannot be read, or was deleted.
        """

    def full_picture(self, item: ReviewItem) -> bytes | None:
        """The evidence of ``item`` as its agent kept it, None where only what was streamed is had.

        It is that very frame. May take two seconds, so only for a pool thread.
        """
        ...

    def nearest_vehicles(self, text: str, limit: int) -> tuple[Match, ...]: ...
