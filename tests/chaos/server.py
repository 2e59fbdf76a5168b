"""The chaos server: ``/f/<id>`` behaves as the fault of that id says.

It runs in a thread with an event loop of its own, so that synchronous tests, asynchronous ones and other processes can
use it alike::

    with ChaosServer(FAULTS) as server:
        server.address("gzip-bomb")     # http://127.0.0.1:PORT/f/gzip-bomb

``?run=`` in an address parts the counters of stateful faults; :attr:`ChaosServer.log` tells what was asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType

from syndicator.model.source import Outcome


@dataclass(frozen=True)
class Seen:
    """A request that arrived."""

    target: str
    headers: Mapping[str, str]
    """Names in small letters."""
    at: float
    """Monotonic seconds."""

    @property
    def fault(self) -> str:
        return self.target.partition("?")[0].removeprefix("/f/").partition("/")[0]


@dataclass
class Exchange:
    """One request, and the connection to answer on."""

    seen: Seen
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: str
    """The server's own, without a path."""
    count: int
    """The how-many-th request with this target, from 1."""

    @property
    def here(self) -> str:
        """The address that was asked for."""
        return self.address + self.seen.target

    @property
    def step(self) -> str:
        """What follows the fault's id in the path."""
        return self.seen.target.partition("?")[0].removeprefix("/f/").partition("/")[2]

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
        lines = [f"HTTP/1.1 {status}", "Connection: close", *fields]
        await self.send(("\r\n".join(lines) + "\r\n\r\n").encode("utf-8"))

    def reset(self) -> None:
        """End the connection with a reset."""
        raw: socket.socket = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Handler = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """One way to misbehave, and how a poll of it must end."""

    id: str
    outcome: Outcome
    handler: Handler = field(repr=False)
    at_reading: bool = False
    """The fetch succeeds; it is the reader that finds the fault."""


class ChaosServer:
    """Serves faults on 127.0.0.1 (or another loopback *host*) while used as a context manager."""

    def __init__(
        self, faults: Mapping[str, Fault], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
    ) -> None:
        self.faults = faults
        self.log: list[Seen] = []
        self.port = 0
        self._host = host
        self._tls = tls
        self._counts: Counter[str] = Counter()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="chaos", daemon=True)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    def address(self, fault: str, run: str = "") -> str:
        """The address of a fault."""
        return f"{self.origin}/f/{fault}" + (f"?run={run}" if run else "")

    def asked(self, fault: str) -> list[Seen]:
        """The requests for one fault, in order."""
        return [seen for seen in self.log if seen.fault == fault]

    def __enter__(self) -> ChaosServer:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the chaos server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, self._host, 0, ssl=self._tls, limit=1 << 20)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._exchange(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            try:
                seen = _read(await reader.readuntil(b"\r\n\r\n"))
                self.log.append(seen)
                self._counts[seen.target] += 1
                exchange = Exchange(seen, reader, writer, self.origin, self._counts[seen.target])
                await self._handler(seen)(exchange)
                await writer.drain()
            finally:
                writer.close()
                with contextlib.suppress(ConnectionError, ssl.SSLError):
                    await writer.wait_closed()

    def _handler(self, seen: Seen) -> Handler:
        fault = self.faults.get(seen.fault)
        return fault.handler if fault else _unknown


async def _unknown(exchange: Exchange) -> None:
    await exchange.answer(b"no such fault", status="404 Not Found")


def _read(head: bytes) -> Seen:
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines if line)
    return Seen(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in fields}, time.monotonic())
