"""What a page only shows to people in, the date and the authors of its article out; and which of many dates is one.

What finds them, trafilatura with htmldate, takes long to be imported, as do the words of dates: only children that read
pages of articles hold them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import cast

from lxml import etree

from syndicator.ingest.fulltext import extractor
from syndicator.ingest.page import Page
from syndicator.model.entry import Entry

_YEAR_ONLY = "-01-01"
_BARE_YEAR = (1, 1, 0)
"""Month, day and hour that a bare year is written as."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEARS = range(1990, 2100)
"""Others are numbers, years of other calendars, or those of people's birth."""
_WORDS = re.compile(r"^[^\d]{1,30}(?=\d)")
_LINE = 60
"""Characters; a date in a longer text is one that the article tells of."""
_BELOW = etree.XPath("following::text()[normalize-space()][position() <= 12]")
_ABOVE = etree.XPath("preceding::text()[normalize-space()][position() <= 12]")
_DAY = re.compile(r"[^?#]*?/((?:199|20\d)\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)")
_APART = timedelta(days=7)
"""An article is written into its address when it is begun, and published some days later at most."""


def first_date(told: Iterable[str | None], day: date | None = None) -> str | None:
    """The first of them that is a date, as written; what cannot be read, or is no date, is passed over.

    So is what lies more than a week from the *day* in the page's address: it is another article's, or of a change.
    """
    read = reader()
    dates = ((each, moment) for each in told if each and (moment := read(each)))
    return next((each for each, moment in dates if day is None or abs(moment.date() - day) <= _APART), None)


def day_of(addresses: Iterable[str | None]) -> date | None:
    """The day that the first address with one in its path tells: ``/2026/05/01/``, ``/2026-05-01-title``."""
    found = (_DAY.match(each) for each in addresses if each)
    days = (_day(*map(int, each.groups())) for each in found if each)
    return next(filter(None, days), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_by_heading(page: Page) -> str | None:
    """The date that stands alone, or behind a few words, in the texts around the first heading of the first order.

    What stands below it goes before what stands above it, and what is nearer before what is farther.
    """
    heading = next(page.root.iter("h1"), None)
    if heading is None:
        return None
    around = (*cast("list[str]", _BELOW(heading)), *reversed(cast("list[str]", _ABOVE(heading))))
    lines = (text for each in around if len(text := " ".join(each.split())) <= _LINE and _has_year(text))
    return first_date(each for line in lines for each in (line, _WORDS.sub("", line)))


def _has_year(text: str) -> bool:
    return any(int(each) in _YEARS for each in _YEAR.findall(text))


def scripted_date(page: Page) -> str | None:
    """The first date of a publication that scripts hold: it may be another article's, so all else goes before it."""
    read = reader()
    dates = ((each, moment) for each in page.scripted if (moment := read(each)))
    return next((each for each, moment in dates if (moment.month, moment.day, moment.hour) != _BARE_YEAR), None)


def shown(page: Page) -> Entry:
    """The day (ISO 8601) that a page shows or its address tells, the earliest that is fit, and names of authors.

    The first of January is what a bare year comes out as: it is not believed.
    """
    markup = etree.tostring(page.root, method="html", encoding="unicode")
    said = extractor().extract_metadata(markup, default_url=page.base or None)
    day, names = said.date or None, (said.author or "").split(";")
    return Entry(
        published=None if day and day.endswith(_YEAR_ONLY) else day,
        authors=tuple(filter(None, (each.strip() for each in names))),
    )


def reader() -> Callable[[str], datetime | None]:
    """What reads a date, imported where it is needed."""
    from syndicator.languages.dates import read_date  # noqa: PLC0415

    return read_date
