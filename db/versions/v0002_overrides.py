"""Why a person decided, and what the barrier was told to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give every decision a reason code and a barrier action; those on record have none."""
    for name in ("override_reason", "barrier_action"):
        op.add_column("decisions", sa.Column(name, sa.Text, nullable=False, server_default=""))
