"""What looks like a plate and belongs to the place: a row of windows, a railing, a sign."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass

from console.gate.clock import NS_PER_S
from console.gate.collected import Collected
from pipeline.geometry import iou
from pipeline.types import Box

_KEPT_COUNT = 8

_log = logging.getLogger("recognition")


@dataclass(frozen=True, slots=True)
class ScenerySettings:
    """When a thing that nobody had to be asked about is no vehicle's plate.

    It was read in at most ``read_share`` of its frames, and in at least ``place_share`` of them
    it was where it was first seen, for the boom may hide a part of it for a while; a vehicle
    comes from somewhere. That holds for ``unmoved_ns``, or for ``known_ns`` where the same was
    found before, overlapping by at least ``same_iou``.
    """

    unmoved_ns: int = 6 * NS_PER_S
    known_ns: int = 1 * NS_PER_S
    read_share: float = 0.1
    place_share: float = 0.8
    same_iou: float = 0.4


class Scenery:
    """Knows a lane's scenery, which keeps no vehicle from being let in; lives on one thread."""

    def __init__(self, lane_id: str, settings: ScenerySettings | None = None) -> None:
        self._lane_id = lane_id
        self._settings = settings or ScenerySettings()
        self._places: deque[Box] = deque(maxlen=_KEPT_COUNT)

    def note(self, collected: Collected, *, asked: bool) -> bool:
        """Whether this is scenery, having been seen once more; once it is, it stays so.

        What a person was asked about is not: it keeps the lane until the answer has come.
        """
        settings = self._settings
        hardly_read = collected.usable_count <= settings.read_share * collected.frame_count
        if not hardly_read or collected.decided or asked:
            collected.is_scenery = False
        elif not collected.is_scenery and collected.place_share >= settings.place_share:
            box = collected.last_box
            known = any(iou(box, place) >= settings.same_iou for place in self._places)
            stood_ns = collected.last_ns - collected.first_ns
            collected.is_scenery = stood_ns >= (settings.known_ns if known else settings.unmoved_ns)
            if collected.is_scenery and not known:
                self._places.append(box)
                _log.info(
                    "%s: what looks like a plate at %d, %d is scenery", self._lane_id, *box.centre
                )
        return collected.is_scenery
