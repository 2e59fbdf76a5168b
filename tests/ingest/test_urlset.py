"""Reading sitemaps and their indexes."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from syndicator.ingest.read import read_document
from syndicator.model.entry import Category, Document, Link
from syndicator.model.source import Limits, Outcome, SitemapOptions
from syndicator.ports import Form, Unreadable

ADDRESS = "https://a.example/sitemap.xml"
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/style.xsl"?>
<urlset {_NAMESPACES}>
<url><loc>https://a.example/news/1</loc>
 <news:news><news:publication><news:name>Дала</news:name><news:language>kk</news:language></news:publication>
 <news:publication_date>2026-04-30T10:00:00+05:00</news:publication_date>
 <news:title>Бірінші &amp; екінші</news:title><news:keywords>білім, медицина ,білім,</news:keywords></news:news>
 <lastmod>2026-05-01</lastmod>
 <image:image><image:loc>https://a.example/1.jpg</image:loc></image:image>
 <image:image><image:loc>https://a.example/2.jpg</image:loc></image:image><image:image/>
 <xhtml:link rel="alternate" hreflang="ru" href="https://a.example/ru/1"/><xhtml:link hreflang="en"/></url>
</urlset>"""


def listed(*urls: str) -> str:
    """A sitemap of these ``<url>`` elements' contents."""
    return f"<urlset {_NAMESPACES}>" + "".join(f"<url>{each}</url>" for each in urls) + "</urlset>"


def index(*sitemaps: str) -> str:
    """An index of these ``<sitemap>`` elements' contents."""
    return (
        f"<sitemapindex {_NAMESPACES}>" + "".join(f"<sitemap>{each}</sitemap>" for each in sitemaps) + "</sitemapindex>"
    )


def read(text: str | bytes, options: SitemapOptions | None = None) -> Document:
    body = text if isinstance(text, bytes) else text.encode()
    document = read_document(body, address=ADDRESS, form=Form.SITEMAP, options=options)
    assert isinstance(document, Document), document
    return document


def refused(text: str | bytes, limits: Limits | None = None) -> Unreadable:
    body = text if isinstance(text, bytes) else text.encode()
    result = read_document(body, address=ADDRESS, form=Form.SITEMAP, limits=limits)
    assert isinstance(result, Unreadable), result
    return result


def links(document: Document) -> list[str]:
    return [(entry.link or "").removeprefix("https://a.example/") for entry in document.entries]


def test_a_news_sitemap_gives_titles_dates_languages_keywords_and_images() -> None:
    """Google's news and image extensions; hreflang links."""
    document = read(NEWS)
    (entry,) = document.entries
    assert (document.format, document.title, document.notes) == ("sitemap", "Дала", ())
    assert entry.title is not None
    assert (entry.link, entry.title.value) == ("https://a.example/news/1", "Бірінші & екінші")
    assert (entry.published, entry.updated, entry.language) == ("2026-04-30T10:00:00+05:00", "2026-05-01", "kk")
    assert entry.categories == (Category("білім"), Category("медицина"))
    assert [each.href for each in entry.enclosures] == ["https://a.example/1.jpg", "https://a.example/2.jpg"]
    assert entry.links == (Link("https://a.example/ru/1", "alternate", hreflang="ru"),)


def test_a_plain_sitemap_gives_addresses_and_says_that_titles_lack() -> None:
    """Its entries are worth nothing until somebody reads the pages."""
    document = read(listed("<loc> /about </loc><lastmod>2026-05-01</lastmod>", "<lastmod>2026-05-01</lastmod>"))
    assert links(document) == ["about"]
    assert (document.entries[0].title, document.entries[0].updated) == (None, "2026-05-01")
    assert "no titles" in document.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        NEWS.replace("sitemaps.org/schemas/sitemap/0.9", "google.com/schemas/sitemap/0.84"),
        NEWS.replace("news:", "n:").replace("xmlns:n=", "xmlns:n="),
        NEWS.replace(' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', ""),
        NEWS.replace("&amp;", "&"),
        "\ufeff  \n" + NEWS,
    ],
    ids=["an old namespace", "another prefix", "a prefix without declaration", "a bare ampersand", "a mark and blanks"],
)
def test_what_publishers_get_wrong_is_read_all_the_same(text: str) -> None:
    """Names count, not prefixes; repairs are those of feeds."""
    (entry,) = read(text).entries
    assert entry.title is not None
    assert entry.title.value == "Бірінші & екінші"


def test_the_youngest_are_used_in_order_and_undated_ones_last() -> None:
    """Dates in six precisions, compared across zones; what is no date counts as none."""
    dates = [
        "2026-05-01T01:00:00+05:00",
        "",
        "2026-04-30T21:00Z",
        "2026-05",
        "2025",
        "soon",
        "9999-12-31T23:59:59-23:00",
    ]
    text = listed(*(f"<loc>/{at}</loc><lastmod>{date}</lastmod>" for at, date in enumerate(dates)))
    assert links(read(text)) == ["3", "2", "0", "4", "1", "5", "6"]
    assert links(read(text, SitemapOptions(newest=2))) == ["3", "2"]


def test_patterns_choose_addresses_before_they_are_counted() -> None:
    """A shop's thousand products leave room for its news."""
    text = listed("<loc>/shop/1</loc>", "<loc>/news/tag/x</loc>", "<loc>/news/2</loc>")
    assert links(read(text, SitemapOptions(include=("/news/",), exclude=("*/tag/",), newest=1))) == ["news/2"]
    none = read(text, SitemapOptions(include=("/press/",)))
    assert none.entries == ()
    assert "none of the 3 addresses" in none.notes[0]


def test_an_empty_sitemap_is_no_failure() -> None:
    """News sitemaps are empty after two quiet days."""
    assert read(f"<urlset {_NAMESPACES}/>").entries == ()


def test_a_compressed_file_is_inflated_within_bounds() -> None:
    """``sitemap.xml.gz`` is compressed as a file, not as a coding of HTTP."""
    assert len(read(gzip.compress(NEWS.encode())).entries) == 1
    assert refused(gzip.compress(NEWS.encode())[:-20]).outcome is Outcome.TRUNCATED
    assert refused(gzip.compress(b" " * 3_000_000)).outcome is Outcome.BOMB
    assert refused(gzip.compress(NEWS.encode()), Limits(inflated=100)).outcome is Outcome.TOO_LARGE


def test_the_entries_of_an_index_are_its_newest_sitemaps() -> None:
    """Undated ones count up by page or month; the rest follows the order of the document."""
    text = index(
        "<loc>/posts-1.xml</loc>", "<loc>/posts-2.xml</loc>", "<loc>/2026-04.xml</loc><lastmod>2026-04-30</lastmod>",
        "<loc>/2026-05.xml.gz</loc><lastmod>2026-05-01</lastmod>", "<lastmod>2026-05-01</lastmod>",
    )  # fmt: skip
    document = read(text, SitemapOptions(children=3))
    assert document.format == "sitemap-index"
    assert links(document) == ["2026-05.xml.gz", "2026-04.xml", "posts-2.xml"]
    assert document.entries[0].updated == "2026-05-01"


def test_an_index_speaks_for_its_own_host_only() -> None:
    """sitemaps.org, location: others' sitemaps are left out with a note."""
    document = read(
        index("<loc>https://www.a.example/1.xml</loc>", "<loc>https://b.example/2.xml</loc>", "<loc>http://[</loc>")
    )
    assert [entry.link for entry in document.entries] == ["https://www.a.example/1.xml"]
    assert document.notes == ("2 sitemaps on other hosts were not read",)


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("<html><title>Not found</title></html>", Outcome.NOT_A_FEED, "titled “Not found”, not a sitemap"),
        ("<rss version='2.0'/>", Outcome.NOT_A_FEED, "<rss>, not a sitemap"),
        ('{"a": 1}', Outcome.NOT_A_FEED, "JSON"),
        ("https://a.example/1\nhttps://a.example/2", Outcome.NOT_A_FEED, "no sitemap and no markup"),
        ("  ", Outcome.EMPTY, "empty"),
        (NEWS[:300], Outcome.TRUNCATED, "ends before"),
        ("<urlset><url></urlset></urlset>", Outcome.PARSE, "not well-formed"),
        (f"<!DOCTYPE x [<!ENTITY a 'b'>]>{NEWS[40:]}", Outcome.DTD, "DOCTYPE"),
        ("<urlset>" + "<url>" * 100 + "</url>" * 100 + "</urlset>", Outcome.LIMITS, "deep"),
    ],
)
def test_what_is_no_sitemap_is_refused_with_a_reason(text: str, outcome: Outcome, words: str) -> None:
    """The gate of feeds, for another document."""
    result = refused(text)
    assert result.outcome is outcome
    assert words in result.message


def test_many_addresses_are_read_in_time() -> None:
    """sitemaps.org allows fifty thousand, five times as many as these."""
    date = "<lastmod>2026-05-01T10:00:00+05:00</lastmod>"
    text = listed(*(f"<loc>https://a.example/{at}</loc>{date}" for at in range(10_000)))
    began = time.process_time()
    assert len(read(text).entries) == 200
    assert time.process_time() - began < 10


@pytest.mark.shared
def test_sitemaps_of_other_projects_give_what_they_list(shared: Path) -> None:
    """Files of the format's extensions, a real one among them."""
    folder = shared / "data" / "web" / "crawler_commons"
    counts = {
        "sitemaps__extension__hebdenbridgetimes-articles-sitemap.xml": 74,
        "sitemaps__extension__shinpaideshou-news-sitemap.xml": 3,
        "sitemaps__extension__sitemap-images.xml": 1,
        "sitemaps__sitemap.badns.xml": 2,
        "sitemaps__xmlSitemap.gz": 5,
    }
    assert {name: len(read((folder / name).read_bytes()).entries) for name in counts} == counts
