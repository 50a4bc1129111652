"""Starts processes that record decisions until they are killed, without loading Python each time.

``python -m tests.support.recording_host FOLDER``: for each number on standard input a copy of this
process records decisions from that number on. It prints ``pid N``, the number of each decision
once the store says that it is on disk, and ``ended`` when the copy was killed. Decision 0 is
recorded first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from db.audit import record_decision
from db.engine import open_engine
from db.evidence import EvidenceFolder
from tests.support.decisions import NOON, make_decision, make_jpeg
from tests.support.recording_child import record_from


def main(folder: Path) -> None:
    engine = open_engine(folder)
    # Its statements are compiled once for all copies; a connection must not be shared with one
    record_decision(
        engine,
        make_decision(
            0, evidence=EvidenceFolder(folder / "evidence").save(make_jpeg(0), "north-1", 0, NOON)
        ),
    )
    engine.dispose()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            record_from(engine, folder, int(line))
            os._exit(0)
        _say(f"pid {pid}")
        os.waitpid(pid, 0)
        _say("ended")


def _say(words: str) -> None:
    # After a killed copy the pipe may end in the middle of a line
    sys.stdout.write(f"\n{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
