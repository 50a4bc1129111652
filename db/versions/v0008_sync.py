"""What waits for Firestore, how far copying has come, and what came from there."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables; what waited in the old outbox waits in the new one, in its order."""
    _create_outbox()
    _create_state()
    _create_remote()
    op.add_column("vehicles", sa.Column("origin", sa.Text, nullable=False, server_default="site"))


def _create_outbox() -> None:
    op.create_table(
        "outbox_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("vehicle", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Text),
        sa.Column("body", sa.JSON),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt_count", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_items"),
        sa.UniqueConstraint("event_id", name="uq_outbox_items_event_id"),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.decision_id"], name="fk_outbox_items_decision_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_items_state_id", "outbox_items", ["state", "id"])
    op.execute(
        "INSERT INTO outbox_items (event_id, kind, vehicle, path, decision_id, revision, made_by, "
        "made_at, state, attempt_count, problem) SELECT d.decision_id, 'decision', "
        "replace(coalesce(d.resolved_plate, d.observed_plate), 'O', '0'), "
        "'decisions/' || d.decision_id, d.decision_id, 0, d.decided_by, d.decided_at, "
        "'waiting', 0, '' FROM outbox AS o JOIN decisions AS d ON d.decision_id = o.decision_id "
        "ORDER BY o.id"
    )
    op.drop_table("outbox")


def _create_state() -> None:
    state = op.create_table(
        "sync_state",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True)),
        sa.Column("sent_count", sa.Integer, nullable=False),
        sa.Column("expired_count", sa.Integer, nullable=False),
        sa.Column("quota_day", sa.Date),
        sa.Column("quota_count", sa.Integer, nullable=False),
        sa.Column("last_success_at", sa.DateTime(timezone=True)),
        sa.Column("registry_at", sa.DateTime(timezone=True)),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_sync_state"),
    )
    first = {"id": 1, "store_id": uuid.uuid4().hex[:12], "sent_count": 0, "expired_count": 0}
    rest = {"quota_count": 0, "problem": "", "holder": ""}
    op.bulk_insert(state, [first | rest])


def _create_remote() -> None:
    op.create_table(
        "remote_vehicles",
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("plate", sa.Text, nullable=False),
        sa.Column("plate_class", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("owner_uid", sa.Text, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True)),
        sa.Column("valid_until", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("kept_out", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_remote_vehicles"),
    )
    op.create_index("ix_remote_vehicles_plate_class", "remote_vehicles", ["plate_class"])
    op.create_table(
        "remote_slots",
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("is_available", sa.Boolean, nullable=False),
        sa.Column("booking_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_remote_slots"),
    )
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.Text, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("plate", sa.Text, nullable=False),
        sa.Column("plate_class", sa.Text, nullable=False),
        sa.Column("owner_uid", sa.Text, nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name="pk_bookings"),
    )
    op.create_index("ix_bookings_plate_class", "bookings", ["plate_class"])
