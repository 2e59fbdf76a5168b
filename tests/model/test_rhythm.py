"""How often a source publishes, learned from when it did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.rhythm import Rhythm

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
"""A Friday."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, *, days: float = 56, until: datetime = NOW) -> list[datetime]:
    """Moments in an even rhythm, the earliest first."""
    return [until - n * gap for n in range(int(timedelta(days=days) / gap), -1, -1)]


def office(days: int = 56, *, until: datetime = NOW) -> list[datetime]:
    """Two an hour from nine to five, Monday to Friday: 16 on each of these days, 80 a week."""
    moments = (until - n * 30 * MINUTE for n in range(days * 48, -1, -1))
    return [each for each in moments if each.weekday() < 5 and 9 <= each.hour < 17]


def heard(moments: list[datetime], *, at_once: int = 0, now: datetime = NOW) -> Rhythm:
    """The rhythm of these moments, heard so many at a time, or all together."""
    rhythm = Rhythm()
    size = at_once or len(moments)
    for place in range(0, len(moments), size):
        rhythm = rhythm.after(moments[place : place + size], now)
    return rhythm


@pytest.mark.parametrize("gap", [10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY])
@pytest.mark.parametrize("at_once", [0, 1, 7])
def test_an_even_rhythm_is_learned_whether_it_is_heard_at_once_or_poll_by_poll(gap: timedelta, at_once: int) -> None:
    """To within a few percent."""
    assert heard(every(gap), at_once=at_once).per_day(NOW) == pytest.approx(DAY / gap, rel=0.05)


def test_too_few_publications_are_no_rhythm() -> None:
    """Two make one gap, and one gap says nothing."""
    assert Rhythm().per_day(NOW) is None
    assert heard(every(HOUR)[-2:]).per_day(NOW) is None
    assert heard(every(HOUR)[-3:]).per_day(NOW) is not None


def test_the_first_document_teaches_a_rhythm_although_it_spans_only_hours() -> None:
    """Carefully: nobody knows yet what the night is like, so no more a day than were seen."""
    assert heard(every(6 * MINUTE)[-50:]).per_day(NOW) == pytest.approx(50, rel=0.1)


def test_a_burst_is_one_publication() -> None:
    """Forty articles that were imported in a minute, day by day, are one a day."""
    moments = sorted(each + n * timedelta(seconds=2) for each in every(DAY) for n in range(40))
    assert heard(moments).per_day(NOW) == pytest.approx(1, rel=0.05)
    assert heard([NOW] * 40) == heard([NOW])


def test_a_steady_stream_is_no_burst() -> None:
    """Each publication is told from the last one that was counted, not from its neighbour."""
    assert heard(every(MINUTE, days=7)).per_day(NOW) == pytest.approx(240, rel=0.05)


@pytest.mark.parametrize("later", [0, 1, 2.5, 3, 4, 5.5, 7])
def test_nights_and_weekends_are_part_of_the_rhythm(later: float) -> None:
    """At whatever time of the week it is asked: about eighty a week."""
    now = NOW + timedelta(days=later)
    assert heard(office(until=now), now=now).per_day(now) == pytest.approx(80 / 7, rel=0.3)


def test_a_rhythm_that_is_overdue_fades() -> None:
    """Not before the next publication is due, then by half in every week."""
    rhythm = heard(every(DAY))
    usual = rhythm.per_day(NOW)
    assert usual
    assert rhythm.per_day(NOW + 23 * HOUR) == usual
    assert rhythm.per_day(NOW + 8 * DAY) == pytest.approx(usual / 2, rel=0.02)
    assert rhythm.per_day(NOW + 10_000 * DAY) > 0  # type: ignore[operator]


def test_a_change_of_rhythm_is_followed_within_weeks() -> None:
    """From once a day to once an hour."""
    before, after = every(DAY, until=NOW - 21 * DAY), every(HOUR, days=21)
    assert heard(before + after).per_day(NOW) == pytest.approx(24, rel=0.15)


def test_an_article_that_stays_on_top_for_years_is_no_part_of_it() -> None:
    """Of the first document; an even rhythm keeps its oldest."""
    daily = every(DAY, days=9)
    assert heard([NOW - 900 * DAY, *daily]) == heard(daily)
    assert heard([NOW - 900 * DAY, *daily[-3:]]).since == NOW - 900 * DAY
    assert heard(daily).since == daily[0]


def test_dates_of_the_future_count_as_now() -> None:
    """A wrong clock elsewhere must not make a source look busy for a year."""
    assert heard([*every(DAY), NOW + 300 * DAY]).last == NOW


def test_articles_that_come_late_count_where_they_belong() -> None:
    """An older article is a publication of its day; the latest one stays the latest."""
    moments = every(DAY)
    late = moments.pop(-20)
    rhythm = heard(moments).after([late], NOW)
    assert rhythm.per_day(NOW) == pytest.approx(heard(every(DAY)).per_day(NOW))
    assert (rhythm.last, rhythm.count) == (NOW, len(moments) + 1)
    assert rhythm.after([NOW - 99 * DAY], NOW).since == NOW - 99 * DAY


# --- silence ---------------------------------------------------------------------------------------------------------


def test_what_is_no_rhythm_is_no_silence() -> None:
    """Nobody knows what to expect."""
    assert Rhythm().silent_after() is None
    assert heard([NOW]).silent_after() is None


@pytest.mark.parametrize(
    ("moments", "after"),
    [
        (every(10 * MINUTE), timedelta(days=3)),
        (every(DAY), timedelta(days=4)),
        (every(7 * DAY), timedelta(days=28)),
    ],
)
def test_a_silence_is_judged_by_the_source_s_own_habit(moments: list[datetime], after: timedelta) -> None:
    """Four times the usual pause, but never less than a long weekend (R28)."""
    ends = heard(moments).silent_after()
    assert ends
    assert (ends - NOW) / after == pytest.approx(1, rel=0.1)


def test_pauses_that_were_seen_before_are_a_habit() -> None:
    """A weekly that paused for forty days in winter, and a daily that took a fortnight off."""
    holiday = [*every(DAY, until=NOW - 44 * DAY), *every(DAY, days=30)]
    ends = heard(holiday).silent_after()
    assert ends
    assert timedelta(days=10) < ends - NOW < timedelta(days=20)


@given(moments=st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC)), max_size=60))
def test_whatever_a_source_claims_its_rhythm_is_a_number_within_reason(moments: list[datetime]) -> None:
    """No overflow, no zero, nothing negative."""
    rhythm = Rhythm().after(moments, NOW)
    often = rhythm.per_day(NOW)
    assert often is None or 0 < often <= 300
    ends = rhythm.silent_after()
    assert ends is None or ends > NOW - timedelta(days=40 * 366)
