"""The newsroom over real HTTP."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from syndicator.demo import Newsroom
from syndicator.demo.outlets import OUTLETS
from syndicator.ingest.robots import parse
from tests.loopback import over_ipv6

_NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_FEED = "/university/en/feed/"


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    opened = Newsroom(_NOW)
    opened.start()
    yield opened
    opened.stop()


def _ask(newsroom: Newsroom, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    address = urlsplit(newsroom.address)
    connection = HTTPConnection(str(address.hostname), address.port, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_feed_front_page_and_article_is_served(newsroom: Newsroom) -> None:
    """All links that a feed or a page gives lead somewhere."""
    for outlet in OUTLETS.values():
        assert _ask(newsroom, outlet.home)[0].status == 200
        feed, body = _ask(newsroom, outlet.path)
        assert feed.status == 200
        whole = body[: body.rindex(b"\n")].decode()  # what breaks off may do so within an address
        for path in re.findall(re.escape(newsroom.address) + r"([\w/.-]+)", whole):
            assert _ask(newsroom, path)[0].status == 200, path


@pytest.mark.parametrize("field", ["If_None_Match", "If_Modified_Since"])
def test_what_the_reader_has_already_costs_a_304(newsroom: Newsroom, field: str) -> None:
    """Either validator does; the answer has no body."""
    first, _ = _ask(newsroom, _FEED)
    held = first.headers["ETag" if field == "If_None_Match" else "Last-Modified"]
    again, body = _ask(newsroom, _FEED, **{field: held})
    assert (again.status, body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_an_entity_tag_goes_before_a_date(newsroom: Newsroom) -> None:
    """RFC 9110 §13.1.3."""
    first, _ = _ask(newsroom, _FEED)
    other, _ = _ask(newsroom, _FEED, If_None_Match='"other"', If_Modified_Since=first.headers["Last-Modified"])
    assert other.status == 200


@pytest.mark.parametrize("date", ["yesterday", "Wed, 25 Nov 2020 12:00:00 GMT"])
def test_an_old_or_odd_date_gets_the_document(newsroom: Newsroom, date: str) -> None:
    """A date that cannot be read counts as absent."""
    assert _ask(newsroom, _FEED, If_Modified_Since=date)[0].status == 200


def test_it_compresses_when_asked(newsroom: Newsroom) -> None:
    """The same document, smaller."""
    _, plain = _ask(newsroom, _FEED)
    answer, packed = _ask(newsroom, _FEED, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain)


def test_head_gives_the_fields_without_the_body(newsroom: Newsroom) -> None:
    """RFC 9110 §9.3.2."""
    answer, body = _ask(newsroom, _FEED, "HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_what_is_not_there_is_not_found(newsroom: Newsroom) -> None:
    """An address nobody gave."""
    assert _ask(newsroom, "/nowhere")[0].status == 404


def test_robots_are_told_where_the_sitemap_is(newsroom: Newsroom) -> None:
    """RFC 9309; nothing that a source collects is forbidden."""
    answer, body = _ask(newsroom, "/robots.txt")
    assert answer.status == 200
    assert f"Sitemap: {newsroom.address}/vestnik/news-sitemap.xml".encode() in body
    assert all(parse(body).allows(newsroom.address + outlet.path) for outlet in OUTLETS.values())


def test_the_broken_publisher_fails_now_and_then(newsroom: Newsroom) -> None:
    """Every fourth time."""
    assert [_ask(newsroom, "/lantern/rss.xml")[0].status for _ in range(8)] == [200, 200, 200, 500] * 2


def test_the_correction_and_the_new_article_appear(newsroom: Newsroom) -> None:
    """Same guid, other title; both named in what is said; validators no longer match; nothing happens twice."""
    before, old = _ask(newsroom, _FEED)
    late = "/agency/kk/first-residents-leave"
    assert _ask(newsroom, late)[0].status == 404
    said = newsroom.advance()
    assert "36 places" in said
    assert "Хайфаға аттанды" in said
    after, new = _ask(newsroom, _FEED, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    guids = [[part.split(b"<")[0] for part in body.split(b'<guid isPermaLink="false">')[1:]] for body in (old, new)]
    assert guids[0] == guids[1]
    assert b"36 places" in new
    assert b"36 places" not in old
    assert _ask(newsroom, late)[0].status == 200
    assert newsroom.advance() == "nothing more happens."


@over_ipv6
def test_it_is_served_over_ipv6_too() -> None:
    """Its address has the brackets that RFC 3986 (3.2.2) asks for, and so have the links in its feeds."""
    newsroom = Newsroom(_NOW, "::1")
    newsroom.start()
    answer, body = _ask(newsroom, _FEED)
    newsroom.stop()
    assert answer.status == 200
    assert b"http://[::1]:" in body


def test_it_has_an_address_only_while_it_is_served() -> None:
    """Before the start and after the end there is none; stopping twice does no harm."""
    newsroom = Newsroom(_NOW)
    with pytest.raises(RuntimeError, match="not started"):
        _ = newsroom.address
    newsroom.start()
    assert newsroom.address.startswith("http://127.0.0.1:")
    newsroom.stop()
    newsroom.stop()
    with pytest.raises(RuntimeError, match="not started"):
        _ = newsroom.address
