"""Fine-tuning counted in steps, so that a run that was cut ends exactly as one that was not."""

from __future__ import annotations

import io
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from pipeline.training.backend import COMPILES_STEPS, NAME
from pipeline.training.feeding import Batch

_STATE_NAME = "state.npz"
_LAST_RATE = 0.02
"""Share of the learning rate that is left at the last step."""

_log = logging.getLogger("training")

Weights = list[npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a run learns: ``steps`` in all, the peak rate, and how often ``val`` is asked.

    ``average`` is what a step leaves of the running average of the weights, which is what is
    judged and kept. ``hold`` is how strongly weights are held that matter to what was known.
    """

    steps: int
    learning_rate: float
    warmup_steps: int
    average: float
    judge_every: int
    hold: float = 0.0
    weight_decay: float = 1e-4
    clip_norm: float = 10.0

    def rate(self, step: int) -> float:
        """The learning rate of this step: a short warm-up, then half a cosine.

        Source: Loshchilov and Hutter, SGDR, ICLR 2017, equation 5, without restarts.
        """
        cosine = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return (
            self.learning_rate * max(_LAST_RATE, cosine) * min(1.0, (step + 1) / self.warmup_steps)
        )


class Stepper:
    """One network in fine-tuning, in a folder of its own, from which it goes on by itself.

    The same seed, batches and pace give the same weights on the same machine, however often the
    run was cut: all that a step depends on is in the state that is kept, or in its number.
    """

    def __init__(  # noqa: PLR0913 - a network, how it learns, and where that is kept
        self,
        trainee: keras.Model,
        network: keras.Model,
        pace: Pace,
        folder: Path,
        *,
        seed: int,
        importance: Sequence[npt.NDArray[np.float32]] = (),
        keep_every_s: float = 20.0,
    ) -> None:
        """``trainee`` wraps ``network`` and computes its loss; batch statistics stay as they are.

        Statistics that follow the batches would drift to whatever the site's week looked like.
        ``importance`` has, for each weight, how much it matters to what was known before: the
        more, the more strongly it is held where it was.
        """
        self._trainee, self._network, self._pace, self._folder = trainee, network, pace, folder
        self._seed, self._keep_every_s = seed, keep_every_s
        layers = list(network._flatten_layers())
        for layer in layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False
        self._droppers = [one.seed_generator for one in layers if hasattr(one, "seed_generator")]
        self._optimizer = keras.optimizers.AdamW(
            pace.learning_rate, weight_decay=pace.weight_decay, global_clipnorm=pace.clip_norm
        )
        self._optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        trainee.compile(optimizer=self._optimizer, jit_compile=COMPILES_STEPS)
        self._optimizer.build(trainee.trainable_variables)
        self._start: Weights = _values(trainee.trainable_variables)
        self._held = [pace.hold * one for one in importance]
        self._averages: Weights = _values(trainee.trainable_variables)
        self._best: Weights = list(self._averages)
        self._best_score = -math.inf
        self._step = 0
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def step(self) -> int:
        """How many steps are done."""
        return self._step

    def resume(self) -> None:
        """Go on from what was last kept, if anything was."""
        path = self._folder / _STATE_NAME
        if not path.exists():
            return
        with np.load(path) as kept:
            self._step = int(kept["step"])
            self._best_score = float(kept["best_score"])
            _assign(self._trainee.variables, _numbered(kept, "weight"))
            _assign(self._optimizer.variables, _numbered(kept, "optimizer"))
            self._averages = _numbered(kept, "average")
            self._best = _numbered(kept, "chosen")
        _log.info("going on from step %d of %d", self._step, self._pace.steps)

    def run(
        self,
        batches: Iterator[Batch],
        judge: Callable[[], float],
        tell: Callable[[int], None],
    ) -> None:
        """Do the steps that are left; ``network`` then holds the averages that ``val`` liked best.

        ``judge`` scores ``val`` while the network holds the averages: before the first step too,
        so that a run which only made things worse gives back what it began with. ``tell`` hears
        of every step.
        """
        if self._step == 0:
            self._best_score = judge()
        kept_at_s = time.monotonic()
        while self._step < self._pace.steps:
            pixels, wanted = next(batches)
            self.learn(pixels, wanted)
            self._step += 1
            if self._step % self._pace.judge_every == 0 or self._step == self._pace.steps:
                self._judge(judge)
            if time.monotonic() - kept_at_s >= self._keep_every_s:
                self.keep()
                kept_at_s = time.monotonic()
            tell(self._step)
        self.keep()
        _assign(self._trainee.trainable_variables, self._best)

    def keep(self) -> None:
        """Write all that the next step depends on; a cut leaves the old file or the new one."""
        kept: dict[str, Any] = {"step": self._step, "best_score": self._best_score}
        for name, values in (
            ("weight", _values(self._trainee.variables)),
            ("optimizer", _values(self._optimizer.variables)),
            ("average", self._averages),
            ("chosen", self._best),
        ):
            kept |= {f"{name}_{number}": value for number, value in enumerate(values)}
        content = io.BytesIO()
        np.savez(content, **kept)
        unfinished = self._folder / f"{_STATE_NAME}.new"
        unfinished.write_bytes(content.getvalue())
        unfinished.replace(self._folder / _STATE_NAME)

    def learn(self, pixels: Any, wanted: Any) -> None:
        """Do one step without counting it."""
        self._optimizer.learning_rate = self._pace.rate(self._step)
        for number, dropper in enumerate(self._droppers):
            # What is dropped follows from the number of the step, not from steps done before.
            dropper.state.assign(np.array([self._seed + number, self._step], np.uint32))
        self._trainee.train_on_batch(pixels, wanted)
        left = min(self._pace.average, (self._step + 1) / (self._step + 10))
        values = self._hold(_values(self._trainee.trainable_variables))
        self._averages = [
            left * average + (1.0 - left) * value
            for average, value in zip(self._averages, values, strict=True)
        ]

    def _hold(self, values: Weights) -> Weights:
        """Pull what matters back to where it was: a step of its own, as weight decay is in AdamW.

        Being the exact answer to a quadratic pull, it never overshoots, however strong.
        """
        if not self._held:
            return values
        rate = self._pace.rate(self._step)
        held = [
            start + (value - start) / (1.0 + rate * hold)
            for start, value, hold in zip(self._start, values, self._held, strict=True)
        ]
        _assign(self._trainee.trainable_variables, held)
        return held

    def _judge(self, judge: Callable[[], float]) -> None:
        variables = self._trainee.trainable_variables
        own = _values(variables)
        _assign(variables, self._averages)
        score = judge()
        if score >= self._best_score:
            self._best_score, self._best = score, [value.copy() for value in self._averages]
        _assign(variables, own)


def fix_seeds(seed: int) -> None:
    """Make every source of chance follow ``seed``, and sums come in one order."""
    keras.utils.set_random_seed(seed)
    if NAME == "tensorflow":
        import tensorflow as tf  # noqa: PLC0415 - only this backend has the switch

        tf.config.experimental.enable_op_determinism()


def _values(variables: Any) -> Weights:
    return [np.array(keras.ops.convert_to_numpy(variable)) for variable in variables]


def _assign(variables: Any, values: Weights) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _numbered(kept: Any, name: str) -> Weights:
    numbers = sorted(int(key.rsplit("_", 1)[1]) for key in kept.files if key.startswith(f"{name}_"))
    return [kept[f"{name}_{number}"] for number in numbers]
