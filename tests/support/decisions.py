"""Decisions as the gate makes them, and the site folder that they are recorded in."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.records import CharacterRecord, DecisionRecord, EvidenceRecord, Outcome

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
NOBODY = 65534


def make_jpeg(number: int, size_bytes: int = 4000) -> bytes:
    """Bytes that stand for the picture of passage ``number``; the store never decodes them."""
    return b"\xff\xd8" + number.to_bytes(8, "big") * (size_bytes // 8) + b"\xff\xd9"


def make_evidence(number: int) -> EvidenceRecord:
    jpeg = make_jpeg(number)
    return EvidenceRecord(
        sha256=hashlib.sha256(jpeg).hexdigest(),
        camera_id="north-1",
        frame_sequence=number,
        captured_at=NOON + timedelta(seconds=number),
        size_bytes=len(jpeg),
    )


def make_decision(number: int, **changes: Any) -> DecisionRecord:
    """Decision ``number``, always the same one, with ``changes`` to its fields."""
    plate = f"KA01AB{number % 10000:04d}"
    return replace(
        DecisionRecord(
            decision_id=f"decision-{number}",
            passage_id=f"passage-{number}",
            lane_id="north",
            outcome=Outcome.ACCEPTED,
            verdict="open",
            reason="registered",
            observed_plate=plate,
            resolved_plate=plate,
            confidence=0.9731,
            characters=tuple(
                CharacterRecord(text, 0.1 + 0.2, 10.5 + 9 * place, 20.0, 8.25, 16.0, (("X", 0.01),))
                for place, text in enumerate(plate)
            ),
            decided_by="policy",
            decided_at=NOON + timedelta(seconds=number),
            passage_started_at=NOON + timedelta(seconds=number - 2),
            evidence=make_evidence(number),
            plate_box_px=(412.0, 300.5, 180.0, 42.0),
            weights_version="2026.03",
            software_version="0.1.0",
        ),
        **changes,
    )


@contextmanager
def folder_for_everybody() -> Iterator[Path]:
    """A folder that any user can enter, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Give up root's right to write everywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
