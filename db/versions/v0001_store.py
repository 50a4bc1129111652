"""Vehicles, passages, evidence, decisions and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SAME_ROW = {
    "evidence": (
        "id = NEW.id OR (sha256 = NEW.sha256 AND camera_id = NEW.camera_id "
        "AND frame_sequence = NEW.frame_sequence AND captured_at = NEW.captured_at)"
    ),
    "decisions": "sequence = NEW.sequence OR decision_id = NEW.decision_id",
}


def upgrade() -> None:
    """Create the first schema."""
    _create_vehicles()
    _create_passages_and_evidence()
    _create_decisions()
    _create_outbox()
    for table, same_row in _SAME_ROW.items():
        _make_append_only(table, same_row)


def _create_vehicles() -> None:
    op.create_table(
        "vehicles",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("plate", sa.Text, nullable=False),
        sa.Column("plate_class", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True)),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vehicles"),
        sa.UniqueConstraint("plate_class", name="uq_vehicles_plate_class"),
    )


def _create_passages_and_evidence() -> None:
    op.create_table(
        "passages",
        sa.Column("passage_id", sa.Text, nullable=False),
        sa.Column("lane_id", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("passage_id", name="pk_passages"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("frame_sequence", sa.Integer, nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint(
            "sha256",
            "camera_id",
            "frame_sequence",
            "captured_at",
            name="uq_evidence_sha256_camera_id_frame_sequence_captured_at",
        ),
        sqlite_autoincrement=True,
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("passage_id", sa.Text, nullable=False),
        sa.Column("lane_id", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("observed_plate", sa.Text, nullable=False),
        sa.Column("resolved_plate", sa.Text),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("characters", sa.JSON, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passage_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_id", sa.Integer),
        sa.Column("plate_box_px", sa.JSON),
        sa.Column("weights_version", sa.Text, nullable=False),
        sa.Column("software_version", sa.Text, nullable=False),
        sa.Column("amends", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_decisions"),
        sa.UniqueConstraint("decision_id", name="uq_decisions_decision_id"),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.passage_id"], name="fk_decisions_passage_id"
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name="fk_decisions_evidence_id"),
        sa.ForeignKeyConstraint(["amends"], ["decisions.decision_id"], name="fk_decisions_amends"),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["passage_id"],
        ["resolved_plate", "sequence"],
        ["observed_plate", "sequence"],
    ):
        op.create_index("_".join(("ix_decisions", *columns)), "decisions", columns)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("decision_id", name="uq_outbox_decision_id"),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.decision_id"], name="fk_outbox_decision_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])


def _make_append_only(table: str, same_row: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # 0009 guards PostgreSQL, on which no site was before it
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # INSERT OR REPLACE deletes the old row without firing DELETE triggers, hence this one.
    op.execute(
        f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
