"""What every training command has in common: the plan of a run, and its options."""

from __future__ import annotations

import argparse
import time
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pipeline.training.feeding import default_worker_count

CONFIG = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a run lasts and how it learns: keys of a model's table in config.toml.

    ``hours`` are wall-clock time; by their end the learning rate has sunk to nought. A step
    leaves ``ema_decay`` of the running average of the weights. ``precision`` is the name of a
    Keras dtype policy, ``evaluate_every`` counts epochs.
    """

    seed: int
    hours: float
    batch: int
    learning_rate: float
    weight_decay: float
    warmup_steps: int
    ema_decay: float
    precision: str
    evaluate_every: int
    steps_per_epoch: int = 170
    clip_norm: float = 10.0


def read_table(path: Path, model: str) -> tuple[Plan, dict[str, Any]]:
    """The plan in the table ``model`` of ``path``, and the keys that only this model has.

    Raises:
        TypeError: a key of the plan is missing.
    """
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[model]
    known = {field.name for field in fields(Plan)} & set(table)
    return Plan(**{key: table.pop(key) for key in known}), table


def add_run_arguments(parser: argparse.ArgumentParser, model: str) -> None:
    """The options that the commands of all models share."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--out", type=Path, default=Path(f"runs/{model}"), help="the run's own folder"
    )
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder to ship from")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--hours", type=float, help="wall-clock hours; config.toml has a default")
    parser.add_argument("--batch", type=int, help="pictures a step; config.toml has a default")
    parser.add_argument(
        "--precision", help="float32, mixed_bfloat16 or mixed_float16; config.toml has a default"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=default_worker_count(),
        help="processes that make batches (%(default)s here); 0 makes them in this one",
    )
    parser.add_argument("--resume", action="store_true", help="go on from what --out holds")
    parser.set_defaults(began_s=time.monotonic())
    parser.add_argument(
        "--count-preparation",
        action="store_true",
        help="the hours begin with the command, not with the first step",
    )
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument(
        "--export-only",
        action="store_true",
        help="export the weights in --out, do not train; needs TensorFlow",
    )
    parser.add_argument(
        "--no-export", action="store_true", help="train and keep the Keras weights, no more"
    )
    parser.add_argument(
        "--test", action="store_true", help="report on the test split too: once, at the very end"
    )


def with_options(plan: Plan, args: argparse.Namespace) -> Plan:
    """``plan`` with what the command line says instead."""
    said = {key: getattr(args, key) for key in ("hours", "batch", "precision")}
    return replace(plan, **{key: value for key, value in said.items() if value is not None})
