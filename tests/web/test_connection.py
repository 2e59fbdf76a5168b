"""Connections of our own server, over real sockets: the same answers as the usual way, sooner, and within bounds."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import uvicorn

from syndicator.ports import Stamp
from syndicator.web import connection, create_app, visitors
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from syndicator.web.server import Server
from syndicator.web.visitors import Visitors
from tests.web.site import NOON
from tests.web.test_documents import FEED, Shelf

PAGE = b"<p>page</p>" * 100
LONG = b"".join(b"<p>%d</p>" % number for number in range(40_000))
RSS = "/feeds/news.rss"


class Ailing(Shelf):
    """A shelf with one document that the system does not let us see, from some moment on."""

    ailing = False

    def stamp(self, path: str) -> Stamp | None:
        if self.ailing and path == "feeds/ailing.rss":
            raise OSError(errno.EIO, "the disk is ill")
        return super().stamp(path)


class Place:
    """A shelf of documents, served twice: by our server, and by uvicorn on h11, which takes every request to ASGI."""

    def __init__(self, visitors: Visitors | None = None) -> None:
        self.shelf = Ailing(
            {
                "feeds/news.rss": FEED,
                "feeds/ailing.rss": FEED,
                "topics/news.html": PAGE,
                "large.html": b"<p>x" * 900_000,
                "topics/long.html": LONG,
            }
        )
        self.today = date(2026, 11, 30)
        self.documents = Documents(
            self.shelf,
            max_age=60,
            links=lambda name: ['<http://hub.example/>; rel="hub"'] if name == "feeds/news.rss" else [],
            successor=lambda name: "" if self.today.year > 2026 else None,
            standing=lambda: self.today,
            visitors=visitors,
        )
        app = create_app(self.documents, Metrics(), ready=lambda: {"ready": True})
        self.ours = Server(app, self.documents, keep_alive=1)
        config: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False, "lifespan": "off"}
        self.usual = uvicorn.Server(uvicorn.Config(app, http="h11", **config))

    @contextlib.contextmanager
    def running(self) -> Iterator[Place]:
        with self._running(self.ours) as self.port, self._running(self.usual) as self.usual_port:
            yield self

    @contextlib.contextmanager
    def _running(self, server: uvicorn.Server) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.setblocking(False)
            thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
            thread.start()
            while not server.started:
                time.sleep(0.01)
            yield listener.getsockname()[1]
            server.should_exit = True
            thread.join(10)

    def dialled(self, port: int | None = None) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port or self.port), timeout=10)

    def said(self, request: bytes) -> bytes:
        """All that comes back until the server hangs up."""
        with self.dialled() as line:
            line.sendall(request)
            return Said(line).rest()


class Said:
    """What comes over a connection, answer by answer."""

    def __init__(self, line: socket.socket) -> None:
        self._file = line.makefile("rb")

    def answer(self, method: str = "GET") -> tuple[bytes, dict[bytes, list[bytes]], bytes]:
        """The next status line, its fields but for the date, and its body."""
        status = self._file.readline().rstrip()
        fields: dict[bytes, list[bytes]] = {}
        while line := self._file.readline().rstrip():
            name, _, value = line.partition(b": ")
            fields.setdefault(name.lower(), []).append(value)
        assert fields.pop(b"date", None) or b"connection" in fields
        empty = method == "HEAD" or status.split()[1:2] in ([b"204"], [b"304"])
        return status, fields, b"" if empty else self._file.read(int(fields[b"content-length"][0]))

    def rest(self) -> bytes:
        with contextlib.suppress(ConnectionResetError):
            return self._file.read()
        return b""


def asking(path: str = RSS, method: str = "GET", *lines: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/{version}", "Host: a", *lines, "", ""]).encode()


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with Place().running() as made:
        yield made


ASKED = [
    asking(),
    asking(RSS, "GET", "Accept-Encoding: gzip, br"),
    asking(RSS, "GET", "Accept-Encoding: gzip;q=0.5"),
    asking(RSS, "GET", "Accept: text/html,application/xhtml+xml", "User-Agent: Mozilla/5.0"),
    asking(RSS, "HEAD"),
    asking(RSS, "HEAD", "Accept-Encoding: br"),
    asking(RSS, "GET", "If-None-Match: *"),
    asking(RSS, "GET", 'If-None-Match: "other"', "If-Modified-Since: Fri, 01 May 2026 10:00:00 GMT"),
    asking(RSS, "GET", "If-Modified-Since: Fri, 01 May 2026 10:00:00 GMT"),
    asking(RSS, "GET", "If-None-Match: *", 'If-None-Match: "x"'),
    asking(RSS, "GET", 'If-Match: "other"'),
    asking(RSS, "GET", "If-Match: *", "If-None-Match: *"),
    asking(RSS, "GET", "If-Unmodified-Since: Fri, 01 May 2026 09:59:59 GMT"),
    asking(RSS, "GET", "Range: bytes=0-3"),
    asking(f"{RSS}?from=reader"),
    asking("/feeds/n%65ws.rss"),
    asking("//feeds/news.rss"),
    asking("/topics/news"),
    asking("/topics/news/"),
    asking("/topics/long"),
    asking("/topics/long", "HEAD"),
    asking("/topics/long", "GET", "Accept-Encoding: gzip"),
    asking("/nothing"),
    asking("/"),
    asking("/healthz"),
    asking(RSS, "POST", "Content-Length: 0"),
    asking(RSS, "OPTIONS"),
    asking(RSS, "GET", "Expect: 100-continue"),
]


@pytest.mark.parametrize("request_", ASKED, ids=lambda each: each.split(b"\r\nHost")[0].decode())
def test_what_is_answered_at_once_is_what_the_usual_way_would_have_answered(place: Place, request_: bytes) -> None:
    """Status, fields and bytes: asked for the first time, again in the same bytes, in pieces, and all at once."""
    method = request_.split()[0].decode()
    found = []
    for port in (place.usual_port, place.port):
        with place.dialled(port) as line:
            said = Said(line)
            for _ in range(2):
                line.sendall(request_)
                found.append(said.answer(method))
            for each in (request_[:20], request_[20:]):
                line.sendall(each)
                time.sleep(0.02)
            found.append(said.answer(method))
            line.sendall(request_ * 2)
            found += [said.answer(method), said.answer(method)]
    assert found[1:] == found[:-1]


def test_a_reader_whose_copy_is_good_is_told_so_at_once(place: Place) -> None:
    """With the tag of the coding that it asks for; by another it is sent what it has not (RFC 9110, 13.1.2)."""
    with place.dialled() as line:
        said = Said(line)
        line.sendall(asking(RSS, "GET", "Accept-Encoding: br"))
        status, fields, _ = said.answer()
        tag = fields[b"etag"][0].decode()
        for coding, line_ in (("br", b"HTTP/1.1 304 Not Modified"), ("gzip", b"HTTP/1.1 200 OK")) * 2:
            line.sendall(asking(RSS, "GET", f"Accept-Encoding: {coding}", f"If-None-Match: {tag}"))
            status, fields, body = said.answer()
            assert (status, not body) == (line_, coding == "br")
            assert {b"etag", b"cache-control", b"vary", b"last-modified"} <= fields.keys()
            assert (fields[b"etag"][0].decode() == tag) == (coding == "br")


def test_a_reader_may_take_its_time(place: Place) -> None:
    """What does not fit into the connection at once follows, to the last byte; others come and go meanwhile."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 20_000)
        line.connect(("127.0.0.1", place.port))
        line.sendall(asking("/large") + asking("/topics/long") + asking(RSS))
        time.sleep(0.2)
        for number in range(40):
            place.shelf.write(f"topics/other-{number}.html", LONG + b"%d" % number)
            with place.dialled() as other:
                other.sendall(asking(f"/topics/other-{number}"))
                assert Said(other).answer()[2] == LONG + b"%d" % number
        said = Said(line)
        assert [said.answer()[2] for _ in range(3)] == [place.shelf.kept["large.html"], LONG, FEED]


def test_who_hangs_up_in_the_middle_harms_nobody(place: Place) -> None:
    """Neither while an answer is written nor before."""
    for pause in (0, 0.05) * 5:
        with place.dialled() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(asking("/large") * 3)
            time.sleep(pause)
    with place.dialled() as line:
        line.sendall(asking("/topics/long"))
        assert Said(line).answer()[2] == LONG


@pytest.mark.parametrize("protocol", ["h2c", "websocket"])
def test_who_would_rather_speak_another_protocol_is_answered_in_this_one(
    place: Place, protocol: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, and no stranger fills our log by it."""
    request = asking(RSS, "GET", "Connection: Upgrade", f"Upgrade: {protocol}", "HTTP2-Settings: AAMAAABkAAQ")
    with place.dialled() as line:
        line.sendall(request + asking("/topics/news"))
        said = Said(line)
        status, fields, body = said.answer()
        assert (status, fields[b"connection"], body) == (b"HTTP/1.1 200 OK", [b"close"], FEED)
        assert said.rest() == b""
    assert caplog.messages == []


def test_an_address_may_be_whole(place: Place) -> None:
    """As proxies ask (RFC 9112, 3.2.2)."""
    with place.dialled() as line:
        line.sendall(asking(f"http://elsewhere{RSS}"))
        assert Said(line).answer()[2] == FEED


def test_what_has_changed_is_seen_by_the_next_request_in_the_same_bytes(place: Place) -> None:
    """A document that is replaced, taken away and put back, and what is said of all documents."""
    request = asking("/topics/news")
    with place.dialled() as line:
        said = Said(line)

        def asked() -> tuple[bytes, bytes]:
            line.sendall(request)
            status, _, body = said.answer()
            return status, body

        assert [asked(), asked()] == [(b"HTTP/1.1 200 OK", PAGE)] * 2
        place.shelf.write("topics/news.html", PAGE * 2)
        assert [asked(), asked()] == [(b"HTTP/1.1 200 OK", PAGE * 2)] * 2
        place.shelf.remove("topics/news.html")
        assert asked()[0] == b"HTTP/1.1 404 Not Found"
        place.shelf.write("topics/news.html", PAGE)
        assert [asked(), asked()] == [(b"HTTP/1.1 200 OK", PAGE)] * 2
        place.today = date(2027, 1, 1)
        assert asked()[0] == b"HTTP/1.1 410 Gone"
        place.today = date(2026, 11, 30)
        assert asked() == (b"HTTP/1.1 200 OK", PAGE)


def test_a_disk_that_fails_is_our_fault_and_said_so(place: Place) -> None:
    """500 as the usual way has it, also of what was known before; the connection goes on."""
    with place.dialled() as line:
        said = Said(line)
        for ailing, status in ((False, 200), (False, 200), (True, 500), (True, 500), (False, 200)):
            place.shelf.ailing = ailing
            if status == 500:
                assert place.said(asking("/feeds/ailing.rss")).startswith(b"HTTP/1.1 500 ")
                continue
            line.sendall(asking("/feeds/ailing.rss"))
            assert said.answer()[0].split()[1] == b"%d" % status


def test_answers_come_in_the_order_of_requests(place: Place) -> None:
    """Those that take a while hold up those that are ready."""
    paths = [RSS, "/readyz", RSS, RSS, "/nothing", "/topics/news", "/metrics", RSS]
    with place.dialled() as line:
        line.sendall(b"".join(map(asking, paths)))
        said = Said(line)
        kinds = [said.answer()[1][b"content-type"][0].split(b";")[0].split(b"/")[1] for _ in paths]
    assert kinds == [b"rss+xml", b"json", b"rss+xml", b"rss+xml", b"plain", b"html", b"plain", b"rss+xml"]


def test_a_body_is_no_request(place: Place) -> None:
    """Whatever stands in it, and however it comes; a request that ends the connection is the last one."""
    hidden = asking("/topics/news")
    with place.dialled() as line:
        said = Said(line)
        line.sendall(asking(RSS, "GET", f"Content-Length: {len(hidden)}") + hidden[:30])
        assert said.answer()[2] == FEED
        line.sendall(hidden[30:] + asking("/nothing", "GET", "Connection: close") + asking(RSS))
        assert said.answer()[0] == b"HTTP/1.1 404 Not Found"
        assert said.rest() == b""
    chunked = asking(RSS, "GET", "Transfer-Encoding: chunked")
    for end in (b"5\r\nGET /\r\n0\r\n\r\n", b"0\r\n\r\n"):
        with place.dialled() as line:
            line.sendall(chunked + end + asking("/nothing", "GET", "Connection: close"))
            said = Said(line)
            assert [said.answer()[0] for _ in range(2)] == [b"HTTP/1.1 200 OK", b"HTTP/1.1 404 Not Found"]


@pytest.mark.parametrize(
    "request_",
    [
        asking(RSS, "GET", "Content-Length: 5", "Transfer-Encoding: chunked"),
        asking(RSS, "GET", "Content-Length: 5", "Content-Length: 6"),
        asking(RSS, "GET", "Transfer-Encoding: chunked, identity"),
        asking(RSS, "GET", "Content-Length: +5"),
        asking(RSS, "GET", "Bad Name: 1"),
        asking(RSS, "GET", "A: b\nC: d"),
        asking(RSS, "GET", " folded: 1"),
        asking(f"{RSS} x"),
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
    ],
)
def test_what_may_be_read_in_two_ways_is_refused_and_nothing_after_it_is_read(place: Place, request_: bytes) -> None:
    """400, and the end of the connection."""
    said = place.said(request_ + asking(RSS))
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "request_",
    [
        asking(RSS, "GET", "X: " + "x" * connection.LARGEST_HEAD),
        asking("/" + "x" * connection.LARGEST_HEAD),
        asking(RSS, "GET", *(f"X-{n}: 1" for n in range(connection.MOST_FIELDS))),
        asking(RSS, "GET", "Connection: Upgrade", "Upgrade: x", "X: " + "x" * connection.LARGEST_HEAD),
    ],
    ids=["a field", "an address", "fields", "an upgrade"],
)
def test_a_head_is_of_bounded_size(place: Place, request_: bytes) -> None:
    """431, and no answer to anything behind it."""
    with place.dialled() as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(request_ + asking(RSS))
        said = Said(line).rest()
    assert said.startswith(b"HTTP/1.1 431 ")
    assert said.count(b"HTTP/1.1") == 1


def test_a_head_that_goes_on_and_on_is_not_read_on_and_on(place: Place) -> None:
    """Not a field too many, nor one too long, but never an end."""
    with place.dialled() as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        line.settimeout(0.1)
        said, sent = b"", 0
        while not said and sent < 2 * connection.LARGEST_HEAD:
            sent += line.send(b"x" * 20_000)
            with contextlib.suppress(TimeoutError):
                said = line.recv(1000)
    assert said.startswith(b"HTTP/1.1 431 ")


def test_many_requests_in_one_piece_are_no_large_head(place: Place) -> None:
    """Each is measured by itself."""
    line_ = asking(RSS, "GET", "If-None-Match: *", "X: " + "x" * 1000)
    with place.dialled() as line:
        threading.Thread(target=line.sendall, args=(line_ * 300,)).start()
        said = Said(line)
        assert {said.answer()[0] for _ in range(300)} == {b"HTTP/1.1 304 Not Modified"}


def test_who_never_comes_to_an_end_is_hung_up_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads, bodies and silence; each byte in time does not help."""
    monkeypatch.setattr(connection, "HEAD_WITHIN", 0.5)
    monkeypatch.setattr(connection, "BODY_WITHIN", 0.5)
    began = time.monotonic()
    lines = [place.dialled() for _ in range(4)]
    lines[1].sendall(asking(RSS)[:-2])
    lines[2].sendall(asking("/nothing", "POST", "Content-Length: 100") + b"x")
    lines[3].sendall(asking(RSS))
    for _ in range(8):
        time.sleep(0.25)
        with contextlib.suppress(OSError):
            lines[1].sendall(b"X: y\r\n")
    said = [Said(line).rest() for line in lines]
    assert time.monotonic() - began < 8
    assert said[0] == b""
    assert said[1].startswith(b"HTTP/1.1 408 ")
    assert said[3].startswith(b"HTTP/1.1 200 ")
    for line in lines:
        line.close()


def test_who_never_reads_is_hung_up_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """And little lies ready for it meanwhile, however much it asks for."""
    monkeypatch.setattr(connection, "READ_WITHIN", 0.5)
    with place.dialled() as line:
        line.sendall(asking("/large") * 50)
        time.sleep(0.5)
        (served,) = (each for each in place.ours.server_state.connections if each.transport.get_write_buffer_size())
        assert served.transport.get_write_buffer_size() < 3 * len(place.shelf.kept["large.html"])
        deadline = time.monotonic() + 8
        while not served.transport.is_closing() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert served.transport.is_closing()


def test_nothing_waits_to_be_acknowledged(place: Place) -> None:
    """Answers that are written in two pieces, as those over ASGI are, would take 40 ms each."""
    with place.dialled() as line:
        line.sendall(asking("/readyz"))
        Said(line).answer()
        (served,) = (
            each
            for each in place.ours.server_state.connections
            if each.transport.get_extra_info("peername") == line.getsockname()
        )
        option = served.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert option == 1


def test_who_keeps_asking_is_kept(place: Place) -> None:
    """Silence between requests ends a connection, work does not."""
    with place.dialled() as line:
        said = Said(line)
        for path in (RSS, "/readyz") * 3:
            time.sleep(0.6)
            line.sendall(asking(path))
            assert said.answer()[0] == b"HTTP/1.1 200 OK"


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place where one reader has a feed whole twice an hour, and the address of this machine is a public one."""
    monkeypatch.setattr(visitors, "_is_public", lambda address: not address.startswith("10."))
    place = Place(Visitors(most=lambda: 2, now=lambda: NOON))
    with place.running() as made:
        yield made


def test_who_downloads_a_feed_too_often_is_told_to_wait_and_still_told_of_changes(crowd: Place) -> None:
    """429 with Retry-After, and only for what a conditional request would have spared us (conformance 118, 130)."""
    with crowd.dialled() as line:
        said = Said(line)

        def ask(*lines: str, path: str = RSS, method: str = "GET") -> tuple[bytes, dict[bytes, list[bytes]]]:
            line.sendall(asking(path, method, *lines))
            return said.answer(method)[:2]

        reader = "User-Agent: Eager/1.0 (7 subscribers)"
        found = [ask(reader) for _ in range(4)]
        assert [status.split()[1] for status, _ in found] == [b"200", b"200", b"429", b"429"]
        assert found[2][1][b"retry-after"] == [b"3600"]
        tag = found[0][1][b"etag"][0].decode()
        assert ask(reader, f"If-None-Match: {tag}")[0] == b"HTTP/1.1 304 Not Modified"
        assert ask(reader, method="HEAD")[0] == b"HTTP/1.1 200 OK"
        assert ask(reader, path="/topics/news")[0] == b"HTTP/1.1 200 OK", "only feeds are limited"
        assert ask("User-Agent: Another/1.0")[0] == b"HTTP/1.1 200 OK"
    seen = crowd.documents.visitors
    name = RSS.lstrip("/")
    assert seen.answers() == {(name, 200): 4, (name, 304): 1, (name, 429): 2}
    assert seen.claims() == {(name, "Eager"): 7}


def test_behind_a_proxy_of_ours_readers_are_told_apart(crowd: Place) -> None:
    with crowd.dialled() as line:
        said = Said(line)
        statuses = []
        for address in ("8.8.8.8", "8.8.8.8", "8.8.4.4", "8.8.8.8", "10.0.0.7", "10.0.0.7", "10.0.0.7"):
            line.sendall(asking(RSS, "GET", f"X-Forwarded-For: {address}"))
            statuses.append(said.answer()[0].split()[1])
    assert statuses == [b"200", b"200", b"200", b"429", b"200", b"200", b"200"]
