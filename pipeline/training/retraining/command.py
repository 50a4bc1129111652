"""``python -m pipeline.training retrain``: from an export to a candidate; ``main.py`` starts it."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2

from pipeline.errors import PipelineError, WeightsError
from pipeline.model_shelf import SHIPPED, ModelShelf
from pipeline.site_reader import SITE
from pipeline.training.backend import NAME, limit_threads
from pipeline.training.characters import cut_sets
from pipeline.training.feeding import BatchMaker, Workshop, default_worker_count
from pipeline.training.plan import CONFIG
from pipeline.training.plate_set import load_crops
from pipeline.training.retraining.dividing import divided, not_judged, warnings
from pipeline.training.retraining.exported import Export, ExportedPlate, read_export
from pipeline.training.retraining.finetune import classifier_task, fine_tune, reader_task
from pipeline.training.retraining.importance import KERAS_FOLDER, SUMS_NAME, importance_path
from pipeline.training.retraining.lessons import (
    Material,
    ReaderLessons,
    as_labelled,
    character_lessons,
    exported_glyphs,
    rendered_glyphs_to_judge,
    rendered_to_judge,
)
from pipeline.training.retraining.progress import ProgressLines
from pipeline.training.retraining.recipe import (
    RetrainingRecipe,
    read_retraining_recipe,
)
from pipeline.training.retraining.stepping import fix_seeds

_MODELS = ("classifier", "reader")

_log = logging.getLogger("training")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One retraining: what it learns from, and the plates that it chooses by."""

    export: Export
    material: Material
    chosen_by: Sequence[ExportedPlate]
    recipe: RetrainingRecipe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training retrain``."""
    parser.add_argument("export", type=Path, help="folder that an export wrote")
    parser.add_argument("--models", type=Path, required=True, help="the site's shelf of models")
    parser.add_argument("--shipped", type=Path, default=Path("weights"))
    parser.add_argument("--hours", type=float, help="the most it may take here; no limit without")
    parser.add_argument("--earlier", type=Path, action="append", default=[], help="older export")
    parser.add_argument("--data", type=Path, help="labelled pictures, in the layout of training")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--seed", type=int, help="config.toml has a default")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=default_worker_count())
    parser.add_argument("--finish-only", action="store_true", help=argparse.SUPPRESS)


def main(args: argparse.Namespace) -> int:
    """Learn, compare and write the candidate; 1 with one line on what is wrong."""
    logging.getLogger("training").setLevel(logging.WARNING)
    try:
        return retrain(args)
    except (PipelineError, FileNotFoundError) as error:
        sys.stderr.write(f"gatehouse: {error}\n")
        return 1


def retrain(args: argparse.Namespace) -> int:
    """The same, with its errors.

    Raises:
        ExportError: an export cannot be used.
        WeightsError: the weights in use are damaged.
    """
    cv2.setNumThreads(1)
    limit_threads(args.threads)
    progress = ProgressLines()
    run = _run(args)
    shelf = ModelShelf(args.models, args.shipped)
    choice = shelf.choice()
    weights = shelf.weights(choice.version, choice.digest)
    keras_weights = {name: _verified_keras(weights, name, choice.version) for name in _MODELS}
    progress.say(
        f"{len(run.material.new)} plates to learn from, {len(run.export.of_split('test'))} held "
        f"back; beginning with {choice.version}; kept in {run.material.folder}"
    )
    if not args.finish_only:
        for warning in warnings(run.export):
            progress.say(warning)
        _learn(run, keras_weights, args, progress)
    if NAME != "tensorflow":
        return _finish_elsewhere(progress)
    from pipeline.training.retraining.finish import finish  # noqa: PLC0415 - needs TensorFlow

    folder = finish(
        run.export, run.material, run.recipe, version=choice.version, weights=weights, args=args
    )
    progress.say(f"candidate {folder.name}: {folder / 'card.md'}")
    sys.stdout.write(f"{folder}\n")
    return 0


def _run(args: argparse.Namespace) -> Run:
    recipe = read_retraining_recipe(args.config)
    seed = recipe.seed if args.seed is None else args.seed
    export = divided(read_export(args.export), recipe.least_judged)
    earlier = [read_export(folder) for folder in args.earlier]
    key = "".join([export.digest, *(one.digest for one in earlier), str(args.data), str(seed)])
    choice = ModelShelf(args.models, args.shipped).choice()
    name = hashlib.sha256(f"{key}{choice.version}{args.hours}".encode()).hexdigest()[:12]
    folder = args.models / "runs" / name
    folder.mkdir(parents=True, exist_ok=True)
    material = Material(
        export.of_split("train"),
        not_judged(earlier, export),
        args.data,
        recipe.rendered_plates,
        folder,
        seed,
    )
    return Run(export, material, export.of_split("val"), recipe)


def _verified_keras(weights: Path, name: str, version: str) -> Path:
    """The Keras weights that belong to a model, proved where the shelf has not done so yet.

    Raises:
        WeightsError: they, or what says how much they matter, are missing or were changed.
    """
    path = weights / KERAS_FOLDER / f"{name}.weights.h5"
    if version != SHIPPED:
        own = path.with_name(f"{SITE}{path.name}")
        return own if own.exists() else path
    for file in (path, importance_path(weights, name)):
        try:
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            sums = file.with_name(SUMS_NAME).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise WeightsError(file, f"cannot be read ({error.strerror})") from error
        if f"{found}  {file.name}" not in sums:
            raise WeightsError(file, f"is not the file of {SUMS_NAME}")
    return path


def _learn(
    run: Run, keras_weights: dict[str, Path], args: argparse.Namespace, progress: ProgressLines
) -> None:
    material, recipe = run.material, run.recipe
    controls = [rendered_to_judge(material, recipe.judged_rendered)]
    glyph_controls = [rendered_glyphs_to_judge(material, recipe.judged_rendered)]
    if material.labelled is not None:
        controls.append(load_crops(material.labelled, "val"))
        glyph_controls += cut_sets(material.labelled, material.folder, "val", material.seed)
    makers: dict[str, BatchMaker] = {
        "reader": ReaderLessons(material, recipe.reader.shares, recipe.reader.batch)
    }
    characters = character_lessons(material, recipe.classifier.shares, recipe.classifier.batch)
    if characters is not None:
        makers["classifier"] = characters
    site = [as_labelled(plate) for plate in run.chosen_by]
    # Batches are made by forks of this process, which must come before its first tensor.
    with Workshop(list(makers.values()), args.workers) as workshop:
        fix_seeds(material.seed)
        for number, name in enumerate(makers):
            if name == "reader":
                remind = recipe.reader.remind
                task = reader_task(keras_weights[name], site, controls, remind)
            else:
                glyphs = exported_glyphs(run.chosen_by)
                task = classifier_task(keras_weights[name], glyphs, glyph_controls)
            fine_tune(
                task,
                partial(workshop.batches, number, material.seed),
                getattr(recipe, name),
                material.folder,
                seed=material.seed,
                budget_s=None if args.hours is None else args.hours * 3600 / len(makers),
                keep_every_s=recipe.keep_every_s,
                progress=progress,
            )


def _finish_elsewhere(progress: ProgressLines) -> int:
    """Only TensorFlow writes LiteRT files: another process does what is left."""
    progress.say(f"learned with {NAME}; TensorFlow writes the candidate")
    command = [sys.executable, "-m", "pipeline.training", *sys.argv[1:], "--finish-only"]
    environment = dict(os.environ, KERAS_BACKEND="tensorflow")
    return subprocess.run(command, env=environment, check=False).returncode
