"""Hours and days in which a document asks not to be read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from syndicator.ingest.skips import skips

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        (("0", "5"), (0, 5)),
        (("24", "1"), (0, 1)),
        ((" 7\n", "07", "7"), (7,)),
        (("-1", "25", "99", "1.5", "٣", "noon", ""), ()),
        ((), ()),
    ],
)
def test_hours_are_numbers_from_midnight_to_midnight(said: Sequence[str], hours: tuple[int, ...]) -> None:
    """RSS 2.0 counts them from 0 to 23, RSS 0.91 from 1 to 24."""
    assert skips(said, ()).hours == hours


@pytest.mark.parametrize(
    ("said", "days"), [(("Sunday", "Monday"), (0, 6)), ((" FRIDAY ",), (4,)), (("Mon", "Montag", "1", ""), ())]
)
def test_days_have_their_english_names(said: Sequence[str], days: tuple[int, ...]) -> None:
    """RSS 2.0: Monday to Sunday, in whatever case."""
    assert skips((), said).days == days


def test_a_document_that_asks_never_to_be_read_is_read_nonetheless() -> None:
    """All hours or all days would silence it for ever: that is no wish but a fault, and the operator hears of it."""
    found = skips([str(each) for each in range(1, 25)], WEEK)
    assert (found.hours, found.days) == ((), ())
    assert found.notes == (
        "it asks not to be read in all 24 hours of the day, which is ignored",
        "it asks not to be read in all 7 days of the week, which is ignored",
    )
    assert skips([str(each) for each in range(23)], WEEK[:6]).notes == ()
