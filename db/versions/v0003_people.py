"""People who sign in, their shifts and notes, and what they did besides deciding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; a site that has none yet is asked for its administrator."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("failed_count", sa.Integer, nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name_key", name="uq_people_name_key"),
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_sequence", sa.Integer, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("hand_over_note", sa.Text, nullable=False),
        sa.Column("exceptions", sa.JSON, nullable=False),
        sa.Column("read_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shift_notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_by", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Text),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_shift_notes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "site_events",
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_site_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_site_events_subject_sequence", "site_events", ["subject", "sequence"])
    if op.get_bind().dialect.name != "sqlite":
        return  # 0009 guards PostgreSQL, on which no site was before it
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER site_events_refuse_{change.lower()} BEFORE {change} ON site_events "
            "BEGIN SELECT RAISE(ABORT, 'site_events is append-only'); END"
        )
    # INSERT OR REPLACE deletes the old row without firing DELETE triggers, hence this one.
    op.execute(
        "CREATE TRIGGER site_events_refuse_replace BEFORE INSERT ON site_events "
        "WHEN EXISTS (SELECT 1 FROM site_events WHERE sequence = NEW.sequence) "
        "BEGIN SELECT RAISE(ABORT, 'site_events is append-only'); END"
    )
