"""What polls make of a source's state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from syndicator.model.health import is_gone, often, told
from syndicator.model.history import excused, failed, rest, succeeded
from syndicator.model.rhythm import Rhythm
from syndicator.model.source import Health, Outcome, SourceState

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = SourceState("news")
WELL = succeeded(NEW, Outcome.OK, NOW)


def through(state: SourceState, *outcomes: Outcome, start: datetime = NOW, every: timedelta = HOUR) -> SourceState:
    """The state after polls that ended so, the first one *every* after *start*."""
    for number, outcome in enumerate(outcomes, 1):
        at = start + number * every
        state = succeeded(state, outcome, at) if outcome.good else failed(state, outcome, f"{outcome}!", at)
    return state


# --- counting --------------------------------------------------------------------------------------------------------


def test_a_good_poll_ends_a_series_of_failures() -> None:
    """And nothing of it is left but the number of polls."""
    state = through(WELL, Outcome.DNS, Outcome.DNS, Outcome.NOT_MODIFIED)
    assert (state.failures, state.failing_since, state.repeated, state.repeated_since) == (0, None, 0, None)
    assert (state.successes, state.polls, state.message, state.last_success) == (1, 4, "", NOW + 3 * HOUR)


def test_failures_are_counted_and_those_in_a_row_that_are_alike_too() -> None:
    """Each with the moment of the first."""
    state = through(WELL, Outcome.DNS, Outcome.GONE, Outcome.GONE)
    assert (state.failures, state.failing_since) == (3, NOW + HOUR)
    assert (state.repeated, state.repeated_since) == (2, NOW + 2 * HOUR)
    assert (state.successes, state.last_success, state.message) == (0, NOW, "gone!")


def test_new_articles_make_the_rhythm_and_the_moment_of_the_last_news() -> None:
    """A poll without any leaves both."""
    state = succeeded(WELL, Outcome.OK, NOW, published=[NOW - DAY, NOW - HOUR])
    assert (state.rhythm.count, state.last_new) == (2, NOW)
    later = succeeded(state, Outcome.OK, NOW + DAY)
    assert (later.rhythm, later.last_new) == (state.rhythm, NOW)


@pytest.mark.parametrize(
    ("asked", "left_alone"), [(0, MINUTE), (90, 90 * timedelta(seconds=1)), (10**12, DAY), (-5, MINUTE)]
)
def test_a_host_is_left_alone_as_it_asks_within_bounds(asked: int, left_alone: timedelta) -> None:
    """P01: between a minute and a day; remembered until the next poll."""
    assert rest(asked) == left_alone
    state = failed(WELL, Outcome.RATE_LIMITED, "later", NOW, retry_after=asked)
    assert state.rest_until == NOW + left_alone
    assert succeeded(state, Outcome.OK, NOW + DAY).rest_until is None


def test_only_a_host_that_felt_asked_too_often_is_left_alone() -> None:
    """Other failures, and refusals that name no time, concern their own source only."""
    assert failed(WELL, Outcome.SERVER_ERROR, "no", NOW, retry_after=60).rest_until is None
    assert failed(WELL, Outcome.RATE_LIMITED, "no", NOW).rest_until is None


def test_refusals_stretch_the_interval_and_good_polls_bring_it_back() -> None:
    """P03: doubled by each, eight times at most; a week of daily polls halves it."""
    state = through(WELL, Outcome.RATE_LIMITED)
    assert state.restraint == 2
    assert through(state, *[Outcome.BLOCKED] * 9).restraint == 8
    eased = through(state, *[Outcome.OK] * 5)
    assert 1 < eased.restraint < 1.2
    assert through(eased, Outcome.OK).restraint == 1


def test_a_door_that_was_never_open_asks_for_no_restraint() -> None:
    """Being blocked from the start is something else than being asked to slow down."""
    assert through(NEW, Outcome.BLOCKED).restraint == 1


def test_a_fault_of_our_own_counts_for_nothing() -> None:
    """R22: it is known, and that is all."""
    before = through(WELL, Outcome.OK)
    state = excused(before, Outcome.DNS, "our network", NOW + DAY)
    assert (state.failures, state.health, state.successes) == (0, Health.OK, 2)
    assert (state.excused, state.last_poll, state.polls) == (True, NOW + DAY, 3)
    assert not through(state, Outcome.OK).excused
    assert not through(state, Outcome.DNS).excused


# --- health ----------------------------------------------------------------------------------------------------------


def test_a_source_that_is_well_is_ok() -> None:
    """From the first good poll."""
    assert (NEW.health, WELL.health, WELL.health_since) == (Health.WAITING, Health.OK, NOW)
    assert told(WELL) == ""


def test_a_source_that_has_never_worked_is_not_said_to_be_well() -> None:
    """It waits for its first good poll, and says why that was none."""
    state = through(NEW, Outcome.CLIENT_ERROR, Outcome.TIMEOUT)
    assert (state.health, told(state)) == (Health.WAITING, "timeout!")
    assert through(state, Outcome.CLIENT_ERROR).health is Health.FAILING
    assert through(state, Outcome.OK).health is Health.OK


def test_three_failures_in_a_row_are_no_accident_and_two_good_polls_end_them() -> None:
    """P20: slow to condemn and slow to acquit."""
    state = through(WELL, Outcome.DNS, Outcome.TIMEOUT)
    assert (state.health, told(state)) == (Health.OK, "timeout!")
    state = through(state, Outcome.DNS, start=NOW + 2 * HOUR)
    assert (state.health, state.health_since) == (Health.FAILING, NOW + 3 * HOUR)
    assert through(state, Outcome.OK).health is Health.FAILING
    assert through(state, Outcome.OK, Outcome.NOT_MODIFIED).health is Health.OK
    assert through(state, Outcome.OK, Outcome.DNS, Outcome.OK).health is Health.FAILING


def test_a_source_that_flaps_stays_what_it_is() -> None:
    """P20: nobody is told of every other poll."""
    state = through(WELL, *[Outcome.SERVER_ERROR, Outcome.OK] * 20)
    assert (state.health, state.health_since) == (Health.OK, NOW)


def test_a_door_that_was_never_open_is_blocked_at_once() -> None:
    """The operator who added it is to know."""
    assert through(NEW, Outcome.BLOCKED).health is Health.BLOCKED


def test_a_refusal_after_success_is_a_wish_for_fewer_polls_at_first() -> None:
    """P03: slow for three days, then blocked, and failing when it is asked too often for ever."""
    state = through(WELL, Outcome.BLOCKED)
    assert state.health is Health.SLOW
    assert "asked 2.0 times less often for a while (blocked!)" in told(state)
    assert through(WELL, *[Outcome.BLOCKED] * 11, every=6 * HOUR).health is Health.SLOW
    assert through(WELL, *[Outcome.BLOCKED] * 12, every=6 * HOUR).health is Health.BLOCKED
    assert through(WELL, *[Outcome.RATE_LIMITED] * 11, every=6 * HOUR).health is Health.SLOW
    assert through(WELL, *[Outcome.RATE_LIMITED] * 12, every=6 * HOUR).health is Health.FAILING


def test_slow_lasts_until_the_interval_is_what_it_was() -> None:
    """Not only until it is a little shorter than twice that."""
    state = through(WELL, Outcome.RATE_LIMITED, Outcome.OK)
    assert (state.restraint < 2, state.health) == (True, Health.SLOW)
    assert "for a while" in told(state)
    assert through(state, *[Outcome.OK] * 6).health is Health.OK


@pytest.mark.parametrize(
    ("polls", "every", "gone"), [(2, 3 * DAY, False), (3, DAY, True), (3, 23 * HOUR, False), (49, HOUR, True)]
)
def test_a_source_is_gone_once_it_has_said_so_three_times_over_two_days(
    polls: int, every: timedelta, gone: bool
) -> None:
    """P07: a deployment that went wrong says it as well."""
    state = through(WELL, *[Outcome.GONE] * polls, every=every)
    assert is_gone(state) is gone
    assert (state.health is Health.GONE) is gone


def test_a_source_that_is_gone_stays_so_until_it_is_back() -> None:
    """Whatever else its host answers in between."""
    gone = through(WELL, *[Outcome.GONE] * 3, every=DAY)
    assert is_gone(through(gone, Outcome.DNS, Outcome.CLIENT_ERROR, Outcome.GONE))
    assert not is_gone(through(gone, Outcome.OK, Outcome.OK))


def test_a_source_that_makes_us_stumble_again_and_again_is_kept_apart() -> None:
    """R23: and one that ingest has put into quarantine, with its reason."""
    assert through(WELL, *[Outcome.INTERNAL] * 2).health is Health.OK
    assert through(WELL, *[Outcome.INTERNAL] * 3).health is Health.QUARANTINED
    held = succeeded(replace(WELL, hints={"quarantined": "it moved to another owner"}), Outcome.OK, NOW)
    assert (held.health, told(held)) == (Health.QUARANTINED, "it moved to another owner")


def test_a_source_that_says_for_a_day_that_it_moved_has_moved() -> None:
    """S18: a redirect of one hour is a mishap; what says it is certain is believed at once."""
    hints = {"moved-to": "https://new.example/feed", "moved-since": NOW.isoformat()}
    moving = replace(WELL, hints=hints)
    assert through(moving, Outcome.OK, every=23 * HOUR).health is Health.OK
    state = through(moving, Outcome.OK, every=DAY)
    assert (state.health, told(state)) == (
        Health.MOVED,
        "it says that it moved to https://new.example/feed; correct its address",
    )
    assert through(replace(WELL, hints={"moved-to": "x"}), Outcome.OK).health is Health.MOVED
    assert through(replace(state, hints={}), Outcome.OK).health is Health.OK


def test_a_source_is_silent_when_it_publishes_nothing_for_longer_than_is_its_habit() -> None:
    """R28: though it answers; until it publishes again."""
    daily = replace(WELL, rhythm=Rhythm().after([NOW - n * DAY for n in range(30)], NOW))
    assert through(daily, Outcome.NOT_MODIFIED, every=3 * DAY).health is Health.OK
    silent = through(daily, Outcome.NOT_MODIFIED, every=5 * DAY)
    assert silent.health is Health.SILENT
    assert told(silent) == (
        "nothing new since 2026-05-01, though it used to publish about once a day; perhaps it moved"
    )
    again = succeeded(silent, Outcome.OK, NOW + 6 * DAY, published=[NOW + 6 * DAY])
    assert again.health is Health.OK


def test_the_graver_sign_speaks() -> None:
    """A source that fails is not silent, and one that is gone does not fail."""
    daily = replace(WELL, rhythm=Rhythm().after([NOW - n * DAY for n in range(30)], NOW))
    assert through(daily, *[Outcome.DNS] * 9, every=DAY).health is Health.FAILING
    assert through(daily, *[Outcome.GONE] * 9, every=DAY).health is Health.GONE


def test_silence_cannot_be_told_of_a_source_without_a_rhythm() -> None:
    """A state that a later version wrote is shown all the same."""
    assert told(replace(WELL, health=Health.SILENT)) == ""


@pytest.mark.parametrize(
    ("per_day", "words"),
    [
        (12.4, "about 12 times a day"),
        (1.2, "about once a day"),
        (0.5, "about 4 times a week"),
        (0.15, "about once a week"),
        (0.1, "about 3 times a month"),
        (0.001, "less than once a month"),
    ],
)
def test_a_rate_is_told_in_words(per_day: float, words: str) -> None:
    """Per day, week or month."""
    assert often(per_day) == words
