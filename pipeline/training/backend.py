"""What differs between the Keras backends (tensorflow, jax, torch), and the choice of precision."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
from collections.abc import Sequence

import keras
import numpy as np

NAME: str = keras.backend.backend()
"""``tensorflow``, ``jax`` or ``torch``; ``KERAS_BACKEND`` chooses before Keras is imported."""

COMPILES_STEPS = NAME == "jax"
"""``jit_compile`` for Keras: XLA makes a step on a CPU slower under TensorFlow."""

_log = logging.getLogger("training")

if NAME == "tensorflow":
    import tensorflow as tf


def can_export(args: argparse.Namespace) -> bool:
    """Whether a command goes on to export what it has trained; says so where it cannot.

    Raises:
        SystemExit: an export is all that was asked for, and this backend cannot do it.
    """
    advice = f"export with KERAS_BACKEND=tensorflow --export-only --out {args.out}"
    if args.export_only and NAME != "tensorflow":
        raise SystemExit(f"{NAME} cannot write LiteRT files: {advice}")
    if NAME != "tensorflow":
        _log.info("trained with %s, which cannot write LiteRT files: %s", NAME, advice)
    return NAME == "tensorflow" and not args.no_export


def limit_threads(count: int = 2) -> None:
    """At most ``count`` threads compute where there are few cores.

    TensorFlow takes this before its first tensor only; where there is one already, it stays with
    the threads that it has.
    """
    # A process may be kept to fewer cores than there are (`taskset`), where a second thread costs.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = min(count, cores or 1)
    if NAME == "tensorflow" and (os.cpu_count() or 1) <= 2 * max(2, count):
        with contextlib.suppress(RuntimeError):
            tf.config.threading.set_intra_op_parallelism_threads(count)
            tf.config.threading.set_inter_op_parallelism_threads(1)


def read_state(model: keras.Model) -> None:
    """Makes the variables of a model in training readable and writable between two steps.

    Under JAX the state of ``fit`` travels from step to step outside the variables.
    """
    if NAME == "jax":
        model.jax_state_sync()


def own_memory(variables: Sequence[keras.Variable]) -> None:
    """Gives each variable memory of its own, after one was set to the value of another.

    Under JAX they then share it, and a step that consumes the one destroys the other.
    """
    if NAME == "jax":
        for variable in variables:
            variable.assign(np.array(keras.ops.convert_to_numpy(variable)))
