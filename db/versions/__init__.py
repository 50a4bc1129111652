"""The steps of the schema, oldest first; ordinary modules, so that a packaged build has them.

A released step never changes: what comes later is a new module at the end of ``VERSIONS``.
"""

from __future__ import annotations

from db.versions import (
    v0001_store,
    v0002_overrides,
    v0003_people,
    v0004_history,
    v0005_parking,
    v0006_chain,
    v0007_retention,
    v0008_sync,
    v0009_postgresql,
    v0010_direction,
    v0011_sites,
)

VERSIONS = (
    v0001_store,
    v0002_overrides,
    v0003_people,
    v0004_history,
    v0005_parking,
    v0006_chain,
    v0007_retention,
    v0008_sync,
    v0009_postgresql,
    v0010_direction,
    v0011_sites,
)
