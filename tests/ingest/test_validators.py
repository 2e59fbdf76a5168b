"""What header fields say about sending again, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.ingest.validators import fresh_for, http_date, retry_after, sendable, validator
from tests.ingest.fetching import NOW

DATE = "Fri, 01 May 2026 10:00:00 GMT"


@pytest.mark.parametrize("etag", ['"abc"', 'W/"v1,a"', "unquoted", '"-gzip;x"', '"a b"', '"' + "x" * 510 + '"'])
def test_a_printable_validator_is_kept_byte_for_byte(etag: str) -> None:
    """Conformance 132: quotes, W/ and commas included."""
    assert validator({"etag": [etag]}, "etag") == etag


@pytest.mark.parametrize("etag", ["", '"қаз"', '"\x01"', "x" * 513, '"\xe9"', "a\r\nb"])
def test_a_validator_that_cannot_be_sent_back_counts_as_absent(etag: str) -> None:
    """P12: it would fail at every later poll."""
    assert validator({"etag": [etag]}, "etag") is None
    assert sendable(etag) is None


def test_a_validator_that_comes_twice_counts_as_absent() -> None:
    """P12: nobody knows which one is meant."""
    assert validator({"etag": ['"1"', '"2"']}, "etag") is None
    assert validator({}, "etag") is None
    assert sendable(None) is None


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"retry-after": ["120"]}, 120),
        ({"retry-after": [" 0 "]}, 0),
        ({"retry-after": ["Fri, 01 May 2026 11:00:00 GMT"]}, 3600),
        ({"retry-after": ["Fri, 01 May 2026 11:00:00 GMT"], "date": ["Fri, 01 May 2026 10:59:00 GMT"]}, 60),
        ({"retry-after": ["Friday, 01-May-26 10:00:30 GMT"]}, 30),
        ({"retry-after": ["Fri, 01 May 2020 10:00:00 GMT"]}, 0),
        ({"retry-after": ["9999999999"]}, 9_999_999_999),
        ({"retry-after": ["99999999999"]}, None),
        ({"retry-after": ["-5"]}, None),
        ({"retry-after": ["1.5"]}, None),
        ({"retry-after": ["١٢٠"]}, None),
        ({"retry-after": ["soon"]}, None),
        ({"x-ratelimit-reset": ["90"]}, 90),
        ({"ratelimit-reset": ["45"]}, 45),
        ({"x-ratelimit-reset": [str(int(NOW.timestamp()) + 300)]}, 300),
        ({"x-ratelimit-reset": ["1000000001"]}, 0),
        ({}, None),
    ],
)
def test_the_time_to_wait_is_read_in_all_its_forms(fields: dict[str, list[str]], seconds: int | None) -> None:
    """P01, P02: seconds, dates by the server's own clock, resets; what is junk is unsaid."""
    assert retry_after(fields, NOW) == seconds


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"cache-control": ["max-age=900"]}, 900),
        ({"cache-control": ['public, Max-Age = "60"']}, 60),
        ({"cache-control": ["public", "max-age=60"]}, 60),
        ({"cache-control": ["max-age=900"], "age": ["300"]}, 600),
        ({"cache-control": ["max-age=900"], "age": ["3000"]}, 0),
        ({"cache-control": ["max-age=900"], "expires": ["Fri, 01 May 2026 12:00:00 GMT"], "date": [DATE]}, 900),
        ({"cache-control": ["max-age=900, no-cache"]}, None),
        ({"cache-control": ["no-store"]}, None),
        ({"cache-control": ["max-age=soon"]}, None),
        ({"cache-control": ["s-maxage=900"]}, None),
        ({"expires": ["Fri, 01 May 2026 12:00:00 GMT"], "date": [DATE]}, 7200),
        ({"expires": ["Fri, 01 May 2026 12:00:00 GMT"]}, 7200),
        ({"expires": ["0"]}, None),
        ({"expires": ["Fri, 01 May 2020 12:00:00 GMT"]}, 0),
        ({}, None),
    ],
)
def test_freshness_is_read_as_caches_read_it(fields: dict[str, list[str]], seconds: int | None) -> None:
    """RFC 9111, 4.2: max-age less Age goes before Expires less Date."""
    assert fresh_for(fields, NOW) == seconds


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_dates_and_numbers(text: str) -> None:
    """Fields come from outside."""
    names = ("retry-after", "cache-control", "expires", "date", "age", "x-ratelimit-reset")
    fields = {name: [text] for name in names}
    assert (retry_after(fields, NOW) or 0) >= 0
    assert (fresh_for(fields, NOW) or 0) >= 0


@pytest.mark.parametrize(
    "text", ["", "x" * 65, "Fri, 01 May 99999 10:00:00 GMT", "Fri, 31 Feb 2026 10:00:00 GMT", "1 мая"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Not an exception."""
    assert http_date(text) is None


def test_a_date_without_a_zone_is_utc() -> None:
    """``-0000`` says that the zone is unknown."""
    assert http_date("Fri, 01 May 2026 10:00:00 -0000") == NOW
