"""Puts a candidate together: weights, manifest, certainty, comparison and model card."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.certainty import (
    CERTAINTY_NAME,
    Calibration,
    Certainty,
    load_certainty,
    reading_version,
)
from pipeline.comparison import (
    ALL,
    BY_MACHINE,
    BY_PEOPLE,
    RENDERED,
    Comparison,
    Verdict,
    compare,
    to_json,
)
from pipeline.model_shelf import CARD_NAME, COMPARISON_NAME, write_set
from pipeline.recogniser import load_recogniser
from pipeline.site_reader import SITE
from pipeline.training.calibration import (
    Confidences,
    Truths,
    expected_calibration_error,
    fit_calibration,
)
from pipeline.training.certainty import certainty_text
from pipeline.training.export import write_model
from pipeline.training.known_reads import (
    PEOPLE,
    KnownRead,
    character_confidences,
    read_confidences,
    whole_plate,
)
from pipeline.training.reading_figures import load_colour_crops
from pipeline.training.retraining.card import Calibrated, Facts, card_text
from pipeline.training.retraining.exported import Export, ExportedPlate
from pipeline.training.retraining.importance import KERAS_FOLDER
from pipeline.training.retraining.lessons import Material, rendered_to_judge
from pipeline.types import Pixels
from pipeline.weights import MANIFEST_NAME, load_manifest

LEAST_CALIBRATED = 200
"""Reads of plates with people's labels below which confidences stay calibrated as they were."""

_COMMAND = "python main.py retrain"
_WHATS = {"characters": character_confidences, "reads": read_confidences}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A plate that neither set learned from, with the slices that it counts for."""

    pixels: Pixels
    text: str
    slices: frozenset[str]
    calibrates: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """What a candidate was made from: the weights in use and their version, and the export."""

    weights: Path
    version: str
    export: Export


def judged_plates(export: Export, material: Material, rendered_count: int) -> list[Judged]:
    """Plates of the export's test split, rendered ones, and the labelled ``val`` where named.

    What both sets of models are compared on; ``val`` of the export only calibrates.
    """
    plates = [_site(plate, plate.slices | {ALL}) for plate in export.of_split("test")]
    plates += [_site(plate, frozenset()) for plate in export.of_split("val")]
    for drawn in rendered_to_judge(material, rendered_count):
        pixels = np.asarray(cv2.cvtColor(drawn.pixels, cv2.COLOR_GRAY2BGR), np.uint8)
        plates.append(Judged(pixels, drawn.text, frozenset({RENDERED}), False))
    if material.labelled is not None:
        for crop in load_colour_crops(material.labelled, "val"):
            people = crop.origin == PEOPLE
            name = BY_PEOPLE if people else BY_MACHINE
            plates.append(Judged(crop.pixels, crop.text, frozenset({name}), people))
    return plates


def build_candidate(  # noqa: PLR0913 - everything a candidate is told of
    origin: Origin,
    trained: Mapping[str, tuple[bytes, Path]],
    judged: Sequence[Judged],
    shelf: Path,
    *,
    facts: Facts,
    threads: int,
) -> Path:
    """Write the folder of a candidate below ``shelf`` and return it; whole or not at all.

    ``trained`` has, for each model that learned, its LiteRT file and its Keras weights. They lie
    beside those in use, which stay: the site's speak where the others are in doubt.

    Raises:
        WeightsError: the weights in use are damaged.
    """
    unfinished = shelf / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _copy_weights(origin.weights, unfinished)
    tables = tomllib.loads((unfinished / MANIFEST_NAME).read_text(encoding="utf-8"))
    for name, (content, keras_weights) in trained.items():
        table = {key: value for key, value in tables[name].items() if key != "figures"}
        site_name = f"{SITE}{name}"
        write_model(unfinished, site_name, content, table | {"trained_with": _COMMAND})
        shutil.copyfile(keras_weights, unfinished / KERAS_FOLDER / f"{site_name}.weights.h5")
    texts = [one.read.text for one in _read_all(origin.weights, judged, threads)]
    reads = _read_all(unfinished, judged, threads)
    comparison = _compared(origin.version, judged, texts, reads)
    calibrated = _calibrate(origin.weights, unfinished, judged, reads)
    _write_json(unfinished / COMPARISON_NAME, to_json(comparison))
    version = f"{facts.made_at:%Y%m%d}-{_digest(unfinished)}"
    about = facts.as_table() | {"calibration": [one.as_table() for one in calibrated]}
    card = card_text(version, origin.version, facts, comparison, calibrated)
    (unfinished / CARD_NAME).write_text(card, encoding="utf-8", newline="\n")
    write_set(unfinished, version, facts.made_at, origin.version, about)
    finished = shelf / version
    shutil.rmtree(finished, ignore_errors=True)
    unfinished.rename(finished)
    return finished


def _site(plate: ExportedPlate, slices: frozenset[str]) -> Judged:
    return Judged(plate.pixels, plate.text, slices, plate.by_person)


def _copy_weights(weights: Path, target: Path) -> None:
    """The models that the manifest names, verified, and what belongs to them."""
    (target / KERAS_FOLDER).mkdir(parents=True)
    for model in load_manifest(weights).models.values():
        (target / model.path.name).write_bytes(model.read_verified())
    for name in (MANIFEST_NAME, CERTAINTY_NAME):
        shutil.copyfile(weights / name, target / name)
    for path in sorted((weights / KERAS_FOLDER).iterdir()):
        if path.suffix in (".h5", ".npz"):
            shutil.copyfile(path, target / KERAS_FOLDER / path.name)


def _read_all(weights: Path, judged: Sequence[Judged], threads: int) -> list[KnownRead]:
    """What these models read, with confidences as the models give them."""
    recogniser = load_recogniser(weights, threads, Certainty())
    return [
        KnownRead(one.text, PEOPLE, recogniser.read_plate(one.pixels, whole_plate(one.pixels)))
        for one in judged
    ]


def _compared(
    current: str, judged: Sequence[Judged], before: Sequence[str], after: Sequence[KnownRead]
) -> Comparison:
    return compare(
        current,
        (
            Verdict(one.slices, old == one.text, new.is_right)
            for one, old, new in zip(judged, before, after, strict=True)
            if one.slices
        ),
    )


def _calibrate(
    current: Path, folder: Path, judged: Sequence[Judged], reads: Sequence[KnownRead]
) -> list[Calibrated]:
    """Fit how sure to be anew where there are plates enough; write and describe what holds now."""
    known = [read for one, read in zip(judged, reads, strict=True) if one.calibrates]
    enough = len(known) >= LEAST_CALIBRATED
    held = load_certainty(current)
    lines = {"characters": held.characters, "reads": held.reads}
    results: list[Calibrated] = []
    for what, sample in _WHATS.items():
        confidences, right = sample(known)
        before = _error(lines[what], confidences, right)
        if enough:
            lines[what] = fit_calibration(confidences, right)
        after = _error(lines[what], confidences, right)
        results.append(Calibrated(what, len(right), before, after, enough))
    counts = {
        "reads": f"{sum(one.is_right for one in known)}/{len(known)}" if enough else "before",
        "confusions": "Those of the weights that this set was trained from",
    }
    shares = tomllib.loads((current / CERTAINTY_NAME).read_text(encoding="utf-8"))["shares"]
    version = reading_version(load_manifest(folder))
    text = certainty_text(
        lines["characters"],
        lines["reads"],
        shares,
        version,
        counts,
        command=_COMMAND,
    )
    (folder / CERTAINTY_NAME).write_text(text, encoding="utf-8", newline="\n")
    return results


def _error(line: Calibration, confidences: Confidences, right: Truths) -> float:
    """How far confidences are from hit rates on average, once calibrated by ``line``."""
    if not len(right):
        return 0.0
    calibrated = np.array([line(confidence) for confidence in confidences.tolist()])
    return expected_calibration_error(calibrated, right)


def _digest(folder: Path) -> str:
    """Names the models: it follows from their files and from how sure to be of them."""
    parts = [(folder / name).read_bytes() for name in (MANIFEST_NAME, CERTAINTY_NAME)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:8]


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
