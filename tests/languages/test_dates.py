"""A date is read whole, or not at all, and never from today's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.languages import LANGUAGES
from syndicator.languages.dates import parse_date

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

READ = {
    "Thu, 05 May 2022 14:30:00 +0500": "2022-05-05T09:30",
    "Mon, 27 Jan 2025 01:05:00 -0500": "2025-01-27T06:05",
    "Mon, 13 Jul 2020 04:00:00 -0000": "2020-07-13T04:00",
    "Fri, 05 May 2022 14:30:00 GMT": "2022-05-05T14:30",
    "5 May 22 14:30 EST": "2022-05-05T19:30",
    "Sun, 06 Nov 94 08:49:37 UT": "1994-11-06T08:49:37",
    "Thu, 5 May 2022 14:30:00 GMT (comment)": "2022-05-05T14:30",
    "2022-05-05T14:30:00Z": "2022-05-05T14:30",
    "2022-05-05t14:30:00.123+05:00": "2022-05-05T09:30",
    "2022-05-05 14:30:00 +05": "2022-05-05T09:30",
    "2022-05-05T14:30Z": "2022-05-05T14:30",
    "2006-01-11 16:42:47 -0800": "2006-01-12T00:42:47",
    "20220505T143000Z": "2022-05-05T14:30",
    "20220505T1430+0500": "2022-05-05T09:30",
    "20220505": "2022-05-05T00:00",
    "2022-05-05": "2022-05-05T00:00",
    "2022/05/05 14:30": "2022-05-05T14:30",
    "Thu May  5 14:30:00 2022": "2022-05-05T14:30",
    "Thu May 5 14:30:00 MSK 2022": "2022-05-05T11:30",
    "Thu May 05 2022 14:30:00 GMT+0500 (East Kazakhstan Time)": "2022-05-05T09:30",
    "1651760000": "2022-05-05T14:13:20",
    "1651760000123": "2022-05-05T14:13:20",
    "5 May 2022, 14:30": "2022-05-05T14:30",
    "May 5th, 2022 at 2:30 p.m.": "2022-05-05T14:30",
    "5 May 2022 12:10 am": "2022-05-05T00:10",
    "5-May-2022": "2022-05-05T00:00",
    "05.05.2022 14:30": "2022-05-05T14:30",
    "14:30, 05.05.2022": "2022-05-05T14:30",
    "13/05/2022": "2022-05-13T00:00",
    "05/13/2022": "2022-05-13T00:00",
    "05/05/2022": "2022-05-05T00:00",
    "5 мая 2022": "2022-05-05T00:00",
    "четверг, 5 мая 2022 г. в 14:30": "2022-05-05T14:30",
    "5 май 2022 года, 14:30 МСК": "2022-05-05T11:30",
    "2026 жылғы 1 қаңтар": "2026-01-01T00:00",
    "5 мамыр, 2022 ж. 14:30": "2022-05-05T14:30",
    "2022 jylğy 5 säuır": "2022-04-05T00:00",
    "2022 جىلعى 5 مامىر": "2022-05-05T00:00",
    "5 أيار 2022": "2022-05-05T00:00",
    "5 أيار/مايو 2022": "2022-05-05T00:00",
    "5 كانون الثاني 2022": "2022-01-05T00:00",
    "5 تشرين الأول 2022 م": "2022-10-05T00:00",
    "١٢ مايو ٢٠٢٢": "2022-05-12T00:00",
    "١٢ مايو ٢٠٢٢ 2:30 م": "2022-05-12T14:30",
    "الخميس، 5 مايو 2022 - 14:30": "2022-05-05T14:30",
    "5 جويلية 2022": "2022-07-05T00:00",
    "5 غشت 2022": "2022-08-05T00:00",
    "5 במאי 2022": "2022-05-05T00:00",
    "יום חמישי, 5 במאי 2022 בשעה 14:30": "2022-05-05T14:30",
    "1er août 2022": "2022-08-01T00:00",
    "5 AĞUSTOS 2022": "2022-08-05T00:00",
    "5 серпня 2022 р.": "2022-08-05T00:00",
    "2022-05-05T24:00:00Z": "2022-05-06T00:00",
    "2016-12-31T23:59:60Z": "2017-01-01T00:00",
    "2022-05-05T10:00:00+14:00": "2022-05-04T20:00",
    "2026-11-27T11:00:00Z": "2026-11-27T11:00",
}

UNREAD = [
    "",
    " ",
    "yesterday",
    "Вчера, 14:30",
    "2022",
    "May 2022",
    "5 May",
    "14:30",
    "5-6 мая 2022",
    "5 May 2022 6 June 2022",
    "5 May June 2022",
    "5 May 2022 10:00 11:00",
    "2022-05-05 2022-05-06",
    "2022-05-05 May",
    "2022-05-05 7",
    "2022-05-05T10:00+01:00+02:00",
    "2022-05-05+05:00",
    "2022-02-30",
    "30 Feb 2022",
    "2022-13-01",
    "2022-05-05T25:00:00Z",
    "2022-05-05T24:01:00Z",
    "2022-05-05T10:60:00Z",
    "2022-05-05T10:00:61Z",
    "2022-05-05T10:00:00+9999",
    "2022-05-05T10:00:00+14:30",
    "2022-05-05T10:00:00+0560",
    "5 May 2022 13:30 pm",
    "5 May 2022 0:30 pm",
    "05/06/2022",
    "31/31/2022x",
    "1447/07/12",
    "5 رمضان 1443",
    "1401-02-15",
    "2565-05-05",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Mon, 01 Jan 70",
    "May 5 22",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999999999999",
    "2026-11-28T12:00:00Z",
    "1989-12-31",
    "12345",
    "2022-05-05 $",
    "5 May 2022" + " " * 200,
]


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_date_is_read(text: str, expected: str) -> None:
    """Every form of the docstring, naive ones in the zone of the source (here UTC)."""
    assert parse_date(text, now=NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_whole_plausible_date_gives_none(text: str) -> None:
    """Nothing is filled in, nothing guessed (faults D01 to D12)."""
    assert parse_date(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("5 мая 2022 14:30", "Asia/Almaty", "2022-05-05T08:30"),
        ("5 мая 2024 14:30", "Asia/Almaty", "2024-05-05T09:30"),
        ("2022-05-05 14:30 IST", "Asia/Jerusalem", "2022-05-05T11:30"),
        ("2022-05-05 14:30 IST", "Asia/Kolkata", "2022-05-05T09:00"),
        ("2022-05-05", "Asia/Jerusalem", "2022-05-04T21:00"),
        ("Fri, 01 Mar 2024 10:00:00 ALMT", "UTC", "2024-03-01T05:00"),
        ("Thu, 29 Feb 2024 10:00:00 ALMT", "UTC", "2024-02-29T04:00"),
    ],
)
def test_a_time_without_a_sure_zone_is_the_source_s(text: str, zone: str, expected: str) -> None:
    """IST is Israel's or India's."""
    assert parse_date(text, zone=zone, now=NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_an_unknown_zone_is_the_operator_s_mistake() -> None:
    """Configuration refuses it first; here it raises."""
    with pytest.raises(ZoneInfoNotFoundError):
        parse_date("2022-05-05", zone="Mars/Olympus", now=NOW)


CALENDARS = [calendar for row in LANGUAGES.values() for calendar in row.calendars]


@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_month_of_every_calendar_is_read(calendar: str) -> None:
    """As CLDR writes it in a date, in full and short."""
    for width in ("wide", "abbreviated"):
        for month, name in Locale.parse(calendar).months["format"][width].items():
            assert parse_date(f"5 {name} 2022", now=NOW) == datetime(2022, month, 5, tzinfo=UTC), name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    """Whatever a source writes, there is a date within bounds or none."""
    moment = parse_date(text, now=NOW)
    assert moment is None or 1990 <= moment.year <= 2026


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(1991, 1, 1), datetime(2026, 1, 1)), st.sampled_from(["%a, %d %b %Y %H:%M:%S", "%c"]))
def test_what_is_written_is_read_back(moment: datetime, form: str) -> None:
    """RFC 5322 and asctime."""
    whole = moment.replace(microsecond=0)
    assert parse_date(whole.strftime(form), now=NOW) == whole.replace(tzinfo=UTC)


_PROGRAM = """
import json, sys, time
from datetime import UTC, datetime
from syndicator.languages.dates import parse_date
time.tzset()
texts = json.load(sys.stdin)
print(json.dumps([str(parse_date(text, now=datetime(2026, 11, 25, 12, tzinfo=UTC))) for text in texts]))
"""


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Almaty", "Pacific/Kiritimati"])
def test_the_machine_s_zone_locale_and_hash_seed_do_not_matter(zone: str) -> None:
    """A pure function of text, zone and now (fault D12)."""
    environment = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone))}
    texts = [*READ, *UNREAD]
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=json.dumps(texts),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [str(parse_date(text, now=NOW)) for text in texts]
