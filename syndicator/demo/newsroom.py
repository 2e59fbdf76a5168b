"""A moment in, invented publishers on one port of the loopback interface out.

Answers conditional requests (RFC 9110 §13: ``If-None-Match`` before ``If-Modified-Since``) and compresses when asked.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from urllib.parse import urlsplit

from syndicator.demo.documents import MEDIA_TYPES, Edition, feed, page_path, picture_path
from syndicator.demo.outlets import OUTLETS
from syndicator.demo.pages import article_page, front_page, start_page
from syndicator.demo.pictures import PIXEL, drawing
from syndicator.publish.address import served_at

_HTML = "text/html; charset=utf-8"
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
_FAILS_EVERY = 4
"""Of the requests for a broken outlet's feed, every fourth is answered 500."""
Answer = tuple[HTTPStatus, Mapping[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Served:
    """What lies at a path."""

    body: bytes
    media_type: str

    @property
    def etag(self) -> str:
        """A weak validator: the same for the plain and the compressed body."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:24]}"'

    def headers(self, modified: datetime) -> dict[str, str]:
        """What goes with the body, and with a 304 that stands for it."""
        return {
            "ETag": self.etag,
            "Last-Modified": format_datetime(modified, usegmt=True),
            "Vary": "Accept-Encoding",
        }


class Newsroom:
    """Invented publishers, served until :meth:`stop`; all their dates are counted back from *now*."""

    def __init__(self, now: datetime, host: str = "127.0.0.1") -> None:
        self._now = now.astimezone(UTC).replace(microsecond=0)
        self._host = host
        self._advanced = False
        self._served: Mapping[str, Served] = {}
        self._failing = {each.path: count(1) for each in OUTLETS.values() if each.broken}
        self._running: tuple[ThreadingHTTPServer, Thread] | None = None

    def start(self) -> None:
        """Serve from now on, in a thread of its own, on a port that the system chooses."""
        server = _server_on(self._host)((self._host, 0), _handler(self))
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._running = server, thread
        self._render()
        thread.start()

    @property
    def address(self) -> str:
        """Where it is served, without a trailing slash; raises :class:`RuntimeError` while it is not."""
        if self._running is None:
            message = "the newsroom is not started"
            raise RuntimeError(message)
        return served_at(self._host, self._running[0].server_address[1])

    @property
    def modified(self) -> datetime:
        """When its documents last changed."""
        return self._now + timedelta(seconds=1 if self._advanced else 0)

    def advance(self) -> str:
        """Let the correction and the late article appear; says what changed."""
        if self._advanced:
            return "nothing more happens."
        self._advanced = True
        self._render()
        return " ".join(_changes())

    def stop(self) -> None:
        """Stop serving and free the port; may be called twice."""
        if self._running is not None:
            server, thread = self._running
            server.shutdown()
            server.server_close()
            thread.join()
        self._running = None

    def answer(self, path: str, asked: Message) -> Answer:
        """Status, header fields and body for a request."""
        served = self._served.get(path)
        if path in self._failing and next(self._failing[path]) % _FAILS_EVERY == 0:
            return HTTPStatus.INTERNAL_SERVER_ERROR, _PLAIN, b"The presses have stopped."
        if served is None:
            return HTTPStatus.NOT_FOUND, _PLAIN, b"Not here."
        if _unchanged(asked, served.etag, self.modified):
            return HTTPStatus.NOT_MODIFIED, served.headers(self.modified), b""
        headers = served.headers(self.modified) | {"Content-Type": served.media_type}
        if "gzip" in asked.get("Accept-Encoding", ""):
            return HTTPStatus.OK, headers | {"Content-Encoding": "gzip"}, gzip.compress(served.body, mtime=0)
        return HTTPStatus.OK, headers, served.body

    def _render(self) -> None:
        self._served = dict(_everything(Edition(self.address, self._now, self._advanced)))


class _Ipv6Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def _server_on(host: str) -> type[ThreadingHTTPServer]:
    return _Ipv6Server if ":" in host else ThreadingHTTPServer


def _everything(edition: Edition) -> Iterator[tuple[str, Served]]:
    yield "/", Served(start_page(), _HTML)
    yield "/gazette/pixel.gif", Served(PIXEL, "image/gif")
    yield "/robots.txt", Served(_robots(edition), _PLAIN["Content-Type"])
    for outlet in OUTLETS.values():
        yield outlet.home, Served(front_page(outlet, edition), _HTML)
        yield outlet.path, Served(feed(outlet, edition), f"{MEDIA_TYPES[outlet.form]}; charset=utf-8")
        for piece in edition.pieces(outlet):
            yield page_path(piece, outlet), Served(article_page(piece, outlet, edition), _HTML)
            yield picture_path(piece), Served(drawing(piece.slug), "image/png")


def _robots(edition: Edition) -> bytes:
    """What the host lets robots do (RFC 9309): anything but fetch its pictures' folder, and where its sitemaps are."""
    sitemaps = (f"Sitemap: {edition.address}{each.path}\n" for each in OUTLETS.values() if each.form == "sitemap")
    return ("User-agent: *\nDisallow: /pictures/$\n\n" + "".join(sitemaps)).encode()


def _changes() -> Iterator[str]:
    pieces = (
        (channel.name, piece) for outlet in OUTLETS.values() for channel in outlet.channels for piece in channel.pieces
    )
    for name, piece in pieces:
        if piece.corrected:
            yield f"{name} corrects “{piece.title}” to “{piece.corrected_title}”."
        if piece.later:
            yield f"{name} publishes “{piece.title}”."


def _handler(newsroom: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "InventedNewsroom"
        sys_version = ""

        def do_GET(self) -> None:
            status, headers, body = newsroom.answer(urlsplit(self.path).path, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the service that reads keeps the log."""

    return Handler


def _unchanged(headers: Message, etag: str, modified: datetime) -> bool:
    """Whether the reader has this very document already."""
    known = headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or etag in (each.strip() for each in known.split(","))
    try:
        return modified <= parsedate_to_datetime(headers.get("If-Modified-Since", ""))
    except (TypeError, ValueError):
        return False
