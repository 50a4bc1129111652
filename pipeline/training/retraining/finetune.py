"""Fine-tunes one network from its current weights and keeps the average that ``val`` likes best.

What it forgets of the world's plates costs the site nothing, for it speaks only where the shipped
networks are in doubt (``pipeline/site_reader.py``). So it may learn freely.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from pipeline.reader import standardise as standardise_plates
from pipeline.site_reader import SITE
from pipeline.training import characters, reader
from pipeline.training.feeding import Batch
from pipeline.training.glyph_set import GlyphSet
from pipeline.training.plate_set import LabelledPlate
from pipeline.training.retraining.importance import Importance, load_importance
from pipeline.training.retraining.progress import ProgressLines
from pipeline.training.retraining.recipe import ModelRecipe, keep_pace, kept_pace, steps_within
from pipeline.training.retraining.reminding import RemindedReader
from pipeline.training.retraining.stepping import Stepper

_TRIAL_STEPS = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One model to fine-tune: its network with the current weights, and how it is judged.

    ``judge`` scores the network as it stands, on plates that it does not learn from.
    ``importance`` says how much each weight matters to what was known before.
    """

    name: str
    network: keras.Model
    trainee: keras.Model
    judge: Callable[[], float]
    importance: Importance


def fine_tune(  # noqa: PLR0913 - what one run consists of
    task: Task,
    batches: Callable[[int], Iterator[Batch]],
    recipe: ModelRecipe,
    folder: Path,
    *,
    seed: int,
    budget_s: float | None,
    keep_every_s: float,
    progress: ProgressLines,
) -> Path:
    """Learn, or go on where ``folder`` says; return the file with the chosen Keras weights.

    ``batches(first)`` gives those from that number on. A run that is over is not done again.
    """
    result = folder / f"{task.name}.weights.h5"
    if result.exists():
        return result
    current = task.network.get_weights()
    pace = kept_pace(folder, task.name, recipe.pace)
    if pace is None:
        taken_s = 0.0
        if budget_s is not None:
            trial = Stepper(task.trainee, task.network, recipe.pace, folder / "trial", seed=seed)
            taken_s = _seconds_per_step(trial, batches(0))
            task.network.set_weights(current)
        pace = steps_within(recipe.pace, taken_s, budget_s)
        keep_pace(folder, task.name, pace)
    stepper = Stepper(
        task.trainee,
        task.network,
        pace,
        folder / task.name,
        seed=seed,
        importance=task.importance,
        keep_every_s=keep_every_s,
    )
    stepper.resume()
    progress.begin(task.name, stepper.step, pace.steps)
    stepper.run(batches(stepper.step), task.judge, progress.step)
    unfinished = folder / f"new.{task.name}.weights.h5"
    task.network.save_weights(unfinished)
    unfinished.replace(result)
    return result


def _seconds_per_step(stepper: Stepper, batches: Iterator[Batch]) -> float:
    """What a step takes here, without the first one, which also compiles."""
    stepper.learn(*next(batches))
    began_s = time.monotonic()
    for batch in itertools.islice(batches, _TRIAL_STEPS):
        stepper.learn(*batch)
    return (time.monotonic() - began_s) / _TRIAL_STEPS


def reader_task(
    weights: Path,
    site: Sequence[LabelledPlate],
    controls: Sequence[Sequence[LabelledPlate]],
    remind: float,
) -> Task:
    """The whole-plate reader; its score adds up the shares of exact texts of site and controls."""
    network = reader.build_model()
    network.load_weights(weights)
    sets = [(plates, reader.fit_plates(plates)) for plates in (site, *controls) if plates]

    def judge() -> float:
        return sum(_exact(network, plates, pixels) for plates, pixels in sets)

    return Task("reader", network, RemindedReader(network, remind), judge, _importance(weights))


def classifier_task(weights: Path, site: GlyphSet, controls: Sequence[GlyphSet]) -> Task:
    """The classifier; its score adds up the shares of characters named right."""
    network = characters.build_model()
    network.load_weights(weights)
    sets = [part for part in (site, *controls) if len(part.labels)]

    def judge() -> float:
        return sum(characters.accuracy(network, part) for part in sets)

    trainee = characters.CharactersTrainee(network)
    return Task("classifier", network, trainee, judge, _importance(weights))


def _importance(weights: Path) -> Importance:
    """What lies beside these Keras weights; nothing for a set that has none."""
    name = weights.name.removesuffix(".weights.h5").removeprefix(SITE)
    path = weights.with_name(f"{name}.importance.npz")
    return load_importance(path) if path.exists() else []


def _exact(
    network: keras.Model, plates: Sequence[LabelledPlate], pixels: npt.NDArray[np.uint8]
) -> float:
    texts = reader.read_texts(network, standardise_plates(pixels))
    return sum(text == plate.text for text, plate in zip(texts, plates, strict=True)) / len(plates)
