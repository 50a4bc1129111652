from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi_bridge.client.mjpeg import MAX_HEADER_BYTES, MAX_PREAMBLE_BYTES, MjpegParser, Part
from pi_bridge.errors import StreamFormatError
from tests.support.mjpeg import jpeg, part

BODIES = st.lists(
    st.binary(max_size=200).filter(lambda body: b"--frame" not in body), min_size=1, max_size=4
)
FRAGMENTS = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from(
            [
                b"--frame",
                b"\r\n--frame\r\n",
                b"\n--frame\n",
                b"\r\n\r\n",
                b"\n\n",
                b"Content-Length: 5\r\n",
                b"Content-Length: 99999999999999999999999\r\n",
                b"Content-Length: -3\r\n",
                b"--frame--\r\n",
                b"----frame\r\n\r\n",
                b"-",
                b"\r",
                b"\n",
            ]
        ),
    ),
    max_size=25,
)


def feed_in_chunks(stream: bytes, cuts: list[int], **limits: int) -> tuple[list[Part], str]:
    """Return all parts of ``stream`` fed in pieces, and the fault it ended with."""
    parser = MjpegParser("frame", **limits)
    parts: list[Part] = []
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    try:
        for start, end in itertools.pairwise(places):
            parts += parser.feed(stream[start:end])
        parser.feed(b"")
    except StreamFormatError as fault:
        return parts, str(fault)
    return parts, ""


def feed_again_and_again(parser: MjpegParser, chunk: bytes, count: int) -> None:
    for _ in range(count):
        parser.feed(chunk)


@given(bodies=BODIES, counted=st.booleans(), cuts=st.lists(st.integers(0, 2000), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_chunking_gives_the_bodies_that_were_sent(bodies, counted, cuts):
    stream = b"".join(part(body, counted=counted) for body in bodies) + b"--frame--\r\n"
    parts, fault = feed_in_chunks(stream, cuts)
    assert [found.body for found in parts] == bodies
    assert not fault


@given(fragments=FRAGMENTS, cuts=st.lists(st.integers(0, 2000), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_chunking_of_garbage_gives_the_same_parts_and_fault(fragments, cuts):
    stream = b"".join(fragments)
    whole = feed_in_chunks(stream, [], max_part_bytes=100)
    assert feed_in_chunks(stream, cuts, max_part_bytes=100) == whole
    assert feed_in_chunks(stream, list(range(len(stream))), max_part_bytes=100) == whole


@given(st.lists(st.binary(max_size=3000), max_size=60))
@settings(max_examples=60, deadline=None)
def test_garbage_never_grows_the_parser_without_bound(chunks):
    parser = MjpegParser("frame", max_part_bytes=1000)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            assert len(parser._buffer) <= 3000 + MAX_HEADER_BYTES
    except StreamFormatError:
        assert len(parser._buffer) == 0


def test_a_counted_part_is_complete_at_its_last_byte():
    parser = MjpegParser("frame")
    stream = part(b"abc")
    assert parser.feed(stream[:-3]) == []
    assert [found.body for found in parser.feed(stream[-3:-2])] == [b"abc"]


@pytest.mark.parametrize("boundary", ["frame", "--frame", '"frame"', " frame "])
@pytest.mark.parametrize("dashes", [b"--", b"----"])
def test_boundaries_with_and_without_their_dashes_are_one(boundary, dashes):
    stream = (b"\r\n" + dashes + b"frame\r\nX-A: 1\r\n\r\nbody") * 2 + b"\r\n--frame--"
    parts = MjpegParser(boundary).feed(stream)
    assert [found.body for found in parts] == [b"body", b"body"]
    assert parts[0].headers == {"x-a": "1"}


def test_lines_may_end_with_line_feed_alone():
    parts = MjpegParser("frame").feed(
        b"hello\n--frame\nX-A:1\n\nbody\n--frame\nContent-Length: 2\n\nab"
    )
    assert [(found.headers, found.body) for found in parts] == [
        ({"x-a": "1"}, b"body"),
        ({"content-length": "2"}, b"ab"),
    ]


def test_a_body_that_holds_the_boundary_within_a_line_is_kept_whole():
    stream = b"--frame\r\n\r\nab--frame cd\r\n--frame\r\n"
    assert [found.body for found in MjpegParser("frame").feed(stream)] == [b"ab--frame cd"]


def test_a_length_that_is_too_short_costs_one_picture():
    good = jpeg(10)
    short = part(good).replace(f"{len(good)}".encode(), b"7", 1)
    parts = MjpegParser("frame").feed(short + part(good))
    assert [len(found.body) for found in parts] == [7, len(good)]


def test_headers_cut_off_by_the_next_part_are_dropped():
    stream = b"--frame\r\nContent-Length: 999\r\n" + part(b"abc")
    assert [found.body for found in MjpegParser("frame").feed(stream)] == [b"abc"]


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>", b"\r\n <html><body>", b"<?xml ?>"])
def test_a_web_page_is_refused_at_its_first_line(page):
    with pytest.raises(StreamFormatError, match="web page"):
        MjpegParser("frame").feed(page)


def test_a_preamble_without_end_is_refused():
    parser = MjpegParser("frame")
    with pytest.raises(StreamFormatError, match="no boundary"):
        feed_again_and_again(parser, b"x" * 1000, MAX_PREAMBLE_BYTES // 1000 + 2)


@pytest.mark.parametrize("line", [b"X-Filler: 1\r\n", b"x"])
def test_headers_without_end_are_refused(line):
    parser = MjpegParser("frame")
    parser.feed(b"--frame\r\n")
    with pytest.raises(StreamFormatError, match="headers"):
        feed_again_and_again(parser, line, MAX_HEADER_BYTES + 1)


def test_a_part_that_announces_too_much_is_refused_before_it_is_read():
    with pytest.raises(StreamFormatError, match="part of 1001 bytes"):
        MjpegParser("frame", max_part_bytes=1000).feed(b"--frame\r\nContent-Length: 1001\r\n\r\n")


def test_a_part_that_does_not_end_is_refused():
    parser = MjpegParser("frame", max_part_bytes=1000)
    parser.feed(b"--frame\r\n\r\n")
    with pytest.raises(StreamFormatError, match="exceeds 1000"):
        feed_again_and_again(parser, b"x" * 100, 30)


def test_parts_before_a_fault_are_returned_and_the_fault_follows():
    parser = MjpegParser("frame", max_part_bytes=10)
    stream = part(b"abc") + b"--frame\r\nContent-Length: 11\r\n\r\n"
    assert [found.body for found in parser.feed(stream)] == [b"abc"]
    with pytest.raises(StreamFormatError):
        parser.feed(b"")


@pytest.mark.parametrize("boundary", ["", "--", "x" * 300, "größe"])
def test_a_boundary_that_cannot_be_one_is_refused(boundary):
    with pytest.raises(StreamFormatError, match="boundary"):
        MjpegParser(boundary)
