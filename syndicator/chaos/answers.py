"""Handlers, and what makes them: the small parts that rows of the catalogue are put together from."""

from __future__ import annotations

import asyncio

from syndicator.chaos.documents import Document, feed, gzipped, just
from syndicator.chaos.exchange import Exchange, Handler
from syndicator.chaos.listeners import Door

SORRY = just("<html><title>sorry</title></html>")


def serves(document: Document, *fields: str, status: str = "200 OK", longer: int | None = None) -> Handler:
    """A whole answer; *longer* is by how much its Content-Length lies."""

    async def handle(exchange: Exchange) -> None:
        body = document(exchange.news)
        await exchange.answer(body, *fields, status=status, length=None if longer is None else len(body) + longer)

    return handle


def coded(document: Document, *codings: str) -> Handler:
    """A body said to be coded so, whatever it is."""
    return serves(document, *(f"Content-Encoding: {coding}" for coding in codings))


def zipped(document: Document) -> Handler:
    """A body said to be gzip, whatever it is."""
    return coded(document, "gzip")


def says(line: str, *fields: str) -> Handler:
    """An answer with nothing but a status and a few words."""
    return serves(SORRY, *fields, status=line)


def raw(*pieces: bytes | Document, pause: float = 0.0) -> Handler:
    """Bytes on the wire, nothing else, with a pause between the pieces."""

    async def handle(exchange: Exchange) -> None:
        for piece in pieces:
            await exchange.send(piece(exchange.news) if callable(piece) else piece)
            await asyncio.sleep(pause)

    return handle


def redirects(target: str, code: str = "302 Found") -> Handler:
    """A redirect; ``{here}`` is the address asked for, ``{address}`` that of the fault, ``{http}`` the plain door.

    ``{port}`` is the plain door's, for addresses of another name.
    """

    async def handle(exchange: Exchange) -> None:
        http = exchange.origins[Door.HTTP]
        where = target.format(here=exchange.here, address=exchange.address, http=http, port=http.rpartition(":")[2])
        await exchange.answer(b"", f"Location: {where}", status=code)

    return handle


def in_turn(*handlers: Handler) -> Handler:
    """The first handler answers the first request, and so on; the last one all further ones."""

    async def handle(exchange: Exchange) -> None:
        await handlers[min(exchange.count, len(handlers)) - 1](exchange)

    return handle


def landing(first: Handler, then: Handler) -> Handler:
    """One handler for the address of the fault, another for those below it."""

    async def handle(exchange: Exchange) -> None:
        await (then if exchange.seen.step else first)(exchange)

    return handle


def chain(length: int, *codes: str) -> Handler:
    """A chain of *length* redirects that ends in a feed; *codes* are taken in turn."""

    async def handle(exchange: Exchange) -> None:
        step = int(exchange.seen.step or 0)
        if step == length:
            await exchange.answer(feed(exchange.news))
            return
        await exchange.answer(b"", f"Location: {exchange.address}/{step + 1}", status=codes[step % len(codes)])

    return handle


def unless(name: str, value: str, better: Handler, worse: Handler) -> Handler:
    """*better* for requests whose header *name* has this value, *worse* for all others."""

    async def handle(exchange: Exchange) -> None:
        await (better if exchange.seen.headers.get(name) == value else worse)(exchange)

    return handle


def conditional(document: Document, *fields: str, again: tuple[str, ...] = ()) -> Handler:
    """304, with the fields of *again*, for those who send back the validators among *fields*; else the document."""
    etag, date = _value(fields, "ETag"), _value(fields, "Last-Modified")

    async def handle(exchange: Exchange) -> None:
        asked = exchange.seen.headers
        by_tag = asked.get("if-none-match")
        known = by_tag == etag if by_tag else bool(date) and asked.get("if-modified-since") == date
        if known:
            await exchange.head(*(again or fields), status="304 Not Modified")
        else:
            await exchange.answer(document(exchange.news), *fields)

    return handle


def _value(fields: tuple[str, ...], name: str) -> str | None:
    return next((value.strip() for key, _, value in (each.partition(":") for each in fields) if key == name), None)


# --- connections that go wrong -------------------------------------------------------------------------------------


async def endless(exchange: Exchange) -> None:
    """Never stops sending."""
    await exchange.head("Transfer-Encoding: chunked")
    while True:
        await exchange.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


async def drips_body(exchange: Exchange) -> None:
    """A byte now and then."""
    await exchange.head("Content-Length: 100000")
    await _drip(exchange)


async def drips_head(exchange: Exchange) -> None:
    """A head that never ends."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await _drip(exchange)


async def _drip(exchange: Exchange) -> None:
    while True:
        await exchange.send(b"a")
        await asyncio.sleep(0.02)


async def drips_hints(exchange: Exchange) -> None:
    """Early hints, for ever."""
    while True:
        await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        await asyncio.sleep(0.02)


async def hangs(_exchange: Exchange) -> None:
    """Takes the request and never answers."""
    await asyncio.sleep(3600)


async def hangs_in_head(exchange: Exchange) -> None:
    """A status line, then nothing."""
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    await asyncio.sleep(3600)


async def hangs_in_body(exchange: Exchange) -> None:
    """Half a body, then nothing."""
    body = feed(exchange.news)
    await exchange.answer(body[:200], length=len(body))
    await asyncio.sleep(3600)


async def resets(exchange: Exchange) -> None:
    """A reset instead of an answer."""
    exchange.reset()


async def resets_in_body(exchange: Exchange) -> None:
    """Half a body, then a reset."""
    body = feed(exchange.news)
    await exchange.answer(body[:200], length=len(body))
    await asyncio.sleep(0.02)
    exchange.reset()


def until_close(document: Document, *fields: str) -> Handler:
    """A body that ends with the connection, so that nobody can tell whether it is whole."""

    async def handle(exchange: Exchange) -> None:
        await exchange.head(*fields)
        await exchange.send(document(exchange.news))

    return handle


def chunked(document: Document, *, size: int = 1024, ending: bytes = b"0\r\n\r\n") -> Handler:
    """A body in chunks; *ending* is what comes after the last of them."""

    async def handle(exchange: Exchange) -> None:
        body = document(exchange.news)
        await exchange.head("Transfer-Encoding: chunked")
        for at in range(0, len(body), size):
            piece = body[at : at + size]
            await exchange.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await exchange.send(ending)

    return handle


def chunks_as_they_are(data: bytes) -> Handler:
    """A head that promises chunks, and these bytes for a body."""

    async def handle(exchange: Exchange) -> None:
        await exchange.head("Transfer-Encoding: chunked")
        await exchange.send(data)

    return handle


ZIPPED = gzipped(feed)
