"""A site whose decisions rest on rendered pictures that really show their plates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy.typing as npt
from sqlalchemy import Engine

from db.audit import record_decision
from db.evidence import EvidenceFolder
from db.records import DecisionRecord, Outcome
from pipeline.training.scenes import Scene, render_scene
from tests.support.decisions import make_decision

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def small_scene(seed: int) -> Scene:
    """A rendered vehicle that is quickly drawn and looked at."""
    return render_scene(seed, width_px=800, height_px=450, plate_height_px=56)


def jpeg_of(pixels: npt.NDArray[Any]) -> bytes:
    encoded, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 92])
    assert encoded
    return jpeg.tobytes()


class ExportSite:
    """Records decisions on rendered vehicles in a database and a folder of pictures."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.evidence = EvidenceFolder(folder / "evidence")
        self.count = 0

    def decide(
        self,
        seed: int = 0,
        *,
        scene: Scene | None = None,
        jpeg: bytes | None = None,
        age: timedelta = timedelta(days=1),
        **changes: Any,
    ) -> DecisionRecord:
        """A confirmed decision on the vehicle of ``seed``, with ``changes`` to its fields."""
        self.count += 1
        shown = scene or small_scene(seed)
        box = shown.plate_box
        picture = self.evidence.save(jpeg or jpeg_of(shown.pixels), "north", self.count, NOW - age)
        fields: dict[str, Any] = {
            "outcome": Outcome.CONFIRMED,
            "decided_by": "Meera Iyer",
            "observed_plate": shown.text.replace("O", "0"),
            "resolved_plate": shown.text,
            "decided_at": NOW - age,
            "evidence": picture,
            "plate_box_px": (box.x, box.y, box.width, box.height),
        }
        decision = replace(make_decision(self.count), **(fields | changes))
        record_decision(self.engine, decision)
        return decision
