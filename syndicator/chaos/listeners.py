"""The doors of the chaos server: ports that differ in what happens before a request is read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """A port of its own."""

    HTTP = "http"
    HTTPS = "https"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    OTHER_NAME = "other-name"
    SELF_SIGNED = "self-signed"
    UNKNOWN = "unknown-authority"
    OLD = "old"
    PLAIN = "plain"
    GARBAGE = "garbage"
    CLOSING = "closing"
    SILENT = "silent"
    CLOSED = "closed"

    @property
    def secure(self) -> bool:
        """Whether its addresses begin with https."""
        return self not in (Door.HTTP, Door.CLOSED)


Greeting = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def says(reply: bytes) -> Greeting:
    """Waits for the first bytes of a handshake, and answers these."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(reply)
        await writer.drain()

    return greet


async def hang(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accepts, and never says a word."""
    await asyncio.sleep(3600)


GREETINGS: Mapping[Door, Greeting] = {
    Door.OLD: says(b"\x15\x03\x01\x00\x02\x02\x46"),  # alert protocol_version (RFC 8446, 6.2)
    Door.PLAIN: says(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
    Door.GARBAGE: says(b"\x00\xff" * 200),
    Door.CLOSING: says(b""),
    Door.SILENT: hang,
}
"""Doors behind which nobody reads a request: the handshake is where the fault is."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a door shows of itself."""

    name: str
    """The name it is for; a wildcard holds for what lies below."""
    days: tuple[int, int] = (-1, 30)
    """From which day on it holds, and to which, counted from today."""
    signed_by: str = "ca"
    """The authority that signed it; empty when it signed itself."""


ZONE = "chaos.test"
"""Names of the chaos server lie below this one (RFC 6761 keeps ``test`` for tests)."""

CERTIFICATES: Mapping[Door, Certificate] = {
    Door.HTTPS: Certificate(f"*.{ZONE}"),
    Door.EXPIRED: Certificate(f"*.{ZONE}", (-30, -1)),
    Door.NOT_YET: Certificate(f"*.{ZONE}", (7, 30)),
    Door.OTHER_NAME: Certificate("elsewhere.test"),
    Door.SELF_SIGNED: Certificate(f"*.{ZONE}", signed_by=""),
    Door.UNKNOWN: Certificate(f"*.{ZONE}", signed_by="stranger"),
}
