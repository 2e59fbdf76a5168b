"""When a source is polled again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.configuration import Schedule
from syndicator.model.rhythm import Rhythm
from syndicator.model.source import Health, Outcome, Source, SourceState
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


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        ({"skip-hours": "11"}, 2 * HOUR),  # NOW is ten o'clock on a Friday
        ({"skip-hours": "11 12 13 15"}, 4 * HOUR),
        ({"skip-hours": "10 12"}, HOUR),
        ({"skip-hours": "11", "ttl": "90"}, 2 * HOUR),
        ({"skip-days": "4"}, 14 * HOUR),
        ({"skip-days": "4", "skip-hours": "0 1"}, 16 * HOUR),
        ({"skip-days": "4 5"}, DAY),
        ({"skip-days": "5 6"}, HOUR),
        ({"skip-days": "0 1 2 3 4 5 6"}, HOUR),
        ({"skip-hours": " ".join(map(str, range(24)))}, HOUR),
        ({"skip-hours": "eleven 99 -1", "skip-days": "?"}, HOUR),
    ],
)
def test_hours_and_days_that_the_publisher_asks_to_skip_are_waited_for(
    hints: dict[str, str], expected: timedelta
) -> None:
    """RSS 2.0: the first moment after them, within the maximum of the schedule; never is not asked of anybody."""
    assert wait(hints=hints) == expected
    assert wait(Outcome.NOT_MODIFIED, hints=hints) == expected


def test_what_is_skipped_is_in_universal_time_and_holds_after_failures_too() -> None:
    """NOW is ten o'clock UTC, which is three in the afternoon in Astana."""
    there = NOW.astimezone(ZoneInfo("Asia/Almaty"))
    state = SourceState("news", hints={"skip-hours": "11"})
    assert next_poll(SOURCE, state, Outcome.OK, schedule=SCHEDULE, now=there, spread=0.0) == NOW + 2 * HOUR
    assert wait(Outcome.TLS, failures=1, hints={"skip-hours": "11"}) == 2 * HOUR


def test_the_operators_own_times_stand_whatever_the_publisher_asks_to_skip() -> None:
    """A cron line, an interval below the minimum; any other interval gives way, as it does to a ttl."""
    hints = {"skip-hours": "10 11 12"}
    assert wait(source=replace(SOURCE, cron="0 11 * * *"), hints=hints) == HOUR
    assert wait(source=replace(SOURCE, interval=MINUTE), hints=hints) == MINUTE
    assert wait(source=replace(SOURCE, interval=2 * HOUR), hints=hints) == 3 * HOUR


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
        (Outcome.TIMEOUT, 1, 1.25 * HOUR),
        (Outcome.DNS, 2, 1.5 * HOUR),
        (Outcome.SERVER_ERROR, 0, 1.25 * HOUR),
        (Outcome.SERVER_ERROR, 16, 5 * HOUR),
        (Outcome.SERVER_ERROR, 20, 10 * HOUR),
        (Outcome.CLIENT_ERROR, 1, 1.5 * HOUR),
        (Outcome.CLIENT_ERROR, 3, 2.5 * HOUR),
        (Outcome.CLIENT_ERROR, 10, 10 * HOUR),
        (Outcome.TLS, 2, 2 * HOUR),
        (Outcome.BOMB, 1, 2 * HOUR),
        (Outcome.BOMB, 4, 5 * HOUR),
        (Outcome.BOMB, 6, 20 * HOUR),
        (Outcome.RATE_LIMITED, 1, 2 * HOUR),
        (Outcome.BLOCKED, 1, 4 * HOUR),
        (Outcome.BLOCKED, 3, DAY),
        (Outcome.TIMEOUT, 9999, DAY),
        (Outcome.CLIENT_ERROR, 9999, DAY),
        (Outcome.GONE, 1, DAY),
    ],
)
def test_failures_make_polls_rarer_but_never_end_them(outcome: Outcome, failures: int, expected: timedelta) -> None:
    """S22, P03, P07, P08: graded by how likely it passes by itself; in steps at first, doubled later."""
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
    assert wait(Outcome.CLIENT_ERROR, failures=1, retry_after=60) == 1.5 * HOUR


def test_what_is_rarely_polled_is_not_polled_sooner_because_it_fails() -> None:
    """The steps are steps of what the wait would have been."""
    assert wait(Outcome.DNS, failures=1, ttl=480) == 10 * HOUR


def gone(times: int, since: timedelta) -> SourceState:
    """A source that has said 410 so often, for so long."""
    return SourceState(
        "news", last_poll=NOW, outcome=Outcome.GONE, failures=times, repeated=times, repeated_since=NOW - since
    )


@pytest.mark.parametrize(
    ("times", "since", "expected"),
    [(2, 3 * DAY, DAY), (3, 47 * HOUR, DAY), (3, 48 * HOUR, 7 * DAY), (99, 90 * DAY, 7 * DAY)],
)
def test_a_source_that_was_ended_is_looked_at_once_a_week(times: int, since: timedelta, expected: timedelta) -> None:
    """P07: once it has said so three times over two days; until then it is asked daily whether it is meant."""
    assert after(gone(times, since)) == expected
    assert after(gone(times, since), schedule=Schedule(maximum=14 * DAY)) == 14 * DAY


def test_a_fault_of_our_own_network_is_followed_by_a_poll_soon() -> None:
    """R22: whatever came before it."""
    cut_off = SourceState("news", last_poll=NOW, outcome=Outcome.DNS, failures=7, excused=True)
    assert after(cut_off) == 5 * MINUTE
    assert after(cut_off, source=replace(SOURCE, interval=MINUTE)) == MINUTE


# --- by the source's own rhythm ------------------------------------------------------------------------------------


def publishing(every: timedelta, *, days: int = 28, until: datetime = NOW, **more: Any) -> SourceState:
    """A source polled now that has published in this rhythm for so long."""
    moments = [until - n * every for n in range(int(timedelta(days=days) / every) + 1)]
    return SourceState("news", last_poll=NOW, outcome=Outcome.OK, rhythm=Rhythm().after(moments, NOW), **more)


def after(state: SourceState, *, source: Source = SOURCE, schedule: Schedule = SCHEDULE) -> timedelta:
    """From now to the next poll after one that left this state."""
    assert state.outcome
    return next_poll(source, state, state.outcome, schedule=schedule, now=NOW, spread=0.0) - NOW


@pytest.mark.parametrize(
    ("every", "hours"), [(HOUR, 1.0), (4 * HOUR, 2.0), (DAY, 4.9), (7 * DAY, 13.0), (30 * MINUTE, 0.707)]
)
def test_the_interval_goes_with_the_square_root_of_the_time_between_two_publications(
    every: timedelta, hours: float
) -> None:
    """Conformance 177: once per interval of the schedule for a source that publishes once in it."""
    assert after(publishing(every, days=84)) / HOUR == pytest.approx(hours, rel=0.03)


def test_a_learned_interval_keeps_within_the_bounds_of_the_schedule() -> None:
    """Whatever a source does."""
    wire, yearbook = publishing(6 * MINUTE), publishing(DAY, until=NOW - 200 * DAY)
    narrow = Schedule(minimum=30 * MINUTE, maximum=6 * HOUR)
    assert (after(wire, schedule=narrow), after(yearbook, schedule=narrow)) == (30 * MINUTE, 6 * HOUR)
    assert after(yearbook) == DAY


def test_what_the_operator_says_goes_before_what_was_learned() -> None:
    """An interval, below the minimum or not; restraint is for intervals that nobody set."""
    asked = replace(SOURCE, interval=20 * MINUTE)
    assert after(publishing(7 * DAY), source=asked) == 20 * MINUTE
    assert after(publishing(7 * DAY, restraint=4.0), source=asked) == 20 * MINUTE


def test_a_publisher_that_refused_us_is_asked_less_often_for_a_while() -> None:
    """P03: by as much as the restraint says."""
    state = publishing(HOUR)
    assert after(replace(state, restraint=4.0)) / after(state) == pytest.approx(4)


def test_polls_beneath_a_hubs_pushes_are_six_times_as_rare() -> None:
    """Within the maximum, and never against the operator's own interval (conformance 205)."""
    assert after(publishing(HOUR, pushed=True)) / after(publishing(HOUR)) == pytest.approx(6)
    assert after(publishing(14 * DAY, pushed=True)) == DAY
    assert after(publishing(HOUR, pushed=True), source=replace(SOURCE, interval=20 * MINUTE)) == 20 * MINUTE


# --- chance --------------------------------------------------------------------------------------------------------


def test_chance_parts_times_and_only_makes_them_later() -> None:
    """No herd, and nobody is asked sooner than allowed."""
    assert wait(spread=0.5) == 1.05 * HOUR
    assert wait(Outcome.RATE_LIMITED, retry_after=600, spread=0.5) == 10.5 * MINUTE
    assert wait(Outcome.GONE, spread=0.9) == DAY


def test_a_list_of_feeds_is_looked_at_daily_unless_its_operator_says_otherwise() -> None:
    """It publishes nothing itself, and seldom changes; the maximum of the schedule holds for it as well."""
    feeds = replace(SOURCE, kind="opml")
    assert wait(source=feeds) == DAY
    assert wait(source=replace(feeds, interval=2 * HOUR)) == 2 * HOUR
    assert after(SourceState("news", outcome=Outcome.OK), source=feeds, schedule=Schedule(maximum=6 * HOUR)) == 6 * HOUR
    state = SourceState("news", last_poll=NOW, next_poll=NOW + HOUR, outcome=Outcome.OK)
    assert told(state, feeds) == "in 60 minutes: every 24 hours, as lists of feeds seldom change"


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
    assert wait(Outcome.CLIENT_ERROR, source=source, failures=1) == 1.5 * HOUR


@pytest.mark.parametrize("cron", ["every day", "", "* * * * 9", "61 * * * *", "0 0 30 2 *", "* * * * 5-1", "* * * *"])
def test_a_cron_line_that_leads_nowhere_gives_way_to_the_interval(cron: str) -> None:
    """A source must never be left without a next poll."""
    assert wait(source=replace(SOURCE, cron=cron or " ")) == HOUR


def test_an_unknown_zone_gives_way_to_the_interval() -> None:
    """The same."""
    assert wait(source=replace(SOURCE, cron="0 6 * * *", timezone="Mars/Olympus")) == HOUR


# --- in words ------------------------------------------------------------------------------------------------------


def told(state: SourceState, source: Source = SOURCE) -> str:
    return explain_next(source, state, schedule=SCHEDULE, now=NOW)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "due now"),
        (timedelta(seconds=0.2), "in a moment"),
        (timedelta(seconds=5), "in 5 seconds"),
        (20 * MINUTE, "in 20 minutes"),
        (90 * MINUTE, "in 90 minutes"),
        (5 * HOUR, "in 5 hours"),
        (3 * DAY, "in 3 days"),
    ],
)
def test_the_next_poll_is_told_in_words(left: timedelta, words: str) -> None:
    """For people who look at the status."""
    state = SourceState("s", last_poll=NOW, next_poll=NOW + left, outcome=Outcome.OK)
    assert told(state) == f"{words}: every 60 minutes, as its own rhythm is not known yet"


def test_a_source_never_polled_has_no_reasons_yet() -> None:
    """Nor a time."""
    assert told(SourceState("s")) == "soon, for the first time"


def test_a_source_that_waits_for_its_host_says_so() -> None:
    """Whatever its own reasons are."""
    state = SourceState("s", last_poll=NOW, next_poll=NOW + 2 * HOUR, outcome=Outcome.OK)
    words = explain_next(SOURCE, state, schedule=SCHEDULE, now=NOW, resting=True)
    assert words == "in 2 hours: its host asked to be left alone"


def test_a_poll_that_a_hub_brought_forward_says_so() -> None:
    """Not the usual interval, which it does not keep."""
    state = replace(publishing(4 * HOUR, days=84), hints={"hub": "https://hub.example/"})
    assert told(replace(state, next_poll=NOW + MINUTE)) == "in 60 seconds: its hub tells of news"
    assert told(replace(state, next_poll=NOW + 2 * HOUR)).endswith("as it publishes about 6 times a day")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "every 2 hours, as it publishes about 6 times a day"),
        ({"hints": {"ttl": "30"}}, "every 2 hours, as it publishes about 6 times a day"),
        (
            {"hints": {"ttl": "240"}},
            "every 4 hours, as the publisher asks (otherwise every 2 hours, as it publishes about 6 times a day)",
        ),
        (
            {"hints": {"fresh-for": "999999"}},
            "every 24 hours, as the publisher asks (otherwise every 2 hours, as it publishes about 6 times a day)",
        ),
        (
            {"hints": {"skip-hours": "10"}},
            "after the hours or days that the publisher asks to skip "
            "(otherwise every 2 hours, as it publishes about 6 times a day)",
        ),
        ({"hints": {"skip-hours": "9 11"}}, "every 2 hours, as it publishes about 6 times a day"),
        ({"restraint": 3.0}, "every 6 hours, as it publishes about 6 times a day and has refused us"),
        ({"pushed": True}, "every 12 hours, as it publishes about 6 times a day and its hub tells us of news"),
        ({"outcome": Outcome.DNS, "failures": 1}, "after a failure (dns)"),
        ({"outcome": Outcome.CLIENT_ERROR, "failures": 9}, "after 9 failures in a row (client-error)"),
        ({"outcome": Outcome.DNS, "excused": True}, "our own network failed"),
        ({"outcome": Outcome.GONE, "failures": 1}, "after a failure (gone), to hear whether it is meant"),
        ({"outcome": Outcome.GONE, "health": Health.GONE}, "seldom, as it says that it was ended"),
        (
            {"outcome": Outcome.RATE_LIMITED, "failures": 2, "rest_until": NOW + HOUR},
            "after 2 failures in a row (rate-limited), when its host asks us to come again",
        ),
    ],
)
def test_the_reason_for_the_next_poll_is_told_in_words(changes: dict[str, Any], words: str) -> None:
    """What was learned, what the publisher asks, what failed."""
    state = replace(publishing(4 * HOUR, days=84), next_poll=NOW + HOUR, **changes)
    assert told(state) == f"in 60 minutes: {words}"


@pytest.mark.parametrize(
    ("every", "words"),
    [
        (6 * MINUTE, "every 19 minutes, as it publishes about 240 times a day"),
        (2 * DAY, "every 7 hours, as it publishes about 4 times a week"),
        (14 * DAY, "every 17 hours, as it publishes about 2 times a month"),
    ],
)
def test_how_often_a_source_publishes_is_told_in_units_that_fit(every: timedelta, words: str) -> None:
    """Nobody thinks in hundredths of a day."""
    state = replace(publishing(every, days=168), next_poll=NOW + HOUR)
    assert told(state).partition(": ")[2] == words


def test_a_rhythm_that_fades_is_told_as_the_bound_that_it_meets() -> None:
    """A source that has long been silent is polled at the longest interval there is."""
    state = replace(publishing(DAY, until=NOW - 200 * DAY), next_poll=NOW + HOUR)
    assert told(state).endswith("every 24 hours, the most that is configured, as it publishes less than once a month")


def test_what_the_operator_says_is_told_as_such() -> None:
    """An interval of its own, the least interval of all, a cron line."""
    state = replace(publishing(4 * HOUR), next_poll=NOW + HOUR)
    assert told(state, replace(SOURCE, interval=5 * MINUTE)).endswith("every 5 minutes, as configured for it")
    assert told(state, replace(SOURCE, cron="0 * * * *")).endswith("at the times of its line '0 * * * *'")
    skipping = replace(state, hints={"skip-hours": "10"})
    assert told(skipping, replace(SOURCE, interval=5 * MINUTE)).endswith("every 5 minutes, as configured for it")
    often = explain_next(SOURCE, replace(state, rhythm=Rhythm()), schedule=Schedule(interval=MINUTE), now=NOW)
    assert often.endswith("every 15 minutes, the least that is configured, as its own rhythm is not known yet")
