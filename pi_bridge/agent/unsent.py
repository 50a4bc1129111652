"""How much of what was written to a connection still waits on this machine."""

from __future__ import annotations

import asyncio
import struct
import sys

_SIOCOUTQNSD = 0x894B
"""Bytes in a socket's send queue that were not sent yet.

Source: include/uapi/linux/sockios.h.
"""


def unsent_bytes(transport: asyncio.WriteTransport) -> int:
    """Return what ``transport`` and the kernel hold back because the line is too slow for it.

    Bytes that are on their way and not acknowledged do not count. Where the system does not
    tell (only Linux does), the kernel's share is taken for 0.
    """
    connection = transport.get_extra_info("socket")
    waiting = transport.get_write_buffer_size()
    if sys.platform != "linux" or connection is None or transport.is_closing():
        return waiting
    import fcntl  # noqa: PLC0415 - there is none on Windows, where the simulator runs too

    answer = fcntl.ioctl(connection.fileno(), _SIOCOUTQNSD, struct.pack("i", 0))
    return int(struct.unpack("i", answer)[0]) + waiting
