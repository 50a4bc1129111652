"""How a retraining learns: ``[retraining]`` of config.toml, and what the hours leave of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.training.retraining.stepping import Pace

_PLAN_NAME = "plan.json"
LEAST_STEPS = 20


@dataclass(frozen=True, slots=True)
class ModelRecipe:
    """How one model is fine-tuned; ``shares`` are those of the sources in a batch.

    ``remind`` weighs what the network said before of plates that are not the site's.
    """

    pace: Pace
    batch: int
    shares: Mapping[str, float]
    remind: float = 0.0


@dataclass(frozen=True, slots=True)
class RetrainingRecipe:
    """``[retraining]`` of config.toml."""

    seed: int
    least_judged: int
    judged_rendered: int
    rendered_plates: int
    keep_every_s: float
    reader: ModelRecipe
    classifier: ModelRecipe


def read_retraining_recipe(path: Path) -> RetrainingRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["retraining"]
    reader, classifier = (_model(table.pop(name)) for name in ("reader", "classifier"))
    return RetrainingRecipe(reader=reader, classifier=classifier, **table)


def _model(table: dict[str, Any]) -> ModelRecipe:
    batch, shares, remind = table.pop("batch"), table.pop("shares"), table.pop("remind", 0.0)
    return ModelRecipe(Pace(**table), batch, shares, remind)


def steps_within(pace: Pace, seconds_per_step: float, budget_s: float | None) -> Pace:
    """The pace for a run that fits the budget, all of it where that is not limited.

    A fifth of the budget is left for what else the machine does.
    """
    if budget_s is None or seconds_per_step * pace.steps <= 0.8 * budget_s:
        return pace
    steps = max(LEAST_STEPS, int(0.8 * budget_s / seconds_per_step))
    return replace(
        pace,
        steps=steps,
        judge_every=min(pace.judge_every, steps),
        warmup_steps=min(pace.warmup_steps, max(1, steps // 10)),
    )


def kept_pace(folder: Path, model: str, pace: Pace) -> Pace | None:
    """The pace that an earlier call chose for this run, so that going on changes nothing."""
    path = folder / f"{model}.{_PLAN_NAME}"
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return replace(pace, **kept)


def keep_pace(folder: Path, model: str, pace: Pace) -> None:
    """Write down what was chosen."""
    chosen = {
        "steps": pace.steps,
        "judge_every": pace.judge_every,
        "warmup_steps": pace.warmup_steps,
    }
    path = folder / f"{model}.{_PLAN_NAME}"
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps(chosen), encoding="utf-8")
    unfinished.replace(path)
