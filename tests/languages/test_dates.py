"""A date is read whole, or not at all, and never from today's."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.languages.dates import AHEAD, parse_date, plausible, read_date
from syndicator.languages.datewords import words

CLOCKS = (
    datetime(2026, 11, 25, 12, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2031, 7, 1, tzinfo=UTC),
)
NOW = CLOCKS[0]
TABLE = yaml.load((Path(__file__).parent / "dates.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
"""Groups of texts with the moment each means; every value is text."""
CASES = [
    (text, group.get("zone", "UTC"), None if moment == "null" else datetime.fromisoformat(moment).replace(tzinfo=UTC))
    for group in TABLE
    for text, moment in group["dates"].items()
]


def _at(moment: datetime | None, now: datetime) -> datetime | None:
    """What is to be read at *now*: nothing of the time to come."""
    return moment if moment and moment <= now + AHEAD else None


@pytest.mark.parametrize(("text", "zone", "moment"), CASES)
def test_a_date_is_read_or_not(text: str, zone: str, moment: datetime | None) -> None:
    """As the table says (faults D01 to D12 and D15), whatever the time is, but for what is still to come."""
    assert [parse_date(text, zone=zone, now=now) for now in CLOCKS] == [_at(moment, now) for now in CLOCKS]


def test_a_text_longer_than_any_date_is_not_read() -> None:
    """A megabyte costs nothing."""
    assert parse_date("5 May 2022" + " " * 200, now=NOW) is None
    assert parse_date("2022-05-05" + " " * 1_000_000 + "x", now=NOW) is None


def test_the_future_begins_two_days_ahead_and_the_past_in_1990() -> None:
    """Clocks of sources run ahead; what is older is a mistake or another calendar."""
    assert parse_date("2026-11-27T12:00:00Z", now=NOW) == datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert parse_date("2026-11-27T12:00:01Z", now=NOW) is None
    assert parse_date("1989-12-31T23:59:59Z", now=NOW) is None


def test_a_date_can_be_read_without_a_clock() -> None:
    """What it says and whether that can be are two questions."""
    far = read_date("1 января 2099 г.")
    assert far == datetime(2099, 1, 1, tzinfo=UTC)
    assert not plausible(far, NOW)
    assert read_date("Thu, 01 Jan 1970 00:00:00 GMT") == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("day", ["01", "29", "30", "31", "32", "00"])
@pytest.mark.parametrize("month", ["Jan", "feb", "Mar", "Apr", "May", "Dec", "Mai", "foo"])
def test_what_most_feeds_write_is_read_as_by_the_long_way(day: str, month: str) -> None:
    """With two blanks the same is read part by part; what is odd about a time or a zone comes out alike."""
    for year, time_, zone in product(
        ("1999", "2000", "2024", "2026"),
        ("10:00:00", "23:59:59", "24:00:00", "24:00:01", "23:59:60", "10:61:00"),
        ("+0500", "-0000", "+0560", "+1359", "-1400", "+1401", "GMT", "EST"),
    ):
        written = f"Fri, {day} {month} {year} {time_} {zone}"
        assert read_date(written, zone="Europe/London") == read_date(written.replace(" ", "  "), zone="Europe/London")


def test_an_unknown_zone_is_the_operator_s_mistake() -> None:
    """Configuration refuses it first; here it raises."""
    with pytest.raises(ZoneInfoNotFoundError):
        parse_date("2022-05-05", zone="Mars/Olympus", now=NOW)


WORDS = words()
LETTERS = st.sampled_from([*WORDS.months, *WORDS.weekdays, *WORDS.halves, *WORDS.zones, *WORDS.units, *WORDS.fillers])
PARTS = st.one_of(LETTERS, st.integers(0, 99_999).map(str), st.sampled_from("0123456789:-/.,+()[] T年月日时"))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PARTS, max_size=12).map(" ".join), st.lists(PARTS).map("".join)))
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


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(1991, 1, 1), date(2025, 12, 31)),
    st.sampled_from(sorted(WORDS.months.items())),
    st.sampled_from(["{0.day} {1} {0.year}", "{1} {0.day}, {0.year}", "{0.year} {1} {0.day}"]),
)
def test_a_month_has_its_name_in_any_order(day: date, month: tuple[str, int], form: str) -> None:
    """Every name of every language, before or after the day."""
    name, number = month
    expected = datetime(day.year, number, min(day.day, 28), tzinfo=UTC)
    assert parse_date(form.format(expected, name), now=NOW) == expected


@pytest.mark.parametrize(
    "harm", ["(", "()", "(" * 80 + ")" * 80, "1:", "1 ", "a.", "2022-", "20220505 ", "年1", "٣", "1h"]
)
def test_no_text_takes_long(harm: str) -> None:
    """Reading is linear in a text that is short."""
    text = (harm * 160)[:160]
    began = time.process_time()
    parse_date(text, now=NOW)
    assert time.process_time() - began < 0.1


_PROGRAM = """
import json, sys, time
from datetime import datetime
from syndicator.languages.dates import parse_date
time.tzset()
texts, clocks = json.load(sys.stdin)
print(json.dumps([
    str(parse_date(text, zone=zone, now=datetime.fromisoformat(clock))) for clock in clocks for text, zone in texts
]))
"""


@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty", "America/St_Johns", "Pacific/Chatham"])
def test_the_machine_s_zone_locale_and_hash_seed_do_not_matter(zone: str) -> None:
    """A pure function of text, zone and now (fault D12): the table and a thousand jumbles of words, at three times."""
    draw = random.Random(7)
    known = [*sorted(WORDS.months), *sorted(WORDS.zones), *sorted(WORDS.weekdays), "14:30", "+0500", "2022", "5", "13"]
    jumbles = [(" ".join(draw.choices(known, k=draw.randint(2, 6))), "Asia/Almaty") for _ in range(1000)]
    texts = [(text, source) for text, source, _moment in CASES] + jumbles
    environment = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone))}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=json.dumps([texts, [now.isoformat() for now in CLOCKS]]),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [str(parse_date(text, zone=source, now=now)) for now in CLOCKS for text, source in texts]
    assert json.loads(done.stdout) == here
