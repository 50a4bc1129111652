"""The demo's lanes in a process of their own, as cameras and barriers are outside of a booth.

Rendering traffic costs more than half a core; in the console's own process it would hold
Python's lock while the window waits.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from console.commands.common import CommandError
from console.demo_lanes import DemoLanes, DemoOrder, run_lanes
from pi_bridge.simulator.truth import TruePassage

START_LIMIT_S = 60.0
END_LIMIT_S = 10.0
ANSWER_LIMIT_S = 10.0


class DistantLanes:
    """Lanes that run in another process, asked over a pipe; it belongs to one thread."""

    def __init__(self, lanes: DemoLanes, pipe: Connection[None, object]) -> None:
        self.lanes = lanes
        self._pipe = pipe

    def passages(self) -> tuple[TruePassage, ...]:
        """What really took place until now.

        Raises:
            CommandError: the process has ended or does not answer.
        """
        answer = None
        with contextlib.suppress(OSError, EOFError):
            self._pipe.send(None)
            if self._pipe.poll(ANSWER_LIMIT_S):
                answer = self._pipe.recv()
        if not isinstance(answer, tuple):
            raise CommandError("the process of the simulated lanes has ended")
        return answer


@contextmanager
def run_lanes_elsewhere(order: DemoOrder) -> Iterator[DistantLanes]:
    """Start the lanes in another process, which ends with this block, or with this process.

    Raises:
        CommandError: the lanes could not be started; the message is theirs.
    """
    # spawn: threads and Qt of this process must not be copied
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, order), name="demo-lanes", daemon=True)
    process.start()
    theirs.close()
    try:
        lanes: object = None
        with contextlib.suppress(OSError, EOFError):
            if ours.poll(START_LIMIT_S):
                lanes = ours.recv()
        if not isinstance(lanes, DemoLanes):
            raise CommandError(str(lanes or "the simulated lanes did not start"))
        yield DistantLanes(lanes, ours)
    finally:
        ours.close()
        process.join(END_LIMIT_S)
        if process.is_alive():
            process.kill()
            process.join()


def _serve(pipe: Connection[object, None], order: DemoOrder) -> None:
    """Run the lanes and answer every message with the passages until the pipe is closed."""
    # Ctrl+C goes to every process of the terminal; this one ends with its console
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with run_lanes(order) as running:
            pipe.send(running.lanes)
            with contextlib.suppress(EOFError, OSError):
                while True:
                    pipe.recv()
                    pipe.send(running.passages())
    except CommandError as error:
        pipe.send(str(error))
