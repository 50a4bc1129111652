"""A process that records decisions until it is killed or its disk is full.

``python -m tests.support.recording_child FOLDER FIRST [LIMIT_BYTES]`` prints the number of each
decision once the store says that it is on disk; LIMIT_BYTES is the largest file it may write.
"""

from __future__ import annotations

import resource
import sys
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from db.audit import record_decision
from db.engine import open_engine
from db.errors import StoreUnavailableError
from db.evidence import EvidenceFolder
from tests.support.decisions import NOON, make_decision, make_jpeg

FULL = "full"


def main(folder: Path, first: int, limit_bytes: int | None) -> None:
    engine = open_engine(folder)
    if limit_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, resource.RLIM_INFINITY))
    record_from(engine, folder, first)


def record_from(engine: Engine, folder: Path, first: int) -> None:
    """Record until there is no room, and say each number that is on disk."""
    pictures = EvidenceFolder(folder / "evidence")
    for number in count(first):
        try:
            evidence = pictures.save(make_jpeg(number), "north-1", number, NOON)
            record_decision(engine, make_decision(number, evidence=evidence))
        except StoreUnavailableError:
            sys.stdout.write(f"{FULL}\n")
            break
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
