from __future__ import annotations

import itertools
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pi_bridge.client.address import AddressError
from pi_bridge.client.backoff import BackOffSettings
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader, ReaderSettings
from pi_bridge.client.types import CameraFrame, CameraState, Connection
from pi_bridge.wire import HEARTBEAT
from tests.support.mjpeg import HEAD, camera, jpeg, part
from tests.support.waiting import wait_until

FAST = ReaderSettings(
    connect_timeout_s=0.5,
    stale_s=0.3,
    give_up_s=0.8,
    back_off=BackOffSettings(first_s=0.02, longest_s=0.05),
)
STAMPED = (
    "X-Gatehouse-Sequence: 41",
    "X-Gatehouse-Captured-At: 2026-01-02T03:04:05+00:00",
    "X-Gatehouse-Monotonic-Ns: 777",
)


class Watched:
    """A reader's sinks and everything it said."""

    def __init__(self, url: str, settings: ReaderSettings = FAST) -> None:
        self.slot: LatestSlot[CameraFrame] = LatestSlot()
        self.second: LatestSlot[CameraFrame] = LatestSlot()
        self.frames: list[CameraFrame] = []
        self.states: list[CameraState] = []
        self.reader = CameraReader(
            "north",
            url,
            [self.slot, self.second],
            self.frames.append,
            self.states.append,
            settings=settings,
        )

    def has_said(self, connection: Connection, words: str) -> bool:
        return any(s.connection is connection and words in s.problem for s in list(self.states))


def live() -> Iterator[bytes]:
    """A healthy camera: a new picture every 20 ms, for as long as it is asked."""
    yield HEAD
    for shade in itertools.count(1):
        yield part(jpeg(shade))
        time.sleep(0.02)


def after(*chunks: bytes, then_s: float = 5.0) -> Iterator[bytes]:
    """Send ``chunks``, then keep the connection open in silence."""
    yield from chunks
    for _ in range(int(then_s / 0.02)):
        time.sleep(0.02)
        yield b""


def test_every_sink_gets_the_newest_picture_with_its_stamp():
    def script() -> Iterator[bytes]:
        return after(HEAD, part(jpeg(7), headers=STAMPED))

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            asked_ns = time.monotonic_ns()
            frame = watched.slot.take(timeout_s=2)
            assert watched.second.take(timeout_s=2) is frame
    assert frame is not None
    assert frame.camera_id == "north"
    assert frame.sequence == 41
    assert frame.captured_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert frame.captured_ns == 777
    assert asked_ns - 10**9 < frame.received_ns <= time.monotonic_ns()
    assert frame.jpeg == jpeg(7)
    assert frame.pixels.shape == (48, 64, 3)
    assert not frame.pixels.flags.writeable
    assert watched.frames == [frame]


def test_a_camera_without_stamps_gets_numbers_and_times_of_ours():
    with camera(live) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: len(watched.frames) >= 3)
    assert [frame.sequence for frame in watched.frames[:3]] == [1, 2, 3]
    assert watched.frames[0].captured_ns is None
    assert abs((datetime.now(UTC) - watched.frames[0].captured_at).total_seconds()) < 60


def test_parts_without_length_and_with_a_split_boundary_are_read():
    def script() -> Iterator[bytes]:
        stream = HEAD + b"".join(part(jpeg(shade), counted=False) for shade in range(1, 5))
        for at in range(0, len(stream), 700):
            yield stream[at : at + 700]
            time.sleep(0.002)
        yield from after()

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.frames and watched.frames[-1].jpeg == jpeg(3))


def test_reader_reconnects_after_the_camera_drops():
    with camera(live) as server:
        watched = Watched(server.url)
        with watched.reader:
            assert watched.slot.take(timeout_s=2) is not None
            server.drop_clients()
            wait_until(lambda: watched.reader.state.reconnect_count == 1)
            watched.slot.take(timeout_s=0)  # a picture from before the drop
            assert watched.slot.take(timeout_s=2) is not None
            wait_until(lambda: watched.reader.state.connection is Connection.LIVE)
    connections = [state.connection for state in watched.states]
    assert connections == [
        Connection.CONNECTING,
        Connection.LIVE,
        Connection.OFFLINE,
        Connection.LIVE,
    ]


def test_a_silent_camera_is_stalled_within_the_stale_time():
    with camera(lambda: after(HEAD, part(jpeg(1)))) as server:
        watched = Watched(server.url)
        with watched.reader:
            assert watched.slot.take(timeout_s=2) is not None
            started_s = time.monotonic()
            wait_until(lambda: watched.has_said(Connection.STALLED, "silent"))
            assert time.monotonic() - started_s < 1.0


def test_a_line_that_falls_silent_is_no_longer_live_before_it_is_given_up():
    watchful = replace(FAST, silent_s=0.2, stale_s=30)
    with camera(lambda: after(HEAD, part(jpeg(1)), then_s=30)) as server:
        watched = Watched(server.url, watchful)
        with watched.reader:
            assert watched.slot.take(timeout_s=2) is not None
            wait_until(lambda: watched.reader.state.connection is Connection.STALLED)
            assert watched.reader.state.problem == "camera is silent"
        assert server.connection_count == 1


def test_heartbeats_between_pictures_that_are_far_apart_are_no_silence():
    def script() -> Iterator[bytes]:
        yield HEAD
        for shade in itertools.count(1):
            yield part(jpeg(shade))
            for _ in range(30):
                time.sleep(0.02)
                yield HEARTBEAT

    watchful = replace(FAST, silent_s=0.4, stale_s=30)
    with camera(script) as server:
        watched = Watched(server.url, watchful)
        seen = set()
        with watched.reader:
            wait_until(lambda: watched.frames)
            while len(watched.frames) < 4:
                seen.add(watched.reader.state.connection)
                time.sleep(0.005)
        assert seen == {Connection.LIVE}


def test_the_same_bytes_again_are_a_stalled_camera_and_no_new_picture():
    def script() -> Iterator[bytes]:
        yield HEAD
        for sequence in itertools.count(1):
            yield part(jpeg(1), headers=[f"X-Gatehouse-Sequence: {sequence}"])
            time.sleep(0.02)

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.STALLED, "no new picture"))
            wait_until(lambda: server.connection_count >= 2)
            assert len(watched.frames) == 1
            assert watched.reader.state.connection is Connection.STALLED


def test_a_sequence_that_stands_still_is_a_stalled_camera():
    def script() -> Iterator[bytes]:
        yield HEAD
        for shade in itertools.count(1):
            yield part(jpeg(shade), headers=["X-Gatehouse-Sequence: 5"])
            time.sleep(0.02)

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.STALLED, "no new picture"))
            assert len(watched.frames) == 1


def test_a_camera_that_thaws_is_live_again_on_the_same_connection():
    def script() -> Iterator[bytes]:
        yield HEAD
        for _ in range(25):
            yield part(jpeg(1))
            time.sleep(0.02)
        for shade in itertools.count(2):
            yield part(jpeg(shade))
            time.sleep(0.02)

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.STALLED, "no new picture"))
            wait_until(lambda: watched.reader.state.connection is Connection.LIVE)
        assert server.connection_count == 1


def test_a_slow_trickle_is_stalled_and_given_up():
    def script() -> Iterator[bytes]:
        yield HEAD + part(jpeg(1))
        for byte in part(jpeg(2, width=900, height=900)):
            yield bytes([byte])
            time.sleep(0.02)

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.STALLED, "too slowly"))
            wait_until(lambda: server.connection_count >= 2)


def test_damaged_pictures_are_counted_and_the_whole_ones_come_through():
    def script() -> Iterator[bytes]:
        yield HEAD
        for shade in itertools.count(1):
            yield part(jpeg(shade)[:-40])
            time.sleep(0.02)
            yield part(b"\xff\xd8 no picture \xff\xd9")
            time.sleep(0.02)
            yield part(jpeg(shade))
            time.sleep(0.02)

    with camera(script) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.reader.state.frame_count >= 3)
            wait_until(lambda: watched.reader.state.damaged_count >= 3)
        assert all(frame.jpeg.endswith(b"\xff\xd9") for frame in watched.frames)
        assert server.connection_count == 1


def test_a_picture_with_too_many_pixels_is_not_decoded():
    with camera(lambda: after(HEAD, part(jpeg(1, width=400, height=300)))) as server:
        watched = Watched(server.url, replace(FAST, max_pixels=400 * 300 - 1))
        with watched.reader:
            wait_until(lambda: watched.reader.state.damaged_count >= 1)
        assert not watched.frames


def test_a_part_that_is_too_large_ends_the_connection_with_the_reason():
    with camera(lambda: after(HEAD, part(jpeg(1, width=800, height=600)))) as server:
        watched = Watched(server.url, replace(FAST, max_part_bytes=500))
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.OFFLINE, "at most 500 accepted"))


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (answer("200 OK", "Content-Type: text/html", body=b"<html>"), "web page"),
        (HEAD + b"<!doctype html><html>", "web page"),
        (answer("200 OK", "Content-Type: image/jpeg"), "image/jpeg instead of a stream"),
        (answer("200 OK"), "no content type"),
        (answer("200 OK", "Content-Type: multipart/x-mixed-replace"), "no usable boundary"),
        (HEAD.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection"), "compressed"),
        (answer("401 Unauthorized"), "user and password"),
        (answer("302 Found", "Location: http://127.0.0.1:1/"), "another address"),
        (answer("503 Service Unavailable"), "no picture to give"),
        (answer("500 Oops"), "error (500)"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP properly"),
        (HEAD.replace(b"Connection", b"Transfer-Encoding: chunked\r\nConnection") + b"zz\r\n", ""),
        (b"HTTP/1.1 200 OK\r\n" + b"X-More: y\r\n" * 200 + b"\r\n", "does not speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 100_000 + b"\r\n\r\n", "does not speak HTTP"),
        (HEAD, "ended the stream"),
    ],
)
def test_what_is_wrong_with_the_answer_is_said_in_words(response, words):
    with camera(lambda: iter([response])) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: watched.has_said(Connection.OFFLINE, words))
            wait_until(lambda: server.connection_count >= 2)
        assert not watched.frames


def test_a_camera_that_refuses_the_connection_is_offline():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    watched = Watched(f"http://127.0.0.1:{port}/stream")
    with watched.reader:
        wait_until(lambda: watched.has_said(Connection.OFFLINE, "refuses the connection"))


def test_a_request_refuses_compression():
    with camera(live) as server:
        watched = Watched(server.url)
        with watched.reader:
            wait_until(lambda: server.requests)
    assert b"accept-encoding: identity" in server.requests[0].lower()


def test_credentials_are_sent_and_never_shown(caplog):
    caplog.set_level(logging.DEBUG)
    with camera(lambda: iter([answer("500 Oops")])) as server:
        watched = Watched(server.url.replace("http://", "http://booth:s3cr%40t@"))
        with watched.reader:
            wait_until(lambda: server.connection_count >= 2)
    assert b"Authorization: Basic Ym9vdGg6czNjckB0" in server.requests[0]  # booth:s3cr@t
    shown = caplog.text + repr(watched.states) + repr(watched.reader._address)
    assert "s3cr" not in shown
    with pytest.raises(AddressError) as refused:
        CameraReader("north", "rtsp://booth:s3cret@host/", [])
    assert "s3cret" not in str(refused.value)


def test_a_brief_success_does_not_start_the_waits_over():
    def script() -> Iterator[bytes]:
        return iter([HEAD, part(jpeg(time.monotonic_ns() // 10_000_000))])

    with camera(script) as server:
        settings = replace(FAST, back_off=BackOffSettings(first_s=0.05, longest_s=5))
        with Watched(server.url, settings).reader:
            time.sleep(1.0)
        # Waits of at least 25, 37, 56, 84, 126, 190, 284 and 427 ms; without growth 20 would fit.
        assert 3 <= server.connection_count <= 9


@pytest.mark.parametrize("script", [after, lambda: after(HEAD), live, lambda: iter([])])
def test_stop_returns_within_a_second_whatever_the_camera_does(script):
    patient = ReaderSettings(back_off=BackOffSettings(first_s=30))
    with camera(script) as server:
        watched = Watched(server.url, patient)
        watched.reader.start()
        wait_until(lambda: server.connection_count == 1)
        time.sleep(0.1)
        started_s = time.monotonic()
        watched.reader.stop()
        assert time.monotonic() - started_s < 1.2
        said = len(watched.states), len(watched.frames)
        time.sleep(0.1)
        assert (len(watched.states), len(watched.frames)) == said


def test_starting_and_stopping_twenty_times_leaves_no_thread():
    with camera(live) as server:
        for _ in range(20):
            watched = Watched(server.url)
            with watched.reader:
                assert watched.slot.take(timeout_s=2) is not None
        names = [thread.name for thread in threading.enumerate()]
        assert not [name for name in names if name.startswith("camera-")]
