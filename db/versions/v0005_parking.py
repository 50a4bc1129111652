"""Who is inside: parking sessions as they follow from the decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the sessions, and the mark of how far the decisions have been followed."""
    op.create_table(
        "parking_sessions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("plate", sa.Text, nullable=False),
        sa.Column("plate_class", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True)),
        sa.Column("entry_lane_id", sa.Text, nullable=False),
        sa.Column("entry_decision_id", sa.Text),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("exit_lane_id", sa.Text, nullable=False),
        sa.Column("exit_decision_id", sa.Text),
        sa.Column("slot", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parking_sessions"),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["state", "plate_class"],
        ["entry_decision_id"],
        ["exit_decision_id"],
    ):
        op.create_index("_".join(("ix_parking_sessions", *columns)), "parking_sessions", columns)
    op.create_table(
        "parking_progress",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("last_sequence", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parking_progress"),
    )
