"""Collecting from sitemaps and their indexes: what is asked for, what is remembered, what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syndicator.model.source import Limits, Outcome, SitemapOptions, Source, SourceState
from syndicator.ports import FetchFailed
from tests.ingest.fetching import NOW
from tests.ingest.publisher import Publisher, collect, collected, failed, unchanged
from tests.ingest.test_urlset import NEWS, index, listed

ROOT = "https://a.example/sitemap.xml"
ONE, TWO = "https://a.example/1.xml", "https://a.example/2.xml"
SOURCE = Source("news", "News", "News", "sitemap", ROOT)


def publisher(*, dated: bool = True, **more: str) -> Publisher:
    """An index of two sitemaps of one address each."""
    date = "<lastmod>2026-04-30</lastmod>" if dated else ""
    documents: dict[str, str | bytes | FetchFailed] = {
        ROOT: index(f"<loc>{ONE}</loc>{date}", f"<loc>{TWO}</loc>{date}"),
        ONE: listed("<loc>https://a.example/news/1</loc>"),
        TWO: listed("<loc>https://a.example/news/2</loc>"),
    }
    return Publisher(documents | more)


def links(*entries: object) -> list[str]:
    return [str(getattr(each, "link", "")).rpartition("/")[2] for each in entries]


def state_of(site: Publisher, source: Source = SOURCE) -> SourceState:
    """The state after a first good poll."""
    state = collected(collect(site, source)).state
    site.addresses()
    return state


def test_a_sitemap_gives_its_entries_and_is_asked_for_conditionally() -> None:
    """Like any document."""
    site = Publisher({ROOT: NEWS})
    first = collected(collect(site, SOURCE))
    assert [entry.link for entry in first.entries] == ["https://a.example/news/1"]
    assert (first.format, first.state.hints["title"]) == ("sitemap", "Дала")
    again = unchanged(collect(site, SOURCE, first.state))
    assert again.etag == first.state.etag
    assert [request.etag is not None for request in site.asked] == [False, True]


def test_what_the_operator_says_of_sitemaps_reaches_the_reader() -> None:
    """Patterns and numbers."""
    site = Publisher({ROOT: listed("<loc>/shop/1</loc>", "<loc>/news/2</loc>")})
    own = replace(SOURCE, options=SitemapOptions(include=("/news/",)))
    assert links(*collected(collect(site, own)).entries) == ["2"]


def test_the_sitemaps_of_an_index_are_read_one_after_the_other() -> None:
    """Their entries come together; one address is one entry."""
    site = publisher()
    site.documents[TWO] = listed("<loc>https://a.example/news/1</loc>", "<loc>https://a.example/news/2</loc>")
    result = collected(collect(site, SOURCE))
    assert links(*result.entries) == ["1", "2"]
    assert (result.format, result.address) == ("sitemap", ROOT)
    assert site.addresses() == [ROOT, TWO, ONE]


def test_as_many_entries_are_used_as_the_source_may_give() -> None:
    """Of all sitemaps together."""
    result = collected(collect(publisher(), replace(SOURCE, limits=Limits(entries=1))))
    assert links(*result.entries) == ["2"]


def test_a_sitemap_that_the_index_calls_unchanged_is_not_asked_for() -> None:
    """Nothing costs a publisher less than no request."""
    site = publisher()
    state = state_of(site)
    assert unchanged(collect(site, SOURCE, state)).hints == state.hints
    assert site.addresses() == [ROOT]


def test_only_the_sitemap_that_changed_is_read() -> None:
    """The index names it by its date."""
    site = publisher()
    state = state_of(site)
    site.documents[ROOT] = index(
        f"<loc>{ONE}</loc><lastmod>2026-04-30</lastmod>", f"<loc>{TWO}</loc><lastmod>2026-05-01</lastmod>"
    )
    site.documents[TWO] = listed("<loc>https://a.example/news/3</loc>")
    assert links(*collected(collect(site, SOURCE, state)).entries) == ["3"]
    assert site.addresses() == [ROOT, TWO]


def test_undated_sitemaps_are_asked_for_conditionally_even_when_the_index_stays() -> None:
    """An index without dates says nothing about what it lists."""
    site = publisher(dated=False)
    state = state_of(site)
    after = unchanged(collect(site, SOURCE, state))
    assert all(request.etag for request in site.asked)
    assert sorted(site.addresses()) == [ONE, TWO, ROOT]
    site.documents[ONE] = listed("<loc>https://a.example/news/4</loc>")
    assert links(*collected(collect(site, SOURCE, after)).entries) == ["4"]


def test_everything_is_taken_whole_once_a_day() -> None:
    """P10: a date or a validator that lies must not freeze a source."""
    site = publisher()
    state = state_of(site)
    collect(site, SOURCE, state, now=NOW + timedelta(hours=24))
    assert [request.etag for request in site.asked] == [None, None, None]


def test_another_address_forgets_what_was_remembered() -> None:
    """The configuration changed."""
    site = publisher()
    moved = replace(SOURCE, address="https://a.example/other.xml")
    site.documents[moved.address] = site.documents[ROOT]
    assert len(collected(collect(site, moved, state_of(site))).entries) == 2


def test_a_sitemap_that_fails_costs_its_own_entries_and_is_asked_again() -> None:
    """Told in a note; its date is not taken for read."""
    site = publisher()
    whole = site.documents.pop(TWO)
    first = collected(collect(site, SOURCE))
    assert links(*first.entries) == ["1"]
    assert any(TWO in note and "client-error" in note for note in first.notes)
    site.documents[TWO] = whole
    assert links(*collected(collect(site, SOURCE, first.state)).entries) == ["2"]


def test_when_every_sitemap_fails_the_poll_fails() -> None:
    """With the first reason, and how many there are."""
    site = publisher()
    site.documents[ONE] = site.documents[TWO] = FetchFailed(Outcome.RATE_LIMITED, "too often", 60)
    result = failed(collect(site, SOURCE))
    assert (result.outcome, result.retry_after) == (Outcome.RATE_LIMITED, 60)
    assert "all 2 sitemaps" in result.message


def test_an_index_within_an_index_is_not_followed() -> None:
    """A publisher who nests has us name the inner one."""
    site = publisher()
    site.documents[ONE] = site.documents[TWO] = index("<loc>/deeper.xml</loc>")
    assert "index within an index" in failed(collect(site, SOURCE)).message


def test_an_index_without_sitemaps_is_a_failure() -> None:
    """Never silence."""
    result = failed(collect(Publisher({ROOT: index("<loc>https://b.example/1.xml</loc>")}), SOURCE))
    assert result.outcome is Outcome.EMPTY


def test_a_failed_sitemap_fails_the_poll() -> None:
    """As with feeds."""
    assert failed(collect(Publisher(), SOURCE)).outcome is Outcome.CLIENT_ERROR
    page = Publisher({ROOT: "<html><title>Away</title></html>"})
    assert failed(collect(page, SOURCE)).outcome is Outcome.NOT_A_FEED
