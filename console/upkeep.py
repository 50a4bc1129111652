"""What the store needs from time to time: retention, an anchor, a backup, room on the disk."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine

from console.gate.clock import NS_PER_S, Clock
from console.store_settings import BYTES_PER_GB, KeepSettings
from db.anchors import anchor_head, kept_anchors
from db.backup import back_up, backups_in, mirror_pictures
from db.erasure import erase_personal_data
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.retention import delete_expired_pictures, delete_forgotten_pictures, keep_budget

_log = logging.getLogger("audit")

SWEEP_NS = 6 * 3600 * NS_PER_S
ANCHOR_EVERY = timedelta(days=1)
RETRY_NS = 3600 * NS_PER_S
"""What failed is tried again after this time, and told again."""


class AlarmKind(StrEnum):
    """What the attendant must know of the store."""

    DISK_NEARLY_FULL = "disk_nearly_full"
    SWEEP_FAILED = "sweep_failed"
    ANCHOR_FAILED = "anchor_failed"
    BACKUP_FAILED = "backup_failed"
    FRESH_LOG = "fresh_log"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that goes wrong soon, or has gone wrong; ``detail`` is a message or a place."""

    kind: AlarmKind
    detail: str
    free_bytes: int = 0


@dataclass(frozen=True, slots=True)
class UpkeepPlan:
    """Where things are, and what the site decided about them."""

    data_folder: Path
    backup_folder: Path
    keep: KeepSettings
    pictures_days: int
    has_own_file: bool = True


class Upkeep:
    """Does what is due each time it is asked; belongs on a pool thread, one call at a time."""

    def __init__(
        self,
        engine: Engine,
        evidence: EvidenceFolder,
        plan: UpkeepPlan,
        *,
        free_bytes: Callable[[Path], int] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._engine = engine
        self._evidence = evidence
        self._plan = plan
        self._free_bytes = free_bytes or (lambda path: shutil.disk_usage(path).free)
        self._clock = clock or Clock()
        self._due_ns: dict[AlarmKind, int] = {}

    def run(self) -> tuple[Alarm, ...]:
        """Do what is due, and tell what is wrong now."""
        alarms = []
        free = self._free_bytes(self._plan.data_folder)
        if free < self._plan.keep.warn_free_gb * BYTES_PER_GB:
            alarms.append(Alarm(AlarmKind.DISK_NEARLY_FULL, str(self._plan.data_folder), free))
        for kind, act in (
            (AlarmKind.SWEEP_FAILED, self._sweep),
            (AlarmKind.ANCHOR_FAILED, self._anchor),
            (AlarmKind.BACKUP_FAILED, self._back_up),
        ):
            now_ns = self._clock.monotonic_ns()
            if now_ns < self._due_ns.get(kind, now_ns):
                continue
            self._due_ns[kind] = now_ns + SWEEP_NS
            try:
                act()
            except StoreError as error:
                _log.error("%s: %s", kind.value, error)
                self._due_ns[kind] = now_ns + RETRY_NS
                alarms.append(Alarm(kind, str(error)))
        return tuple(alarms)

    def _sweep(self) -> None:
        now, keep = self._clock.utc_now(), self._plan.keep
        before = now - timedelta(days=self._plan.pictures_days)
        pictures = delete_expired_pictures(self._engine, self._evidence, before, at=now)
        pictures += delete_forgotten_pictures(self._engine, self._evidence, before)
        if keep.evidence_gb:
            budget = round(keep.evidence_gb * BYTES_PER_GB)
            pictures += keep_budget(self._engine, self._evidence, budget, at=now)
        events = erase_personal_data(self._engine, now - timedelta(days=keep.personal_days), at=now)
        if pictures or events:
            _log.info("%d pictures deleted, %d events erased", pictures, events)

    def _anchor(self) -> None:
        """Anchor the chain once a day, besides the ends of shifts."""
        newest = max((one.anchored_at for one in kept_anchors(self._engine)), default=None)
        if newest is None or not timedelta(0) <= self._clock.utc_now() - newest < ANCHOR_EVERY:
            anchor_head(self._engine)

    def _back_up(self) -> None:
        keep, folder = self._plan.keep, self._plan.backup_folder
        if not keep.backup_hours or not self._plan.has_own_file:
            return
        now = self._clock.utc_now()
        newest = next(iter(backups_in(folder)), None)
        if newest is not None:
            made_at = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
            if timedelta(0) <= now - made_at < timedelta(hours=keep.backup_hours):
                return
        path = back_up(self._engine, folder, at=now, keep=keep.backup_count)
        _log.info("backup %s", path)
        if keep.backup_folder is not None:
            mirror_pictures(self._plan.data_folder / "evidence", folder / "evidence")
