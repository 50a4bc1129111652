"""The tables, and the only place where rows become records; rows never leave ``db``.

Portable types only, so that the same models serve PostgreSQL. ``decisions`` and ``evidence``
are append-only: triggers made by the migrations refuse every change. Decisions are ordered by
``sequence``, never by a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, TypeAlias, TypedDict

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from db.records import (
    CharacterRecord,
    DecisionRecord,
    EvidenceRecord,
    OrderedAction,
    Outcome,
    VehicleKind,
    VehicleRecord,
)

ORIGIN_SITE: Final = "site"
"""The vehicle is as somebody at this site wrote it down."""
ORIGIN_REMOTE: Final = "firestore"
"""The vehicle is as Firestore has it, and follows it."""

Quad: TypeAlias = tuple[float, float, float, float]


class CharacterJson(TypedDict):
    """How a character is kept in ``decisions.characters``; ``box_px`` is x, y, width, height."""

    text: str
    confidence: float
    box_px: Quad
    alternatives: list[tuple[str, float]]


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out; SQLite itself knows no time zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every constraint has a predictable name, so that a later migration can alter it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), str: Text()}  # noqa: RUF012 - declarative API


class VehicleRow(Base):
    """A registered vehicle; ``plate_class`` is the plate with O and 0 as one class.

    ``origin`` says whose word it is: a vehicle edited at this site is the site's own from then on.
    """

    __tablename__ = "vehicles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plate: Mapped[str]
    plate_class: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    owner: Mapped[str]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    note: Mapped[str]
    origin: Mapped[str] = mapped_column(server_default=ORIGIN_SITE)

    def take(self, record: VehicleRecord, plate_class: str) -> None:
        """Become ``record``."""
        for name, value in vehicle_values(record, plate_class).items():
            setattr(self, name, value)

    def to_record(self) -> VehicleRecord:
        return VehicleRecord(
            plate=self.plate,
            kind=VehicleKind(self.kind),
            owner=self.owner,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            note=self.note,
        )


class PassageRow(Base):
    """One vehicle's passing of a lane, as its first decision described it."""

    __tablename__ = "passages"

    passage_id: Mapped[str] = mapped_column(primary_key=True)
    lane_id: Mapped[str]
    started_at: Mapped[datetime]


class EvidenceRow(Base):
    """A picture as a camera took it; equal bytes of two frames are two rows and one file."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("sha256", "camera_id", "frame_sequence", "captured_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str]
    camera_id: Mapped[str]
    frame_sequence: Mapped[int]
    captured_at: Mapped[datetime]
    size_bytes: Mapped[int]

    def to_record(self) -> EvidenceRecord:
        return EvidenceRecord(
            sha256=self.sha256,
            camera_id=self.camera_id,
            frame_sequence=self.frame_sequence,
            captured_at=self.captured_at,
            size_bytes=self.size_bytes,
        )


class DecisionRow(Base):
    """One audit event, complete in itself: lane and start are kept beside the passage's own."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index(None, "resolved_plate", "sequence"),
        Index(None, "observed_plate", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    decision_id: Mapped[str] = mapped_column(unique=True)
    passage_id: Mapped[str] = mapped_column(ForeignKey("passages.passage_id"), index=True)
    lane_id: Mapped[str]
    outcome: Mapped[str]
    verdict: Mapped[str]
    reason: Mapped[str]
    observed_plate: Mapped[str]
    resolved_plate: Mapped[str | None]
    confidence: Mapped[float]
    characters: Mapped[list[CharacterJson]] = mapped_column(JSON)
    decided_by: Mapped[str] = mapped_column(index=True)
    decided_at: Mapped[datetime]
    passage_started_at: Mapped[datetime]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    plate_box_px: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    weights_version: Mapped[str]
    software_version: Mapped[str]
    amends: Mapped[str | None] = mapped_column(ForeignKey("decisions.decision_id"), index=True)
    note: Mapped[str]
    override_reason: Mapped[str] = mapped_column(server_default="")
    barrier_action: Mapped[str] = mapped_column(server_default="")
    direction: Mapped[str | None]

    evidence: Mapped[EvidenceRow | None] = relationship(lazy="joined")

    def to_record(self) -> DecisionRecord:
        box = self.plate_box_px
        return DecisionRecord(
            decision_id=self.decision_id,
            passage_id=self.passage_id,
            lane_id=self.lane_id,
            outcome=Outcome(self.outcome),
            verdict=self.verdict,
            reason=self.reason,
            observed_plate=self.observed_plate,
            resolved_plate=self.resolved_plate,
            confidence=self.confidence,
            characters=tuple(_character_from_json(character) for character in self.characters),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            passage_started_at=self.passage_started_at,
            evidence=None if self.evidence is None else self.evidence.to_record(),
            plate_box_px=None if box is None else (box[0], box[1], box[2], box[3]),
            weights_version=self.weights_version,
            software_version=self.software_version,
            amends=self.amends,
            note=self.note,
            override_reason=self.override_reason,
            barrier_action=OrderedAction(self.barrier_action),
            direction=self.direction,
        )


def vehicle_values(record: VehicleRecord, plate_class: str) -> dict[str, object]:
    """A registered vehicle's row as this site writes it down, as columns."""
    return {
        "plate": record.plate,
        "plate_class": plate_class,
        "kind": record.kind.value,
        "owner": record.owner,
        "valid_from": record.valid_from,
        "valid_until": record.valid_until,
        "note": record.note,
        "origin": ORIGIN_SITE,
    }


def evidence_values(record: EvidenceRecord) -> dict[str, object]:
    """A picture's row, as the columns it is inserted with."""
    return {
        "sha256": record.sha256,
        "camera_id": record.camera_id,
        "frame_sequence": record.frame_sequence,
        "captured_at": record.captured_at,
        "size_bytes": record.size_bytes,
    }


def decision_values(record: DecisionRecord, evidence_id: int | None) -> dict[str, object]:
    """A decision's row, as the columns it is inserted with."""
    box = record.plate_box_px
    return {
        "decision_id": record.decision_id,
        "passage_id": record.passage_id,
        "lane_id": record.lane_id,
        "outcome": record.outcome.value,
        "verdict": str(record.verdict),
        "reason": str(record.reason),
        "observed_plate": record.observed_plate,
        "resolved_plate": record.resolved_plate,
        "confidence": float(record.confidence),
        "characters": [_character_to_json(character) for character in record.characters],
        "decided_by": record.decided_by,
        "decided_at": record.decided_at,
        "passage_started_at": record.passage_started_at,
        "evidence_id": evidence_id,
        "plate_box_px": None if box is None else [float(side) for side in box],
        "weights_version": record.weights_version,
        "software_version": record.software_version,
        "amends": record.amends,
        "note": record.note,
        "override_reason": record.override_reason,
        "barrier_action": record.barrier_action.value,
        "direction": None if record.direction is None else str(record.direction),
    }


def _character_to_json(character: CharacterRecord) -> CharacterJson:
    return CharacterJson(
        text=character.text,
        confidence=float(character.confidence),
        box_px=(
            float(character.x_px),
            float(character.y_px),
            float(character.width_px),
            float(character.height_px),
        ),
        alternatives=[(text, float(confidence)) for text, confidence in character.alternatives],
    )


def _character_from_json(character: CharacterJson) -> CharacterRecord:
    x_px, y_px, width_px, height_px = character["box_px"]
    return CharacterRecord(
        text=character["text"],
        confidence=character["confidence"],
        x_px=x_px,
        y_px=y_px,
        width_px=width_px,
        height_px=height_px,
        alternatives=tuple((text, confidence) for text, confidence in character["alternatives"]),
    )
