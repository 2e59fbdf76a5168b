"""Who reads: what services claim, and who downloads too often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syndicator.web import visitors
from syndicator.web.visitors import Claim, Visitors, claim
from tests.web.site import NOON

_FEED = "feeds/x.atom"


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
    seen = Visitors()
    seen.heard(_FEED, 200, "A/1 (2 subscribers)", NOON)
    seen.heard(_FEED, 304, "A/1 (3 subscribers)", NOON + timedelta(days=1))
    seen.heard(_FEED, 304, "B/1 (9 subscribers)", NOON)
    seen.heard(_FEED, 304, "Firefox", NOON)
    assert seen.claims(NOON + timedelta(days=2)) == {(_FEED, "A"): 3, (_FEED, "B"): 9}
    assert seen.claims(NOON + timedelta(days=3)) == {(_FEED, "A"): 3}
    assert seen.claims(NOON + timedelta(days=4)) == {}
    assert seen.answers() == {(_FEED, 200): 1, (_FEED, 304): 3}
    assert seen.answers() == {}


def test_made_up_services_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "_SERVICES", 2)
    seen = Visitors()
    for name in ("A", "B", "C", "A"):
        seen.heard(_FEED, 200, f"{name} (1 subscriber)", NOON)
    assert {service for _, service in seen.claims(NOON)} == {"A", "B"}
    later = NOON + timedelta(days=3)
    assert seen.claims(later) == {}
    seen.heard(_FEED, 200, "C (1 subscriber)", later)
    assert seen.claims(later) == {(_FEED, "C"): 1}, "place is made by those who are gone"


def test_who_downloads_a_feed_too_often_waits_for_the_next_hour() -> None:
    seen, quarter = Visitors(), timedelta(minutes=15)
    start = NOON + quarter
    assert [seen.wait(_FEED, "8.8.8.8", "R", start, most=2) for _ in range(3)] == [0, 0, 2700]
    assert seen.wait("feeds/y.atom", "8.8.8.8", "R", start, most=2) == 0, "another document"
    assert seen.wait(_FEED, "8.8.8.8", "Other", start, most=2) == 0, "another reader behind one address"
    assert seen.wait(_FEED, "2606:4700::1", "R", start, most=1) == 0
    assert seen.wait(_FEED, "2606:4700::2", "R", start, most=1) == 2700, "one subscriber has a whole network"
    assert seen.wait(_FEED, "8.8.8.8", "R", NOON + timedelta(hours=1), most=2) == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "", "testclient"])
def test_private_addresses_are_not_limited_since_a_proxy_may_have_one(address: str) -> None:
    seen = Visitors()
    assert [seen.wait(_FEED, address, "R", NOON, most=1) for _ in range(3)] == [0, 0, 0]


def test_no_limit_limits_nobody_and_a_crowd_is_not_counted_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Visitors()
    assert [seen.wait(_FEED, "8.8.8.8", "R", NOON, most=0) for _ in range(3)] == [0, 0, 0]
    monkeypatch.setattr(visitors, "_READERS", 1)
    assert [seen.wait(_FEED, f"8.8.8.{n}", "R", NOON, most=1) for n in (1, 2, 2, 1)] == [0, 0, 0, 3600]
