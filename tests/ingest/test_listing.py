"""Reading pages that list articles, by selectors and without, and collecting from them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.ingest.read import read_document
from syndicator.model.entry import Category, Document, Entry, Link
from syndicator.model.source import ListingOptions, Outcome, Source
from syndicator.ports import Form, Unreadable
from tests.ingest.publisher import Publisher, collect, collected, failed, unchanged

ADDRESS = "https://a.example/news/"
SOURCE = Source("news", "News", "News", "listing", ADDRESS)
TITLES = (
    "The faculty of medicine opens a new simulation centre",
    "Students of nursing return from their exchange in Haifa",
    "A course on public health begins in the autumn term",
)


def page(body: str, head: str = "<title>News</title>") -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def read(text: str, options: ListingOptions | None = None) -> Document:
    document = read_document(text.encode(), address=ADDRESS, form=Form.LISTING, options=options)
    assert isinstance(document, Document), document
    return document


def refused(text: str, options: ListingOptions | None = None) -> Unreadable:
    result = read_document(text.encode(), address=ADDRESS, form=Form.LISTING, options=options)
    assert isinstance(result, Unreadable), result
    return result


def title(entry: Entry) -> str | None:
    return entry.title.value if entry.title else None


def summary(entry: Entry) -> str | None:
    return entry.summary.value if entry.summary else None


# --- by selectors --------------------------------------------------------------------------------------------------

LIST = page(
    "<ul>"
    '<li class="news" lang="ru"><a class="more" href="/1">Подробнее</a><h3>Первая</h3>'
    '<span class="day">1 мая 2026</span><p class="lead">О чём</p><img src="/1.jpg"></li>'
    '<li class="news"><h3><a href="2">Second</a></h3><time datetime="2026-05-02">yesterday</time></li>'
    '<li class="news"><h3>No link</h3></li><li class="news"><a href="/2"></a></li>'
    '<li class="news"><b><a href="2">Second again</a></b></li></ul>'
)
SELECTORS = ListingOptions("li.news", "a", "h3", ".day", ".lead", "img")


def test_selectors_say_where_everything_is() -> None:
    """Within each item; what lacks a link or a title is left out and told."""
    document = read(LIST, SELECTORS)
    first = document.entries[0]
    assert (document.format, document.title, document.language) == ("listing", "News", "en")
    assert (first.link, title(first), first.published) == ("https://a.example/1", "Первая", "1 мая 2026")
    assert (summary(first), first.language) == ("О чём", "ru")
    assert first.enclosures == (Link("https://a.example/1.jpg", "enclosure", "image/*"),)
    assert document.notes == ("2 items without a link or a title were left out",)


def test_the_item_alone_is_often_enough() -> None:
    """Its heading's link, its heading, its time; the same address is one entry."""
    document = read(LIST, ListingOptions("li.news"))
    assert [(each.link, title(each)) for each in document.entries] == [
        ("https://a.example/1", "Первая"),
        ("https://a.example/news/2", "Second"),
    ]
    assert [each.published for each in document.entries] == [None, "2026-05-02"]
    assert document.entries[0].summary is None
    assert document.entries[0].enclosures == ()


def test_an_item_may_be_the_link_itself_or_stand_in_it() -> None:
    """Cards are often links as a whole."""
    cards = page('<a class="card" href="/1"><b>One</b></a><a href="/2"><div class="card">Two</div></a>')
    assert [title(each) for each in read(cards, ListingOptions(".card")).entries] == ["One", "Two"]


def test_a_page_where_nothing_fits_any_more_is_told() -> None:
    """Never silence: the design has changed."""
    nothing = refused(LIST, ListingOptions("article"))
    assert nothing.outcome is Outcome.NOT_A_FEED
    assert "titled “News” nothing fits (item 'article'): it has changed" in nothing.message
    assert "5 elements fit, but none has" in refused(LIST, ListingOptions("li", link="i")).message


# --- JSON-LD -------------------------------------------------------------------------------------------------------


def data(*texts: str, body: str = "") -> str:
    return page(body, "".join(f'<script type="application/ld+json">{each}</script>' for each in texts))


def test_articles_in_json_ld_are_found() -> None:
    """Under a graph or alone, with what schema.org says of them."""
    document = read(
        data(
            """{"@context": "https://schema.org", "@graph": [{"@type": "CollectionPage", "hasPart": [
            {"@type": ["Thing", "NewsArticle"], "url": "/1", "headline": "R&amp;D  in\\nmedicine",
             "description": "About it",
             "datePublished": "2026-05-01T10:00:00+05:00", "dateModified": "2026-05-02", "inLanguage": "kk",
             "author": [{"@type": "Person", "name": "Айгүл"}, "Serik", {"name": 5}, 7], "articleSection": "Білім",
             "image": {"@type": "ImageObject", "url": "/1.jpg"}}]},
            {"@type": "BlogPosting", "mainEntityOfPage": {"@id": "https://a.example/2"}, "headline": "Two",
             "image": ["/2.jpg", 5]},
            {"@type": "Organization", "url": "/", "name": "A"}]}""",
            '{"@type": "Article", "@id": "/3", "headline": "Three"}',
        )
    )
    first, second, third = document.entries
    assert document.format == "json-ld"
    assert (first.link, title(first), summary(first)) == ("https://a.example/1", "R&D in medicine", "About it")
    assert (first.published, first.updated, first.language) == ("2026-05-01T10:00:00+05:00", "2026-05-02", "kk")
    assert (first.authors, first.categories) == (("Айгүл", "Serik"), (Category("Білім"),))
    assert [each.href for each in first.enclosures + second.enclosures] == [
        "https://a.example/1.jpg",
        "https://a.example/2.jpg",
    ]
    assert (second.link, third.link) == ("https://a.example/2", "https://a.example/3")


def test_a_list_of_addresses_has_its_titles_from_the_links_of_the_page() -> None:
    """ItemList in its three ways to be written; crumbs and menus are no lists of articles."""
    items = (
        '{"@type": "ListItem", "position": 1, "url": "/1"}, '
        '{"@type": "ListItem", "item": {"@type": "Thing", "url": "/2"}}, "https://a.example/3", "/nowhere", 5'
    )
    links = "".join(f'<a href="/{at}"><img></a><a href="/{at}#x">{text}</a>' for at, text in enumerate(TITLES, 1))
    crumbs = '{"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home", "item": "/"}]}'
    document = read(data(crumbs, f'{{"@type": "ItemList", "itemListElement": [{items}]}}', body=links))
    assert [title(each) for each in document.entries] == list(TITLES)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '"text"', "null", '{"@type": 5}', ""])
def test_json_that_is_none_says_nothing(text: str) -> None:
    """The next way is tried."""
    assert "Nothing on the page" in refused(data(text)).message


def test_a_flood_of_data_ends_in_time() -> None:
    """Nodes are counted."""
    began = time.process_time()
    refused(data("[" + ",".join(["[" + ",".join(['{"@type": "ListItem"}'] * 190) + "]"] * 190) + "]"))
    assert time.process_time() - began < 10


# --- microformats --------------------------------------------------------------------------------------------------


def test_h_entries_are_found() -> None:
    """microformats.org; comments inside an entry are none of their own."""
    entry = (
        '<div class="h-entry" lang="ru"><h2 class="p-name"><a class="u-url" href="/{at}">{title}</a></h2>'
        '<time class="dt-published" datetime="2026-05-0{at}">then</time><p class="p-summary">About</p>'
        '<a class="p-category" href="/t">health</a><span class="p-author">Ann</span>'
        '<img class="u-photo" src="/{at}.jpg">'
        '<div class="h-entry"><a class="u-url p-name" href="/c{at}">Comment</a></div></div>'
    )
    document = read(page("".join(entry.format(at=at, title=text) for at, text in enumerate(TITLES, 1))))
    first = document.entries[0]
    assert (document.format, len(document.entries)) == ("microformats", 3)
    assert (first.link, title(first), first.published) == ("https://a.example/1", TITLES[0], "2026-05-01")
    assert (summary(first), first.authors, first.categories) == ("About", ("Ann",), (Category("health"),))
    assert ([each.href for each in first.enclosures], first.language) == (["https://a.example/1.jpg"], "ru")


def test_the_elder_format_of_blogs_is_found() -> None:
    """hAtom, as themes of WordPress write it."""
    entry = (
        '<article class="post hentry"><h2 class="entry-title"><a href="/{at}" rel="bookmark">{title}</a></h2>'
        '<time class="entry-date published" datetime="2026-05-0{at}">then</time><a class="author">Ann</a></article>'
    )
    bare = '<article class="hentry"><a href="/4"><h2 class="entry-title">Without a bookmark</h2></a></article>'
    empty = '<article class="hentry"><h2 class="entry-title">Without a link</h2></article>'
    entries = read(
        page("".join(entry.format(at=at, title=text) for at, text in enumerate(TITLES, 1)) + bare + empty)
    ).entries
    assert [each.link for each in entries] == [f"https://a.example/{at}" for at in (1, 2, 3, 4)]
    assert entries[0].published == "2026-05-01"


def test_a_page_with_one_entry_lists_nothing() -> None:
    """It is an article, not a list."""
    assert (
        refused(page('<div class="h-entry"><a class="u-url p-name" href="/1">One</a></div>')).outcome
        is Outcome.NOT_A_FEED
    )


# --- links with headings -------------------------------------------------------------------------------------------


def cards() -> str:
    return "".join(
        f'<div class="card-{at} card"><h3><a href="/{at}">{text}</a></h3><time datetime="2026-05-0{at}">x</time>'
        f"<p>In a few words, this is what the article is about.</p><img src='/{at}.jpg'></div>"
        for at, text in enumerate(TITLES, 1)
    )


def test_the_largest_group_of_headed_links_is_the_last_resort() -> None:
    """With what stands beside each; menus, margins and other hosts do not count."""
    around = (
        "<nav>"
        + "".join(f"<h3><a href='/m{at}'>A long entry of a menu, number {at}</a></h3>" for at in range(9))
        + "</nav>"
    )
    strange = "".join(
        f"<h2><a href='https://b.example/{at}'>Another host has this to say {at}</a></h2>" for at in range(9)
    )
    document = read(page(around + strange + f"<main>{cards()}</main>"))
    first = document.entries[0]
    assert (document.format, [title(each) for each in document.entries]) == ("links", list(TITLES))
    assert (first.link, first.published) == ("https://a.example/1", "2026-05-01")
    assert (summary(first) or "").startswith("In a few words")
    assert [each.href for each in first.enclosures] == ["https://a.example/1.jpg"]


def test_a_date_may_be_anything_called_one() -> None:
    """Short, and with a name that says so."""
    text = (
        cards()
        .replace("<time ", '<span class="meta"><b class="News-Date">1 May 2026</b></span><i ')
        .replace("</time>", "</i>")
    )
    assert [each.published for each in read(page(text)).entries] == ["1 May 2026"] * 3


def test_links_that_are_articles_as_a_whole_count() -> None:
    """Those within the text of an article do not."""
    whole = "".join(f"<article><a href='/{at}'>{text}</a></article>" for at, text in enumerate(TITLES, 1))
    assert len(read(page(whole)).entries) == 3
    inline = (
        "<article><p>" + " ".join(f"<a href='/{at}'>{text}</a>" for at, text in enumerate(TITLES)) + "</p></article>"
    )
    refused(page(inline))


def test_chinese_titles_are_short() -> None:
    """A letter says more."""
    texts = ("医学院新楼启用", "护理学生交流归来", "公共卫生课程开课")
    assert (
        len(read(page("".join(f"<h3><a href='/{at}'>{text}</a></h3>" for at, text in enumerate(texts)))).entries) == 3
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<h2><a href='/1'>The faculty of medicine opens a centre</a></h2>" * 3,
        "".join(f"<h2><a href='/{at}'>Read more {at}</a></h2>" for at in range(9)),
        "".join(f"<h2><a href='/{at}'>The same long title each time</a></h2>" for at in range(9)),
        "".join(f"<li><a href='/{at}'>A long text of a link without any heading {at}</a></li>" for at in range(9)),
    ],
    ids=["nothing", "one address", "no titles", "one title", "no headings"],
)
def test_what_is_no_list_of_articles_gives_nothing_and_says_so(body: str) -> None:
    """Better nothing than menus in a feed."""
    result = refused(page(body))
    assert result.outcome is Outcome.NOT_A_FEED
    assert "say 'listing.item'" in result.message


@pytest.mark.shared
def test_pages_of_the_web_are_read_without_a_fault(shared: Path) -> None:
    """Article pages: some list others beside."""
    import gzip  # noqa: PLC0415 - only here

    pages = sorted((shared / "data" / "pages").glob("*/*.html.gz"))[::25]
    results = [read_document(gzip.decompress(path.read_bytes()), address=ADDRESS, form=Form.LISTING) for path in pages]
    assert {each.outcome for each in results if isinstance(each, Unreadable)} <= {Outcome.NOT_A_FEED}


# --- the kind ------------------------------------------------------------------------------------------------------


def test_a_listing_is_collected_like_a_document_once_robots_allow_it() -> None:
    """Conformance 146: asked for conditionally, read with the source's selectors."""
    site = Publisher({ADDRESS: LIST})
    own = replace(SOURCE, options=SELECTORS)
    first = collected(collect(site, own))
    assert [each.link for each in first.entries] == ["https://a.example/1", "https://a.example/news/2"]
    assert site.addresses() == ["https://a.example/robots.txt", ADDRESS]
    unchanged(collect(site, own, first.state))
    assert [request.etag is not None for request in site.asked] == [True]


def test_a_listing_that_robots_forbid_or_that_lists_nothing_fails() -> None:
    """With a reason each."""
    site = Publisher(
        {ADDRESS: page("<p>Under construction"), "https://a.example/robots.txt": "User-agent: *\nDisallow: /news"}
    )
    assert failed(collect(site, SOURCE)).outcome is Outcome.BLOCKED
    del site.documents["https://a.example/robots.txt"]
    assert "Nothing on the page titled “News”" in failed(collect(site, SOURCE)).message
    site.documents[ADDRESS] = "<rss version='2.0'/>"
    assert "no web page, but data" in failed(collect(site, SOURCE)).message
