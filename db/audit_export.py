"""The audit log as one file that can be checked without Gatehouse and without the database."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from db.canonical import BEGINNING, json_text
from db.chain_rows import chain_rows
from db.chain_schema import AuditEventRow
from db.errors import ExportFileError
from db.moments import as_text
from db.sessions import reading

EXPORT_FORMAT = 1
_STEP = 2000


@dataclass(frozen=True, slots=True)
class ExportedLog:
    """How many events were written, and number and hash of each booth's last one."""

    events: int
    heads: dict[str, tuple[int, str]]


def export_log(
    engine: Engine,
    path: Path,
    exported_at: datetime,
    on_progress: Callable[[int, int], None] | None = None,
) -> ExportedLog:
    """Write every event to ``path`` as JSON lines, whole or not at all.

    Raises:
        ExportFileError: the file cannot be written; one that was there is as before.
        StoreUnavailableError: the log cannot be read.
    """
    tell = on_progress or (lambda _done, _total: None)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    heads: dict[str, tuple[int, str]] = {}
    events = 0
    try:
        with reading(engine) as session, unfinished.open("w", encoding="utf-8") as file:
            total = session.scalar(select(func.count()).select_from(AuditEventRow)) or 0
            first = {"gatehouse_audit_export": EXPORT_FORMAT, "exported_at": as_text(exported_at)}
            file.write(json_text(first) + "\n")
            for row in chain_rows(session):
                _, previous = heads.get(row.booth_id, (0, BEGINNING))
                header, private = row.header(previous), row.private()
                line = {"header": header, "private": private, "hash": row.hash}
                file.write(json_text(line) + "\n")
                heads[row.booth_id] = (row.sequence, row.hash)
                events += 1
                if events % _STEP == 0:
                    tell(events, total)
            file.write(json_text({"events": events, "heads": heads}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise ExportFileError(path, f"cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    tell(events, total)
    return ExportedLog(events, heads)
