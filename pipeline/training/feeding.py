"""Batches made in processes of their own while the model learns from the previous ones."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

import cv2
import numpy as np

Batch = tuple[Any, Any]
"""Inputs and targets, as ``keras.Model.fit`` takes them."""

BatchMaker = Callable[[np.random.Generator], Batch]
"""Makes one batch; the same generator state makes the same batch."""

T = TypeVar("T")

_CAN_FORK = "fork" in multiprocessing.get_all_start_methods()
_BATCHES_AHEAD = 3
"""Batches that wait or are being made, per worker."""


def default_worker_count() -> int:
    """One on small machines; all cores but two, for the model and its feeding, on large ones."""
    return max(1, (os.cpu_count() or 1) - 2)


def map_in_processes(work: Callable[..., T], *pieces: Sequence[Any]) -> list[T]:
    """``work`` for each of the ``pieces``, in their order, by as many processes as help.

    It forks, so it must come before the first tensor, as ``Workshop`` explains.
    """
    count = min(default_worker_count(), len(pieces[0]))
    if count < 2 or not _CAN_FORK:
        return list(map(work, *pieces))
    with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
        return list(pool.map(work, *pieces))


class Workshop:
    """Workers that make batches; use as a context, so that they end with it.

    Start it before the first tensor is made: workers are forks of this process, which share the
    makers' memory, and a process that computes already has threads and locks that a fork breaks.
    Where a process cannot fork, or with ``worker_count`` 0, one thread of this process works.
    """

    def __init__(self, makers: Sequence[BatchMaker], worker_count: int) -> None:
        self._executor: Executor
        self._worker_count = max(1, worker_count)
        if worker_count and _CAN_FORK:
            context: BaseContext = multiprocessing.get_context("fork")
            self._executor = ProcessPoolExecutor(
                worker_count, context, initializer=_begin_work, initargs=(tuple(makers),)
            )
        else:
            self._worker_count = 1
            self._executor = ThreadPoolExecutor(1, "batches", _take_makers, (tuple(makers),))

    def __enter__(self) -> Workshop:
        # A pool forks all its processes with the first piece of work.
        self._executor.submit(os.getpid).result()
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def batches(self, maker: int, seed: int, first: int) -> Iterator[Batch]:
        """Endless batches of the maker with that index, numbered from ``first``.

        Each depends on ``seed``, ``maker`` and its number alone, not on which worker makes it.
        """
        ahead: deque[Any] = deque()
        for number in itertools.count(first):
            ahead.append(self._executor.submit(_make, maker, (seed, maker, number)))
            if len(ahead) > _BATCHES_AHEAD * self._worker_count:
                yield ahead.popleft().result()


_makers: tuple[BatchMaker, ...] = ()
"""Of this worker; a pool's work must find what it works with in its module."""


def _take_makers(makers: tuple[BatchMaker, ...]) -> None:
    global _makers  # noqa: PLW0603 - set once, before the worker's first batch
    _makers = makers


def _begin_work(makers: tuple[BatchMaker, ...]) -> None:
    _take_makers(makers)
    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(maker: int, seed: tuple[int, ...]) -> Batch:
    return _makers[maker](np.random.default_rng(seed))
