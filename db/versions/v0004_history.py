"""An index over the decisions: by plate, beginning of a plate, lane, person and time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.search_terms import terms_sql

revision = "0004"
down_revision = "0003"

_HOUR_LENGTH = len("2026-03-14 12")


def upgrade() -> None:
    """Create the index, fill it with what is on record, and keep it in step by a trigger."""
    op.create_index("ix_decisions_amends", "decisions", ["amends"])
    op.create_index("ix_decisions_decided_by", "decisions", ["decided_by"])
    op.create_table(
        "decision_hours",
        sa.Column("hour", sa.Text, nullable=False),
        sa.Column("first_sequence", sa.Integer, nullable=False),
        sa.Column("last_sequence", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hour", name="pk_decision_hours"),
    )
    op.create_table(
        "plates_seen",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("plate_class", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plates_seen"),
        sa.UniqueConstraint("plate_class", name="uq_plates_seen_plate_class"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _index_what_is_there()


def _index_what_is_there() -> None:
    """Full text as SQLite has it; 0009 makes PostgreSQL's, on which no site was before it."""
    op.execute(
        "CREATE VIRTUAL TABLE decision_search "
        "USING fts5(terms, content='', detail=none, columnsize=0)"
    )
    plates = ("replace({0}.observed_plate, 'O', '0')", "replace({0}.resolved_plate, 'O', '0')")
    hour = f"substr({{0}}.decided_at, 1, {_HOUR_LENGTH})"
    op.execute(
        "INSERT INTO decision_search (rowid, terms) "
        f"SELECT d.sequence, {terms_sql('d')} FROM decisions AS d"
    )
    op.execute(
        "INSERT INTO decision_hours (hour, first_sequence, last_sequence) "
        f"SELECT {hour.format('d')}, min(d.sequence), max(d.sequence) "
        "FROM decisions AS d GROUP BY 1"
    )
    for plate in plates:
        found = plate.format("d")
        op.execute(
            "INSERT OR IGNORE INTO plates_seen (plate_class) "
            f"SELECT {found} FROM decisions AS d WHERE {found} <> ''"
        )
    op.execute(
        "CREATE TRIGGER decisions_index AFTER INSERT ON decisions BEGIN "
        f"INSERT INTO decision_search (rowid, terms) VALUES (NEW.sequence, {terms_sql('NEW')}); "
        "INSERT INTO decision_hours (hour, first_sequence, last_sequence) "
        f"VALUES ({hour.format('NEW')}, NEW.sequence, NEW.sequence) "
        "ON CONFLICT (hour) DO UPDATE SET last_sequence = NEW.sequence; "
        + "".join(
            f"INSERT OR IGNORE INTO plates_seen (plate_class) SELECT {plate.format('NEW')} "
            f"WHERE {plate.format('NEW')} <> ''; "
            for plate in plates
        )
        + "END"
    )
