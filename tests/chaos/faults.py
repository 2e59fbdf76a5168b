"""The table of faults. To add one: write a handler (or use a factory below) and add a row."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Mapping
from functools import cache

from syndicator.model.source import Outcome
from tests.chaos.server import Exchange, Fault, Handler

DAY = "Fri, 01 May 2026 10:00:00 GMT"
HOUR_LATER = "Fri, 01 May 2026 11:00:00 GMT"


@cache
def feed(entries: int = 3, title: str = "Chaos") -> bytes:
    """A sound RSS document."""
    items = "".join(
        f"<item><title>{title} {number}</title><link>https://news.example/{number}</link>"
        f"<guid>https://news.example/{number}</guid><pubDate>{DAY}</pubDate></item>"
        for number in range(entries)
    )
    head = f"<title>{title}</title><link>https://news.example/</link><description>d</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


@cache
def bomb(megabytes: int = 512) -> bytes:
    """Gzip that inflates to this many megabytes of blanks: one flushed block, again and again."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes


# --- factories -----------------------------------------------------------------------------------------------------


def plain(body: bytes, *fields: str, status: str = "200 OK", length: int | None = None) -> Handler:
    """A whole answer."""

    async def handle(exchange: Exchange) -> None:
        await exchange.answer(body, *fields, status=status, length=length)

    return handle


def status(line: str, *fields: str) -> Handler:
    """An answer with nothing but a status and a few words."""
    return plain(b"<html><title>sorry</title></html>", *fields, status=line)


def raw(data: bytes) -> Handler:
    """Bytes on the wire, nothing else."""

    async def handle(exchange: Exchange) -> None:
        await exchange.send(data)

    return handle


def redirect(target: str, code: str = "302 Found") -> Handler:
    """A redirect; ``{here}`` stands for the address asked for."""

    async def handle(exchange: Exchange) -> None:
        await exchange.answer(b"", f"Location: {target.format(here=exchange.here)}", status=code)

    return handle


def steps(*handlers: Handler) -> Handler:
    """The first handler answers the first request, and so on; the last one all further ones."""

    async def handle(exchange: Exchange) -> None:
        await handlers[min(exchange.count, len(handlers)) - 1](exchange)

    return handle


# --- redirects -----------------------------------------------------------------------------------------------------


def chain(length: int, *codes: str) -> Handler:
    """A chain of *length* redirects that ends in a feed; *codes* are taken in turn."""

    async def handle(exchange: Exchange) -> None:
        step = int(exchange.step or 0)
        if step == length:
            await exchange.answer(feed())
            return
        base = f"{exchange.address}/f/{exchange.seen.fault}"
        await exchange.answer(b"", f"Location: {base}/{step + 1}", status=codes[step % len(codes)])

    return handle


async def cookie_then_redirect(exchange: Exchange) -> None:
    """Sets a cookie and redirects; a cookie or a Referer that comes back is answered with 400."""
    if not exchange.step:
        target = f"Location: {exchange.address}/f/{exchange.seen.fault}/next"
        await exchange.answer(b"", "Set-Cookie: track=1; Path=/", target, status="302 Found")
    elif "cookie" in exchange.seen.headers or "referer" in exchange.seen.headers:
        await exchange.answer(b"you told", status="400 Bad Request")
    else:
        await exchange.answer(feed())


# --- bodies --------------------------------------------------------------------------------------------------------


def zipped(body: bytes, *fields: str) -> Handler:
    """A body said to be gzip, whatever it is."""
    return plain(body, "Content-Encoding: gzip", *fields)


async def gzip_lie_once(exchange: Exchange) -> None:
    """Says gzip and sends plain, unless asked for no coding at all."""
    honest = exchange.seen.headers.get("accept-encoding") == "identity"
    await exchange.answer(feed(), *(() if honest else ("Content-Encoding: gzip",)))


async def endless(exchange: Exchange) -> None:
    """Never stops sending."""
    await exchange.head("Transfer-Encoding: chunked")
    while True:
        await exchange.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


async def drip_body(exchange: Exchange) -> None:
    """A byte now and then."""
    await exchange.head("Content-Length: 100000")
    await drip(exchange)


async def drip_head(exchange: Exchange) -> None:
    """A head that never ends."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await drip(exchange)


async def drip(exchange: Exchange) -> None:
    """One byte after the other, until the other side has had enough."""
    while True:
        await exchange.send(b"a")
        await asyncio.sleep(0.02)


async def hang(_exchange: Exchange) -> None:
    """Accepts and never answers."""
    await asyncio.sleep(60)


async def hang_in_body(exchange: Exchange) -> None:
    """Half a body, then nothing."""
    await exchange.answer(feed()[:200], length=len(feed()))
    await asyncio.sleep(60)


async def reset_in_body(exchange: Exchange) -> None:
    """Half a body, then a reset."""
    await exchange.answer(feed()[:200], length=len(feed()))
    await asyncio.sleep(0.02)
    exchange.reset()


async def close_delimited(exchange: Exchange) -> None:
    """A body that ends with the connection."""
    await exchange.head()
    await exchange.send(feed())


async def close_delimited_cut(exchange: Exchange) -> None:
    """The same, but the end is missing and nobody can tell."""
    await exchange.head()
    await exchange.send(feed()[:-40])


async def chunk_cut(exchange: Exchange) -> None:
    """A chunk shorter than it says."""
    await exchange.head("Transfer-Encoding: chunked")
    await exchange.send(b"400\r\n" + feed()[:100])


async def bad_chunk(exchange: Exchange) -> None:
    """A chunk size that is no number."""
    await exchange.head("Transfer-Encoding: chunked")
    await exchange.send(b"zz\r\n" + feed())


async def long_head(exchange: Exchange) -> None:
    """A header field of a megabyte."""
    await exchange.head("X-Long: " + "a" * 1_000_000)


async def informational_flood(exchange: Exchange) -> None:
    """Early hints without end, then the feed."""
    await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 3000)
    await exchange.answer(feed())


# --- validators ----------------------------------------------------------------------------------------------------


async def well_behaved(exchange: Exchange) -> None:
    """A sound source: 304 for those who know the document already."""
    if exchange.seen.headers.get("if-none-match") == 'W/"v1,a"':
        await exchange.answer(b"", 'ETag: W/"v1,a"', "Cache-Control: max-age=900", status="304 Not Modified")
        return
    fields = ('ETag: W/"v1,a"', f"Last-Modified: {DAY}", f"Date: {DAY}", f"Expires: {HOUR_LATER}")
    await exchange.answer(feed(), *fields, "Content-Type: application/rss+xml")


async def new_etag_always(exchange: Exchange) -> None:
    """The same bytes, ever another ETag."""
    await exchange.answer(feed(), f'ETag: "{exchange.count}"')


_GZIPPED = gzip.compress(feed(40), mtime=0)
_HALVES = [gzip.compress(half, mtime=0) for half in (feed(40)[:999], feed(40)[999:])]

_TABLE = (
    # Egress and redirects (S)
    Fault("redir-meta", Outcome.ADDRESS, redirect("http://169.254.169.254/latest/meta-data/")),
    Fault("redir-private", Outcome.ADDRESS, redirect("http://10.0.0.1/feed")),
    Fault("redir-v6-loopback", Outcome.ADDRESS, redirect("http://[::1]/feed")),
    Fault("redir-mapped", Outcome.ADDRESS, redirect("http://[::ffff:127.0.0.1]/feed")),
    Fault("redir-decimal", Outcome.ADDRESS, redirect("http://2886729729/feed")),
    Fault("redir-hex", Outcome.ADDRESS, redirect("http://0xac100001/feed")),
    Fault("redir-octal", Outcome.URL, redirect("http://0254.16.0.1/feed")),
    Fault("redir-file", Outcome.SCHEME, redirect("file:///etc/passwd")),
    Fault("redir-gopher", Outcome.SCHEME, redirect("gopher://127.0.0.1:70/_x")),
    Fault("redir-js", Outcome.SCHEME, redirect("javascript:alert(1)")),
    Fault("redir-data", Outcome.SCHEME, redirect("data:text/xml,<rss/>")),
    Fault("redir-empty-host", Outcome.URL, redirect("http:///feed")),
    Fault("redir-broken", Outcome.URL, redirect("http://[::1")),
    Fault("redir-port22", Outcome.PORT, redirect("http://127.0.0.1:22/")),
    Fault("redir-port99999", Outcome.PORT, redirect("http://127.0.0.1:99999/")),
    Fault("redir-userinfo", Outcome.USERINFO, redirect("http://good.example@127.0.0.1/")),
    Fault("redir-no-location", Outcome.PROTOCOL, status("302 Found")),
    Fault("redir-loop", Outcome.REDIRECTS, redirect("{here}")),
    Fault("redir-relative", Outcome.REDIRECTS, redirect("redir-relative")),
    Fault("redir-chain", Outcome.REDIRECTS, chain(6, "302 Found")),
    Fault("redir-chain-short", Outcome.OK, chain(5, "307 Temporary Redirect", "303 See Other")),
    Fault("redir-301", Outcome.OK, chain(2, "301 Moved Permanently", "308 Permanent Redirect")),
    Fault("redir-mixed", Outcome.OK, chain(2, "301 Moved Permanently", "302 Found")),
    Fault("redir-cookie", Outcome.OK, cookie_then_redirect),
    # Bodies, sizes, encodings (B)
    Fault("gzip", Outcome.OK, zipped(_GZIPPED)),
    Fault("gzip-bomb", Outcome.BOMB, zipped(bomb())),
    Fault("gzip-gzip", Outcome.ENCODING, plain(gzip.compress(_GZIPPED), "Content-Encoding: gzip, gzip")),
    Fault("enc-x50", Outcome.ENCODING, plain(_GZIPPED, *["Content-Encoding: gzip"] * 50)),
    Fault("br-unasked", Outcome.ENCODING, plain(b"\x0b\x02\x80", "Content-Encoding: br")),
    Fault("enc-unknown", Outcome.ENCODING, plain(feed(), "Content-Encoding: aws-chunked")),
    Fault("gzip-cut", Outcome.TRUNCATED, zipped(_GZIPPED[:-30])),
    Fault("gzip-multi", Outcome.OK, zipped(b"".join(_HALVES))),
    Fault("gzip-garbage-tail", Outcome.ENCODING, zipped(_GZIPPED + b"<!-- cached -->")),
    Fault("gzip-lie", Outcome.ENCODING, zipped(feed())),
    Fault("gzip-lie-once", Outcome.OK, gzip_lie_once),
    Fault("double-gzip-silent", Outcome.NOT_A_FEED, zipped(gzip.compress(_GZIPPED)), at_reading=True),
    Fault("cl-long", Outcome.TRANSPORT, plain(feed(), length=len(feed()) + 10)),
    Fault("cl-short", Outcome.TRUNCATED, plain(feed(), length=len(feed()) - 40), at_reading=True),
    Fault("two-content-lengths", Outcome.PROTOCOL, plain(feed(), "Content-Length: 7")),
    Fault("chunk-cut", Outcome.TRANSPORT, chunk_cut),
    Fault("chunk-bad", Outcome.TRANSPORT, bad_chunk),
    Fault("reset-mid-body", Outcome.TRANSPORT, reset_in_body),
    Fault("close-delimited", Outcome.OK, close_delimited),
    Fault("close-delimited-cut", Outcome.TRUNCATED, close_delimited_cut, at_reading=True),
    Fault("endless", Outcome.TOO_LARGE, endless),
    Fault("too-large-announced", Outcome.TOO_LARGE, plain(feed(), length=9_000_000)),
    Fault("drip-body", Outcome.DEADLINE, drip_body),
    Fault("drip-head", Outcome.DEADLINE, drip_head),
    Fault("hang-accept", Outcome.DEADLINE, hang),
    Fault("hang-mid-body", Outcome.DEADLINE, hang_in_body),
    Fault("header-1mb", Outcome.PROTOCOL, long_head),
    Fault("1xx-flood", Outcome.OK, informational_flood),
    Fault("http09", Outcome.PROTOCOL, raw(feed())),
    Fault("bad-header", Outcome.PROTOCOL, raw(b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n" + feed())),
    Fault("bad-header-long", Outcome.PROTOCOL, raw(b"HTTP/1.1 200 OK\r\n" + b"x" * 50_000 + b"\r\n\r\n" + feed())),
    Fault("nul-header", Outcome.PROTOCOL, raw(b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n" + feed())),
    Fault("close-at-once", Outcome.PROTOCOL, raw(b"")),
    Fault("204", Outcome.EMPTY, raw(b"HTTP/1.1 204 No Content\r\n\r\n")),
    Fault("200-empty", Outcome.EMPTY, plain(b"")),
    Fault("200-ws", Outcome.EMPTY, plain(b" \n\t ")),
    Fault("206-partial", Outcome.CLIENT_ERROR, plain(feed()[:99], status="206 Partial Content")),
    # Semantics and politeness (P)
    Fault("good", Outcome.OK, well_behaved),
    Fault("429-seconds", Outcome.RATE_LIMITED, status("429 Too Many Requests", "Retry-After: 120")),
    Fault(
        "429-date",
        Outcome.RATE_LIMITED,
        status("429 Too Many Requests", f"Date: {DAY}", f"Retry-After: {HOUR_LATER}"),
    ),
    Fault("429-junk", Outcome.RATE_LIMITED, status("429 Too Many Requests", "Retry-After: soon")),
    Fault("503-retry", Outcome.RATE_LIMITED, status("503 Service Unavailable", "Retry-After: 120")),
    Fault("503", Outcome.SERVER_ERROR, status("503 Service Unavailable")),
    Fault("500-with-feed-body", Outcome.SERVER_ERROR, plain(feed(), status="500 Internal Server Error")),
    Fault("401", Outcome.BLOCKED, status("401 Unauthorized", "WWW-Authenticate: Basic")),
    Fault("403", Outcome.BLOCKED, status("403 Forbidden")),
    Fault("cf-503", Outcome.BLOCKED, status("503 Service Unavailable", "cf-mitigated: challenge")),
    Fault("404", Outcome.CLIENT_ERROR, status("404 Not Found")),
    Fault("410", Outcome.GONE, status("410 Gone")),
    Fault("418", Outcome.CLIENT_ERROR, status("418 I'm a teapot")),
    Fault("202-waiting", Outcome.CLIENT_ERROR, status("202 Accepted")),
    Fault("799", Outcome.PROTOCOL, status("799 Odd")),
    Fault("304-unasked", Outcome.PROTOCOL, raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")),
    Fault("etag-always-new", Outcome.OK, new_etag_always),
    Fault("etag-10k", Outcome.OK, plain(feed(), f'ETag: "{"a" * 10_000}"')),
    Fault("etag-kazakh", Outcome.OK, plain(feed(), 'ETag: "қаз"')),
    Fault("etag-twice", Outcome.OK, plain(feed(), 'ETag: "1"', 'ETag: "2"')),
    Fault("lastmod-future", Outcome.OK, plain(feed(), "Last-Modified: Fri, 01 May 2099 10:00:00 GMT", "Expires: 0")),
    Fault("cache-control-10y", Outcome.OK, plain(feed(), "Cache-Control: public, max-age=315360000")),
    Fault("ct-html", Outcome.OK, plain(feed(), "Content-Type: text/html")),
    Fault("set-cookie-flood", Outcome.OK, plain(feed(), *[f"Set-Cookie: c{n}=1" for n in range(200)])),
    Fault("flap", Outcome.SERVER_ERROR, steps(status("500 Internal Server Error"), plain(feed()))),
)

FAULTS: Mapping[str, Fault] = {fault.id: fault for fault in _TABLE}
