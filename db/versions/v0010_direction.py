"""Which way a vehicle moved, beside the decision about it; unknown of what was decided before.

The guards keep the new column as they keep the others, while personal data is erased.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.versions.v0007_retention import KEPT, PRIVATE, SUBJECTS

revision = "0010"
down_revision = "0009"

_DECISIONS = "decisions"
_JSON = {"plate_box_px", "characters"}


def upgrade() -> None:
    """Add the column and make the guards of decisions anew."""
    op.add_column(_DECISIONS, sa.Column("direction", sa.Text))
    kept = (*KEPT[_DECISIONS], "direction")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite(kept)
    else:
        _guard_postgresql(kept)


def _guard_sqlite(kept: tuple[str, ...]) -> None:
    erased = [f"NEW.{name} IS {left}" for name, left in PRIVATE[_DECISIONS].items()]
    same = [f"NEW.{name} IS OLD.{name}" for name in kept]
    told = (
        f"EXISTS (SELECT 1 FROM tombstones "
        f"WHERE subject = '{SUBJECTS[_DECISIONS]}' || OLD.sequence)"
    )
    op.execute("DROP TRIGGER decisions_refuse_update")
    op.execute(
        "CREATE TRIGGER decisions_refuse_update BEFORE UPDATE ON decisions "
        f"WHEN NOT ({' AND '.join((*erased, *same, told))}) "
        "BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END"
    )


def _guard_postgresql(kept: tuple[str, ...]) -> None:
    erased = [
        f"NEW.{name}{'::text' if name in _JSON else ''} IS NOT DISTINCT FROM {left}"
        for name, left in PRIVATE[_DECISIONS].items()
    ]
    same = [f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in kept]
    op.execute("DROP TRIGGER decisions_refuse_update ON decisions")
    op.execute(
        "CREATE TRIGGER decisions_refuse_update BEFORE UPDATE ON decisions FOR EACH ROW "
        f"WHEN (NOT ({' AND '.join((*erased, *same))})) EXECUTE FUNCTION gatehouse_refuse()"
    )
