"""Feeds that have ended or moved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from syndicator.publish.ending import GONE, successor, with_farewell
from syndicator.publish.publication import documents
from tests.publish.newsroom import DEFINITION, SITE, entry, feed

ENDED = replace(DEFINITION, ended=date(2026, 11, 30))
MOVED = replace(DEFINITION, formerly=("doctors",))


@pytest.mark.parametrize(
    ("edition", "language", "title"),
    [(None, "en", "This feed has ended"), ("ar", "ar", "أُغلقت هذه الخلاصة"), ("kk", "kk", "Бұл лента жабылды")],
)
def test_a_feed_that_has_ended_says_so_first_in_every_format(edition: str | None, language: str, title: str) -> None:
    """In the language of the edition, with an id of its own, and beside what it told."""
    made = replace(feed(entry(), definition=ENDED), edition=edition)
    told = documents(made, SITE)
    name = f"feeds/{ENDED.id}{f'.{edition}' if edition else ''}"
    items = json.loads(told[f"{name}.json"])["items"]
    assert [each["title"] for each in items] == [title, entry().title]
    assert (items[0]["language"], items[0]["_syndicator"]["story"]) == (language, None)
    assert items[0]["date_published"] == "2026-11-30T00:00:00+00:00"
    assert items[0]["id"].endswith(f"feed/{ENDED.id}{f'/{edition}' if edition else ''}/ended")
    assert all(title.encode() in each for each in told.values())


def test_others_and_archives_say_no_farewell() -> None:
    """An archive tells what was published in its month."""
    for each in (feed(entry()), replace(feed(entry(), definition=ENDED), month="2026-11")):
        assert with_farewell(each, SITE) is each


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("feeds/doctors.ar.atom", "feeds/medical-education.ar.atom"),
        ("feeds/doctors/archive/2026-11.rss", "feeds/medical-education/archive/2026-11.rss"),
        ("topics/doctors.html", "topics/medical-education.html"),
        ("topics/doctors/ar.html", "topics/medical-education/ar.html"),
        ("feeds/medical-education.atom", None),
        ("feeds/doctors-and-nurses.atom", None),
        ("stories/doctors.html", None),
        ("opml.xml", None),
    ],
)
def test_the_addresses_of_a_former_id_lead_on(path: str, wanted: str | None) -> None:
    """Those of every document and page."""
    assert successor([MOVED], path, date(2026, 11, 30)) == wanted


def test_thirty_days_after_its_end_a_feed_is_gone() -> None:
    """With all addresses that it ever had."""
    both = replace(MOVED, ended=date(2026, 11, 1))
    for path in ("feeds/medical-education.atom", "topics/medical-education.html", "feeds/doctors.rss"):
        assert successor([both], path, date(2026, 12, 1)) != GONE
        assert successor([both], path, date(2026, 12, 2)) == GONE
