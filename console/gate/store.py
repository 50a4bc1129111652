"""What the gate needs of the store, and the site's store behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from console.gate.types import LaneFrame
from db.audit import record_decision
from db.evidence import EvidenceFolder
from db.queries import last_decision_with, plate_decisions_since, vehicles
from db.records import DecisionRecord, OrderedAction, VehicleRecord

MOVEMENTS_KEPT = timedelta(days=30)
"""A vehicle that came in longer ago than this is taken for one whose coming in is not known."""


class GateStore(Protocol):
    """Where decisions go and registered vehicles come from; both may take their time."""

    def record(self, decision: DecisionRecord, evidence: LaneFrame | None) -> DecisionRecord:
        """Store a decision with its picture and return it as stored; on return it is on disk.

        Raises:
            StoreUnavailableError: nothing was recorded; the same call may succeed later.
            StoreError: it will never be recorded as it is.
        """

    def vehicles(self) -> tuple[VehicleRecord, ...]:
        """Every registered vehicle.

        Raises:
            StoreError: the registry cannot be read.
        """

    def movements(self) -> tuple[DecisionRecord, ...]:
        """The decisions of the last weeks by which vehicles passed, oldest first.

        Raises:
            StoreError: they cannot be read.
        """

    def gates_stopped(self) -> bool:
        """Whether all gates were ordered to hold and not released since.

        Raises:
            StoreError: it cannot be read.
        """

    def picture(self, sha256: str) -> bytes:
        """The JPEG of an evidence picture.

        Raises:
            StoreError: it cannot be read, or was deleted.
        """


class SiteStore:
    """The site's database and evidence folder."""

    def __init__(self, engine: Engine, evidence: EvidenceFolder) -> None:
        self._engine = engine
        self._evidence = evidence

    def record(self, decision: DecisionRecord, evidence: LaneFrame | None) -> DecisionRecord:
        if evidence is not None:
            frame = evidence.frame
            saved = self._evidence.save(
                evidence.jpeg, frame.camera_id, frame.sequence, frame.captured_at
            )
            decision = replace(decision, evidence=saved)
        record_decision(self._engine, decision)
        return decision

    def vehicles(self) -> tuple[VehicleRecord, ...]:
        return vehicles(self._engine)

    def movements(self) -> tuple[DecisionRecord, ...]:
        return plate_decisions_since(self._engine, datetime.now(UTC) - MOVEMENTS_KEPT)

    def gates_stopped(self) -> bool:
        last = last_decision_with(self._engine, (OrderedAction.STOP, OrderedAction.RELEASE))
        return last is not None and last.barrier_action is OrderedAction.STOP

    def picture(self, sha256: str) -> bytes:
        return self._evidence.load(sha256)
