"""Reading the pages of new entries: once, politely, and at no entry's cost."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

import pytest

from syndicator.ingest import enrichment
from syndicator.ingest.child import DirectReader
from syndicator.model.entry import Entry
from syndicator.model.source import Fulltext, Outcome, PageOptions, Source, SourceState
from syndicator.ports import Collected, FetchFailed, Request, Unchanged
from tests.ingest.fetching import Answer
from tests.ingest.publisher import Publisher, collect, collected
from tests.ingest.test_urlset import index, listed

SITE = "https://a.example"
ROOT = f"{SITE}/sitemap.xml"
FACTS = PageOptions(Fulltext.FACTS)
SOURCE = Source("news", "News", "News", "sitemap", ROOT, pages=FACTS)


def page(title: str) -> str:
    return f"<html lang='kk'><title>{title}</title><h1>{title}</h1><div id='t'><p>Text of {title}.</p></div></html>"


def publisher(count: int = 2) -> Publisher:
    """A plain sitemap and the pages it lists."""
    site = Publisher({f"{SITE}/{at}": page(f"Title {at}") for at in range(count)})
    site.documents[ROOT] = listed(*(f"<loc>{SITE}/{at}</loc>" for at in range(count)))
    return site


def titles(result: Collected | Unchanged | object) -> list[str | None]:
    assert isinstance(result, Collected), result
    return [entry.title.value if entry.title else None for entry in result.entries]


def pages(site: Publisher) -> list[str]:
    return [each.removeprefix(SITE) for each in site.addresses() if each not in (ROOT, f"{SITE}/robots.txt")]


def test_titles_come_from_the_pages_of_entries_that_have_none() -> None:
    """And the language; robots.txt is asked once for all pages of a host."""
    site = publisher()
    result = collected(collect(site, SOURCE))
    assert titles(result) == ["Title 0", "Title 1"]
    assert result.entries[0].language == "kk"
    assert result.entries[0].content is None
    assert site.addresses() == [ROOT, f"{SITE}/robots.txt", f"{SITE}/0", f"{SITE}/1"]


def test_categories_come_from_the_pages_of_entries_that_have_none() -> None:
    """As every other fact."""
    site = publisher(1)
    site.documents[f"{SITE}/0"] = "<meta property='article:section' content='Health'>" + page("Title 0")
    (entry,) = collected(collect(site, SOURCE)).entries
    assert [each.term for each in entry.categories] == ["Health"]


def test_what_reading_the_pages_brings_up_is_told_once() -> None:
    """Not for each page: a redesign makes a selector miss on all of them."""
    auto = replace(SOURCE, pages=PageOptions(Fulltext.AUTO, ".gone"))
    result = collected(collect(publisher(3), auto))
    told = f"the selector '.gone' finds no text, which is looked for without it, first at {SITE}/0"
    assert [note for note in result.notes if "selector" in note] == [told]


def test_nothing_is_fetched_unless_the_source_asks_for_it() -> None:
    """The default."""
    site = publisher()
    assert titles(collect(site, replace(SOURCE, pages=PageOptions()))) == [None, None]
    assert site.addresses() == [ROOT]


def test_a_page_is_read_once_and_its_entry_given_once() -> None:
    """A later, shorter telling would look like a correction; what changed is read again."""
    site = publisher()
    first = collected(collect(site, SOURCE))
    site.addresses()
    site.documents[ROOT] = listed(f"<loc>{SITE}/0</loc>", f"<loc>{SITE}/1</loc><lastmod>2026-05-01</lastmod>")
    second = collected(collect(site, SOURCE, first.state))
    assert titles(second) == ["Title 1"]
    assert pages(site) == ["/1"]


def test_the_gap_between_pages_is_the_one_that_robots_txt_asks_for() -> None:
    """Conformance 149: a floor, and only between pages of one host."""
    site = publisher(3)
    site.documents[f"{SITE}/robots.txt"] = "User-agent: *\nCrawl-delay: 0.2"
    began = time.monotonic()
    assert len(titles(collect(site, SOURCE))) == 3
    assert time.monotonic() - began >= 0.4


def test_the_text_is_taken_where_the_selector_points() -> None:
    """It goes before what the source tells; everything else the source tells stays."""
    site = Publisher({f"{SITE}/1": page("Page")})
    site.documents[ROOT] = (
        "<rss version='2.0'><channel><item><title>Feed</title><link>/1</link><description>Lead</description>"
        "</item></channel></rss>"
    )
    own = replace(SOURCE, kind="feed", pages=PageOptions(Fulltext.SELECTOR, "#t"))
    (entry,) = collected(collect(site, own)).entries
    assert entry.title is not None
    assert entry.content is not None
    assert entry.summary is not None
    assert (entry.title.value, entry.summary.value) == ("Feed", "Lead")
    assert "Text of Page." in entry.content.value


def test_a_few_pages_are_read_in_one_poll_and_the_others_wait() -> None:
    """They get their turn although the sitemap stays as it is: it is taken whole until all are read."""
    site = publisher(3)
    own = replace(SOURCE, pages=PageOptions(Fulltext.FACTS, most=2))
    first = collected(collect(site, own))
    assert titles(first) == ["Title 0", "Title 1"]
    assert "1 entries wait for their pages to be read" in first.notes
    second = collected(collect(site, own, first.state))
    assert titles(second) == ["Title 2"]
    assert isinstance(collect(site, own, second.state), Unchanged)


def test_the_sitemaps_of_an_index_are_taken_again_while_pages_wait() -> None:
    """Their dates say nothing about pages."""
    site = publisher(2)
    site.documents[f"{SITE}/1.xml"] = site.documents[ROOT]
    site.documents[ROOT] = index(f"<loc>{SITE}/1.xml</loc><lastmod>2026-05-01</lastmod>")
    own = replace(SOURCE, pages=PageOptions(Fulltext.FACTS, most=1))
    first = collected(collect(site, own))
    assert titles(collect(site, own, first.state)) == ["Title 1"]


def test_an_entry_with_a_title_does_not_wait() -> None:
    """It is given as it is, and again when its page was read."""
    site = Publisher({f"{SITE}/{at}": page(f"Page {at}") for at in range(2)})
    items = "".join(f"<item><title>Feed {at}</title><link>{SITE}/{at}</link></item>" for at in range(2))
    site.documents[ROOT] = f"<rss version='2.0'><channel>{items}</channel></rss>"
    own = replace(SOURCE, kind="feed", pages=PageOptions(Fulltext.SELECTOR, "#t", most=1))
    first = collected(collect(site, own))
    assert [entry.content is not None for entry in first.entries] == [True, False]
    (second,) = collected(collect(site, own, first.state)).entries
    assert second.content is not None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (FetchFailed(Outcome.SERVER_ERROR, "in trouble", status=500), "in trouble"),
        ('{"no": "page"}', "no web page"),
    ],
)
def test_a_page_that_fails_costs_its_entry_nothing_and_is_tried_three_times(
    answer: FetchFailed | str, words: str
) -> None:
    """Each time it is told; afterwards the entry is given as the source has it."""
    site = publisher(1)
    site.documents[f"{SITE}/0"] = answer
    state = None
    for _ in range(3):
        result = collected(collect(site, SOURCE, state))
        state = result.state
        assert titles(result) == [None]
        assert any(words in note for note in result.notes)
    assert isinstance(collect(site, SOURCE, state), Unchanged)
    assert titles(collect(site, SOURCE, replace(state or SourceState("news"), body_hash=None, etag=None))) == [None]
    assert pages(site) == ["/0"] * 3


def test_what_robots_forbid_is_not_fetched() -> None:
    """Conformance 146; nor anything of a host whose robots.txt cannot be had."""
    site = publisher()
    site.documents[f"{SITE}/robots.txt"] = "User-agent: *\nDisallow: /1"
    result = collected(collect(site, SOURCE))
    assert titles(result) == ["Title 0", None]
    assert any("robots.txt asks us not to" in note for note in result.notes)
    site.documents[f"{SITE}/robots.txt"] = FetchFailed(Outcome.TIMEOUT, "late")
    assert any("robots.txt cannot be had" in note for note in collected(collect(site, SOURCE)).notes)


def test_private_networks_are_open_on_the_own_host_alone() -> None:
    """A feed must not lead us to its neighbours."""
    site = Publisher({ROOT: listed(f"<loc>{SITE}/1</loc>", "<loc>https://b.example/2</loc>")})
    own = replace(SOURCE, allow_private=("10.0.0.0/8",), allow_ports=(8080,))
    collect(site, own)
    allowed = {each.address: (each.allow_private, each.allow_ports) for each in site.asked}
    assert allowed[f"{SITE}/1"] == (("10.0.0.0/8",), (8080,))
    assert allowed["https://b.example/2"] == ((), (80, 443))
    assert allowed["https://b.example/robots.txt"] == ((), (80, 443))


def test_no_page_is_begun_when_the_poll_has_taken_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow pages must not cost the poll."""
    monkeypatch.setattr(enrichment, "_SECONDS", -1.0)
    site = publisher()
    assert titles(collect(site, SOURCE)) == []
    assert pages(site) == []


def test_an_entry_without_an_address_has_no_page() -> None:
    """It is given as it is."""
    site = Publisher()
    result = Collected((Entry(guid="1"), Entry(guid="2", link="http://[")), SourceState("news"))
    done = asyncio.run(enrichment.enrich(SOURCE, result, SourceState("news"), fetch=site, reader=DirectReader()))
    assert done.entries == result.entries
    assert site.asked == []


def test_what_is_no_longer_listed_is_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is listed never is."""
    monkeypatch.setattr(enrichment, "_REMEMBERED", 1)
    site = publisher(3)
    first = collected(collect(site, SOURCE))
    assert len(json.loads(first.state.hints["pages"])) == 3
    site.documents[ROOT] = listed(f"<loc>{SITE}/2</loc>", f"<loc>{SITE}/1</loc>")
    second = collected(collect(site, SOURCE, first.state))
    assert second.entries == ()
    assert len(json.loads(second.state.hints["pages"])) == 3
    site.documents[ROOT] = listed(f"<loc>{SITE}/2</loc>")
    third = collected(collect(site, SOURCE, second.state))
    assert len(json.loads(third.state.hints["pages"])) == 2


def test_a_fetcher_that_says_nothing_changed_is_a_failed_page() -> None:
    """Pages are never asked for conditionally."""

    class Odd(Publisher):
        async def fetch(self, request: Request) -> Answer:
            answer = await super().fetch(request)
            return answer if request.address in (ROOT, f"{SITE}/robots.txt") else FetchFailed(Outcome.PROTOCOL, "odd")

    site = Odd(publisher(1).documents)
    assert any("odd" in note for note in collected(collect(site, SOURCE)).notes)
    assert all(each.etag is None for each in site.asked)
