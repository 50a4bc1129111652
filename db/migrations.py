"""Bring a database to the newest schema, each step in its own transaction.

Alembic without its files: the steps are imported modules, because a packaged build has no
folder of scripts to search, and no ``alembic.ini``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection, Engine, inspect

from db.errors import OtherProgramError, SchemaTooNewError, SchemaTooOldError
from db.sessions import WRITE, place_of, translated_errors
from db.versions import VERSIONS

_LOG = logging.getLogger("audit")
_SCRIPTS = tuple(
    Script(module, module.revision, module.__file__ or module.__name__) for module in VERSIONS
)
_REVISIONS = RevisionMap(lambda: _SCRIPTS)

NEWEST_SCHEMA = _SCRIPTS[-1].revision


def upgrade(engine: Engine) -> None:
    """Run the steps that the database lacks; it stays usable when one of them fails.

    Raises:
        SchemaTooNewError: a later Gatehouse wrote it; nothing was changed.
        OtherProgramError: it is not a database of Gatehouse.
        StoreUnavailableError: locked, full or read-only.
    """
    while _run_next_step(engine):
        pass


def require_newest(engine: Engine) -> None:
    """Check, without writing, that the database has the newest schema.

    Raises:
        SchemaTooNewError: a later Gatehouse wrote it.
        SchemaTooOldError: it must be upgraded first.
        OtherProgramError: it is not a database of Gatehouse.
    """
    with translated_errors(engine), engine.connect() as connection:
        pending = _pending(connection)
        if pending:
            found = MigrationContext.configure(connection).get_current_revision() or "none"
            raise SchemaTooOldError(place_of(engine), found, NEWEST_SCHEMA)


def _run_next_step(engine: Engine) -> bool:
    # The write lock is taken before the version is read: two programs may open a folder at once.
    writer = engine.execution_options(**WRITE)
    with translated_errors(engine), writer.begin() as connection:
        pending = _pending(connection)
        if not pending:
            # SQLite opens a read-only file without a word; better refused now than at the gate.
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
            return False
        context = MigrationContext.configure(connection, opts={"fn": _only(pending[0])})
        with Operations.context(context):
            context.run_migrations()
        _LOG.info("%s: now has schema %s", place_of(engine), pending[0].revision)
        return True


def _pending(connection: Connection) -> tuple[Script, ...]:
    where = place_of(connection.engine)
    heads = MigrationContext.configure(connection).get_current_heads()
    if not heads:
        if set(inspect(connection).get_table_names()) - {"alembic_version"}:
            raise OtherProgramError(
                f"{where}: is not a database of Gatehouse; choose another folder, or move it away"
            )
        return _SCRIPTS
    known = [script.revision for script in _SCRIPTS]
    if set(heads) - set(known):
        raise SchemaTooNewError(where, ", ".join(sorted(heads)), NEWEST_SCHEMA)
    return _SCRIPTS[max(known.index(head) for head in heads) + 1 :]


def _only(script: Script) -> Callable[[Any, Any], Iterable[MigrationStep]]:
    _REVISIONS.get_revision(script.revision)  # the map links its revisions when first asked
    step = MigrationStep.upgrade_from_script(_REVISIONS, script)
    return lambda _heads, _context: (step,)
