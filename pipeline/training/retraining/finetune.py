"""Fine-tunes one network from its current weights and keeps what ``val`` likes best."""

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
from pipeline.training import characters, reader
from pipeline.training.feeding import Batch
from pipeline.training.glyph_set import GlyphSet
from pipeline.training.plate_set import LabelledPlate
from pipeline.training.retraining.importance import Importance, load_importance
from pipeline.training.retraining.progress import ProgressLines
from pipeline.training.retraining.recipe import ModelRecipe, keep_pace, kept_pace, steps_within
from pipeline.training.retraining.stepping import Stepper

_TRIAL_STEPS = 3
_MIXTURES = (0.4, 0.55, 0.7, 0.85, 1.0)
"""Shares of the new weights, tried from the nearest to the current ones to the new ones alone.

Source: Wortsman et al., Robust Fine-Tuning of Zero-Shot Models, CVPR 2022: between the two lie
weights that keep what is learned and lose less of what was known.
"""


_MOST_OF_IT = 0.85
"""Share of the gain on ``val`` that is enough: the rest costs more of what was known."""


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
    _mix(task, current, progress)
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


def _mix(task: Task, current: Sequence[npt.NDArray[np.float32]], progress: ProgressLines) -> None:
    """Leave in the network as little of the new weights as brings most of what they gain.

    The nearer to the current weights, the less is forgotten that ``val`` does not show.
    """
    new = task.network.get_weights()
    mixtures = [
        [(1 - share) * old + share * now for old, now in zip(current, new, strict=True)]
        for share in (0.0, *_MIXTURES)
    ]
    scores: list[float] = []
    for mixed in mixtures:
        task.network.set_weights(mixed)
        scores.append(task.judge())
    wanted = scores[0] + _MOST_OF_IT * (max(scores) - scores[0])
    chosen = next(number for number, score in enumerate(scores) if score >= wanted)
    task.network.set_weights(mixtures[chosen])
    share = (0.0, *_MIXTURES)[chosen]
    progress.say(
        f"{task.name}: {share:.0%} of what was learned kept, score {scores[chosen]:.3f} "
        f"instead of {scores[0]:.3f}"
    )


def reader_task(
    weights: Path, site: Sequence[LabelledPlate], controls: Sequence[Sequence[LabelledPlate]]
) -> Task:
    """The whole-plate reader; its score adds up the shares of exact texts of site and controls."""
    network = reader.build_model()
    network.load_weights(weights)
    sets = [(plates, reader.fit_plates(plates)) for plates in (site, *controls) if plates]

    def judge() -> float:
        return sum(_exact(network, plates, pixels) for plates, pixels in sets)

    return Task("reader", network, reader.ReaderTrainee(network), judge, _importance(weights))


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
    name = weights.name.removesuffix(".weights.h5")
    path = weights.with_name(f"{name}.importance.npz")
    return load_importance(path) if path.exists() else []


def _exact(
    network: keras.Model, plates: Sequence[LabelledPlate], pixels: npt.NDArray[np.uint8]
) -> float:
    texts = reader.read_texts(network, standardise_plates(pixels))
    return sum(text == plate.text for text, plate in zip(texts, plates, strict=True)) / len(plates)
