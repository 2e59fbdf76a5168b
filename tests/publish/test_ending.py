"""Feeds that have ended or moved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from syndicator.model.feed import Retraction
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


def test_what_was_withdrawn_is_told_to_whoever_has_it() -> None:
    """A tombstone in Atom (RFC 6721); a stub with its id in RSS and JSON, in its language; nothing of its words."""
    at = datetime(2026, 11, 29, 8, 30, 0, 5, tzinfo=UTC)
    gone = Retraction("tag:example.org,2026-01-01:gone", "ar", at - timedelta(days=3), at)
    made = replace(feed(entry()), retracted=(gone,))
    told = documents(made, SITE)
    atom = etree.fromstring(told["feeds/medical-education.atom"])
    [stone] = atom.iterfind("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert (stone.get("ref"), stone.get("when")) == (gone.public_id, "2026-11-29T08:30:00+00:00")
    assert gone.public_id not in [each.text for each in atom.iterfind("{*}entry/{*}id")]
    assert atom.findtext("{*}updated") == "2026-11-29T08:30:00+00:00"
    item = etree.fromstring(told["feeds/medical-education.rss"])[0].findall("item")[-1]
    assert (item.findtext("guid"), item.findtext("title")) == (gone.public_id, "سُحبت المادة")
    stub = json.loads(told["feeds/medical-education.json"])["items"][-1]
    assert (stub["id"], stub["language"], stub["url"]) == (
        gone.public_id, "ar", "https://news.example.org/topics/medical-education",
    )  # fmt: skip
    assert stub["_syndicator"]["withdrawn"] == stub["date_modified"] == "2026-11-29T08:30:00+00:00"
    assert stub["date_published"] == "2026-11-26T08:30:00+00:00"
