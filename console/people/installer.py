"""Sets the lanes of a site up for those who may: finds cameras, pairs, tests, keeps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import Engine

from console.gate.lane_test import LaneTestReport
from console.gate.recognition import FrameReader
from console.lane_test import LaneTestError, run_lane_test
from console.people.permissions import Permission
from console.people.session import Session
from console.settings import LaneSettings, SettingsError
from console.settings_file import read_lanes, write_lanes
from db.audit import record_act
from db.people_records import EventKind, SiteEvent
from pi_bridge.client.address import Address
from pi_bridge.client.pairing import PairingBook, pair_with_agent
from pi_bridge.errors import BridgeError
from pi_bridge.wire import STREAM_PATH
from pipeline.errors import PipelineError
from pipeline.types import Frame, FrameResult

_log = logging.getLogger("audit")

TEST_S = 15.0
SETUP_ERRORS = (BridgeError, LaneTestError, PipelineError, SettingsError)
"""What can be wrong with a site's cameras, agents and files; each says what and what to do."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera with its agent's barrier, if it is one; ``lane_id`` is what the agent says."""

    lane_id: str
    camera_url: str = field(repr=False)
    barrier_url: str = field(repr=False)
    paired: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a site is set up with: its name, its file, its keys, its network, its models.

    ``running`` are the lanes of this console, for a site that has no file yet.
    ``find_agents`` returns lane and address of the agents on the network.
    """

    site_name: str
    running: tuple[LaneSettings, ...]
    settings_path: Path
    pairings: PairingBook
    find_agents: Callable[[], Sequence[tuple[str, str]]]
    load_reader: Callable[[], FrameReader]


class Installer:
    """Every call may take seconds and belongs on a pool thread, one test at a time."""

    def __init__(
        self,
        engine: Engine,
        session: Session,
        site: Surroundings,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._session = session
        self._site = site
        self._now = now
        self._reading = threading.Lock()
        self._reader: FrameReader | None = None

    @property
    def running(self) -> tuple[LaneSettings, ...]:
        """The lanes of this console as it was started."""
        return self._site.running

    def lanes(self) -> tuple[LaneSettings, ...]:
        """The lanes as the settings file has them, which a running console may not have yet.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            SettingsError: the file cannot be read, or is refused.
        """
        self._session.require(Permission.EDIT_LANES)
        path = self._site.settings_path
        return read_lanes(path) if path.exists() else self._site.running

    def is_paired(self, url: str) -> bool:
        """Whether the booth has a key for the agent at ``url``; False for what is no address."""
        try:
            return self._site.pairings.find(url) is not None
        except BridgeError:
            return False

    def find(self) -> tuple[FoundCamera, ...]:
        """The cameras of the agents that answer on the network.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            BridgeError: the network cannot be asked.
        """
        self._session.require(Permission.EDIT_LANES)
        return tuple(
            FoundCamera(lane_id, url + STREAM_PATH, url, self.is_paired(url))
            for lane_id, url in self._site.find_agents()
        )

    def camera_at(self, address: str) -> FoundCamera:
        """The camera at a typed address: of an agent, or any that sends MJPEG.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            AddressError: it is no http or https address.
        """
        self._session.require(Permission.EDIT_LANES)
        tidy = address.strip()
        Address.parse(tidy)
        parts = urlsplit(tidy)
        base = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        is_agent = parts.path in {"", "/", STREAM_PATH} and not parts.query
        camera = base + STREAM_PATH if is_agent else tidy
        return FoundCamera("", camera, base if is_agent else "", self.is_paired(base))

    def pair(self, url: str, code: str) -> str:
        """Agree on a key with the agent at ``url`` by its one-time code; the lane it is of.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            BridgeError: the agent is not there, does not know the code, or the key is not kept.
            StoreUnavailableError: it is paired, but could not be recorded.
        """
        name = self._session.require(Permission.EDIT_LANES)
        pairing = pair_with_agent(url, code, self._site.site_name)
        self._site.pairings.keep(url, pairing)
        host = urlsplit(url).hostname or ""
        event = SiteEvent(EventKind.CAMERA_PAIRED, pairing.lane_id, name, self._now(), host)
        record_act(self._engine, event)
        _log.info("%s paired lane %s", name, pairing.lane_id)
        return pairing.lane_id

    def test(
        self,
        camera_url: str,
        on_look: Callable[[FrameResult], None],
        stopping: threading.Event,
    ) -> LaneTestReport:
        """Look at a camera for some seconds; ``on_look`` gets each frame with what was read.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            BridgeError, LaneTestError: the camera gives no picture.
            PipelineError: the models cannot be loaded.
        """
        self._session.require(Permission.EDIT_LANES)
        pairing = self._site.pairings.find(camera_url)
        with self._reading:
            if self._reader is None:
                self._reader = self._site.load_reader()
            watched = _Watched(self._reader, on_look)
            return run_lane_test(camera_url, pairing, watched, TEST_S, stopping=stopping)

    def keep(self, lanes: Sequence[LaneSettings]) -> None:
        """Write the lanes into the settings file; they count from the next start.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            SettingsError: they are refused, or cannot be written; the file is as before.
            StoreUnavailableError: they are written, but it could not be recorded by whom.
        """
        name = self._session.require(Permission.EDIT_LANES)
        write_lanes(self._site.settings_path, lanes)
        detail = ", ".join(lane.lane_id for lane in lanes) or "none"
        subject = self._site.settings_path.name
        record_act(
            self._engine, SiteEvent(EventKind.LANES_CHANGED, subject, name, self._now(), detail)
        )
        _log.info("%s set up the lanes: %s", name, detail)


class _Watched:
    """Recognition that hands each result to a second reader of it."""

    def __init__(self, reader: FrameReader, on_look: Callable[[FrameResult], None]) -> None:
        self._reader = reader
        self._on_look = on_look
        self.weights_version = reader.weights_version

    def look(self, frame: Frame) -> FrameResult:
        result = self._reader.look(frame)
        self._on_look(result)
        return result
