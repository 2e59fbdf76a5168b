"""Finding the source behind an address."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from syndicator.ingest.child import DirectReader
from syndicator.ingest.discover import Discovery, discover
from syndicator.ingest.read import read_document
from syndicator.model.entry import Document
from syndicator.model.source import Fulltext, Outcome, PageOptions, SitemapOptions, Source
from syndicator.ports import FetchFailed, Form, Unreadable
from tests.ingest.fetching import NOW
from tests.ingest.publisher import Publisher
from tests.ingest.test_listing import cards, page
from tests.ingest.test_lists import opml, outline
from tests.ingest.test_posts import POST, answer
from tests.ingest.test_urlset import NEWS, index, listed

SITE = "https://a.example"
HOME = f"{SITE}/en/news.html"
ROBOTS = f"{SITE}/robots.txt"
FEED = "<rss version='2.0'><channel><title>T</title><item><title>a</title></item></channel></rss>"
PAGE = page("<p>Welcome")


def found(site: Publisher, address: str = HOME, kind: str = "") -> Discovery:
    source = Source("trial", "Trial", "Trial", "feed", address)
    return asyncio.run(discover(source, fetch=site, reader=DirectReader(), now=NOW, kind=kind))


def told(discovery: Discovery) -> tuple[str, str, str]:
    assert discovery.found is not None, discovery.tried
    assert discovery.source is not None
    assert (discovery.source.kind, discovery.source.address) == (discovery.found.kind, discovery.found.address)
    return discovery.found.kind, discovery.found.address, discovery.found.how


# --- what a page offers --------------------------------------------------------------------------------------------


def offers(text: str) -> list[tuple[str, str]]:
    document = read_document(text.encode(), address=HOME, form=Form.OFFERS)
    assert isinstance(document, Document)
    return [(link.rel, link.href) for link in document.links]


def test_feeds_are_found_in_the_order_of_the_page_those_of_comments_last() -> None:
    """Conformance 176: types, relations, the base; then links that are called like feeds; then the API."""
    head = (
        '<base href="/x/"><link rel="https://api.w.org/" href="/wp-json/">'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="c.rss">'
        '<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" title="News" href="n.atom">'
        '<link rel="alternate" type="text/html" href="/ru/"><link rel="stylesheet" type="application/rss+xml" href="s">'
    )
    body = '<a href="/rss">RSS</a><a href="n.atom">again</a><a href="/feedback/">x</a><a href="//rss.example/x">x</a>'
    assert offers(page(body, head)) == [
        ("alternate", f"{SITE}/x/n.atom"),
        ("alternate", f"{SITE}/rss"),
        ("alternate", f"{SITE}/x/c.rss"),
        ("https://api.w.org/", f"{SITE}/wp-json/"),
    ]


def test_data_offers_nothing() -> None:
    """It is no page."""
    assert isinstance(read_document(b"{}", form=Form.OFFERS), Unreadable)


# --- the order of what is tried ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "kind", "address", "how"),
    [
        ({HOME: FEED}, "feed", HOME, "the address itself"),
        ({HOME: "<rss version='2.0'><channel/></rss>"}, "feed", HOME, "the address itself"),
        ({HOME: NEWS}, "sitemap", HOME, "the address itself"),
        ({HOME: opml(outline(f"{SITE}/f"))}, "opml", HOME, "the address itself"),
        (
            {HOME: index(f"<loc>{SITE}/1.xml</loc>"), f"{SITE}/1.xml": NEWS},
            "sitemap",
            HOME,
            "the address itself",
        ),
        (
            {HOME: page("", "<link rel=alternate type=application/rss+xml href=/f>"), f"{SITE}/f": FEED},
            "feed",
            f"{SITE}/f",
            "named by the page",
        ),
        ({HOME: PAGE, f"{SITE}/en/rss.xml": FEED}, "feed", f"{SITE}/en/rss.xml", "at a usual place"),
        ({HOME: PAGE, f"{SITE}/feed/": FEED}, "feed", f"{SITE}/feed/", "at a usual place"),
        (
            {HOME: PAGE, ROBOTS: f"Sitemap: {SITE}/all.xml\nSitemap: /news.xml", f"{SITE}/news.xml": NEWS},
            "sitemap",
            f"{SITE}/news.xml",
            "named in robots.txt",
        ),
        ({HOME: page(cards())}, "listing", HOME, "the page itself"),
    ],
    ids=[
        "feed",
        "empty feed",
        "sitemap",
        "list",
        "index",
        "named",
        "here",
        "at the root",
        "robots",
        "listing",
    ],
)
def test_the_best_way_there_is_is_found(documents: Mapping[str, str], kind: str, address: str, how: str) -> None:
    """From the feed itself to the page as a last resort."""
    assert told(found(Publisher(dict(documents)))) == (kind, address, how)


def test_the_api_of_wordpress_is_found_by_its_link() -> None:
    """In the header or in the page."""
    site = Publisher({HOME: PAGE}, links=(f'<{SITE}/wp-json/>; rel="https://api.w.org/"',))
    site.documents[f"{SITE}/wp-json/"] = "{}"

    class Api(Publisher):
        async def fetch(self, request):  # type: ignore[no-untyped-def]
            if "/wp-json/wp/v2/posts" in request.address:
                self.documents[request.address] = answer(POST)
            return await super().fetch(request)

    assert told(found(Api(site.documents, links=site.links))) == ("wordpress", f"{SITE}/", "the site's API")
    named = Api({HOME: page("", '<link rel="https://api.w.org/" href="/wp-json/">')})
    assert told(found(named)) == ("wordpress", f"{SITE}/", "the site's API")


def test_a_feed_named_in_the_header_is_found() -> None:
    """RFC 8288: with the type of a feed; others are for people."""
    links = ('</f>; rel="alternate"; type="application/atom+xml"; title="News", </de>; rel=alternate; hreflang=de',)
    site = Publisher({HOME: PAGE, f"{SITE}/f": FEED}, links=links)
    assert told(found(site)) == ("feed", f"{SITE}/f", "named by the page")
    assert f"{SITE}/de" not in site.addresses()


def test_a_feed_may_lie_at_a_port_that_its_address_names() -> None:
    """As the address that the operator gave may."""
    for named, ports in (("https://a.example:8443/f", (80, 443, 8443)), ("https://a.example:x/f", (80, 443))):
        site = Publisher({HOME: page("", f"<link rel=alternate type=application/rss+xml href={named}>"), named: FEED})
        result = found(site)
        assert result.source is not None
        assert result.source.allow_ports == ports


def test_a_dead_feed_is_passed_over_and_others_are_told() -> None:
    """What the page names may be gone."""
    head = "".join(f'<link rel=alternate type="application/rss+xml" href="/{at}">' for at in "abc")
    result = found(Publisher({HOME: page("", head), f"{SITE}/b": FEED}))
    assert told(result) == ("feed", f"{SITE}/b", "named by the page")
    assert [each.address for each in result.others] == [f"{SITE}/a", f"{SITE}/c"]
    assert [each.address for each, _ in result.tried] == [HOME, HOME, HOME, f"{SITE}/a"]


def test_nothing_is_fetched_twice() -> None:
    """Also not what is read in several ways."""
    site = Publisher({HOME: page(cards())})
    found(site)
    asked = site.addresses()
    assert sorted(asked) == sorted(set(asked))


def test_what_robots_are_asked_to_leave_alone_is_not_tried() -> None:
    """Neither usual places nor the page as a listing; that it may not is said."""
    site = Publisher({HOME: page(cards()), ROBOTS: "User-agent: *\nDisallow: /", f"{SITE}/feed/": FEED})
    result = found(site)
    assert result.found is None
    assert site.addresses() == [HOME, ROBOTS]
    assert "robots.txt of the host asks us not to" in result.tried[-1][1]


def test_a_robots_file_that_cannot_be_had_forbids_everything() -> None:
    """Conformance 148."""
    site = Publisher({HOME: page(cards()), ROBOTS: FetchFailed(Outcome.SERVER_ERROR, "trouble", status=500)})
    assert found(site).found is None
    assert site.addresses() == [HOME, ROBOTS]


FRONT = f"{SITE}/"
ARTICLE = page("<h1>Rain over the steppe</h1>")
PLAIN = listed("<loc>/1</loc>")
DATED = listed("<loc>/1</loc><lastmod>2026-05-01</lastmod>")


@pytest.mark.parametrize(
    ("documents", "kind", "address", "how"),
    [
        ({ROBOTS: "Sitemap: /s.xml", f"{SITE}/s.xml": PLAIN}, "sitemap", f"{SITE}/s.xml", "named in robots.txt"),
        ({f"{SITE}/sitemap.xml": PLAIN}, "sitemap", f"{SITE}/sitemap.xml", "at a usual place"),
        (
            {ROBOTS: "Sitemap: /a.xml\nSitemap: /b.xml", f"{SITE}/a.xml": PLAIN, f"{SITE}/b.xml": DATED},
            "sitemap",
            f"{SITE}/b.xml",
            "named in robots.txt",
        ),
        (
            {ROBOTS: "Sitemap: /a.xml", f"{SITE}/a.xml": DATED, f"{SITE}/sitemap.xml": NEWS},
            "sitemap",
            f"{SITE}/sitemap.xml",
            "at a usual place",
        ),
        ({FRONT: PLAIN}, "sitemap", FRONT, "the address itself"),
        ({f"{SITE}/sitemap.xml": DATED, f"{SITE}/feed/": FEED}, "feed", f"{SITE}/feed/", "at a usual place"),
    ],
    ids=["robots", "usual place", "dated first", "news first", "the address", "feed first"],
)
def test_a_plain_sitemap_is_found_before_the_page_itself(
    documents: Mapping[str, str], kind: str, address: str, how: str
) -> None:
    """After feeds and the API; one for news goes before one with dates, and that before others."""
    site = Publisher({FRONT: page(cards()), f"{SITE}/1": ARTICLE, **documents})
    assert told(found(site, FRONT)) == (kind, address, how)


def test_a_plain_sitemap_is_proposed_with_the_facts_of_its_pages() -> None:
    """Titles are there alone, and without them every entry would be left out; other sitemaps are told."""
    documents = {f"{SITE}/s.xml": PLAIN, f"{SITE}/sitemap.xml": DATED, f"{SITE}/1": ARTICLE}
    result = found(Publisher({FRONT: page(cards()), ROBOTS: "Sitemap: /s.xml", **documents}), FRONT)
    assert result.source is not None
    assert result.result is not None
    assert result.source.pages == PageOptions(Fulltext.FACTS)
    assert [entry.title.value for entry in result.result.entries if entry.title] == ["Rain over the steppe"]
    assert [each.address for each in result.others] == [f"{SITE}/s.xml"]


def test_a_sitemap_whose_pages_give_no_titles_is_no_source() -> None:
    """Its entries would all be left out: the page itself is looked at next."""
    site = Publisher({FRONT: page(cards()), ROBOTS: "Sitemap: /s.xml", f"{SITE}/s.xml": PLAIN})
    result = found(site, FRONT)
    assert told(result) == ("listing", FRONT, "the page itself")
    assert "neither it nor the pages that it lists give titles" in {why for _, why in result.tried}


@pytest.mark.parametrize(
    ("listed_there", "kind", "include"),
    [("/en/1", "sitemap", ("/en/",)), ("/ru/1", "listing", None)],
)
def test_of_a_sitemap_a_section_takes_what_lies_below_it(
    listed_there: str, kind: str, include: tuple[str, ...] | None
) -> None:
    """A sitemap is that of a host; the operator has pointed at a section, whose list goes before all of the host."""
    sitemap = listed(f"<loc>{listed_there}</loc><lastmod>2026-05-01</lastmod>", "<loc>/imprint</loc>")
    site = Publisher(
        {HOME: page(cards()), ROBOTS: "Sitemap: /s.xml", f"{SITE}/s.xml": sitemap, f"{SITE}/en/1": ARTICLE}
    )
    result = found(site)
    assert result.source is not None
    assert result.source.kind == kind
    assert (result.source.options.include if isinstance(result.source.options, SitemapOptions) else None) == include


def test_a_section_without_a_list_has_the_sitemap_of_its_host() -> None:
    """As the very last resort."""
    site = Publisher({HOME: PAGE, ROBOTS: "Sitemap: /s.xml", f"{SITE}/s.xml": DATED, f"{SITE}/1": ARTICLE})
    assert told(found(site)) == ("sitemap", f"{SITE}/s.xml", "named in robots.txt")


def test_addresses_that_cannot_be_read_are_passed_over() -> None:
    """In robots.txt and in header fields."""
    site = Publisher(
        {HOME: page(cards()), ROBOTS: "Sitemap: http://[x/"}, links=('<http://[x/>; rel="https://api.w.org/"',)
    )
    assert told(found(site)) == ("listing", HOME, "the page itself")


def test_certificates_are_trusted_at_the_host_that_was_given_alone() -> None:
    """Not where its page leads, nor in what is proposed for there."""
    there = "https://feeds.example/f"
    site = Publisher({HOME: page("", f"<link rel=alternate type=application/rss+xml href={there}>"), there: FEED})
    source = replace(Source("trial", "Trial", "Trial", "feed", HOME), certificates="PEM")
    result = asyncio.run(discover(source, fetch=site, reader=DirectReader(), now=NOW))
    assert {each.address: each.certificates for each in site.asked} == {HOME: "PEM", there: None}
    assert result.source is not None
    assert (result.source.address, result.source.certificates) == (there, None)


def test_one_kind_can_be_asked_for() -> None:
    """Where there is a feed, but the page says more."""
    site = Publisher({HOME: page(cards()), f"{SITE}/feed/": FEED})
    assert told(found(site, kind="listing")) == ("listing", HOME, "the page itself")


def test_an_address_that_cannot_be_had_ends_the_search() -> None:
    """With its reason."""
    site = Publisher({HOME: FetchFailed(Outcome.ADDRESS, "a private network")})
    assert [why for _, why in found(site).tried] == ["a private network"]
    assert site.addresses() == [HOME]
