"""The lanes of a site while they are being set up, and cameras that may become some; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from console.people.installer import FoundCamera
from console.settings import MAX_LANES, LaneSettings


@dataclass(frozen=True, slots=True)
class LaneDraft:
    """A camera that is, or may become, that of a lane; ``paired``: its agent knows this booth."""

    lane: LaneSettings
    is_lane: bool
    paired: bool

    @property
    def place(self) -> str:
        """Host and port of the camera, which may be shown: a password never is."""
        return place_of(self.lane.camera_url)


def place_of(url: str) -> str:
    """Host and port of an address; empty where it is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return host if port is None else f"{host}:{port}"


def drafts_of(lanes: Sequence[LaneSettings], paired: Sequence[bool]) -> tuple[LaneDraft, ...]:
    """The lanes that a site has."""
    return tuple(
        LaneDraft(lane, is_lane=True, paired=known)
        for lane, known in zip(lanes, paired, strict=True)
    )


def with_found(
    drafts: Sequence[LaneDraft], cameras: Sequence[FoundCamera]
) -> tuple[LaneDraft, ...]:
    """The drafts with the cameras that are not among them yet, each under an id of its own."""
    merged = list(drafts)
    for camera in cameras:
        place = place_of(camera.camera_url)
        known = next((at for at, one in enumerate(merged) if one.place == place), None)
        if known is not None:
            merged[known] = replace(merged[known], paired=camera.paired or merged[known].paired)
            continue
        lane_id = free_id(camera.lane_id, merged)
        name = lane_id.replace("-", " ").replace("_", " ").capitalize()
        lane = LaneSettings(lane_id, name, camera.camera_url, camera.barrier_url)
        merged.append(LaneDraft(lane, is_lane=False, paired=camera.paired))
    return tuple(merged)


def free_id(wanted: str, drafts: Sequence[LaneDraft]) -> str:
    """An id that no draft has yet, near to the one that the agent goes by."""
    taken = {one.lane.lane_id for one in drafts}
    stem = "".join(glyph for glyph in wanted if glyph.isalnum() or glyph in "-_") or "lane"
    if wanted and stem not in taken:
        return stem
    return next(
        name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken
    )


def chosen(drafts: Sequence[LaneDraft]) -> tuple[LaneSettings, ...]:
    """Those that are lanes."""
    return tuple(one.lane for one in drafts if one.is_lane)


def has_room(drafts: Sequence[LaneDraft]) -> bool:
    """Whether one more can become a lane."""
    return len(chosen(drafts)) < MAX_LANES
