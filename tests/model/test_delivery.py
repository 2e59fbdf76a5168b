"""When a delivery is tried again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.model.delivery import FIRST_PAUSE, LONGEST_PAUSE, Delivery, Undelivered, postponed

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
ONE = Delivery("kind", "somebody", NOON)


def test_pauses_double_up_to_six_hours() -> None:
    """A recipient that is away for long is not asked often."""
    pauses, waiting = [], ONE
    for _ in range(14):
        later = postponed(waiting, Undelivered("away"), NOON, spread=0)
        assert later is not None
        pauses.append(later.due - NOON)
        waiting = later
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE
    assert (waiting.tries, waiting.message) == (14, "away")


def test_chance_spreads_pauses() -> None:
    """Those who failed together are not tried together."""
    least, most = (postponed(ONE, Undelivered("away"), NOON, spread=spread) for spread in (0, 1))
    assert least is not None
    assert most is not None
    assert most.due - least.due == FIRST_PAUSE / 5


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(3600, timedelta(hours=1)), (1, FIRST_PAUSE), (-5, FIRST_PAUSE), (10**12, LONGEST_PAUSE), (None, FIRST_PAUSE)],
)
def test_a_recipient_that_asks_for_rest_has_it_within_bounds(asked: int | None, pause: timedelta) -> None:
    """Retry-After counts, but nobody puts us off for years."""
    later = postponed(ONE, Undelivered("busy", asked), NOON, spread=0)
    assert later is not None
    assert later.due == NOON + pause


def test_what_is_final_or_would_be_too_late_is_given_up() -> None:
    """The next try must lie before the end."""
    assert postponed(ONE, Undelivered("gone", final=True), NOON, spread=0) is None
    for until, given_up in ((NOON + FIRST_PAUSE, True), (NOON + FIRST_PAUSE * 2, False)):
        bounded = Delivery("kind", "somebody", NOON, until=until)
        assert (postponed(bounded, Undelivered("away"), NOON, spread=0) is None) is given_up


def test_what_a_failure_says_is_bounded() -> None:
    """It stands in one column and one line."""
    later = postponed(ONE, Undelivered("x" * 10_000), NOON, spread=0)
    assert later is not None
    assert len(later.message) == 300
