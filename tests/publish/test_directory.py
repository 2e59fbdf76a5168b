"""OPML, sitemap, robots.txt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from syndicator.publish import directory
from syndicator.publish.directory import opml, robots, sitemap
from tests.publish.newsroom import DEFINITION, SITE, attributes


def test_every_edition_can_be_subscribed_to() -> None:
    """One outline per edition, grouped by feed, titled in its language; no date of the run."""
    root = etree.fromstring(opml([DEFINITION], SITE))
    assert (root.get("version"), root.findtext("head/title")) == ("2.0", "Open Syndicate")
    group = root.find("body/outline")
    assert group is not None
    assert group.get("text") == "Medical education"
    assert [each.get("language") for each in group] == ["mul", "en", "ru", "kk", "ar", "he"]
    assert attributes(group[4]) == {
        "type": "rss",
        "text": "التعليم الطبي",
        "title": "التعليم الطبي",
        "description": "تدريب الأطباء والممرضين في آسيا الوسطى والشرق الأوسط",
        "language": "ar",
        "xmlUrl": "https://news.example.org/feeds/medical-education.ar.rss",
        "htmlUrl": "https://news.example.org/topics/medical-education/ar",
    }


def test_texts_that_are_missing_are_borrowed_or_left_away() -> None:
    """A title from the main language, else the id; a description or none."""
    bare = replace(DEFINITION, titles={}, descriptions={}, languages=("kk-Latn",))
    group = etree.fromstring(opml([bare, replace(DEFINITION, languages=("kk-Latn",))], SITE)).findall("body/outline")
    assert (group[0][1].get("text"), group[0][1].get("description")) == ("medical-education", None)
    assert group[1][1].get("text") == "Медициналық білім"


def test_texts_of_the_list_are_html() -> None:
    """OPML 2.0 says so of text: what looks like markup is written so that it is read as it was."""
    named = replace(DEFINITION, titles={"en": "Q&A <live> & more"}, descriptions={"en": "&lt;"}, languages=())
    group = etree.fromstring(opml([named], SITE)).find("body/outline")
    assert group is not None
    assert group.get("text") == group[0].get("text") == group[0].get("title") == "Q&amp;A &lt;live> & more"
    assert group[0].get("description") == "&amp;lt;"


def test_robots_may_fetch_what_is_published() -> None:
    """And are told where the sitemap is."""
    told = robots(SITE).decode().splitlines()
    assert told == ["User-agent: *", "Disallow: /console/", "", "Sitemap: https://news.example.org/sitemap.xml"]


def test_a_sitemap_names_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty thousand addresses; the pages named first are the most important."""
    monkeypatch.setattr(directory, "_MOST_PAGES", 3)
    root = etree.fromstring(sitemap([(f"stories/{n}", None) for n in range(4)], SITE))
    assert [each[0].text for each in root] == [f"https://news.example.org/stories/{n}" for n in range(3)]


@pytest.mark.shared
def test_the_sitemap_is_valid(shared: Path) -> None:
    """By the schema of sitemaps.org."""
    schema = etree.XMLSchema(etree.parse(str(shared / "data/schemas/sitemap.xsd")))
    when = datetime(2026, 1, 1, 12, 30, 5, 7, UTC)
    schema.assertValid(etree.fromstring(sitemap([("", when), ("stories/1", None)], SITE)))
