from __future__ import annotations

import hashlib
import itertools
import socket
import sys
import time
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pi_bridge.agent import capture as capture_module
from pi_bridge.agent.capture import CaptureLoop
from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.machine import read_machine_health
from pi_bridge.agent.ring import FrameRing, StampedJpeg
from pi_bridge.agent.server import AgentServer
from pi_bridge.agent.service import ServiceNotifier
from pi_bridge.agent.settings import (
    AgentSettings,
    PiCamera,
    PictureSettings,
    PlayedFolder,
    SimulatedCamera,
    StreamSettings,
    V4l2Camera,
)
from pi_bridge.agent.source import SourceFrame
from pi_bridge.agent.sources.http_camera import HttpCameraSource
from pi_bridge.agent.sources.opencv import OpenCvSource, rtsp_source
from pi_bridge.agent.sources.opening import open_source
from pi_bridge.agent.sources.picamera import PiCameraSource
from pi_bridge.client.decode import decode_jpeg, jpeg_size
from pi_bridge.errors import SourceError
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.wire import FrameStamp
from tests.support.mjpeg import HEAD, ShadesSource, camera, jpeg, part
from tests.support.waiting import wait_until


class Frozen(ShadesSource):
    """A camera that repeats one picture until it is opened anew."""

    frozen = False
    restart_count = 0

    def next_frame(self) -> SourceFrame:
        frame = super().next_frame()
        if not self.frozen:
            self.last = frame.pixels
        return SourceFrame.now(self.last)

    def close(self) -> None:
        super().close()
        self.restart_count += 1
        self.frozen = False


def test_a_source_that_repeats_its_picture_is_noticed_and_restarted(monkeypatch):
    monkeypatch.setattr(capture_module, "STALL_S", 0.1)
    monkeypatch.setattr(capture_module, "RESTART_S", 0.4)
    source, hub = Frozen(), FrameHub()
    loop = CaptureLoop("north", source, hub)
    loop.start()
    wait_until(lambda: hub.sequence > 3)
    source.frozen = True
    wait_until(lambda: "repeats the same picture" in loop.problem)
    seen = hub.sequence
    wait_until(lambda: source.restart_count == 1)
    wait_until(lambda: hub.sequence > seen and loop.problem == "")
    assert loop.repeat_count > 0
    loop.stop()
    assert source.restart_count == 2


def test_a_driver_that_hangs_is_known_by_its_silence():
    source = ShadesSource()
    loop = CaptureLoop("north", source, FrameHub())
    loop.start()
    assert loop.hangs_since_s() < 1
    source.stalled.set()
    wait_until(lambda: loop.hangs_since_s() > 0.3)
    source.stalled.clear()
    wait_until(lambda: loop.hangs_since_s() < 0.2)
    loop.stop()


def stamped(sequence: int, at_s: float, size: int = 100) -> StampedJpeg:
    stamp = FrameStamp(sequence, None, int(at_s * 1e9))
    return StampedJpeg(b"x" * size, sequence, stamp)


def test_the_ring_keeps_the_last_seconds_and_no_more_bytes_than_it_may():
    ring = FrameRing(ring_s=1.0, ring_mb=1)
    for number in range(1, 31):
        ring.add(stamped(number, number / 10))
    assert ring.sequences() == tuple(range(21, 31))
    assert ring.find(25) is not None
    assert ring.find(20) is None
    for number in range(31, 41):
        ring.add(stamped(number, 3.0, size=400_000))
    assert ring.sequences() == (39, 40)
    assert ring.byte_count <= 1024 * 1024


def test_the_stream_may_be_smaller_than_what_is_kept():
    hub = FrameHub(StreamSettings(width_px=32))
    with hub.watching(lambda: None):
        hub.publish(ShadesSource().next_frame(), motion=True)
    shown, kept = hub.newer_than(0), hub.ring.find(1)
    assert shown is not None
    assert kept is not None
    assert jpeg_size(shown.jpeg) == (32, 24)
    assert jpeg_size(kept.jpeg) == (64, 48)
    assert shown.stamp.full_width_px == 64
    assert shown.stamp.full_sha256 == hashlib.sha256(kept.jpeg).hexdigest()
    assert replace(shown.stamp, full_width_px=None, full_sha256=None) == kept.stamp
    assert shown.stamp.motion is True


def test_the_rate_is_measured_and_a_picture_that_came_encoded_is_handed_on_as_it_came():
    hub, pixels = FrameHub(), decode_jpeg(jpeg(9))
    assert hub.frames_per_s() == 0
    with hub.watching(lambda: None):
        for number in range(10):
            frame = SourceFrame.now(pixels, jpeg(9))
            stamp_ns = number * 100_000_000
            hub.publish(SourceFrame(pixels, stamp_ns, frame.captured_at, frame.jpeg))
    assert hub.frames_per_s() == pytest.approx(10)
    newest = hub.newer_than(0)
    assert newest is not None
    assert newest.jpeg == jpeg(9)


def test_another_cameras_stream_is_relayed_with_its_own_jpegs():
    def live():
        yield HEAD
        for shade in itertools.count(1):
            yield part(jpeg(shade))
            time.sleep(0.02)

    frames: list[SourceFrame] = []
    problems: list[str] = []

    def ask() -> bool:
        try:
            frames.append(source.next_frame())
        except SourceError as error:
            problems.append(str(error))
        return True

    with camera(live) as server:
        source = HttpCameraSource("north", server.url, 15.0)
        wait_until(lambda: ask() and frames, timeout_s=10)
        assert frames[0].pixels.shape == (48, 64, 3)
        assert frames[0].jpeg is not None
        assert decode_jpeg(frames[0].jpeg).shape == (48, 64, 3)
    problems.clear()
    wait_until(lambda: ask() and problems, timeout_s=10)
    source.close()


def test_a_capture_device_is_opened_anew_after_it_fails(tmp_path):
    path = str(tmp_path / "film.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 15, (64, 48))
    for shade in range(4):
        writer.write(np.full((48, 64, 3), shade * 40, np.uint8))
    writer.release()
    source = OpenCvSource("film", lambda: cv2.VideoCapture(path), 15.0)
    assert [source.next_frame().pixels.shape for _ in range(4)] == [(48, 64, 3)] * 4
    with pytest.raises(SourceError, match="film gives no frame"):
        source.next_frame()
    assert source.next_frame().pixels.shape == (48, 64, 3)
    source.close()
    missing = OpenCvSource("film", lambda: cv2.VideoCapture("/nowhere.avi"), 15.0)
    with pytest.raises(SourceError, match="cannot be opened"):
        missing.next_frame()


def test_the_library_behind_rtsp_reads_a_stream_of_ours_heartbeats_and_all():
    with AgentServer("north", ShadesSource(1.2)) as agent:
        source = rtsp_source(agent.stream_url, PictureSettings(64, 48, 15))
        assert source.next_frame().pixels.shape == (48, 64, 3)
        assert source.next_frame().pixels.shape == (48, 64, 3)
        source.close()


def test_an_rtsp_camera_that_is_away_is_said_without_its_password():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    source = rtsp_source(f"rtsp://booth:s3cret@127.0.0.1:{port}/1", PictureSettings(64, 48, 15))
    with pytest.raises(SourceError) as fault:
        source.next_frame()
    assert str(fault.value) == "RTSP camera cannot be opened"


def test_settings_choose_the_source(tmp_path):
    def opened(kind):
        picture = PictureSettings(320, 180, 30)
        return open_source(
            AgentSettings("north", tmp_path, kind, picture=picture), SimulatedBarrier()
        )

    (tmp_path / "a.jpg").write_bytes(jpeg())
    assert opened(PlayedFolder(tmp_path)).next_frame().pixels.shape == (180, 320, 3)
    assert opened(SimulatedCamera()).frames_per_s == 30
    with pytest.raises(SourceError, match="camera /dev/none cannot be opened"):
        opened(V4l2Camera("/dev/none")).next_frame()


def test_the_health_of_the_machine_is_read_and_missing_where_it_is_not_told(tmp_path):
    thermal, throttled = tmp_path / "temp", tmp_path / "throttled"
    thermal.write_text("48312\n")
    throttled.write_text("50005\n")
    health = read_machine_health(tmp_path, thermal, throttled)
    assert health.temperature_c == pytest.approx(48.312)
    assert health.throttled == (
        *("under-voltage", "throttled"),
        *("under-voltage-before", "throttled-before"),
    )
    assert health.disk_free_mb is not None
    none = read_machine_health(Path("/nowhere"), tmp_path / "x", tmp_path / "y")
    assert (none.temperature_c, none.throttled, none.disk_free_mb) == (None, (), None)


def test_systemd_is_told_that_we_are_ready_and_alive(tmp_path):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        notifier = ServiceNotifier({"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000"})
        assert notifier.interval_s == 10
        notifier.ready()
        notifier.alive()
        assert manager.recv(100) == b"READY=1"
        assert manager.recv(100) == b"WATCHDOG=1"
    ServiceNotifier({}).ready()


class Ribbon:
    """As much of Picamera2 as is used, for machines without it: what it was told, and frames."""

    opened: ClassVar[list[Ribbon]] = []
    present = True

    def __init__(self) -> None:
        if not self.present:
            raise IndexError("list index out of range")
        self.opened.append(self)
        self.configured: dict[str, object] = {}
        self.calls: list[str] = []
        self.hangs = False

    def create_video_configuration(self, **wanted: object) -> dict[str, object]:
        return wanted

    def configure(self, wanted: dict[str, object]) -> None:
        self.configured = wanted

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def close(self) -> None:
        self.calls.append("close")

    def capture_array(self, name: str, *, wait: bool) -> Ribbon:
        assert (name, wait) == ("main", False)
        return self

    def get_result(self, timeout: float) -> npt.NDArray[np.uint8]:
        assert 0 < timeout <= 1
        if self.hangs:
            raise FutureTimeoutError
        return np.full((48, 64, 3), 7, np.uint8)


def test_the_pis_own_camera_is_set_as_configured_and_opened_anew_when_it_hangs(monkeypatch):
    library = ModuleType("picamera2")
    vars(library)["Picamera2"] = Ribbon
    monkeypatch.setitem(sys.modules, "picamera2", library)
    monkeypatch.setattr(Ribbon, "opened", [])
    source = PiCameraSource(PiCamera(shutter_us=1000, gain=4.0), PictureSettings(64, 48, 20))
    assert source.next_frame().pixels.shape == (48, 64, 3)
    first = Ribbon.opened[0]
    assert first.configured["main"] == {"size": (64, 48), "format": "RGB888"}
    assert first.configured["queue"] is False  # the frame of now
    assert first.configured["controls"] == {
        "FrameDurationLimits": (50_000, 50_000),
        "ExposureTime": 1000,
        "AnalogueGain": 4.0,
    }
    first.hangs = True
    with pytest.raises(SourceError, match="Pi camera gives no frame"):
        source.next_frame()
    assert first.calls == ["start", "stop", "close"]
    assert source.next_frame().pixels.shape == (48, 64, 3)
    assert len(Ribbon.opened) == 2
    source.close()
    monkeypatch.setattr(Ribbon, "present", False)
    with pytest.raises(SourceError, match="cannot be opened"):
        source.next_frame()


def test_without_picamera2_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "picamera2", None)
    with pytest.raises(SourceError, match="apt install python3-picamera2"):
        PiCameraSource(PiCamera(), PictureSettings(64, 48, 20)).next_frame()
