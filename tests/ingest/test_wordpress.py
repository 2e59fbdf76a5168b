"""Collecting the posts of a WordPress site: what is asked for, what is remembered, what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.ingest.wordpress import posts_address
from syndicator.model.source import Outcome, Source, WordPressOptions
from syndicator.ports import FetchFailed, Request
from tests.ingest.fetching import NOW, Answer
from tests.ingest.publisher import Publisher, collect, collected, failed, unchanged
from tests.ingest.test_posts import POST, answer

SITE = "https://a.example/"
SOURCE = Source("news", "News", "News", "wordpress", SITE)
ALL = posts_address(SOURCE)
CHANGED = f"{ALL}&modified_after="


class WordPress(Publisher):
    """Answers with the posts changed since the moment that is asked for."""

    def __init__(self, *moments: str) -> None:
        super().__init__()
        self.moments = list(moments)

    async def fetch(self, request: Request) -> Answer:
        after = request.address.partition("&modified_after=")[2]
        if request.address.startswith(ALL):
            posts = [POST | {"modified_gmt": each, "link": SITE + each} for each in self.moments if each + "Z" > after]
            self.documents[request.address] = answer(*posts)
        return await super().fetch(request)


def test_all_is_taken_first_and_later_what_changed_since() -> None:
    """By the youngest change we know; its address stays the same as long as nothing is new."""
    site = WordPress("2026-04-01T10:00:00", "2026-04-02T10:00:00")
    first = collected(collect(site, SOURCE))
    assert len(first.entries) == 2
    assert site.addresses() == [f"{SITE}robots.txt", ALL]
    second = collected(collect(site, SOURCE, first.state))
    assert second.entries == ()
    third = unchanged(collect(site, SOURCE, second.state))
    assert site.addresses() == [f"{CHANGED}2026-04-02T10:00:00Z"] * 2
    site.moments.append("2026-04-03T10:00:00")
    fourth = collected(collect(site, SOURCE, third))
    assert [entry.updated for entry in fourth.entries] == ["2026-04-03T10:00:00Z"]
    assert collected(collect(site, SOURCE, fourth.state)).state.hints["changed"] == "2026-04-03T10:00:00Z"
    assert site.addresses()[-1] == f"{CHANGED}2026-04-03T10:00:00Z"


def test_validators_go_with_the_address_they_belong_to() -> None:
    """Conditional while the address stays, never for another one."""
    site = WordPress("2026-04-01T10:00:00")
    first = collected(collect(site, SOURCE))
    second = collected(collect(site, SOURCE, first.state))
    unchanged(collect(site, SOURCE, second.state))
    assert [request.etag is not None for request in site.asked[1:]] == [False, False, True]
    assert second.state.address == SITE


def test_everything_is_taken_once_a_day() -> None:
    """A site that is wrong about its changes must not freeze a source."""
    site = WordPress("2026-04-01T10:00:00")
    state = collected(collect(site, SOURCE)).state
    site.addresses()
    collect(site, SOURCE, state, now=NOW + timedelta(hours=24))
    assert site.addresses()[-1] == ALL


def test_a_change_in_the_future_hides_nothing() -> None:
    """It is not remembered as the youngest."""
    site = WordPress("2026-04-01T10:00:00", "2099-01-01T00:00:00")
    assert collected(collect(site, SOURCE)).state.hints["changed"] == "2026-04-01T10:00:00Z"
    later = WordPress("2099-01-01T00:00:00")
    assert "changed" not in collected(collect(later, SOURCE)).state.hints


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("https://a.example", "https://a.example/wp-json/wp/v2/posts?per_page=20&_embed="),
        ("https://a.example/ar/", "https://a.example/ar/wp-json/wp/v2/posts?per_page=20&"),
        ("https://a.example/wp-json/wp/v2/news", "https://a.example/wp-json/wp/v2/news?per_page=20&"),
        ("https://a.example/?rest_route=/wp/v2/posts", "https://a.example/?rest_route=/wp/v2/posts&per_page=20&"),
    ],
)
def test_the_address_is_the_front_page_or_the_api(address: str, begins: str) -> None:
    """Sites without readable addresses have it in the query."""
    assert posts_address(replace(SOURCE, address=address)).startswith(begins)


def test_what_the_operator_says_goes_into_the_address() -> None:
    """Number, type, categories, language."""
    own = replace(SOURCE, options=WordPressOptions(5, "press", (3, 4), "ar"))
    address = posts_address(own)
    assert "/wp-json/wp/v2/press?per_page=5&" in address
    assert "&categories=3,4&lang=ar&" in address


@pytest.mark.parametrize(
    ("answered", "outcome"),
    [
        (FetchFailed(Outcome.CLIENT_ERROR, "there is no such document (HTTP 404)", status=404), Outcome.CLIENT_ERROR),
        (FetchFailed(Outcome.BLOCKED, "the server refuses us (HTTP 401)", status=401), Outcome.BLOCKED),
        ("<html>", Outcome.NOT_A_FEED),
    ],
)
def test_a_closed_api_is_told_with_the_feed_to_try(answered: FetchFailed | str, outcome: Outcome) -> None:
    """Many sites switch it off."""
    result = failed(collect(Publisher({ALL: answered}), SOURCE))
    assert result.outcome is outcome
    assert "try https://a.example/feed/ as a source of the kind 'feed'" in result.message


def test_a_site_in_trouble_is_not_a_closed_one() -> None:
    """Its own reason is told."""
    trouble = FetchFailed(Outcome.SERVER_ERROR, "trouble", 30, 503)
    assert failed(collect(Publisher({ALL: trouble}), SOURCE)).message == "trouble"


def test_robots_are_asked_about_the_address_of_the_api() -> None:
    """Many sites want robots to leave it alone."""
    site = WordPress()
    site.documents[f"{SITE}robots.txt"] = "User-agent: *\nDisallow: /wp-json/"
    assert failed(collect(site, SOURCE)).outcome is Outcome.BLOCKED
    assert site.addresses() == [f"{SITE}robots.txt"]
