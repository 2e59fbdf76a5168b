"""Who reads: what services claim, and who downloads too often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syndicator.web import visitors
from syndicator.web.visitors import Claim, Visitors, claim
from tests.web.site import NOON

_FEED = "feeds/x.atom"


class Day:
    """A clock that is set, and the visitors who go by it."""

    def __init__(self, most: int = 0) -> None:
        self.now = NOON
        self.seen = Visitors(most=lambda: most, now=lambda: self.now)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)", ("Feedly", 16)),
        ("NewsBlur Feed Fetcher - 1 subscriber - http://www.newsblur.com/site/1/x", ("NewsBlur Feed Fetcher", 1)),
        ("Feedbin feed-id:1373711 - 7 subscribers", ("Feedbin feed-id", 7)),
        ("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 5 Subscribers; )", ("Inoreader", 5)),
        ("Example Reader (3 readers)", ("Example Reader", 3)),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", None),
        ("Reader/2.12 subscribers of nothing", None),
        ("12 subscribers", None),
        ("Liar/1.0 (99999999999 subscribers)", None),
        ("", None),
    ],
)
def test_what_the_name_of_a_service_says_of_its_readers(agent: str, said: tuple[str, int] | None) -> None:
    found = claim(agent)
    assert found == (said and Claim(said[0].split("/")[0], said[1]))


def test_a_claim_stands_until_it_is_not_repeated_for_two_days() -> None:
    day = Day()
    day.seen.listen(_FEED, "A/1 (2 subscribers)")
    day.seen.listen(_FEED, "B/1 (9 subscribers)")
    day.seen.listen(_FEED, "Firefox")
    day.seen.listen("index.html", "C/1 (9 subscribers)")
    day.now += timedelta(days=1)
    day.seen.listen(_FEED, "A/1 (3 subscribers)")
    day.now += timedelta(days=1)
    assert day.seen.claims() == {(_FEED, "A"): 3, (_FEED, "B"): 9}
    day.now += timedelta(days=1)
    assert day.seen.claims() == {(_FEED, "A"): 3}
    day.now += timedelta(days=1)
    assert day.seen.claims() == {}


def test_answers_about_feeds_are_counted_once() -> None:
    seen = Day().seen
    for name in (_FEED, "feeds/x/archive/2026-05.atom", "index.html", _FEED):
        seen.count(name, 200)
    seen.count(_FEED, 304)
    assert seen.answers() == {(_FEED, 200): 2, (_FEED, 304): 1}
    assert seen.answers() == {}


def test_made_up_services_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "_SERVICES", 2)
    day = Day()
    for name in ("A", "B", "C", "A"):
        day.seen.listen(_FEED, f"{name} (1 subscriber)")
    assert {service for _, service in day.seen.claims()} == {"A", "B"}
    day.now += timedelta(days=3)
    assert day.seen.claims() == {}
    day.seen.listen(_FEED, "C (1 subscriber)")
    assert day.seen.claims() == {(_FEED, "C"): 1}, "place is made by those who are gone"


def test_who_downloads_a_feed_too_often_waits_for_the_next_hour() -> None:
    day = Day(most=2)
    day.now += timedelta(minutes=15)
    assert [day.seen.wait(_FEED, "8.8.8.8", "R") for _ in range(3)] == [0, 0, 2700]
    assert day.seen.wait("feeds/y.atom", "8.8.8.8", "R") == 0, "another document"
    assert day.seen.wait(_FEED, "8.8.8.8", "Other") == 0, "another reader behind one address"
    networks = ("2606:4700::1", "2606:4700::2", "2606:4700::3")
    assert [day.seen.wait(_FEED, each, "R") for each in networks] == [0, 0, 2700], "a subscriber has a whole network"
    day.now += timedelta(hours=1)
    assert day.seen.wait(_FEED, "8.8.8.8", "R") == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "", "testclient"])
def test_private_addresses_are_not_limited_since_a_proxy_may_have_one(address: str) -> None:
    assert [Day(most=1).seen.wait(_FEED, address, "R") for _ in range(3)] == [0, 0, 0]


def test_no_limit_limits_nobody_and_a_crowd_is_not_counted_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    free, seen = Day().seen, Day(most=1).seen
    assert [free.wait(_FEED, "8.8.8.8", "R") for _ in range(3)] == [0, 0, 0]
    monkeypatch.setattr(visitors, "_READERS", 1)
    assert [seen.wait(_FEED, f"8.8.8.{n}", "R") for n in (1, 2, 2, 1)] == [0, 0, 0, 3600]
