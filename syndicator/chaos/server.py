"""The chaos server: ``/f/<id>`` behaves as the fault of that id says.

It runs in a thread with an event loop of its own, so that synchronous code, asynchronous code and other processes can
use it alike::

    with ChaosServer(FAULTS) as server:
        server.address("gzip-bomb")     # http://127.0.0.1:PORT/f/gzip-bomb

``?run=`` in an address parts the counters of faults that change from one request to the next. Nothing is left to
chance: news is made of the fault's id and of ``?seed=``, or else the server's own seed.
``/_log`` tells what was asked, ``/_faults`` what there is, ``/`` shows it to people.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import threading
import time
from collections import Counter
from types import TracebackType

from syndicator.chaos.certificates import Authorities
from syndicator.chaos.exchange import Exchange, Handler, Seen
from syndicator.chaos.fault import Catalogue, Fault
from syndicator.chaos.listeners import CERTIFICATES, GREETINGS, Door
from syndicator.chaos.page import as_json, page

_PATIENCE = 10.0
_LONGEST_HEAD = 1 << 20


class ChaosServer:
    """Serves faults on a loopback *host* while used as a context manager.

    The door for plain HTTP is at *port*, the others at the ports that follow; 0 lets the system choose. With
    *authorities* there are doors with certificates too; with another *seed* the same faults bring other news. Raises
    OSError when a port is taken.
    """

    def __init__(
        self,
        faults: Catalogue,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        authorities: Authorities | None = None,
        seed: str = "",
    ) -> None:
        self.log: list[Seen] = []
        self._host = host
        self._seed = seed
        self._sockets: dict[Door, socket.socket] = {}
        self._tls: dict[Door, ssl.SSLContext] = {}
        if authorities is not None:
            self._tls = {door: authorities.server(door.value, wanted) for door, wanted in CERTIFICATES.items()}
        self._doors = [door for door in Door if door not in CERTIFICATES or door in self._tls]
        self.ports = {door: port and port + number for number, door in enumerate(self._doors)}
        self.faults: Catalogue = {name: fault for name, fault in faults.items() if fault.door in self._doors}
        self._counts: Counter[str] = Counter()
        self._open: set[asyncio.Task[None]] = set()
        self._began = time.monotonic()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="chaos", daemon=True)

    def origin(self, door: Door = Door.HTTP, host: str = "") -> str:
        """Scheme, host and port of a door."""
        name = host or (f"[{self._host}]" if ":" in self._host else self._host)
        return f"{'https' if door.secure else 'http'}://{name}:{self.ports[door]}"

    def origins(self, host: str = "") -> dict[Door, str]:
        """The origin of every door."""
        return {door: self.origin(door, host) for door in self._doors}

    def address(self, fault: str, *, run: str = "", host: str = "") -> str:
        """The address of a fault; *host* is a name that leads here."""
        origin = self.origin(self.faults[fault].door, host) if fault in self.faults else self.origin(host=host)
        return f"{origin}/f/{fault}" + (f"?run={run}" if run else "")

    def asked(self, fault: str) -> list[Seen]:
        """The requests for one fault, in order."""
        return [seen for seen in self.log if seen.fault == fault]

    def __enter__(self) -> ChaosServer:
        try:
            self._bind()
        except OSError:
            self._unbind()
            raise
        self._thread.start()
        if not self._ready.wait(_PATIENCE):
            raise RuntimeError("the chaos server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_PATIENCE)
        self._unbind()

    def _bind(self) -> None:
        for door, port in self.ports.items():
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            listener = self._sockets[door] = socket.socket(family, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._host, port))
            self.ports[door] = listener.getsockname()[1]

    def _unbind(self) -> None:
        for listener in self._sockets.values():
            listener.close()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        servers = [await self._listen(door) for door in self._doors if door is not Door.CLOSED]
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _listen(self, door: Door) -> asyncio.Server:
        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(self._converse(door, reader, writer))
            self._open.add(task)
            task.add_done_callback(self._open.discard)

        return await asyncio.start_server(
            connected, sock=self._sockets[door], ssl=self._tls.get(door), limit=_LONGEST_HEAD, backlog=512
        )

    async def _converse(self, door: Door, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            try:
                if door in GREETINGS:
                    await GREETINGS[door](reader, writer)
                else:
                    await self._answer(_read(await reader.readuntil(b"\r\n\r\n"), door, self._began), writer)
                await writer.drain()
            finally:
                writer.close()
                with contextlib.suppress(OSError, ssl.SSLError):
                    await writer.wait_closed()

    async def _answer(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        if seen.path.startswith("/f/"):
            self.log.append(seen)
            self._counts[seen.target] += 1
        origins = self.origins(_host_of(seen))
        await self._handler(seen)(Exchange(seen, writer, self._counts[seen.target], origins, self._seed))

    def _handler(self, seen: Seen) -> Handler:
        own = {"/": self._index, "/_faults": self._list, "/_log": self._tell}.get(seen.path)
        fault: Fault | None = self.faults.get(seen.fault)
        return own or (fault.handler if fault else _unknown)

    async def _index(self, exchange: Exchange) -> None:
        body = page(self.faults, exchange.origins).encode()
        await exchange.answer(body, "Content-Type: text/html; charset=utf-8")

    async def _list(self, exchange: Exchange) -> None:
        await _as_json(exchange, [as_json(name, fault, exchange.origins) for name, fault in self.faults.items()])

    async def _tell(self, exchange: Exchange) -> None:
        keys = ("at", "door", "method", "target", "headers", "status", "sent")
        await _as_json(exchange, [{key: getattr(seen, key) for key in keys} for seen in self.log])


async def _as_json(exchange: Exchange, value: object) -> None:
    body = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    await exchange.answer(body, "Content-Type: application/json")


async def _unknown(exchange: Exchange) -> None:
    await exchange.answer(b"no such fault", status="404 Not Found")


def _host_of(seen: Seen) -> str:
    """The host as the client wrote it, without its port; empty when it wrote none that can stand in an address."""
    host = seen.headers.get("host", "").rpartition(":")[0]
    return host if host and all(sign.isalnum() or sign in ".-[]:" for sign in host) else ""


def _read(head: bytes, door: Door, began: float) -> Seen:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, *_ = [*first.split(" "), "", ""]
    fields = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    return Seen(method, target, headers, round(time.monotonic() - began, 4), door)
