"""Zone names mean what they meant on the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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


IANA = {
    "almt": "Asia/Almaty",
    "qyzt": "Asia/Qyzylorda",
    "aqtt": "Asia/Aqtau",
    "kgt": "Asia/Bishkek",
    "uzt": "Asia/Tashkent",
    "msk": "Europe/Moscow",
    "yekt": "Asia/Yekaterinburg",
    "omst": "Asia/Omsk",
    "novt": "Asia/Novosibirsk",
    "krat": "Asia/Krasnoyarsk",
    "irkt": "Asia/Irkutsk",
    "yakt": "Asia/Yakutsk",
    "vlat": "Asia/Vladivostok",
    "magt": "Asia/Magadan",
    "sakt": "Asia/Sakhalin",
    "pett": "Asia/Kamchatka",
    "samt": "Europe/Samara",
    "trt": "Europe/Istanbul",
    "npt": "Asia/Kathmandu",
    "jst": "Asia/Tokyo",
    "pkt": "Asia/Karachi",
}


@pytest.mark.parametrize(("name", "zone"), IANA.items())
def test_the_history_is_that_of_the_tz_database(name: str, zone: str) -> None:
    """Every month since 2006 in which that zone keeps no summer time."""
    months = [datetime(year, month, 15, 12) for year in range(2006, 2027) for month in range(1, 13)]
    standard = [(month, month.replace(tzinfo=ZoneInfo(zone))) for month in months]
    since = datetime(2016, 10, 1) if name == "trt" else datetime(2006, 1, 1)
    kept = {month: there.utcoffset() for month, there in standard if not there.dst() and month >= since}
    assert {month: offset(name, month) for month in kept} == kept


def test_every_name_is_in_lower_case() -> None:
    """They are looked up folded."""
    assert all(name == name.lower() for name in NAMES)
