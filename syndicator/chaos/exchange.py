"""One request and the connection to answer on: what the handlers of faults are given."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from syndicator.chaos.listeners import Door

_LONGEST_SEED = 40


@dataclass(slots=True)
class Seen:
    """A request that arrived, and what was answered."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in small letters."""
    at: float
    """Seconds since the server started."""
    door: Door = Door.HTTP
    status: int | None = None
    """None while there is no answer, or when none was given that has one."""
    sent: list[str] = field(default_factory=list)
    """Header lines of the answer."""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def fault(self) -> str:
        """The id of the fault that was asked for, or empty."""
        return self.path.removeprefix("/f/").partition("/")[0] if self.path.startswith("/f/") else ""

    @property
    def step(self) -> str:
        """What follows the fault's id in the path."""
        return self.path.removeprefix("/f/").partition("/")[2]


@dataclass(slots=True)
class Exchange:
    """One request, and the connection to answer on."""

    seen: Seen
    writer: asyncio.StreamWriter
    count: int
    """The how-many-th request with this path and query, from 1."""
    origins: Mapping[Door, str]
    """Every door's scheme, host and port, the host as the client named it."""
    seed: str = ""
    """The server's own seed: every document is made of it, and nothing of chance."""

    @property
    def fault(self) -> str:
        """The fault's id."""
        return self.seen.fault

    @property
    def news(self) -> str:
        """What documents are made of: the fault's id, and the seed that the request names, or else the server."""
        said = parse_qs(self.seen.target.partition("?")[2], max_num_fields=100).get("seed", [self.seed])[0]
        return f"{self.fault}-{said[:_LONGEST_SEED]}" if said else self.fault

    @property
    def address(self) -> str:
        """Where the fault is served, without what follows its id."""
        return f"{self.origins[self.seen.door]}/f/{self.fault}"

    @property
    def here(self) -> str:
        """The address that was asked for."""
        return self.origins[self.seen.door] + self.seen.target

    async def send(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes = b"", *fields: str, status: str = "200 OK", length: int | None = None) -> None:
        """A whole answer; *fields* are lines such as ``ETag: "1"``."""
        size = len(body) if length is None else length
        await self.head(*fields, f"Content-Length: {size}", status=status)
        await self.send(body)

    async def head(self, *fields: str, status: str = "200 OK") -> None:
        """The head of an answer, that closes the connection."""
        self.seen.status = int(status.partition(" ")[0])
        self.seen.sent.extend(each[:200] for each in fields)
        lines = [f"HTTP/1.1 {status}", "Connection: close", *fields]
        await self.send(("\r\n".join(lines) + "\r\n\r\n").encode("utf-8"))

    def reset(self) -> None:
        """End the connection with a reset."""
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Handler = Callable[[Exchange], Awaitable[None]]
