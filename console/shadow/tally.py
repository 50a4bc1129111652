"""How a candidate did beside the lanes: a line for each decision, counted when it is asked for.

No plate text is kept, only who was right, so that nothing here has to be deleted with a picture.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.comparison import SliceResult

_log = logging.getLogger("recognition")

AGAINST_PEOPLE = "attendants' decisions"


@dataclass(frozen=True, slots=True)
class ShadowRead:
    """The picture of one decision, read by the models in use and by a candidate.

    ``current_right`` and ``candidate_right`` are None where no person said what the plate is.
    """

    decision_id: str
    read_at: datetime
    lane_id: str
    agreed: bool
    current_right: bool | None
    candidate_right: bool | None

    def to_line(self) -> str:
        return json.dumps(
            {
                "id": self.decision_id,
                "at": self.read_at.isoformat(),
                "lane": self.lane_id,
                "agreed": self.agreed,
                "current": self.current_right,
                "candidate": self.candidate_right,
            }
        )


@dataclass(frozen=True, slots=True)
class ShadowTally:
    """Pictures that both read, how often alike, and both against what attendants decided."""

    read_count: int = 0
    agreed_count: int = 0
    against_people: SliceResult = field(
        default_factory=lambda: SliceResult(AGAINST_PEOPLE, 0, 0, 0, 0)
    )


def append_read(folder: Path, version: str, read: ShadowRead) -> None:
    """Keep one more read of a candidate.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{version}.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(read.to_line() + "\n")


def read_tally(folder: Path, version: str) -> ShadowTally:
    """What is kept of a candidate; nothing where it never read.

    A decision that was read twice counts once, and a line that a power cut tore is passed over.
    """
    try:
        lines = (folder / f"{version}.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ShadowTally()
    except OSError as error:
        _log.warning("what %s read beside the lanes cannot be counted: %s", version, error)
        return ShadowTally()
    return _count({read.decision_id: read for read in map(_parse, lines) if read}.values())


def _count(reads: Iterable[ShadowRead]) -> ShadowTally:
    everything = list(reads)
    pairs = [
        (one.current_right, one.candidate_right)
        for one in everything
        if one.current_right is not None and one.candidate_right is not None
    ]
    against = SliceResult(
        AGAINST_PEOPLE,
        len(pairs),
        pairs.count((True, True)),
        pairs.count((False, True)),
        pairs.count((True, False)),
    )
    return ShadowTally(len(everything), sum(one.agreed for one in everything), against)


def _parse(line: str) -> ShadowRead | None:
    try:
        content = json.loads(line)
        return ShadowRead(
            str(content["id"]),
            datetime.fromisoformat(content["at"]),
            str(content["lane"]),
            bool(content["agreed"]),
            content["current"],
            content["candidate"],
        )
    except (ValueError, KeyError, TypeError):
        return None
