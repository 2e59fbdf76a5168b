"""Zone names mean what they meant on the day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from syndicator.languages.zones import NAMES, offset


@pytest.mark.parametrize(
    ("name", "local", "hours"),
    [
        ("msk", "2022-05-05", 3),
        ("msk", "2013-05-05", 4),
        ("almt", "2024-02-29", 6),
        ("almt", "2024-03-01", 5),
        ("aqtt", "2022-05-05", 5),
        ("est", "2022-05-05", -5),
        ("z", "2022-05-05", 0),
        ("ist", "2022-05-05", None),
    ],
)
def test_a_zone_has_the_offset_it_had_then(name: str, local: str, hours: int | None) -> None:
    """Kazakhstan went to one time on 1 March 2024; an ambiguous name has no offset of its own."""
    assert offset(name, datetime.fromisoformat(local)) == (None if hours is None else timedelta(hours=hours))


def test_every_name_is_in_lower_case() -> None:
    """They are looked up folded."""
    assert all(name == name.lower() for name in NAMES)
