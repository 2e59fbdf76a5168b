"""When a source is polled again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.configuration import Schedule
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.schedule.timing import explain_next, next_poll

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
SCHEDULE = Schedule()
SOURCE = Source("news", "News", "News", "feed", "https://news.example/feed")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wait(
    outcome: Outcome = Outcome.OK,
    *,
    source: Source = SOURCE,
    failures: int = 0,
    hints: dict[str, str] | None = None,
    spread: float = 0.0,
    fresh_for: int | None = None,
    retry_after: int | None = None,
    ttl: int | None = None,
) -> timedelta:
    """From now to the next poll."""
    state = SourceState("news", failures=failures, hints=hints or {})
    said = {"fresh_for": fresh_for, "retry_after": retry_after, "ttl": ttl}
    return next_poll(source, state, outcome, schedule=SCHEDULE, now=NOW, spread=spread, **said) - NOW


# --- after a good poll ---------------------------------------------------------------------------------------------


def test_the_interval_of_the_schedule_is_the_rule() -> None:
    """Conformance 140: an hour."""
    assert wait() == HOUR
    assert wait(Outcome.NOT_MODIFIED) == HOUR


def test_a_source_may_have_an_interval_of_its_own() -> None:
    """What the operator says goes before the schedule."""
    assert wait(source=replace(SOURCE, interval=3 * HOUR)) == 3 * HOUR


@pytest.mark.parametrize(
    ("fresh_for", "ttl", "expected"),
    [
        (7200, None, 2 * HOUR),
        (60, None, HOUR),
        (0, None, HOUR),
        (315_360_000, None, DAY),
        (None, 120, 2 * HOUR),
        (None, 0, HOUR),
        (None, 10**9, DAY),
        (10_800, 120, 3 * HOUR),
    ],
)
def test_a_publisher_may_ask_for_longer_within_bounds(
    fresh_for: int | None, ttl: int | None, expected: timedelta
) -> None:
    """P14: never sooner than the interval, never later than the maximum."""
    assert wait(fresh_for=fresh_for, ttl=ttl) == expected


@pytest.mark.parametrize(("ttl", "expected"), [("120", 2 * HOUR), ("٩٩", HOUR), ("soon", HOUR), ("9" * 50, HOUR)])
def test_the_last_ttl_is_remembered(ttl: str, expected: timedelta) -> None:
    """A 304 does not repeat it."""
    assert wait(Outcome.NOT_MODIFIED, hints={"ttl": ttl}) == expected


def test_an_express_interval_below_the_minimum_stands() -> None:
    """The operator's wish, whatever the publisher says."""
    assert wait(source=replace(SOURCE, interval=5 * MINUTE), fresh_for=7200, ttl=600) == 5 * MINUTE


def test_an_interval_above_the_maximum_stands() -> None:
    """A source that is worth a look once a week."""
    assert wait(source=replace(SOURCE, interval=7 * DAY)) == 7 * DAY


# --- after a failure -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "failures", "expected"),
    [
        (Outcome.TIMEOUT, 1, 1.5 * HOUR),
        (Outcome.DNS, 2, 2.25 * HOUR),
        (Outcome.SERVER_ERROR, 0, 1.5 * HOUR),
        (Outcome.CLIENT_ERROR, 1, 2 * HOUR),
        (Outcome.CLIENT_ERROR, 3, 8 * HOUR),
        (Outcome.TLS, 2, 4 * HOUR),
        (Outcome.RATE_LIMITED, 1, 2 * HOUR),
        (Outcome.BLOCKED, 1, 4 * HOUR),
        (Outcome.BLOCKED, 3, DAY),
        (Outcome.TIMEOUT, 9999, DAY),
        (Outcome.CLIENT_ERROR, 9999, DAY),
        (Outcome.GONE, 1, DAY),
    ],
)
def test_failures_make_polls_rarer_but_never_end_them(outcome: Outcome, failures: int, expected: timedelta) -> None:
    """S22, P03, P07, P08: graded by how likely it passes by itself."""
    assert wait(outcome, failures=failures) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(0, MINUTE), (30, MINUTE), (120, 2 * MINUTE), (7200, 2 * HOUR), (86_400, DAY), (10**10, DAY)],
)
def test_a_server_that_says_when_to_come_back_is_obeyed(asked: int, expected: timedelta) -> None:
    """P01: between a minute and a day."""
    assert wait(Outcome.RATE_LIMITED, failures=4, retry_after=asked) == expected


def test_other_failures_back_off_whatever_the_server_says() -> None:
    """A time to wait counts only where it belongs."""
    assert wait(Outcome.CLIENT_ERROR, failures=1, retry_after=60) == 2 * HOUR


# --- chance --------------------------------------------------------------------------------------------------------


def test_chance_parts_times_and_only_makes_them_later() -> None:
    """No herd, and nobody is asked sooner than allowed."""
    assert wait(spread=0.5) == 1.05 * HOUR
    assert wait(Outcome.RATE_LIMITED, retry_after=600, spread=0.5) == 10.5 * MINUTE
    assert wait(Outcome.GONE, spread=0.9) == DAY


@given(
    outcome=st.sampled_from(Outcome),
    failures=st.integers(0, 10_000),
    spread=st.floats(0, 1, exclude_max=True),
    fresh_for=st.none() | st.integers(0, 10**10),
    ttl=st.none() | st.integers(0, 10**9),
    retry_after=st.none() | st.integers(0, 10**10),
    interval=st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
)
def test_the_next_poll_is_always_ahead_and_within_bounds(
    outcome: Outcome,
    failures: int,
    spread: float,
    fresh_for: int | None,
    ttl: int | None,
    retry_after: int | None,
    interval: timedelta | None,
) -> None:
    """Whatever a source says or does."""
    state = SourceState("news", failures=failures)
    source = replace(SOURCE, interval=interval)
    when = next_poll(
        source,
        state,
        outcome,
        schedule=SCHEDULE,
        now=NOW,
        fresh_for=fresh_for,
        retry_after=retry_after,
        ttl=ttl,
        spread=spread,
    )
    longest = max(DAY, interval or DAY)
    assert timedelta(0) < when - NOW <= longest


# --- cron ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cron", "zone", "expected"),
    [
        ("30 6 * * *", "UTC", datetime(2026, 5, 2, 6, 30, tzinfo=UTC)),
        ("30 6 * * *", "Asia/Almaty", datetime(2026, 5, 2, 1, 30, tzinfo=UTC)),
        ("0 12 * * 1", "UTC", datetime(2026, 5, 4, 12, 0, tzinfo=UTC)),
        ("0 12 * * 0", "UTC", datetime(2026, 5, 3, 12, 0, tzinfo=UTC)),
        ("0 12 * * 7", "UTC", datetime(2026, 5, 3, 12, 0, tzinfo=UTC)),
        ("0 6 * * 1-3", "UTC", datetime(2026, 5, 4, 6, 0, tzinfo=UTC)),
        ("0 6 * * 2,4", "UTC", datetime(2026, 5, 5, 6, 0, tzinfo=UTC)),
        ("0 6 * * */2", "UTC", datetime(2026, 5, 2, 6, 0, tzinfo=UTC)),
        ("0 6 * * sun", "UTC", datetime(2026, 5, 3, 6, 0, tzinfo=UTC)),
        ("0 10 * * *", "UTC", datetime(2026, 5, 2, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_source_with_cron_is_polled_at_its_times(cron: str, zone: str, expected: datetime) -> None:
    """Crontab as people know it: weekdays from Sunday; never twice within one moment."""
    source = replace(SOURCE, cron=cron, timezone=zone)
    assert NOW + wait(source=source, spread=0.5) == expected


def test_after_a_failure_cron_waits_for_the_back_off() -> None:
    """Every five minutes is no way to treat a broken server."""
    source = replace(SOURCE, cron="*/5 * * * *")
    assert wait(source=source) == 5 * MINUTE
    assert wait(Outcome.CLIENT_ERROR, source=source, failures=1) == 2 * HOUR


@pytest.mark.parametrize("cron", ["every day", "", "* * * * 9", "61 * * * *", "0 0 30 2 *", "* * * * 5-1", "* * * *"])
def test_a_cron_line_that_leads_nowhere_gives_way_to_the_interval(cron: str) -> None:
    """A source must never be left without a next poll."""
    assert wait(source=replace(SOURCE, cron=cron or " ")) == HOUR


def test_an_unknown_zone_gives_way_to_the_interval() -> None:
    """The same."""
    assert wait(source=replace(SOURCE, cron="0 6 * * *", timezone="Mars/Olympus")) == HOUR


# --- in words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SourceState("s"), "soon, for the first time"),
        (SourceState("s", next_poll=NOW), "due now"),
        (SourceState("s", next_poll=NOW + timedelta(seconds=0.2)), "in a moment"),
        (SourceState("s", next_poll=NOW + timedelta(seconds=5)), "in 5 seconds"),
        (SourceState("s", next_poll=NOW + 90 * MINUTE), "in 90 minutes"),
        (SourceState("s", next_poll=NOW + 5 * HOUR), "in 5 hours"),
        (SourceState("s", next_poll=NOW + 20 * MINUTE), "in 20 minutes"),
        (SourceState("s", next_poll=NOW + 3 * DAY), "in 3 days"),
        (
            SourceState("s", next_poll=NOW + HOUR, failures=1, outcome=Outcome.DNS),
            "in 60 minutes, after a failure (dns)",
        ),
        (
            SourceState("s", next_poll=NOW + DAY, failures=9, outcome=Outcome.GONE),
            "in 24 hours, after 9 failures in a row (gone)",
        ),
    ],
)
def test_the_next_poll_is_told_in_words(state: SourceState, words: str) -> None:
    """For people who look at the status."""
    assert explain_next(state, NOW) == words
