"""One camera's stream: received, decoded, watched, and reconnected when it fails."""

from __future__ import annotations

import contextlib
import logging
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from pi_bridge.client.address import Address, base_url
from pi_bridge.client.backoff import BackOff, BackOffSettings
from pi_bridge.client.decode import MAX_PIXELS, decode_jpeg
from pi_bridge.client.lateness import Lateness
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.link import AgentLink, CallError
from pi_bridge.client.mjpeg import MAX_PART_BYTES, MjpegParser, Part
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.transport import fault_words, open_session
from pi_bridge.client.types import CameraFrame, CameraState, Connection
from pi_bridge.errors import BridgeError, DamagedPictureError, StreamFormatError
from pi_bridge.signing import signed_headers
from pi_bridge.wire import FrameStamp

_log = logging.getLogger("camera")

_CHUNK_BYTES = 64 * 1024
_BOUNDARY = re.compile(r';\s*boundary\s*=\s*("[^"]*"|[^;\s]+)', re.IGNORECASE)
_JOIN_S = 1.0
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Patience of a reader, in seconds, and the largest picture it takes.

    ``stale_s`` without a new picture and the camera counts as stalled (PRODUCT, rule 1);
    ``give_up_s`` and the connection is made anew. ``silent_s`` without a single byte, in which
    an agent would have sent three heartbeats, and nobody is there: that is shown before the
    picture is stale. After ``stale_s`` of silence the connection is made anew.
    """

    connect_timeout_s: float = 2.0
    silent_s: float = 1.5
    stale_s: float = 2.0
    give_up_s: float = 10.0
    max_part_bytes: int = MAX_PART_BYTES
    max_pixels: int = MAX_PIXELS
    back_off: BackOffSettings = field(default_factory=BackOffSettings)


class _StreamLostError(BridgeError):
    """The stream is over, with how the camera is now and why."""

    def __init__(self, connection: Connection, problem: str) -> None:
        super().__init__(problem)
        self.connection = connection
        self.problem = problem


class CameraReader:
    """Reads one camera on the thread ``camera-<id>`` and hands on its newest pictures.

    A picture that repeats the one before it byte for byte, or whose sequence does not rise, is
    not handed on, so its age keeps growing wherever it is shown: a frozen camera that goes on
    answering does not look live. Neither is one that was stale already when it came, by the
    stamps of our agents. ``on_frame`` and ``on_state`` are called on the reader's
    thread and must be quick; after `stop` has returned neither is called any more, except when
    a name lookup or connection attempt outlasts it.
    """

    def __init__(  # noqa: PLR0913 - two outputs, two callbacks and their settings
        self,
        camera_id: str,
        url: str,
        sinks: Sequence[LatestSlot[CameraFrame]],
        on_frame: Callable[[CameraFrame], None] | None = None,
        on_state: Callable[[CameraState], None] | None = None,
        *,
        settings: ReaderSettings | None = None,
        pairing: Pairing | None = None,
    ) -> None:
        """Prepare a reader of ``url``; with a ``pairing`` of that agent the request is signed.

        Raises:
            AddressError: ``url`` is not an http or https address.
        """
        self.camera_id = camera_id
        self._address = Address.parse(url)
        self._pairing = pairing
        self._link = AgentLink(base_url(self._address.url), pairing)
        self._sinks = tuple(sinks)
        self._on_frame = on_frame
        self._on_state = on_state
        self._settings = settings or ReaderSettings()
        self._back_off = BackOff(self._settings.back_off, random.Random())
        self._state = CameraState(camera_id, Connection.CONNECTING)
        self._announced: tuple[Connection, str] | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._response_lock = threading.Lock()
        self._response: requests.Response | None = None
        self._last_jpeg = b""
        self._last_sequence: int | None = None
        self._last_new_ns = 0
        self._heard_ns = 0
        self._good_since_ns: int | None = None
        self._own_sequence = 0
        self._lateness = Lateness()
        self._late_ns = 0
        self._was_live = False

    @property
    def state(self) -> CameraState:
        """The state with its counters as of now; may be asked from any thread."""
        state = self._state
        silent_s = (time.monotonic_ns() - self._heard_ns) / _NS
        if state.connection is Connection.LIVE and silent_s > self._settings.silent_s:
            return replace(state, connection=Connection.STALLED, problem="camera is silent")
        return state

    def start(self) -> None:
        """Start to read; once per reader."""
        self._thread = threading.Thread(
            target=self._run, name=f"camera-{self.camera_id}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop reading; returns within about a second even while a connection is being made."""
        self._stopping.set()
        with self._response_lock:
            if self._response is not None:
                # The connection may be closing on the other thread at this very moment.
                with contextlib.suppress(OSError, ValueError, RuntimeError):
                    self._response.raw.shutdown()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            if self._thread.is_alive():
                _log.info("%s: still waits for the network, ends by itself", self.camera_id)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        self._tell(Connection.CONNECTING, "")
        while not self._stopping.is_set():
            try:
                self._read_stream()
            except _StreamLostError as lost:
                self._tell(lost.connection, lost.problem)
            self._stopping.wait(self._back_off.next_wait_s())

    def _read_stream(self) -> None:
        """Read until stopped.

        Raises:
            _StreamLostError: the stream could not be had, or ended.
        """
        self._good_since_ns = None
        self._last_sequence = None
        self._last_new_ns = time.monotonic_ns()
        self._lateness = Lateness()
        self._late_ns = 0
        with open_session("" if self._pairing is None else self._pairing.fingerprint) as session:
            try:
                with self._request(session) as response:
                    parser = self._parser_for(response)
                    self._watch_stream(response, parser)
            except StreamFormatError as fault:
                raise _StreamLostError(
                    Connection.OFFLINE, f"camera sends no stream: {fault}"
                ) from (fault)
            except (
                requests.RequestException,
                urllib3.exceptions.HTTPError,
                OSError,
                ValueError,  # http.client on a chunk length that is no number; labels of a host
            ) as error:
                words = fault_words(error)
                silent = words == "is silent"
                connection = Connection.STALLED if silent else Connection.OFFLINE
                raise _StreamLostError(connection, f"camera {words}") from error
            except CallError as fault:
                raise _StreamLostError(Connection.OFFLINE, f"camera {fault}") from fault
            finally:
                with self._response_lock:
                    self._response = None

    def _request(self, session: requests.Session) -> requests.Response:
        response = session.get(
            self._address.url,
            auth=self._address.credentials,
            headers=self._signature(),
            stream=True,
            allow_redirects=False,
            timeout=(self._settings.connect_timeout_s, self._settings.stale_s),
        )
        with self._response_lock:
            self._response = response
        return response

    def _signature(self) -> dict[str, str]:
        """Return the headers that sign the request; none for a camera that is not paired."""
        if self._pairing is None:
            return {}
        health = self._link.ask_health(self._settings.connect_timeout_s)
        self._lateness = Lateness(self._link.clock_offset())
        path = urlsplit(self._address.url).path
        return signed_headers(self._pairing.key, health.clock, "GET", path)

    def _parser_for(self, response: requests.Response) -> MjpegParser:
        """Return a parser for the stream that ``response`` announces, or say why there is none."""
        problem = _refusal(response)
        if problem:
            raise _StreamLostError(Connection.OFFLINE, problem)
        boundary = _BOUNDARY.search(response.headers.get("Content-Type", ""))
        return MjpegParser(
            boundary.group(1) if boundary else "", max_part_bytes=self._settings.max_part_bytes
        )

    def _watch_stream(self, response: requests.Response, parser: MjpegParser) -> None:
        while not self._stopping.is_set():
            chunk = response.raw.read1(_CHUNK_BYTES, decode_content=False)
            received_ns = self._heard_ns = time.monotonic_ns()
            if self._stopping.is_set():
                return
            if not chunk:
                raise _StreamLostError(Connection.OFFLINE, "camera ended the stream")
            parts = parser.feed(chunk)
            if parts:
                self._count(skipped=len(parts) - 1)
                self._take(parts[-1], received_ns)
            self._notice_stall(received_ns, got_picture=bool(parts))

    def _take(self, part: Part, received_ns: int) -> None:
        """Hand on the picture of ``part`` if it is whole and new."""
        stamp = FrameStamp.from_headers(part.headers)
        if self._is_repeat(part.body, stamp):
            self._count(skipped=1)
            return
        if self._is_late(stamp, received_ns):
            self._count(late=1)
            return
        try:
            pixels = decode_jpeg(part.body, max_pixels=self._settings.max_pixels)
        except DamagedPictureError:
            self._count(damaged=1)
            return
        self._last_jpeg = part.body
        self._last_sequence = stamp.sequence
        self._own_sequence += 1
        frame = CameraFrame(
            camera_id=self.camera_id,
            sequence=self._own_sequence if stamp.sequence is None else stamp.sequence,
            captured_at=stamp.captured_at or datetime.now(UTC),
            captured_ns=stamp.captured_ns,
            received_ns=received_ns,
            jpeg=part.body,
            pixels=pixels,
            late_ns=self._late_ns,
            full_width_px=stamp.full_width_px,
            full_sha256=stamp.full_sha256,
        )
        self._note_new_picture(received_ns)
        for sink in self._sinks:
            sink.put(frame)
        if self._on_frame is not None:
            self._on_frame(frame)

    def _is_repeat(self, jpeg: bytes, stamp: FrameStamp) -> bool:
        if jpeg == self._last_jpeg:
            return True
        known = stamp.sequence is not None and self._last_sequence is not None
        return known and (stamp.sequence or 0) <= (self._last_sequence or 0)

    def _is_late(self, stamp: FrameStamp, received_ns: int) -> bool:
        """Return whether the picture was stale before it came: a network that holds it back."""
        if stamp.captured_ns is None:
            return False
        self._late_ns = self._lateness.note(stamp.captured_ns, received_ns)
        return self._late_ns > self._settings.stale_s * _NS

    def _note_new_picture(self, received_ns: int) -> None:
        gap_ns = received_ns - self._last_new_ns
        if self._good_since_ns is None or gap_ns > self._settings.stale_s * _NS:
            reconnected = self._good_since_ns is None and self._was_live
            self._state = replace(
                self._state, reconnect_count=self._state.reconnect_count + int(reconnected)
            )
            self._good_since_ns = received_ns
        self._was_live = True
        self._last_new_ns = received_ns
        self._back_off.note_good((received_ns - self._good_since_ns) / _NS)
        self._state = replace(self._state, frame_count=self._state.frame_count + 1)
        self._tell(Connection.LIVE, "")

    def _notice_stall(self, now_ns: int, *, got_picture: bool) -> None:
        waited_s = (now_ns - self._last_new_ns) / _NS
        if waited_s <= self._settings.stale_s:
            return
        if got_picture and self._late_ns > self._settings.stale_s * _NS:
            problem = "pictures arrive seconds late, the network holds them back"
        elif got_picture:
            problem = "camera sends no new picture, only the same or damaged ones"
        else:
            problem = "camera sends too slowly"
        if waited_s > self._settings.give_up_s:
            raise _StreamLostError(Connection.STALLED, problem)
        if self._state.connection is not Connection.STALLED:
            self._tell(Connection.STALLED, problem)

    def _count(self, *, skipped: int = 0, damaged: int = 0, late: int = 0) -> None:
        self._state = replace(
            self._state,
            skipped_count=self._state.skipped_count + skipped,
            damaged_count=self._state.damaged_count + damaged,
            late_count=self._state.late_count + late,
        )

    def _tell(self, connection: Connection, problem: str) -> None:
        """Announce the state where it differs from the one announced last."""
        if self._announced == (connection, problem) or self._stopping.is_set():
            return
        self._announced = (connection, problem)
        self._state = replace(self._state, connection=connection, problem=problem)
        level = logging.WARNING if problem else logging.INFO
        _log.log(level, "%s: %s %s", self.camera_id, connection, problem)
        if self._on_state is not None:
            self._on_state(self._state)


def _refusal(response: requests.Response) -> str:
    """Return why ``response`` is no stream of pictures, in words; empty when it is one."""
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    status = response.status_code
    if status in {401, 403}:
        problem = f"camera refuses our user and password, or is not paired with us ({status})"
    elif status == 503:
        problem = "camera is there but has no picture to give (503)"
    elif status in range(300, 400):
        problem = f"camera sends us to another address ({status})"
    elif status != 200:
        problem = f"camera answers with an error ({status})"
    elif kind in {"text/html", "application/xhtml+xml"}:
        problem = "camera answers with a web page instead of a stream"
    elif not kind.startswith("multipart/"):
        problem = f"camera answers with {kind[:60] or 'no content type'} instead of a stream"
    elif encoding not in {"", "identity"}:
        problem = f"camera sends its stream compressed ({encoding[:20]})"
    else:
        problem = ""
    return problem
