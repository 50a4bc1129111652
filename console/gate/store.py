"""What the gate needs of the store, and the site's store behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from sqlalchemy import Engine

from console.gate.types import LaneFrame
from db.audit import record_decision
from db.evidence import EvidenceFolder
from db.queries import vehicles
from db.records import DecisionRecord, VehicleRecord


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
