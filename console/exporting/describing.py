"""What the files beside the formats say: one line for each picture, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from console.exporting.choosing import SHARES
from console.exporting.types import Counts, ExportFilters, ExportRequest, LabelledPicture
from pipeline.types import Box, Point

MANIFEST_NAME, RECORDS_NAME = "export.json", "records.jsonl"
VERSION = 1

Entry = dict[str, object]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made an export, when and with what; ``delete_by`` is when its retention ends."""

    created_at: datetime
    created_by: str
    software_version: str
    weights_version: str
    delete_by: datetime | None


def record_line(picture: LabelledPicture, files: Mapping[str, Sequence[str]]) -> str:
    """All that is known of a picture, as a line of JSON; ``files`` are its own by format."""
    decision = picture.decision
    evidence = decision.evidence
    return json.dumps(
        {
            "id": picture.name,
            "passage_id": decision.passage_id,
            "split": picture.split.value,
            "lane": decision.lane_id,
            "camera": None if evidence is None else evidence.camera_id,
            "captured_at": None if evidence is None else evidence.captured_at.isoformat(),
            "decided_at": decision.decided_at.isoformat(),
            "outcome": decision.outcome.value,
            "verdict": decision.verdict,
            "reason": decision.reason,
            "override_reason": decision.override_reason,
            "direction": decision.direction,
            "labelled_by": picture.labelled_by.value,
            "observed_text": decision.observed_plate,
            "text": picture.text,
            "confidence": round(decision.confidence, 4),
            "weights_version": decision.weights_version,
            "software_version": decision.software_version,
            "width": picture.width_px,
            "height": picture.height_px,
            "picture_sha256": None if evidence is None else evidence.sha256,
            "plates": [
                {
                    "box": _box(plate.box),
                    "corners": [_point(corner) for corner in plate.corners],
                    "corners_from": plate.corners_from,
                    "decided": plate.decided,
                    "text": plate.text,
                }
                for plate in picture.plates
            ],
            "characters_from": picture.characters_from.value,
            "not_aligned": picture.not_aligned,
            "characters": [
                {"text": one.text, "box": _box(one.box), "confidence": round(one.confidence, 4)}
                for one in picture.characters
            ],
            "files": files,
        },
        ensure_ascii=False,
    )


def manifest(
    request: ExportRequest,
    origin: Origin,
    folders: Mapping[str, str],
    counts: Counts,
    hashes: Mapping[str, str],
) -> Entry:
    """The manifest of an export; ``hashes`` are those of the files beside it."""
    return {
        "gatehouse_export": VERSION,
        "formats": dict(folders),
        "created_at": origin.created_at.isoformat(),
        "created_by": origin.created_by,
        "why": request.why,
        "software_version": origin.software_version,
        "weights_version": origin.weights_version,
        "filters": filters_entry(request.filters),
        "options": {
            "annotated": request.annotated,
            "blur": sorted(what.value for what in request.blur),
            "keep_near_duplicates": request.keep_near_duplicates,
        },
        "split": {
            "by": "plate",
            "shares": {split.value: share for split, share in SHARES.items()},
        },
        "delete_by": None if origin.delete_by is None else origin.delete_by.isoformat(),
        "counts": asdict(counts),
        **hashes,
    }


def filters_entry(filters: ExportFilters) -> Entry:
    """The filters as the manifest names them."""
    return {
        "since": None if filters.since is None else filters.since.isoformat(),
        "until": None if filters.until is None else filters.until.isoformat(),
        "lane": filters.lane_id or None,
        "outcomes": [outcome.value for outcome in filters.outcomes],
        "verdicts": list(filters.verdicts),
        "only_corrected": filters.only_corrected,
        "confidence_below": filters.confidence_below,
        "sure_share": filters.share_of_sure,
    }


def _box(box: Box) -> list[float]:
    return [round(side, 2) for side in (box.x, box.y, box.width, box.height)]


def _point(point: Point) -> list[float]:
    return [round(side, 2) for side in point]
