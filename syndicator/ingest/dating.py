"""What a page only shows to people in, the date and the authors of its article out; and which of many dates is one.

What finds them, trafilatura with htmldate, takes long to be imported, as do the words of dates: only children that read
pages of articles hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from syndicator.ingest.fulltext import extractor
from syndicator.ingest.page import Page
from syndicator.model.entry import Entry

_YEAR_ONLY = "-01-01"


def first_date(told: Iterable[str | None]) -> str | None:
    """The first of them that is a date, as written; what cannot be read, or is no date, is passed over."""
    read = reader()
    return next((each for each in told if each and read(each)), None)


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


def reader() -> Callable[[str], object]:
    """What reads a date, imported where it is needed."""
    from syndicator.languages.dates import read_date  # noqa: PLC0415

    return read_date
