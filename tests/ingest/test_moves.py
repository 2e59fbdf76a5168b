"""What becomes of permanent redirects from poll to poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.ingest.moves import address_to_ask, elsewhere, notes, refusal, remembered, same_site
from syndicator.model.source import Source, SourceState
from tests.ingest.fetching import NOW

OLD, NEW = "http://news.example/feed", "https://feeds.news.example/all"
SOURCE = Source("news", "News", "News", "feed", OLD)
DAY = timedelta(days=1)
BELIEVED = {"moved-to": NEW, "moved-since": (NOW - DAY).isoformat(), "moved-seen": "3"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://news.example/a", "https://news.example/b"),
        ("https://news.example/", "https://NEWS.example.:8443/"),
        ("https://www.news.example/", "https://news.example/"),
        ("https://www.news.example/", "https://feeds.news.example/"),
        ("https://a.feeds.news.co.uk/", "https://www.news.co.uk/"),
        ("https://қаз.example/", "https://www.xn--80ao21a.example/"),
        ("https://feeds.news.example/", "https://rss.news.example/"),
        ("https://www.bbc.co.uk/", "https://news.bbc.co.uk/"),
        ("https://blog.anna.github.io/", "https://anna.github.io/"),
        ("http://127.0.0.1/", "http://127.0.0.1:81/"),
        ("http://localhost/", "http://localhost:81/"),
    ],
)
def test_hosts_below_one_registered_domain_are_one_site(one: str, other: str) -> None:
    """Whoever holds a name holds the names below it."""
    assert same_site(one, other)
    assert same_site(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/", "https://other.example/"),
        ("https://news.example/", "https://news.example.evil.test/"),
        ("https://news.example/", "https://evilnews.example/"),
        ("https://anna.github.io/", "https://bert.github.io/"),
        ("https://github.io/", "https://anna.github.io/"),
        ("https://www.gov.kz/", "https://mail.gov.kz/"),
        ("https://www.co.uk/", "https://evil.co.uk/"),
        ("https://localhost/", "https://evil.localhost/"),
        ("https://news.kz/", "https://kz/"),
        ("http://127.0.0.1/", "http://127.0.0.2/"),
        ("http://10.0.0.1/", "http://11.0.0.1/"),
        ("http://[::1]/", "http://[::2]/"),
        ("https://a..b/", "https://b/"),
    ],
)
def test_hosts_of_different_owners_are_different_sites(one: str, other: str) -> None:
    """S18: by the public suffix list; what is not told there is the operator's to decide."""
    assert not same_site(one, other)
    assert not same_site(other, one)


def test_no_move_leads_nowhere() -> None:
    """A chain without a permanent beginning is no move."""
    assert not elsewhere(SOURCE, None)
    assert not elsewhere(SOURCE, NEW)
    assert elsewhere(SOURCE, "https://other.example/")


@pytest.mark.parametrize(
    "hints",
    [
        {},
        BELIEVED | {"moved-seen": "2"},
        BELIEVED | {"moved-since": (NOW - DAY + timedelta(minutes=1)).isoformat()},
        BELIEVED | {"moved-to": "https://other.example/"},
    ],
)
def test_the_configured_address_is_asked_until_a_move_is_believed(hints: dict[str, str]) -> None:
    """Three polls over a day, on the same site."""
    assert address_to_ask(SOURCE, SourceState("news", address=OLD, hints=hints), NOW, whole=False) == OLD


def test_a_move_of_another_address_is_none_of_this_one() -> None:
    """The operator's word ends it."""
    state = SourceState("news", address=OLD, hints=BELIEVED)
    changed = replace(SOURCE, address="http://news.example/feed/2")
    assert address_to_ask(changed, state, NOW, whole=False) == changed.address


def test_after_a_failure_the_other_address_is_asked() -> None:
    """Neither a name that was given up nor a move that was taken back stops a source for good."""
    state = SourceState("news", address=OLD, hints=BELIEVED)
    addresses = [address_to_ask(SOURCE, replace(state, failures=n), NOW, whole=False) for n in range(3)]
    assert addresses == [NEW, OLD, NEW]
    addresses = [address_to_ask(SOURCE, replace(state, failures=n), NOW, whole=True) for n in range(3)]
    assert addresses == [OLD, NEW, OLD]


def test_what_is_remembered_follows_what_the_answers_say() -> None:
    """The new address need not repeat it; a move of the move is counted anew, one taken back is forgotten."""
    more = {"title": "News"}
    assert remembered(SOURCE, BELIEVED | more, NEW, None, NOW) == BELIEVED | more
    assert remembered(SOURCE, BELIEVED | more, OLD, None, NOW) == more
    assert remembered(SOURCE, BELIEVED, OLD, NEW, NOW) == BELIEVED | {"moved-seen": "4"}
    newer = {"moved-to": NEW + "2", "moved-since": NOW.isoformat(), "moved-seen": "1"}
    assert remembered(SOURCE, BELIEVED | more, NEW, NEW + "2", NOW) == newer | more


def test_the_operator_is_told_of_a_move_that_is_believed() -> None:
    """With the day and what to do; hostile addresses are shown harmlessly."""
    assert notes(SOURCE, BELIEVED, NOW) == (f"moved for good to '{NEW}' on 2026-04-30: change the address of 'news'",)
    assert notes(SOURCE, {}, NOW) == ()
    assert "\n" not in refusal(SOURCE, BELIEVED | {"moved-to": "https://other.example/\n"}, NOW)
