"""Reading web pages and their parts."""

from __future__ import annotations

import pytest
from lxml import etree

from syndicator.ingest.page import Page, date_of, headed, language_of, page_of, picture_of, text_of
from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

ADDRESS = "https://a.example/news/"


def page(body: str | bytes, content_type: str = "text/html") -> Page:
    found = page_of(body if isinstance(body, bytes) else body.encode(), content_type, ADDRESS)
    assert isinstance(found, Page), found
    return found


def part(markup: str) -> etree._Element:
    """The first element of a page's body."""
    body = page(f"<body>{markup}").root.find("body")
    assert body is not None
    return body[0]


def test_a_page_tells_its_title_language_base_and_data() -> None:
    """What nobody sees is no text of it."""
    found = page(
        '<!doctype html><html lang=" kk "><head><title> Жаңа\n лықтар</title><base href="/kk/">'
        '<script type="application/ld+json">{"a": 1}</script><script>var x</script></head>'
        "<body><style>b{}</style><noscript>on</noscript><p>мәтін<!-- x --></p></body></html>"
    )
    assert (found.title, found.language, found.base) == ("Жаңа лықтар", "kk", "https://a.example/kk/")
    assert found.data == ('{"a": 1}',)
    assert text_of(found.root.find("body")) == "мәтін"


def test_a_page_may_say_its_encoding_late() -> None:
    """Archives write scripts and banners before it."""
    before = b"<html><head><script>" + b"x" * 20_000 + b"</script>"
    found = page(before + '<meta charset="gb18030"><title>新闻</title>'.encode("gb18030"), "")
    assert found.title == "新闻"


def test_a_page_without_any_of_it_is_a_page() -> None:
    """Markup is what browsers make of it."""
    found = page("<p>a<p>b")
    assert (found.title, found.language, found.base, found.data) == (None, None, ADDRESS, ())
    assert page('<base href="http://["><base href="/x/"><p>a').base == "https://a.example/x/"
    assert page('<base href="http://["><p>a').base == ADDRESS


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<meta charset=windows-1251><p>Новости дня в городе".encode("cp1251"), "text/html"),
        ("<meta http-equiv=x content='text/html; charset=windows-1251'><p>Новости дня".encode("cp1251"), "text/html"),
        ("<p>Новости дня".encode("cp1251"), "text/html; charset=windows-1251"),
        ("<meta charset=utf-8><p>Новости дня".encode("cp1251"), "text/html; charset=windows-1251"),
    ],
)
def test_the_encoding_is_found_in_the_header_or_the_page(body: bytes, content_type: str) -> None:
    """HTML, 13.2.3: the header goes before."""
    assert text_of(page(body, content_type).root).startswith("Новости дня")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b" ", Outcome.EMPTY),
        (b"<rss version='2.0'/>", Outcome.NOT_A_FEED),
        (b'{"version": 1}', Outcome.NOT_A_FEED),
        (b"<?xml version='1.0'?><feed/>", Outcome.NOT_A_FEED),
        (b"<!-- only -->", Outcome.NOT_A_FEED),
    ],
)
def test_what_is_no_page_is_refused(body: bytes, outcome: Outcome) -> None:
    """Data of other kinds are to be read as such."""
    found = page_of(body, "text/html", ADDRESS)
    assert isinstance(found, Unreadable)
    assert found.outcome is outcome


def test_xhtml_may_begin_as_xml_does() -> None:
    """It is a page all the same."""
    assert page("<?xml version='1.0'?>\n<html xmlns='x'><title>T</title></html>").title == "T"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("1.html#top", "https://a.example/news/1.html"),
        (" /x ", "https://a.example/x"),
        ("//b.example/x", "https://b.example/x"),
        ("#top", "https://a.example/news/"),
        ("", None),
        (None, None),
        ("mailto:a@b.example", None),
        ("javascript:void(0)", None),
        ("http://[", None),
        ("/" + "x" * 5000, None),
    ],
)
def test_addresses_are_absolute_and_of_the_web(href: str | None, address: str | None) -> None:
    """Fragments name parts of a page, not others."""
    assert page("<p>a").absolute(href) == address


def test_dates_are_taken_as_machines_read_them_where_they_are_given_so() -> None:
    """Else as people do."""
    assert date_of(part('<time datetime="2026-05-01">yesterday</time>')) == "2026-05-01"
    assert date_of(part('<meta itemprop="datePublished" content="2026-05-01">')) == "2026-05-01"
    assert date_of(part('<span datetime=" "> 1 мая\n2026 </span>')) == "1 мая 2026"
    assert date_of(part("<span></span>")) is None
    assert date_of(None) is None


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<img src="a.jpg">', "a.jpg"),
        ('<div><img src="data:image/gif;base64,R0" data-src="a.jpg"></div>', "a.jpg"),
        ('<picture><source srcset=" a.jpg 1x, b.jpg 2x"><img src="c.jpg"></picture>', "a.jpg"),
        ('<meta content="a.jpg">', "a.jpg"),
        ("<img>", None),
        ("<p>a</p>", None),
    ],
)
def test_pictures_are_found_also_when_they_are_loaded_late(markup: str, address: str | None) -> None:
    """A placeholder is no picture."""
    assert picture_of(part(markup)) == address


def test_an_element_has_the_language_said_nearest() -> None:
    """That of the whole page is the document's."""
    inner = part('<div lang="ru"><p lang=" "><b>a</b></p></div>')
    assert language_of(next(inner.iter("b"))) == "ru"
    assert language_of(part("<p>a</p>")) is None


def test_a_heading_stands_around_a_link_or_in_it() -> None:
    """Both are common."""
    assert headed(next(part("<h3><a href=x>a</a></h3>").iter("a"))) is not None
    assert headed(part("<a href=x><h3>a</h3></a>")) is not None
    assert headed(part("<a href=x>a</a>")) is None
