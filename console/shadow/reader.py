"""Hands what the lanes decided to the process that reads beside them, when the PC is idle."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from console.shadow.idleness import Idleness
from console.shadow.tally import ShadowRead, append_read
from db.records import DecisionRecord, Outcome
from pipeline.errors import ModelSetError
from pipeline.matching import match_key
from pipeline.model_shelf import ModelShelf

_log = logging.getLogger("recognition")

_LOOK_S = 1.0
_PATIENCE_S = 30.0
"""A decision waits no longer for an idle moment, and a process no longer for its answer."""

_LOADING_S = 120.0
_BY_PEOPLE = (Outcome.CONFIRMED, Outcome.CORRECTED)

WorkerCommand = Callable[[str, str], Sequence[str]]
"""The command line of the process that reads with these two versions."""


@dataclass(frozen=True, slots=True)
class ShadowCounts:
    """Decisions that were read beside the lanes, and those that were let go unread."""

    read_count: int = 0
    dropped_count: int = 0


class ShadowReader:
    """Reads newest decisions with the newest candidate on the thread ``shadow``.

    There is one place for a decision that waits: a newer one takes it. Nothing here is waited
    for by the gate, and a candidate that fails is left alone until the models are switched or
    another candidate appears.
    """

    def __init__(  # noqa: PLR0913 - the shelf, where pictures lie, and what tests put in place
        self,
        shelf: ModelShelf,
        picture_path: Callable[[str], Path],
        command: WorkerCommand,
        *,
        tally_folder: Path,
        idleness: Callable[[], bool] | None = None,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """``picture_path`` says where the evidence of that SHA-256 lies."""
        self._shelf = shelf
        self._picture_path = picture_path
        self._command = command
        self._tally_folder = tally_folder
        self._is_idle = Idleness().is_idle if idleness is None else idleness
        self._patience_s = patience_s
        self._changed = threading.Condition()
        self._waiting: DecisionRecord | None = None
        self._stopping = False
        self._counts = ShadowCounts()
        self._failed: set[tuple[str, str]] = set()
        self._thread = threading.Thread(target=self._run, name="shadow")

    @property
    def counts(self) -> ShadowCounts:
        with self._changed:
            return self._counts

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the process and the thread; what waits is let go."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def on_decision(self, decision: DecisionRecord) -> None:
        """Take a recorded decision that rests on a picture; from any thread, returns at once."""
        if decision.evidence is None or decision.plate_box_px is None:
            return
        with self._changed:
            if self._waiting is not None:
                self._counts = _more(self._counts, dropped=1)
            self._waiting = decision
            self._changed.notify()

    def _run(self) -> None:
        worker: _Worker | None = None
        try:
            while (decision := self._next()) is not None:
                versions = self._versions()
                if worker is not None and worker.versions != versions:
                    worker.close()
                    worker = None
                if versions is None or versions in self._failed or not self._idle_moment():
                    self._count(dropped=1)
                    continue
                worker = worker or self._open(versions)
                if worker is None or not self._read(worker, decision):
                    self._count(dropped=1)
                    if worker is not None and not worker.is_alive:
                        worker.close()
                        worker = None
        finally:
            if worker is not None:
                worker.close()

    def _next(self) -> DecisionRecord | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._waiting is not None)
            decision, self._waiting = self._waiting, None
            return None if self._stopping else decision

    def _versions(self) -> tuple[str, str] | None:
        """The set in use and the newest candidate made from it, or None without one."""
        try:
            current = self._shelf.choice().version
        except ModelSetError:
            return None
        for version in self._shelf.versions():
            if version == current or (current, version) in self._failed:
                continue
            try:
                made = self._shelf.described(version)
            except ModelSetError:
                continue
            if made.based_on == current:
                return current, version
        return None

    def _idle_moment(self) -> bool:
        """Wait for one, but not for long; False where none came or the end did."""
        deadline_s = time.monotonic() + self._patience_s
        while time.monotonic() < deadline_s:
            if self._is_idle():
                return True
            with self._changed:
                if self._changed.wait_for(lambda: self._stopping, _LOOK_S):
                    return False
        return False

    def _open(self, versions: tuple[str, str]) -> _Worker | None:
        try:
            worker = _Worker(versions, self._command(*versions))
        except OSError as error:
            _log.error("nothing reads beside the lanes: %s", error)
            self._failed.add(versions)
            return None
        ready = worker.answer(_LOADING_S)
        if ready.get("ready"):
            _log.info("%s reads beside %s", versions[1], versions[0])
            return worker
        _log.error("%s cannot read beside the lanes: %s", versions[1], ready.get("error", "ended"))
        self._failed.add(versions)
        worker.close()
        return None

    def _read(self, worker: _Worker, decision: DecisionRecord) -> bool:
        assert decision.evidence is not None
        picture = self._picture_path(decision.evidence.sha256)
        job = {
            "id": decision.decision_id,
            "picture": str(picture),
            "box": decision.plate_box_px,
        }
        if not worker.ask(job):
            return False
        answer = worker.answer(self._patience_s)
        if answer.get("id") != decision.decision_id or answer.get("error"):
            _log.info("not read beside the lanes: %s", answer.get("error", "no answer in time"))
            return False
        current, candidate = (match_key(text) for text in answer["texts"])
        truth = None
        if decision.outcome in _BY_PEOPLE and decision.resolved_plate:
            truth = match_key(decision.resolved_plate)
        read = ShadowRead(
            decision.decision_id,
            datetime.now(UTC),
            decision.lane_id,
            current == candidate,
            None if truth is None else current == truth,
            None if truth is None else candidate == truth,
        )
        try:
            append_read(self._tally_folder, worker.versions[1], read)
        except OSError as error:
            _log.error("what was read beside the lanes cannot be kept: %s", error)
            return False
        self._count(read=1)
        return True

    def _count(self, read: int = 0, dropped: int = 0) -> None:
        with self._changed:
            self._counts = _more(self._counts, read, dropped)


class _Worker:
    """The process with its answers, which a thread of its own takes in."""

    def __init__(self, versions: tuple[str, str], command: Sequence[str]) -> None:
        self.versions = versions
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, name="shadow-answers")
        self._listener.start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, job: dict[str, Any]) -> bool:
        """Hand over one job; False where the process has ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def answer(self, timeout_s: float) -> dict[str, Any]:
        """The next answer; an empty one where none comes in time, after which it is ended."""
        try:
            return self._answers.get(timeout=timeout_s)
        except queue.Empty:
            self._process.kill()
            return {}

    def close(self) -> None:
        """End the process, and wait until it has."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # what was not sent when it ended
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                try:
                    self._answers.put(json.loads(line))
                except ValueError:
                    continue
        self._answers.put({})


def _more(counts: ShadowCounts, read: int = 0, dropped: int = 0) -> ShadowCounts:
    return ShadowCounts(counts.read_count + read, counts.dropped_count + dropped)
