"""Makes exports for those who may: chooses, labels, writes, records who did it and why."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
from sqlalchemy import Engine

from console.exporting.choosing import choose, split_of
from console.exporting.describing import (
    MANIFEST_NAME,
    RECORDS_NAME,
    Origin,
    manifest,
    record_line,
)
from console.exporting.drawing import draw_labels
from console.exporting.errors import ExportCancelledError, ExportError, NothingToExportError
from console.exporting.folder import file_sha256, whole_folder, write_sums
from console.exporting.formats.opening import open_writer
from console.exporting.formats.writer import FormatWriter, write_bytes, write_json, write_text
from console.exporting.labelling import Labeller, PictureDamagedError
from console.exporting.near_duplicates import NearDuplicates
from console.exporting.privacy import BystanderBlur
from console.exporting.tally import Tally
from console.exporting.types import (
    Blur,
    Counts,
    ExportFilters,
    ExportFormat,
    ExportRequest,
    LabelledPicture,
    LeftOut,
    Split,
)
from console.people.permissions import Permission
from console.people.session import Session
from db.audit import record_act
from db.errors import EvidenceDamagedError, EvidenceMissingError
from db.evidence import EvidenceFolder
from db.final_decisions import FinalDecision, FinalQuery, final_decisions
from db.people_records import EventKind, SiteEvent
from db.queries import decision as decision_with_id

_log = logging.getLogger("audit")

_NOTHING = "no picture is left to export with these choices"

_PLAIN_NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")

OpenLabeller = Callable[[], Labeller]
OpenBlur = Callable[[frozenset[Blur]], BystanderBlur | None]


@dataclass(frozen=True, slots=True)
class Progress:
    """Decisions looked at, of how many, and pictures kept of them."""

    done: int
    total: int
    pictures: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class _Writing:
    """An export under way in ``folder``: its writers, its lines, its counts."""

    folder: Path
    writers: dict[ExportFormat, tuple[str, FormatWriter]]
    lines: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    splits: dict[str, Split] = field(default_factory=dict)
    oldest: datetime | None = None


class Exporter:
    """Previews and makes exports; every call may take its time and belongs on a pool thread."""

    def __init__(  # noqa: PLR0913 - the store, who asks, and what looks at pictures
        self,
        engine: Engine,
        evidence: EvidenceFolder,
        session: Session,
        *,
        open_labeller: OpenLabeller,
        open_blur: OpenBlur,
        keep: timedelta,
        software_version: str,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine, self._evidence, self._session = engine, evidence, session
        self._open_labeller, self._open_blur = open_labeller, open_blur
        self._keep = keep
        self._software_version = software_version
        self._now = now

    def preview(
        self, filters: ExportFilters, is_cancelled: Callable[[], bool] = lambda: False
    ) -> Counts:
        """What an export would hold; pictures and near-duplicates are only looked at by it.

        Raises:
            NotAllowedError: the role of the person at the desk does not include exports.
            ExportCancelledError: the answer is not wanted any more.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.EXPORT)
        tally = Tally()
        for decision, why_not in choose(self._decisions(filters), filters, self._keep_since()):
            if is_cancelled():
                raise ExportCancelledError
            if why_not is None:
                tally.foresee(decision)
            else:
                tally.leave_out(why_not)
        return tally.counts()

    def export(
        self,
        request: ExportRequest,
        target: Path,
        on_progress: Callable[[Progress], None],
        is_cancelled: Callable[[], bool],
    ) -> Counts:
        """Write the folder ``target``, whole or not at all, and return what is in it.

        It is on record who exported what and why before the folder is there.

        Raises:
            NotAllowedError: the role of the person at the desk does not include exports.
            ExportError: nothing is left to export, it was cancelled, a model failed, or the
                folder cannot be written; nothing is left of it.
            PipelineError: weights are missing or damaged.
            StoreUnavailableError: the store cannot be read or written.
        """
        name = self._session.require(Permission.EXPORT)
        created_at = self._now()
        keep_since = self._keep_since()
        with whole_folder(target) as folder:
            chosen = list(choose(self._decisions(request.filters), request.filters, keep_since))
            if not any(why_not is None for _, why_not in chosen):
                raise NothingToExportError(_NOTHING)
            work = _Writing(folder, _open_writers(request.formats, folder, created_at))
            labeller, blur = self._open_labeller(), self._open_blur(request.blur)
            duplicates = None if request.keep_near_duplicates else NearDuplicates()
            for done, (decision, unfit) in enumerate(chosen):
                if is_cancelled():
                    raise ExportCancelledError
                on_progress(Progress(done, len(chosen), len(work.lines)))
                why_not = unfit or self._add(
                    work, decision, labeller, duplicates, blur, annotated=request.annotated
                )
                if why_not is not None:
                    work.tally.leave_out(why_not)
            on_progress(Progress(len(chosen), len(chosen), len(work.lines)))
            if not work.lines:
                raise NothingToExportError(_NOTHING)
            if is_cancelled():
                raise ExportCancelledError
            origin = Origin(
                created_at,
                name,
                self._software_version,
                labeller.weights_version,
                None if work.oldest is None else work.oldest + self._keep,
            )
            counts = _finish(work, request, origin)
            self._record(request, target, name, counts)
        _log.info("%d pictures exported to %s by %s", counts.pictures, target, name)
        return counts

    def _add(  # noqa: PLR0913 - the tools that a picture passes through
        self,
        work: _Writing,
        chosen: FinalDecision,
        labeller: Labeller,
        duplicates: NearDuplicates | None,
        blur: BystanderBlur | None,
        *,
        annotated: bool,
    ) -> LeftOut | None:
        """Write the picture of one decision; or why it cannot be."""
        decision = decision_with_id(self._engine, chosen.decision_id)
        if decision is None or decision.evidence is None:
            return LeftOut.PICTURE_MISSING
        if not _PLAIN_NAME.fullmatch(decision.decision_id):
            raise ExportError(f"decision {decision.decision_id!r} cannot name a file")
        # A passage stays in one split, even where two of its decisions give it two texts
        split = work.splits.setdefault(decision.passage_id, split_of(decision.resolved_plate or ""))
        try:
            jpeg = self._evidence.load(decision.evidence.sha256)
            picture = labeller.label(decision, jpeg, split)
        except EvidenceMissingError:
            return LeftOut.PICTURE_MISSING
        except (EvidenceDamagedError, PictureDamagedError) as error:
            _log.warning("decision %s is not exported: %s", decision.decision_id, error)
            return LeftOut.PICTURE_DAMAGED
        if duplicates is not None and not duplicates.is_new(picture):
            return LeftOut.NEAR_DUPLICATE
        if blur is not None:
            picture = blur.apply(picture)
        _write(work, picture, annotated=annotated)
        work.tally.take(picture)
        if work.oldest is None or decision.decided_at < work.oldest:
            work.oldest = decision.decided_at
        return None

    def _record(self, request: ExportRequest, target: Path, name: str, counts: Counts) -> None:
        formats = ", ".join(chosen.value for chosen in request.formats)
        detail = f"{counts.pictures} labelled pictures ({formats})"
        event = SiteEvent(
            EventKind.EXPORTED, target.name, name, self._now(), detail, why=request.why
        )
        record_act(self._engine, event)

    def _decisions(self, filters: ExportFilters) -> Iterator[FinalDecision]:
        query = FinalQuery(
            filters.since, filters.until, filters.lane_id, filters.outcomes, filters.verdicts
        )
        return final_decisions(self._engine, query)

    def _keep_since(self) -> datetime:
        return self._now() - self._keep


def _open_writers(
    formats: tuple[ExportFormat, ...], folder: Path, created_at: datetime
) -> dict[ExportFormat, tuple[str, FormatWriter]]:
    """For each format its folder as seen from ``folder``, and what writes into it."""
    if not formats:
        raise ExportError("name at least one format")
    if len(formats) == 1:
        return {formats[0]: (".", open_writer(formats[0], folder, created_at))}
    return {
        chosen: (chosen.value, open_writer(chosen, folder / chosen.value, created_at))
        for chosen in formats
    }


def _write(work: _Writing, picture: LabelledPicture, *, annotated: bool) -> None:
    files: dict[str, list[str]] = {}
    for chosen, (place, writer) in work.writers.items():
        prefix = "" if place == "." else f"{place}/"
        files[chosen.value] = [f"{prefix}{path}" for path in writer.add(picture)]
    work.lines.append(record_line(picture, files))
    if annotated:
        encoded, jpeg = cv2.imencode(".jpg", draw_labels(picture))
        if not encoded:
            raise ExportError(f"{picture.name}: the annotated picture cannot be encoded")
        path = work.folder / "annotated" / picture.split / f"{picture.name}.jpg"
        write_bytes(path, jpeg.tobytes())


def _finish(work: _Writing, request: ExportRequest, origin: Origin) -> Counts:
    for _, writer in work.writers.values():
        writer.finish()
    counts = work.tally.counts()
    records = work.folder / RECORDS_NAME
    write_text(records, "".join(f"{line}\n" for line in work.lines))
    records_sha256 = file_sha256(records)
    hashes = {"records_sha256": records_sha256, "sha256sums_sha256": write_sums(work.folder)}
    folders = {chosen.value: place for chosen, (place, _) in work.writers.items()}
    write_json(work.folder / MANIFEST_NAME, manifest(request, origin, folders, counts, hashes))
    return counts
