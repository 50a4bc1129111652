"""PostgreSQL: the guards and the index that SQLite has from earlier steps.

Earlier steps make tables alone there; no site used PostgreSQL before this one.
"""

from __future__ import annotations

from alembic import op

from db.search_terms import terms_sql_postgresql
from db.versions.v0007_retention import KEPT, PRIVATE, SUBJECTS

revision = "0009"
down_revision = "0008"

_EVENT_KEPT = (
    "booth_id",
    "sequence",
    "event_id",
    "kind",
    "decision_sequence",
    "act_sequence",
    "recorded_at",
    "run_id",
    "monotonic_ns",
    "private_sha256",
    "hash",
)
_JSON = {"plate_box_px", "characters"}


def upgrade() -> None:
    """Refuse changes and keep the index in step; nothing is left to do in SQLite."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION gatehouse_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE FUNCTION gatehouse_require_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF NOT EXISTS "
        "(SELECT 1 FROM tombstones WHERE subject = TG_ARGV[0] || OLD.sequence) "
        "THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    for table in ("decisions", "evidence", "site_events", "audit_events"):
        _refuse(table, "DELETE", "EACH ROW")
        _refuse(table, "TRUNCATE", "EACH STATEMENT")
    _refuse("evidence", "UPDATE", "EACH ROW")
    _refuse(
        "audit_events", "UPDATE", "EACH ROW", unless=f"NEW.salt IS NULL AND {_same(_EVENT_KEPT)}"
    )
    for table, private in PRIVATE.items():
        erased = " AND ".join(
            f"NEW.{name}{'::text' if name in _JSON else ''} IS NOT DISTINCT FROM {left}"
            for name, left in private.items()
        )
        _refuse(table, "UPDATE", "EACH ROW", unless=f"{erased} AND {_same(KEPT[table])}")
        op.execute(
            f"CREATE TRIGGER {table}_require_tombstone BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION gatehouse_require_tombstone('{SUBJECTS[table]}')"
        )
    _create_index()


def _same(names: tuple[str, ...]) -> str:
    return " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in names)


def _refuse(table: str, change: str, each: str, unless: str = "") -> None:
    when = f"WHEN (NOT ({unless})) " if unless else ""
    op.execute(
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
        f"FOR {each} {when}EXECUTE FUNCTION gatehouse_refuse()"
    )


def _create_index() -> None:
    terms = (
        f"array_to_tsvector(array_remove(string_to_array({terms_sql_postgresql('NEW')}, ' '), ''))"
    )
    op.execute(
        "CREATE TABLE decision_search (rowid INTEGER PRIMARY KEY "
        "REFERENCES decisions (sequence), decision_search TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_decision_search ON decision_search USING gin (decision_search)")
    op.execute(
        "CREATE FUNCTION gatehouse_index() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE plate TEXT; BEGIN "
        f"INSERT INTO decision_search (rowid, decision_search) VALUES (NEW.sequence, {terms}) "
        "ON CONFLICT (rowid) DO UPDATE SET decision_search = EXCLUDED.decision_search; "
        "IF TG_OP = 'INSERT' THEN "
        "INSERT INTO decision_hours (hour, first_sequence, last_sequence) VALUES "
        "(to_char(NEW.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24'), "
        "NEW.sequence, NEW.sequence) "
        "ON CONFLICT (hour) DO UPDATE SET last_sequence = NEW.sequence; "
        "FOREACH plate IN ARRAY ARRAY[NEW.observed_plate, coalesce(NEW.resolved_plate, '')] LOOP "
        "IF plate <> '' THEN INSERT INTO plates_seen (plate_class) "
        "VALUES (replace(plate, 'O', '0')) ON CONFLICT (plate_class) DO NOTHING; END IF; "
        "END LOOP; END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER decisions_index AFTER INSERT OR UPDATE ON decisions "
        "FOR EACH ROW EXECUTE FUNCTION gatehouse_index()"
    )
