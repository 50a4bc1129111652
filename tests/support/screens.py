"""Builders of what the window shows: drawn frames, reads, views, review items, decisions."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np

from console.bridge import EngineBridge
from console.gate.types import (
    BarrierPosition,
    Connection,
    LaneFrame,
    LaneState,
    LaneView,
    Match,
    ModelState,
    Reason,
    ReviewItem,
    Verdict,
    VerdictKind,
)
from console.ui.main_window import MainWindow, build_window
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord, Outcome, VehicleKind, VehicleRecord
from pipeline.types import Box, Candidate, Character, Frame, FrameResult, Pixels, Plate, Read

NOON = datetime(2026, 3, 14, 12, 0, 5, tzinfo=UTC)
START_NS = 10_000_000_000
WIDTH, HEIGHT = 1280, 720

LANES = (
    ("north", "North entrance"),
    ("south", "South entrance"),
    ("exit-1", "Exit 1"),
    ("exit-2", "Exit 2"),
    ("deck", "Upper deck"),
    ("staff", "Staff"),
    ("delivery", "Delivery yard"),
    ("visitor", "Visitors"),
)


class FixedClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.ns = START_NS

    def monotonic_ns(self) -> int:
        return self.ns

    def now(self) -> datetime:
        return NOON + timedelta(microseconds=(self.ns - START_NS) // 1000)

    def advance(self, seconds: float) -> None:
        self.ns += int(seconds * 1e9)


class FakeCommands:
    """Stands behind ``GateCommands``: keeps what was asked, hands out what it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []
        self.previews: dict[str, LaneFrame] = {}
        self.vehicles: tuple[Match, ...] = ()
        self.search_error: Exception | None = None
        self.search_threads: list[str] = []
        self.pictures: dict[str, bytes] = {}
        self.full_pictures: dict[int, bytes] = {}

    def take_preview(self, lane_id: str) -> LaneFrame | None:
        return self.previews.pop(lane_id, None)

    def confirm(self, passage_id: str, plate: str, reason: str = "") -> None:
        self._keep("confirm", passage_id, plate, reason)

    def correct(self, passage_id: str, plate: str, reason: str = "") -> None:
        self._keep("correct", passage_id, plate, reason)

    def reject(self, passage_id: str, reason: str = "", note: str = "") -> None:
        self._keep("reject", passage_id, reason, note)

    def admit_visitor(self, passage_id: str, plate: str, reason: str = "") -> None:
        self._keep("visitor", passage_id, plate, reason)

    def take_back(self, decision: DecisionRecord, reason: str = "") -> None:
        self._keep("take_back", decision.decision_id, reason)

    def amend(
        self,
        decision: DecisionRecord,
        outcome: Outcome,
        plate: str | None,
        reason: str = "",
        note: str = "",
    ) -> None:
        self._keep("amend", decision.decision_id, outcome.value, plate or "", reason, note)

    def open_barrier(self, lane_id: str, reason: str = "", *, insist: bool = False) -> None:
        self._keep("insist" if insist else "open", lane_id, reason)

    def hold_barrier(self, lane_id: str, reason: str = "", minutes: float | None = None) -> None:
        self._keep("hold", lane_id, reason, "" if minutes is None else f"{minutes:g}")

    def close_barrier(self, lane_id: str, reason: str = "") -> None:
        self._keep("close", lane_id, reason)

    def stop_gates(self, reason: str = "") -> None:
        self._keep("stop", reason)

    def release_gates(self, reason: str = "") -> None:
        self._keep("release", reason)

    def full_picture(self, item: ReviewItem) -> bytes | None:
        return self.full_pictures.get(item.evidence.frame.sequence)

    def evidence_picture(self, sha256: str) -> bytes:
        return self.pictures[sha256]

    def _keep(self, *call: str) -> None:
        """Remember a call without the arguments at its end that were left out."""
        while call and not call[-1]:
            call = call[:-1]
        self.calls.append(call)

    def nearest_vehicles(self, text: str, limit: int) -> tuple[Match, ...]:
        self.search_threads.append(threading.current_thread().name)
        if self.search_error is not None:
            raise self.search_error
        return self.vehicles[:limit]


def draw_road(shade: int = 0) -> Pixels:
    """An empty lane: sky, wall, asphalt with a line, BGR (720, 1280, 3)."""
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    sky = np.linspace(206, 150, 260, dtype=np.float64)[:, None, None] * np.array([1.0, 0.93, 0.86])
    picture[:260] = np.clip(sky - shade, 0, 255).astype(np.uint8)
    picture[260:330] = (96, 104, 110)
    picture[330:] = (72, 70, 68)
    cv2.fillPoly(
        picture, [np.array([[420, 330], [860, 330], [1240, 720], [40, 720]])], (92, 90, 88)
    )
    for top in range(340, 720, 90):
        cv2.line(picture, (640, top), (640, top + 50), (210, 210, 210), 5 + top // 120)
    cv2.rectangle(picture, (0, 200), (90, 330), (120, 84, 60), -1)
    cv2.rectangle(picture, (1130, 180), (1280, 330), (84, 92, 120), -1)
    return picture


def draw_vehicle(picture: Pixels, text: str, box: Box, colour: tuple[int, int, int]) -> None:
    """Draw a car seen from the front with ``text`` on its plate in ``box``."""
    x, y = int(box.centre[0]), int(box.y)
    cv2.rectangle(picture, (x - 230, y - 110), (x + 230, y + 80), colour, -1)
    cabin = np.array(
        [[x - 170, y - 110], [x + 170, y - 110], [x + 120, y - 230], [x - 120, y - 230]]
    )
    cv2.fillPoly(picture, [cabin], tuple(int(c * 0.7) for c in colour))
    glass = np.array(
        [[x - 140, y - 118], [x + 140, y - 118], [x + 102, y - 218], [x - 102, y - 218]]
    )
    cv2.fillPoly(picture, [glass], (122, 108, 96))
    for side in (-1, 1):
        cv2.ellipse(picture, (x + side * 180, y - 40), (34, 22), 0, 0, 360, (225, 240, 245), -1)
        cv2.rectangle(
            picture, (x + side * 190 - 30, y + 78), (x + side * 190 + 30, y + 120), (24, 24, 24), -1
        )
    draw_plate(picture, text, box)


def draw_plate(picture: Pixels, text: str, box: Box) -> None:
    """Draw a white plate with one black letter in each of its equal cells."""
    left, top = int(box.x), int(box.y)
    right, bottom = int(box.right), int(box.bottom)
    cv2.rectangle(picture, (left, top), (right, bottom), (245, 245, 245), -1)
    cv2.rectangle(picture, (left, top), (right, bottom), (20, 20, 20), 2)
    for letter, place in zip(text, character_boxes(box, len(text)), strict=True):
        scale = place.height / 34
        (width, height), _ = cv2.getTextSize(letter, cv2.FONT_HERSHEY_SIMPLEX, scale, 3)
        at = (int(place.centre[0] - width / 2), int(place.centre[1] + height / 2))
        cv2.putText(
            picture, letter, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (15, 15, 15), 3, cv2.LINE_AA
        )


def character_boxes(box: Box, count: int) -> tuple[Box, ...]:
    cell = (box.width - 16) / max(count, 1)
    return tuple(
        Box(box.x + 8 + index * cell + cell * 0.08, box.y + 8, cell * 0.84, box.height - 16)
        for index in range(count)
    )


PLATE_BOX = Box(510, 470, 260, 58)


def make_read(
    text: str,
    confidences: dict[int, float] | None = None,
    *,
    box: Box = PLATE_BOX,
    alternatives: tuple[tuple[str, float], ...] = (("8", 0.31), ("6", 0.12), ("3", 0.04)),
    rejection: str | None = None,
) -> Read:
    """A read of ``text``; every confidence is 0.98 but those given by place."""
    confidences = confidences or {}
    characters = tuple(
        Character(letter, confidences.get(index, 0.98), place, alternatives)
        for index, (letter, place) in enumerate(
            zip(text, character_boxes(box, len(text)), strict=True)
        )
    )
    corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    plate_pixels = np.full((60, 268, 3), 60, np.uint8)
    draw_plate(plate_pixels, text, Box(4, 1, 260, 58))
    weakest = min((character.confidence for character in characters), default=0.0)
    return Read(
        Plate(box, corners, 0.97),
        characters,
        (Candidate(text, weakest),) if text else (),
        plate_pixels,
        rejection,
    )


def make_frame(
    lane_id: str, received_ns: int, read: Read | None = None, sequence: int = 1, shade: int = 0
) -> LaneFrame:
    """A frame of an empty road, or of a vehicle that carries the plate of ``read``."""
    picture = draw_road(shade)
    if read is not None:
        draw_vehicle(picture, read.text, read.plate.box, (96 + shade, 58, 40))
    return LaneFrame(Frame(lane_id, sequence, NOON, received_ns, picture), b"jpeg")


def make_view(frame: LaneFrame, read: Read | None, verdict: Verdict | None) -> LaneView:
    reads = () if read is None else (read,)
    return LaneView(
        frame.frame.camera_id,
        FrameResult(frame.frame, reads),
        None if read is None else f"passage-{frame.frame.camera_id}",
        None if read is None or read.rejection else read,
        verdict,
        decided=verdict is not None and verdict.kind is VerdictKind.OPEN,
        recorded=verdict is not None and verdict.kind is VerdictKind.OPEN,
    )


def make_match(
    plate: str,
    cost: float,
    differing: tuple[int, ...] = (),
    kind: VehicleKind = VehicleKind.ALLOW,
    owner: str = "A. Rahman",
) -> Match:
    return Match(VehicleRecord(plate, kind, owner), cost, differing)


NEAR_MATCHES = (
    make_match("KA01AB1284", 0.4, (8,)),
    make_match("KA01AB1234", 1.0, (8,), owner="Meera Iyer, flat 12"),
    make_match("KA07AB1284", 1.7, (3,), VehicleKind.BLOCK, "Unpaid fines"),
)


def make_item(
    passage_id: str,
    since_ns: int,
    *,
    lane: tuple[str, str] = LANES[0],
    text: str = "KA01AB1284",
    weak: dict[int, float] | None = None,
    reason: Reason = Reason.WEAK_CHARACTER,
    matches: tuple[Match, ...] = NEAR_MATCHES,
) -> ReviewItem:
    read = make_read(text, {8: 0.52} if weak is None else weak)
    return ReviewItem(
        passage_id,
        lane[0],
        lane[1],
        since_ns,
        make_frame(lane[0], since_ns, read),
        read,
        Verdict(VerdictKind.REVIEW, reason, matches),
    )


def make_decision(
    number: int,
    outcome: Outcome = Outcome.ACCEPTED,
    *,
    observed: str = "KA01AB1234",
    resolved: str | None = "KA01AB1234",
    lane_id: str = "north",
    passage_id: str = "",
    reason: str = "registered",
) -> DecisionRecord:
    """Decision ``number``, made that many seconds after noon."""
    at = NOON + timedelta(seconds=number)
    person = "policy" if outcome is Outcome.ACCEPTED else "R. Kumar"
    return DecisionRecord(
        f"decision-{number}",
        passage_id or f"passage-{number}",
        lane_id,
        outcome,
        "open",
        reason,
        observed,
        resolved,
        0.97,
        (),
        person,
        at,
        at - timedelta(seconds=3),
        None,
        None,
        "weights-1",
        "0.1.0",
    )


def make_state(lane: tuple[str, str], **changes: object) -> LaneState:
    state = LaneState(
        lane[0],
        lane[1],
        Connection.LIVE,
        fps=15.0,
        frame_count=450,
        dropped_count=3,
        barrier=BarrierPosition.CLOSED,
    )
    return replace(state, **changes)  # type: ignore[arg-type]  # the caller names fields


class Booth:
    """A window with a fake engine and a fixed clock, fed through the real bridge."""

    def __init__(self, lane_count: int = 2, **settings: object) -> None:
        self.clock = FixedClock()
        self.commands = FakeCommands()
        self.bridge = EngineBridge()
        self.recent: tuple[DecisionRecord, ...] = ()
        self.latencies: list[tuple[str, float]] = []
        self.lanes = LANES[:lane_count]
        chosen = WindowSettings(
            site_name="Lakeside Arcade",
            attendant="R. Kumar",
            now=self.clock.now,
            monotonic_ns=self.clock.monotonic_ns,
            time_zone=UTC,
        )
        self.settings = replace(chosen, **settings)  # type: ignore[arg-type]  # as above
        self.window: MainWindow | None = None

    def open(self, width: int = 1366, height: int = 768) -> MainWindow:
        window = self._build()
        window.resize(width, height)
        window.show()
        return window

    def open_as_kept(self) -> MainWindow:
        """Open the window at the size that its layout file says."""
        window = self._build()
        window.show()
        return window

    def _build(self) -> MainWindow:
        self.window = build_window(
            self.settings,
            self.lanes,
            self.commands,
            self.bridge,
            lambda: self.recent,
            lambda name, value: self.latencies.append((name, value)),
        )
        return self.window

    def ready(self) -> None:
        """All lanes are live and the models are loaded."""
        self.bridge.on_model_state(ModelState.READY, "")
        for lane in self.lanes:
            self.bridge.on_lane_state(make_state(lane))

    def show(
        self, lane_id: str, read: Read | None = None, verdict: Verdict | None = None
    ) -> LaneFrame:
        """A frame arrives in the lane and is looked at."""
        shade = 7 * [lane[0] for lane in self.lanes].index(lane_id)
        frame = make_frame(lane_id, self.clock.ns, read, shade=shade)
        self.commands.previews[lane_id] = frame
        self.bridge.on_frame(lane_id)
        self.bridge.on_lane_view(make_view(frame, read, verdict))
        return frame
