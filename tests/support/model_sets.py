"""Sets of models as a retraining leaves them, made from the shipped weights in no time."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

from console.paths import weights_folder
from pipeline.comparison import ALL, Comparison, SliceResult, to_json
from pipeline.model_shelf import CARD_NAME, COMPARISON_NAME, SHIPPED, ModelShelf, write_set

MADE_AT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
BETTER = Comparison(
    SHIPPED,
    (
        SliceResult(ALL, 60, 40, 14, 1),
        SliceResult("day", 45, 32, 9, 1),
        SliceResult("lane north", 60, 40, 14, 1),
        SliceResult("night", 15, 8, 5, 0),
    ),
)
WORSE = Comparison(SHIPPED, (SliceResult(ALL, 60, 45, 8, 6), SliceResult("night", 15, 6, 0, 6)))


def shelf_in(folder: Path) -> ModelShelf:
    """The shelf of a site whose data lie in ``folder``."""
    return ModelShelf(folder / "models", weights_folder())


def add_set(shelf: ModelShelf, version: str, comparison: Comparison = BETTER) -> Path:
    """Put the shipped weights on the shelf as a candidate of that version."""
    folder = shelf.folder / version
    folder.mkdir(parents=True)
    for path in sorted(shelf.shipped.glob("*.t*")):
        shutil.copyfile(path, folder / path.name)
    (folder / COMPARISON_NAME).write_text(json.dumps(to_json(comparison)), encoding="utf-8")
    (folder / CARD_NAME).write_text(f"# Model card: candidate {version}\n", encoding="utf-8")
    about = {
        "seed": 7,
        "steps": {"reader": 200},
        "plates": {"new plates": 260},
        "calibration": [],
    }
    write_set(folder, version, MADE_AT, comparison.current, about)
    return folder
