"""A bounded, incremental parser for multipart streams of pictures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from pi_bridge.errors import StreamFormatError

MAX_HEADER_BYTES = 8 * 1024
MAX_PREAMBLE_BYTES = 64 * 1024
MAX_PART_BYTES = 16 * 1024 * 1024
"""A 12-megapixel JPEG of quality 95 is about 8 MiB; more than twice that is no camera frame."""

_OPENING_BYTES = 64
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<?xml")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the stream: headers with lower-case names, and the bytes between boundaries."""

    headers: dict[str, str]
    body: bytes


class _Stage(Enum):
    BETWEEN_PARTS = auto()
    HEADERS = auto()
    COUNTED_BODY = auto()
    OPEN_BODY = auto()


class MjpegParser:
    """Turns the bytes of a multipart stream into its parts, in whatever chunks they come.

    A part with a Content-Length is complete at its last byte, one without at the next boundary.
    Cameras differ: the boundary named in the Content-Type may or may not carry the two leading
    dashes, and lines may end with LF alone. Whatever stands between a counted body and the next
    boundary is skipped, so a wrong length costs one picture and not the connection. Holds at
    most one part.
    """

    def __init__(self, boundary: str, *, max_part_bytes: int = MAX_PART_BYTES) -> None:
        name = boundary.strip().strip('"').removeprefix("--")
        if not 1 <= len(name) <= 200 or not name.isascii():
            raise StreamFormatError("the stream names no usable boundary")
        self._delimiter = f"--{name}".encode("ascii")
        self._max_part_bytes = max_part_bytes
        self._buffer = bytearray()
        self._opening = bytearray()
        self._stage = _Stage.BETWEEN_PARTS
        self._headers: dict[str, str] = {}
        self._header_bytes = 0
        self._length = 0
        self._scanned_bytes = 0
        self._skipped_bytes = 0
        self._part_count = 0
        self._complete: list[Part] = []
        self._fault: StreamFormatError | None = None

    def feed(self, chunk: bytes) -> list[Part]:
        """Return the parts that ``chunk`` completed.

        Raises:
            StreamFormatError: the stream is not what it should be. Parts that came before the
                fault are returned first; every later call raises.
        """
        if self._fault is not None:
            raise self._fault
        self._buffer += chunk
        try:
            self._refuse_markup(chunk)
            while self._advance():
                pass
        except StreamFormatError as fault:
            self._fault = fault
            self._buffer.clear()
            if not self._complete:
                raise
        complete, self._complete = self._complete, []
        return complete

    def _refuse_markup(self, chunk: bytes) -> None:
        missing_bytes = _OPENING_BYTES - len(self._opening)
        if missing_bytes > 0:
            self._opening += chunk[:missing_bytes]
            if self._opening.lstrip().lower().startswith(_MARKUP):
                raise StreamFormatError("a web page came instead of pictures")

    def _advance(self) -> bool:
        """Take one step; return False when it needs more bytes."""
        match self._stage:
            case _Stage.BETWEEN_PARTS:
                return self._find_part()
            case _Stage.HEADERS:
                return self._read_header_line()
            case _Stage.COUNTED_BODY:
                return self._take_counted_body()
            case _Stage.OPEN_BODY:
                return self._take_open_body()

    def _find_part(self) -> bool:
        start = self._buffer.find(self._delimiter)
        found = start >= 0
        passed_bytes = start if found else max(0, len(self._buffer) - len(self._delimiter) + 1)
        self._skipped_bytes += passed_bytes
        limit_bytes = self._max_part_bytes if self._part_count else MAX_PREAMBLE_BYTES
        if self._skipped_bytes > limit_bytes:
            raise StreamFormatError(f"no boundary within {limit_bytes} bytes")
        if not found:
            del self._buffer[:passed_bytes]
            return False
        del self._buffer[: start + len(self._delimiter)]
        self._skipped_bytes = 0
        self._start_headers()
        return True

    def _start_headers(self) -> None:
        self._stage = _Stage.HEADERS
        self._headers = {}
        self._header_bytes = 0
        self._scanned_bytes = 0

    def _read_header_line(self) -> bool:
        """Read one line; the first is what follows the boundary on its own line."""
        end = self._buffer.find(b"\n", self._scanned_bytes)
        line_bytes = end + 1 if end >= 0 else len(self._buffer)
        if self._header_bytes + line_bytes > MAX_HEADER_BYTES:
            raise StreamFormatError(f"headers of a part exceed {MAX_HEADER_BYTES} bytes")
        if end < 0:
            self._scanned_bytes = len(self._buffer)
            return False
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[:line_bytes]
        is_boundary_line = self._header_bytes == 0
        self._header_bytes += line_bytes
        self._scanned_bytes = 0
        if is_boundary_line:
            if line.startswith(b"--"):  # the end of the stream, or so it says
                self._stage = _Stage.BETWEEN_PARTS
        elif not line:
            self._start_body()
        elif self._delimiter in line:  # the part was cut off within its headers
            self._start_headers()
            self._header_bytes = line_bytes
        else:
            name, colon, value = line.partition(b":")
            if colon:
                key = name.strip().lower().decode("latin-1")
                self._headers[key] = value.strip().decode("latin-1")
        return True

    def _start_body(self) -> None:
        length = self._headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            self._stage = _Stage.OPEN_BODY
            return
        # A number of twenty digits is past every limit; int() of a thousand digits is slow.
        self._length = int(length[:20])
        if self._length > self._max_part_bytes:
            raise StreamFormatError(
                f"a part of {length[:20]} bytes, at most {self._max_part_bytes} accepted"
            )
        self._stage = _Stage.COUNTED_BODY

    def _take_counted_body(self) -> bool:
        if len(self._buffer) < self._length:
            return False
        self._finish_part(self._length, self._length)
        self._stage = _Stage.BETWEEN_PARTS
        return True

    def _take_open_body(self) -> bool:
        start = self._buffer.find(self._delimiter, self._scanned_bytes)
        if start < 0:
            undecided_bytes = len(self._delimiter) + 4
            if len(self._buffer) - undecided_bytes > self._max_part_bytes:
                raise StreamFormatError(f"a part exceeds {self._max_part_bytes} bytes")
            self._scanned_bytes = max(0, len(self._buffer) - len(self._delimiter) + 1)
            return False
        body_end = self._line_end_before(start)
        if body_end is None:  # the delimiter's characters within a line: part of the body
            self._scanned_bytes = start + 1
            return True
        if body_end > self._max_part_bytes:
            raise StreamFormatError(f"a part exceeds {self._max_part_bytes} bytes")
        self._finish_part(body_end, start + len(self._delimiter))
        self._start_headers()
        return True

    def _line_end_before(self, start: int) -> int | None:
        """Return where the line before a boundary at ``start`` ends, None if it has none."""
        for dash_bytes in (0, 2):  # a boundary named with its dashes may be sent with two more
            end = start - dash_bytes
            if end < 0 or self._buffer[end:start] != b"-" * dash_bytes:
                continue
            if end == 0:
                return 0
            if self._buffer[end - 1 : end] == b"\n":
                return end - 2 if self._buffer[end - 2 : end - 1] == b"\r" else end - 1
        return None

    def _finish_part(self, body_bytes: int, consumed_bytes: int) -> None:
        self._complete.append(Part(self._headers, bytes(self._buffer[:body_bytes])))
        self._part_count += 1
        del self._buffer[:consumed_bytes]
