"""Our own outage is told from those of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.model.canary import Canary, heard, is_ours
from syndicator.model.source import Outcome, Source, SourceState

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OUTAGE = [("a", Outcome.DNS), ("b", Outcome.TIMEOUT), ("c", Outcome.TRANSPORT)]


def on(host: str, name: str = "") -> Source:
    return Source(name or host, "n", "n", "feed", f"https://{host}.example/{name}")


def well(source: Source) -> SourceState:
    return SourceState(source.id, last_success=NOW - MINUTE, outcome=Outcome.OK)


def after(*polls: tuple[str, Outcome], every: timedelta = MINUTE, before: Canary = ()) -> Canary:
    """The canary after polls of sources that were well, each on a host of its own."""
    for number, (host, outcome) in enumerate(polls):
        source = on(host)
        before = heard(before, source, well(source), outcome, NOW + number * every)
    return before


def test_hosts_that_fail_all_at_once_are_not_to_blame() -> None:
    """R22: three of them that were well, and none that answers in between."""
    assert not is_ours(after(*OUTAGE[:2]), Outcome.TIMEOUT)
    assert is_ours(after(*OUTAGE), Outcome.TRANSPORT)


@pytest.mark.parametrize(
    "outcome", [Outcome.OK, Outcome.NOT_MODIFIED, Outcome.SERVER_ERROR, Outcome.TLS, Outcome.PARSE]
)
def test_whoever_answers_proves_that_the_network_works(outcome: Outcome) -> None:
    """Well or not."""
    assert after(*OUTAGE, ("d", outcome)) == ()
    assert not is_ours(after(*OUTAGE[:2], ("d", outcome), OUTAGE[2]), Outcome.TRANSPORT)


@pytest.mark.parametrize("outcome", [Outcome.ADDRESS, Outcome.URL, Outcome.INTERNAL])
def test_a_poll_that_ends_before_the_network_comes_into_play_proves_nothing(outcome: Outcome) -> None:
    """Neither for nor against; nor is it our outage that made it fail."""
    assert after(*OUTAGE, ("d", outcome)) == after(*OUTAGE)
    assert not is_ours(after(*OUTAGE), outcome)


def test_sources_of_one_host_are_one_host() -> None:
    """It may well be down."""
    canary: Canary = ()
    for name in "xyz":
        source = on("a", name)
        canary = heard(canary, source, well(source), Outcome.TIMEOUT, NOW)
    assert not is_ours(canary, Outcome.TIMEOUT)


def test_who_was_in_trouble_before_proves_nothing() -> None:
    """Three dead sources in a row are no outage; in one, they are excused with the others."""
    canary = after(*OUTAGE[:2])
    for host in "cde":
        broken = SourceState(host, last_success=NOW, failures=4)
        canary = heard(canary, on(host), broken, Outcome.DNS, NOW + 2 * MINUTE)
        canary = heard(canary, on(host), SourceState(host), Outcome.DNS, NOW + 2 * MINUTE)
    assert not is_ours(canary, Outcome.DNS)
    assert is_ours(after(OUTAGE[2], before=canary), Outcome.DNS)


def test_what_is_long_ago_is_no_coincidence() -> None:
    """Three failures in an hour happen."""
    assert not is_ours(after(*OUTAGE, every=8 * MINUTE), Outcome.TRANSPORT)


def test_a_source_that_is_polled_again_counts_once() -> None:
    """The list does not grow while the outage lasts."""
    canary = after(*OUTAGE * 50, every=timedelta(seconds=1))
    assert len(canary) == 3
