"""D: dates, as sources write them."""

from __future__ import annotations

from syndicator.chaos.answers import in_turn, serves
from syndicator.chaos.documents import DAY, channel, item
from syndicator.chaos.fault import Catalogue, Fault, gives
from syndicator.model.source import Outcome

_SEEN = "seen"


def _dated(row: str, does: str, date: str | None, published: str = _SEEN, timezone: str = "UTC") -> Fault:
    """An item of this date, and the moment it must be taken for; what nobody can read is of when it was first seen."""
    moment = published if published == _SEEN else f"{published}:00+00:00"
    document = channel(lambda seed: [item(seed, date=date)])
    return Fault(row, does, serves(document), gives(1, published=moment), timezone=timezone)


TABLE: Catalogue = {
    "date-rfc822": _dated("D00", "as RSS wants it", "Thu, 30 Apr 2026 15:30:00 +0500", "2026-04-30T10:30"),
    "date-iso": _dated("D00", "as Atom wants it", "2026-04-30T15:30:00.123+05:00", "2026-04-30T10:30"),
    "date-9999": _dated("D01", "the end of time", "9999-12-31T23:59:59-14:00"),
    "date-0001": _dated("D01", "the beginning of time", "0001-01-01T00:00:00+14:00"),
    "date-99999": _dated("D01", "a year of five digits", "99999-01-01T00:00:00Z"),
    "date-epoch": _dated("D02", "the epoch", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "date-zero": _dated("D02", "nothing but zeros", "0000-00-00 00:00:00"),
    "date-short-year": _dated("D02", "a year of two digits", "Mon, 01 Jan 70"),
    "date-future-hour": _dated("D03", "in three hours", "Fri, 01 May 2026 15:00:00 GMT"),
    "date-future-year": _dated("D03", "next year", "Sat, 01 May 2027 10:00:00 GMT"),
    "date-2040": _dated("D15", "beyond 2038", "Tue, 01 May 2040 10:00:00 GMT"),
    "date-none": _dated("D04", "no date", None),
    "date-empty": _dated("D04", "an empty date", " "),
    "date-words": _dated("D04", "words", "yesterday"),
    "date-now-each-time": Fault(
        "D05",
        "another date each time",
        in_turn(
            serves(channel(lambda seed: [item(seed)])),
            serves(channel(lambda seed: [item(seed, date=DAY.replace("10:00", "11:30"))])),
        ),
        gives(1, then=(Outcome.OK,), published="2026-05-01T10:00:00+00:00"),
    ),
    "date-naive": _dated("D06", "no zone", "2026-04-30 15:30:00", "2026-04-30T10:30", "Asia/Almaty"),
    "date-almt": _dated("D06", "the zone of Almaty", "Thu, 30 Apr 2026 15:30:00 ALMT", "2026-04-30T10:30"),
    "date-msk": _dated("D06", "the zone of Moscow", "Thu, 30 Apr 2026 13:30:00 MSK", "2026-04-30T10:30"),
    "date-ist": _dated(
        "D06", "a zone of two countries", "Thu, 30 Apr 2026 13:30:00 IST", "2026-04-30T10:30", "Asia/Jerusalem"
    ),
    "date-est": _dated("D06", "a zone of America", "Thu, 30 Apr 2026 05:30:00 EST", "2026-04-30T10:30"),
    "date-ru": _dated("D07", "Russian", "30 апреля 2026 г. в 10:30", "2026-04-30T10:30"),
    "date-kk": _dated("D07", "Kazakh", "2026 жылғы 30 сәуір 10:30", "2026-04-30T10:30"),
    "date-kk-latin": _dated("D07", "Kazakh in Latin letters", "2026 jylğy 30 säuır", "2026-04-30T00:00"),
    "date-ar": _dated("D07", "Arabic", "30 أبريل 2026", "2026-04-30T00:00"),
    "date-ar-levant": _dated("D07", "Arabic of the Levant", "30 نيسان 2026", "2026-04-30T00:00"),
    "date-he": _dated("D07", "Hebrew", "30 באפריל 2026 בשעה 10:30", "2026-04-30T10:30"),
    "date-hijri": _dated("D08", "a lunar year", "1447/07/12"),
    "date-jalali": _dated("D08", "a Persian year", "1405-02-10"),
    "date-buddhist": _dated("D08", "a Buddhist year", "2569-04-30"),
    "date-arabic-digits": _dated("D09", "Arabic digits", "٣٠ أبريل ٢٠٢٦", "2026-04-30T00:00"),
    "date-persian-digits": _dated("D09", "Persian digits", "۲۰۲۶-۰۴-۳۰T10:30:00Z", "2026-04-30T10:30"),
    "date-unix": _dated("D10", "Unix time", "1777545000", "2026-04-30T10:30"),
    "date-unix-ms": _dated("D10", "Unix time in milliseconds", "1777545000000", "2026-04-30T10:30"),
    "date-unix-absurd": _dated("D10", "Unix time of twenty digits", "17775450000000000000"),
    "date-feb30": _dated("D11", "30 February", "2026-02-30T10:00:00Z"),
    "date-month13": _dated("D11", "a thirteenth month", "2026-13-01T10:00:00Z"),
    "date-hour24": _dated("D11", "midnight as 24:00", "2026-04-29T24:00:00Z", "2026-04-30T00:00"),
    "date-hour25": _dated("D11", "25 o'clock", "2026-04-30T25:00:00Z"),
    "date-leap-second": _dated("D11", "a leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00"),
    "date-offset-9999": _dated("D11", "an offset of a hundred hours", "2026-04-30T10:00:00+9999"),
    "date-wrong-weekday": _dated(
        "D11", "the wrong day of the week", "Mon, 30 Apr 2026 10:30:00 GMT", "2026-04-30T10:30"
    ),
    "date-ambiguous": _dated("D11", "a day or a month", "05/06/2026"),
    "date-twice": _dated("D11", "two dates", "2026-04-30 2026-05-01"),
    "date-long": _dated("D11", "a date of a megabyte", "2026-04-30" + " " * 1_000_000 + "x"),
}
