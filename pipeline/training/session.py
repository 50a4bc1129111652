"""A training run on any Keras backend: paced by the clock, kept on disk, shown as it goes."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from tqdm import tqdm

from pipeline.training.annealing import TimedCosine
from pipeline.training.backend import COMPILES_STEPS, own_memory, read_state
from pipeline.training.event_log import EventLog
from pipeline.training.feeding import Batch
from pipeline.training.plan import Plan

AVERAGE_NAME = "average.weights.h5"
"""The running average of the weights, as it was last kept."""

BEST_NAME = "best.weights.h5"
"""The running average when its score on ``val`` was best."""

_CHECKPOINT_NAME = "checkpoint.weights.h5"
_PROGRESS_NAME = "progress.json"
_STEPS_BETWEEN_LOOKS = 20
"""To read the loss or to set the rate makes an accelerator wait, so it is done now and then."""

_KEEP_EVERY_S = 60.0

_log = logging.getLogger("training")


@dataclass(slots=True)
class Progress:
    """How far a run is; kept beside its weights."""

    step_count: int = 0
    epoch_count: int = 0
    elapsed_s: float = 0.0
    best_score: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What ``val`` says about the averaged weights: named figures, and a score to choose by."""

    score: float
    figures: Mapping[str, float]


class Session(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """One model in training, in a folder of its own, from which it can be resumed."""

    def __init__(
        self,
        trainee: keras.Model,
        network: keras.Model,
        plan: Plan,
        folder: Path,
        judge: Callable[[], Judgement],
    ) -> None:
        """``trainee`` wraps the ``network`` that is wanted, and computes its own loss.

        ``judge`` is asked every few epochs, while ``network`` holds the averaged weights.
        """
        super().__init__()
        self._trainee, self._network, self._plan, self._folder = trainee, network, plan, folder
        self._judge = judge
        self.progress = Progress()
        self._optimizer = keras.optimizers.AdamW(
            plan.learning_rate,
            weight_decay=plan.weight_decay,
            global_clipnorm=plan.clip_norm,
            use_ema=True,
            ema_momentum=plan.ema_decay,
        )
        self._optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        self._compile()
        self._optimizer.build(trainee.trainable_variables)
        folder.mkdir(parents=True, exist_ok=True)
        self._events = EventLog(folder / "events")
        self._bar: Any = None
        self._until = 1.0
        self._kept_at_s = self._epoch_began_s = time.monotonic()

    @property
    def share_done(self) -> float:
        """Of the hours that the plan gives, 0.0 to 1.0."""
        return min(1.0, self.progress.elapsed_s / (self._plan.hours * 3600))

    def begin(self, args: argparse.Namespace) -> None:
        """Do what the options of ``add_run_arguments`` say about the start of a run."""
        if args.resume:
            self.resume()
        if args.count_preparation:
            self.progress.elapsed_s += time.monotonic() - args.began_s

    def resume(self) -> None:
        """Go on from what was last kept; a run that was cut before that begins anew."""
        if (self._folder / _PROGRESS_NAME).exists():
            self._trainee.load_weights(self._folder / _CHECKPOINT_NAME)
            kept = json.loads((self._folder / _PROGRESS_NAME).read_text(encoding="utf-8"))
            self.progress = Progress(**kept)
            _log.info("going on from step %d, %.0f s", kept["step_count"], kept["elapsed_s"])

    def fit(self, batches: Iterator[Batch], until: float = 1.0) -> None:
        """Learn from ``batches`` until this share of the plan's hours is over."""
        self._until = until
        self._clock = TimedCosine(
            self._plan.learning_rate,
            self._plan.hours * 3600,
            spent_s=self.progress.elapsed_s,
            warmup_steps=self._plan.warmup_steps,
        )
        # A phase may bring other picture sizes or another loss, which need another step function.
        self._compile()
        self._trainee.fit(
            batches,
            steps_per_epoch=self._plan.steps_per_epoch,
            epochs=sys.maxsize,
            shuffle=False,
            verbose=0,
            callbacks=_SilentSteps([self], add_history=True, model=self._trainee),
        )
        # Keras ends with the averages in the variables; another phase goes on from there.
        own_memory(self._trainee.trainable_variables)

    def close(self) -> None:
        self._events.close()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 - Keras calls it
        self._epoch_began_s = time.monotonic()
        name = f"epoch {self.progress.epoch_count + 1}"
        self._bar = _Bar(total=self._plan.steps_per_epoch, desc=name, unit="step", disable=None)

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
        if batch % _STEPS_BETWEEN_LOOKS == 0:
            self._look(batch)
        self.progress.step_count += 1

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:  # noqa: ARG002
        self._bar.close()
        self.progress.epoch_count += 1
        rate = float(self._optimizer.learning_rate)
        seconds = time.monotonic() - self._epoch_began_s
        figures = {name: float(value) for name, value in (logs or {}).items()}
        _log.info(
            "epoch %d step %d %s lr %.2e %.0f s", self.progress.epoch_count,
            self.progress.step_count, _in_words(figures), rate, seconds,
        )  # fmt: skip
        train = {f"train/{name}": value for name, value in figures.items()}
        self._events.write(train | {"train/learning_rate": rate}, self.progress.step_count)
        done = self._clock.progress >= 1.0
        if self.progress.epoch_count % self._plan.evaluate_every == 0 or done:
            self._ask_judge()
        self._keep()

    def _look(self, batch: int) -> None:
        read_state(self._trainee)
        self._optimizer.learning_rate = self._clock.rate(self.progress.step_count)
        self._bar.update(batch - self._bar.n)
        if batch and not self._bar.disable:
            self._bar.set_postfix_str(_in_words(self._trainee.get_metrics_result()))
        if batch and time.monotonic() - self._kept_at_s > _KEEP_EVERY_S:
            self._keep()
        if self._clock.progress >= self._until:
            self._trainee.stop_training = True

    def _ask_judge(self) -> None:
        with self._averaged():
            judgement = self._judge()
            _log.info("val %s", _in_words(judgement.figures))
            best = self.progress.best_score
            if best is None or judgement.score >= best:
                self.progress.best_score = judgement.score
                self._write(self._network, BEST_NAME)
        figures = {f"val/{name}": value for name, value in judgement.figures.items()}
        self._events.write(figures | {"val/score": judgement.score}, self.progress.step_count)

    def _keep(self) -> None:
        """Write what ``resume`` needs, and the average; a cut leaves the old files or the new."""
        self.progress.elapsed_s = self._clock.elapsed_s
        self._write(self._trainee, _CHECKPOINT_NAME)
        with self._averaged():
            self._write(self._network, AVERAGE_NAME)
        unfinished = self._folder / f"{_PROGRESS_NAME}.new"
        unfinished.write_text(json.dumps(asdict(self.progress)), encoding="utf-8")
        unfinished.replace(self._folder / _PROGRESS_NAME)
        self._kept_at_s = time.monotonic()

    def _write(self, model: keras.Model, name: str) -> None:
        unfinished = self._folder / f"new.{name}"
        model.save_weights(unfinished)
        unfinished.replace(self._folder / name)

    @contextmanager
    def _averaged(self) -> Iterator[None]:
        """Within it the network holds the running average of its weights."""
        variables = self._trainee.trainable_variables
        own = [np.array(keras.ops.convert_to_numpy(variable)) for variable in variables]
        self._optimizer.finalize_variable_values(variables)
        own_memory(variables)
        try:
            yield
        finally:
            for variable, value in zip(variables, own, strict=True):
                variable.assign(value)

    def _compile(self) -> None:
        self._trainee.compile(optimizer=self._optimizer, jit_compile=COMPILES_STEPS)
        self._network.jit_compile = COMPILES_STEPS


class _Bar(tqdm):  # type: ignore[type-arg]  # counts steps, iterates over nothing
    """Without the thread that tqdm starts to wake bars which nobody updates."""

    monitor_interval = 0


class _SilentSteps(keras.callbacks.CallbackList):  # type: ignore[misc]  # Keras is untyped
    """Asks for no figures after a step: to turn them into numbers waits for the accelerator."""

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        pass


def _in_words(figures: Mapping[str, Any]) -> str:
    return " ".join(f"{name} {float(value):.4f}" for name, value in figures.items())
