"""B: connections, HTTP, bodies, sizes, content codings."""

from __future__ import annotations

import gzip

from syndicator.chaos.answers import (
    ZIPPED,
    chunked,
    chunks_as_they_are,
    coded,
    drips_body,
    drips_head,
    drips_hints,
    endless,
    hangs,
    hangs_in_body,
    hangs_in_head,
    in_turn,
    raw,
    resets,
    resets_in_body,
    serves,
    unless,
    until_close,
    zipped,
)
from syndicator.chaos.documents import around, bomb, cut, deflated, feed, gzipped, in_members, just, sized
from syndicator.chaos.exchange import Exchange
from syndicator.chaos.fault import Catalogue, Fault, fails, gives
from syndicator.model.source import Limits, Outcome

_QUICK = Limits(deadline=0.5)


def _head(*lines: str) -> bytes:
    return ("\r\n".join(["HTTP/1.1 200 OK", *lines]) + "\r\n\r\n").encode()


async def _stays_open(exchange: Exchange) -> None:
    """The whole answer, and then the connection is kept although nobody wants it."""
    body = feed(exchange.news)
    await exchange.send(_head("Connection: keep-alive", f"Content-Length: {len(body)}") + body)
    await hangs(exchange)


TABLE: Catalogue = {
    # content codings
    "gzip": Fault("B01", "a compressed body", zipped(ZIPPED), gives()),
    "gzip-x": Fault("B01", "the old name of gzip", coded(ZIPPED, "x-gzip"), gives()),
    "gzip-identity": Fault("B03", "a coding that is none", coded(feed, "identity"), gives()),
    "gzip-bomb": Fault("B01", "half a gigabyte in half a megabyte", zipped(lambda _seed: bomb()), fails(Outcome.BOMB)),
    "gzip-bomb-members": Fault(
        "B01",
        "a bomb in many members",
        zipped(lambda _seed: gzip.compress(b" " * (1 << 20)) * 300),
        fails(Outcome.BOMB),
    ),
    "gzip-members-swarm": Fault(
        "B01", "ten thousand empty members", zipped(lambda _seed: gzip.compress(b"") * 10_000), fails(Outcome.ENCODING)
    ),
    "gzip-over-limit": Fault(
        "B19",
        "inflates beyond the bound",
        zipped(gzipped(sized(200))),
        fails(Outcome.TOO_LARGE),
        limits=Limits(inflated=10_000),
    ),
    "gzip-gzip": Fault("B02", "two codings", coded(gzipped(ZIPPED), "gzip, gzip"), fails(Outcome.ENCODING)),
    "enc-x50": Fault("B02", "fifty codings", coded(ZIPPED, *["gzip"] * 50), fails(Outcome.ENCODING)),
    "br-unasked": Fault("B03", "brotli unasked", coded(just(b"\x0b\x02\x80"), "br"), fails(Outcome.ENCODING)),
    "zstd-unasked": Fault("B03", "zstd unasked", coded(just(b"(\xb5/\xfd"), "zstd"), fails(Outcome.ENCODING)),
    "deflate-unasked": Fault("B03", "deflate unasked", coded(deflated(feed), "deflate"), fails(Outcome.ENCODING)),
    "enc-unknown": Fault("B03", "a coding nobody knows", coded(feed, "aws-chunked"), fails(Outcome.ENCODING)),
    "gzip-cut": Fault("B04", "a compressed body cut short", zipped(cut(ZIPPED, 30)), fails(Outcome.TRUNCATED)),
    "gzip-cut-trailer": Fault("B04", "the checksum is cut off", zipped(cut(ZIPPED, 4)), fails(Outcome.TRUNCATED)),
    "gzip-bad-checksum": Fault(
        "B06", "the checksum is false", zipped(around(b"", cut(ZIPPED, 8), b"\1" * 8)), fails(Outcome.ENCODING)
    ),
    "gzip-multi": Fault("B05", "two members", zipped(in_members(feed)), gives()),
    "gzip-empty": Fault("B17", "nothing, compressed", zipped(just(gzip.compress(b""))), fails(Outcome.EMPTY)),
    "gzip-garbage-tail": Fault(
        "B06",
        "garbage behind the compressed body",
        zipped(around(b"", ZIPPED, b"<!-- cached -->")),
        fails(Outcome.ENCODING),
    ),
    "gzip-lie": Fault("B06", "says gzip and is not", zipped(feed), fails(Outcome.ENCODING)),
    "gzip-lie-once": Fault(
        "B06",
        "says gzip and is not, unless asked for no coding",
        unless("accept-encoding", "identity", serves(feed), zipped(feed)),
        gives(),
    ),
    "double-gzip-silent": Fault(
        "B07", "compressed twice, said once", zipped(gzipped(ZIPPED)), fails(Outcome.NOT_A_FEED)
    ),
    "gzip-silent": Fault("B07", "compressed, and nothing said", serves(ZIPPED), fails(Outcome.NOT_A_FEED)),
    # lengths and chunks
    "cl-long": Fault("B08", "a length that is too long", serves(feed, longer=10), fails(Outcome.TRANSPORT)),
    "cl-short": Fault("B08", "a length that is too short", serves(feed, longer=-40), fails(Outcome.TRUNCATED)),
    "cl-zero": Fault(
        "B08", "a length of nothing before a body", raw(_head("Content-Length: 0"), feed), fails(Outcome.EMPTY)
    ),
    "cl-negative": Fault(
        "B08", "a length below nothing", raw(_head("Content-Length: -5"), feed), fails(Outcome.PROTOCOL)
    ),
    "cl-junk": Fault(
        "B08", "a length that is no number", raw(_head("Content-Length: many"), feed), fails(Outcome.PROTOCOL)
    ),
    "cl-twice": Fault("B08", "two lengths", serves(feed, "Content-Length: 7"), fails(Outcome.PROTOCOL)),
    "cl-and-chunked": Fault(
        "B08",
        "chunks and a length",
        raw(_head("Content-Length: 3", "Transfer-Encoding: chunked"), b"6\r\n<rss/>\r\n0\r\n\r\n"),
        gives(0),
    ),
    "te-unknown": Fault(
        "B08", "a transfer coding nobody knows", raw(_head("Transfer-Encoding: gzip, chunked")), fails(Outcome.PROTOCOL)
    ),
    "chunked": Fault("B09", "sound chunks", chunked(feed, size=100), gives()),
    "chunked-tiny": Fault("B09", "chunks of a byte", chunked(feed, size=1), gives()),
    "chunk-trailers": Fault(
        "B09", "fields behind the chunks", chunked(feed, ending=b"0\r\nX-Late: 1\r\n\r\n"), gives()
    ),
    "chunk-cut": Fault(
        "B09", "a chunk shorter than it says", chunks_as_they_are(b"400\r\n<rss"), fails(Outcome.TRANSPORT)
    ),
    "chunk-no-end": Fault("B09", "the last chunk is missing", chunked(feed, ending=b""), fails(Outcome.TRANSPORT)),
    "chunk-bad": Fault(
        "B09", "a chunk size that is no number", chunks_as_they_are(b"zz\r\n<rss"), fails(Outcome.TRANSPORT)
    ),
    "chunk-negative": Fault(
        "B09", "a chunk size below nothing", chunks_as_they_are(b"-5\r\n<rss"), fails(Outcome.TRANSPORT)
    ),
    "chunk-huge": Fault(
        "B09", "a chunk of sixteen exabytes", chunks_as_they_are(b"FFFFFFFFFFFFFFFF\r\n<rss"), fails(Outcome.TRANSPORT)
    ),
    "chunk-extension": Fault(
        "B09",
        "a chunk extension of a megabyte",
        chunks_as_they_are(b"1;x=" + b"a" * 1_000_000),
        fails(Outcome.TRANSPORT),
    ),
    "reset-at-once": Fault("B09", "resets the connection", resets, fails(Outcome.TRANSPORT)),
    "reset-mid-body": Fault("B09", "resets in the middle", resets_in_body, fails(Outcome.TRANSPORT)),
    "reset-once": Fault("B09", "resets once, then answers", in_turn(resets, serves(feed)), gives()),
    "reset-mid-body-once": Fault(
        "B09", "resets in the middle once, then answers", in_turn(resets_in_body, serves(feed)), gives()
    ),
    "close-delimited": Fault("B10", "a body that ends with the connection", until_close(feed), gives()),
    "close-delimited-cut": Fault("B10", "the same, cut short", until_close(cut(feed, 40)), fails(Outcome.TRUNCATED)),
    "close-delimited-one-item": Fault(
        "B10",
        "the same, cut behind an item",
        until_close(lambda seed: feed(seed).rpartition(b"<item>")[0]),
        fails(Outcome.TRUNCATED),
    ),
    "close-delimited-gzip": Fault(
        "B10", "a compressed body that ends with the connection", until_close(ZIPPED, "Content-Encoding: gzip"), gives()
    ),
    "close-at-once": Fault("B09", "closes without an answer", raw(), fails(Outcome.PROTOCOL)),
    # without end
    "endless": Fault("B11", "never stops sending", endless, fails(Outcome.TOO_LARGE)),
    "too-large-announced": Fault(
        "B19", "announces nine megabytes", serves(feed, longer=9_000_000), fails(Outcome.TOO_LARGE)
    ),
    "too-large": Fault(
        "B19", "sends more than allowed", until_close(sized(100)), fails(Outcome.TOO_LARGE), limits=Limits(wire=10_000)
    ),
    "too-many-entries": Fault(
        "B19",
        "more entries than are used",
        serves(sized(60)),
        gives(20, note="'limits.entries'"),
        limits=Limits(entries=20),
    ),
    "drip-body": Fault("B12", "a body byte by byte", drips_body, fails(Outcome.DEADLINE), limits=_QUICK),
    "drip-head": Fault("B12", "a head byte by byte", drips_head, fails(Outcome.DEADLINE), limits=_QUICK),
    "drip-hints": Fault("B12", "early hints for ever", drips_hints, fails(Outcome.DEADLINE), limits=_QUICK),
    "hang-accept": Fault("B13", "never answers", hangs, fails(Outcome.DEADLINE), limits=_QUICK),
    "hang-head": Fault("B13", "stops in the head", hangs_in_head, fails(Outcome.DEADLINE), limits=_QUICK),
    "hang-mid-body": Fault("B13", "stops in the body", hangs_in_body, fails(Outcome.DEADLINE), limits=_QUICK),
    "slow-pieces": Fault("B12", "slow, but in time", raw(_head(), feed, pause=0.1), gives()),
    "stays-open": Fault("B16", "keeps the connection although asked to close it", _stays_open, gives()),
    # heads
    "header-1mb": Fault(
        "B14", "a field of a megabyte", raw(lambda _seed: _head("X-Long: " + "a" * 1_000_000)), fails(Outcome.PROTOCOL)
    ),
    "header-many": Fault(
        "B14",
        "fifty thousand fields",
        raw(lambda _seed: _head(*(f"X-{n}: 1" for n in range(50_000)))),
        fails(Outcome.PROTOCOL),
    ),
    "header-endless-name": Fault(
        "B14", "a name without end", raw(b"HTTP/1.1 200 OK\r\n" + b"x" * 200_000), fails(Outcome.PROTOCOL)
    ),
    "1xx-flood": Fault(
        "B14",
        "three thousand early hints",
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 3000, _head(), feed),
        gives(),
    ),
    "100-continue": Fault("B15", "continues unasked", raw(b"HTTP/1.1 100 Continue\r\n\r\n", _head(), feed), gives()),
    "http09": Fault("B15", "a body without a head", raw(feed), fails(Outcome.PROTOCOL)),
    "http10": Fault("B15", "HTTP/1.0", raw(b"HTTP/1.0 200 OK\r\n\r\n", feed), gives()),
    "http3": Fault("B15", "a version that does not exist here", raw(b"HTTP/3.0 200 OK\r\n\r\n", feed), gives()),
    "icy": Fault("B15", "the head of a radio station", raw(b"ICY 200 OK\r\n\r\n", feed), fails(Outcome.PROTOCOL)),
    "no-reason": Fault("B15", "a status without words", raw(b"HTTP/1.1 200\r\n\r\n", feed), gives()),
    "bare-lf": Fault("B15", "lines that end as on Unix", raw(b"HTTP/1.1 200 OK\nX: 1\n\n", feed), gives()),
    "status-word": Fault(
        "B15", "a status that is no number", raw(b"HTTP/1.1 OK 200\r\n\r\n", feed), fails(Outcome.PROTOCOL)
    ),
    "bad-header": Fault("B15", "a field without a colon", raw(_head("no colon here"), feed), fails(Outcome.PROTOCOL)),
    "bad-header-long": Fault("B15", "the same, long", raw(_head("x" * 50_000), feed), fails(Outcome.PROTOCOL)),
    "bad-header-space": Fault("B15", "a blank before a colon", raw(_head("ETag : 1"), feed), fails(Outcome.PROTOCOL)),
    "nul-header": Fault("B15", "a NUL in a field", raw(_head("X: a\0b"), feed), fails(Outcome.PROTOCOL)),
    "garbage": Fault("B15", "garbage", raw(bytes(range(256)) * 40), fails(Outcome.PROTOCOL)),
    # empty
    "204": Fault("B17", "no content", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), fails(Outcome.EMPTY)),
    "205": Fault(
        "B17", "reset content", raw(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"), fails(Outcome.EMPTY)
    ),
    "200-empty": Fault("B17", "an empty body", serves(just(b"")), fails(Outcome.EMPTY)),
    "200-blank": Fault("B17", "a body of blanks", serves(just(b" \n\t ")), fails(Outcome.EMPTY)),
    "200-bom": Fault("B17", "a byte order mark and nothing else", serves(just(b"\xef\xbb\xbf")), fails(Outcome.EMPTY)),
    "200-nul": Fault("B17", "a body of NULs", serves(just(b"\0" * 500)), fails(Outcome.EMPTY)),
    "206-partial": Fault(
        "B18", "a part, unasked", serves(feed, status="206 Partial Content"), fails(Outcome.CLIENT_ERROR)
    ),
}
