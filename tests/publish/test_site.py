"""What is published beside the feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.feed import Held
from syndicator.model.topic import Tagged
from syndicator.publish import publish, publish_site
from syndicator.publish.output import FolderOutput
from tests.publish.newsroom import NOON, SITE, editions, entry, feed


@pytest.fixture
def output(tmp_path: Path) -> FolderOutput:
    return FolderOutput(tmp_path)


def member(name: str) -> Held:
    when = NOON - timedelta(days=3)
    article = Article(
        name, f"tag:{name}", "x", name, None, None, None, "t", "", SafeHtml(""), "", "ru", LanguageFrom.DECLARED, "ltr",
        when, when, when,
    )  # fmt: skip
    return Held(article, "story1", Tagged())


def test_the_whole_site_is_written_once(output: FolderOutput) -> None:
    """Every document of the contract; the second time nothing differs."""
    report = publish_site(editions(), SITE, output, stories={})
    assert set(report.written) == {
        "index.html",
        "bot.html",
        "topics/medical-education.html",
        *(f"topics/medical-education/{each}.html" for each in ("en", "ru", "kk", "ar", "he")),
        *(f"stories/story{number}.html" for number in (1, 2, 3)),
        *("opml.xml", "sitemap.xml", "robots.txt", "favicon.ico"),
        *(f"static/{name}" for name in ("site.css", "feed.css", "icon.png", "logo.png")),
    }
    assert publish_site(editions(), SITE, output, stories={}).written == ()


def test_stories_are_dated_by_their_members(output: FolderOutput) -> None:
    """A member that is no entry has its date from the store."""
    shown = [feed(entry("en", 1))]
    publish_site(shown, SITE, output, stories={"story1": [member("a1-ru")]})
    page = (output.read("stories/story1.html") or b"").decode()
    assert page.count("November 21, 2026") == 1


def test_a_held_editions_page_stays_like_its_documents(output: FolderOutput) -> None:
    """The page does not show the shrunken feed that was not published."""
    shown = [feed(*(entry("en", number) for number in range(1, 9)))]
    publish(shown, SITE, output)
    publish_site(shown, SITE, output, stories={})
    before = output.read("topics/medical-education.html")
    publish_site([feed(entry("en", 1))], SITE, output, stories={})
    assert output.read("topics/medical-education.html") == before


def test_the_sitemap_names_every_page(output: FolderOutput) -> None:
    """With the time of its last change where there is one."""
    publish_site([*editions(), replace(feed(edition="fr"))], SITE, output, stories={})
    root = etree.fromstring(output.read("sitemap.xml") or b"")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {url.findtext("s:loc", "", names): url.findtext("s:lastmod", None, names) for url in root}
    base = "https://news.example.org/"
    assert found[base] == found[f"{base}topics/medical-education"] == "2026-11-24T11:05:00+00:00"
    assert found[f"{base}stories/story1"] == "2026-11-24T11:05:00+00:00"
    assert found[f"{base}topics/medical-education/fr"] is None


class Refusing(FolderOutput):
    """A full disk."""

    def write(self, path: str, data: bytes) -> bool:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_reported_and_not_raised(tmp_path: Path) -> None:
    """The feeds are published already, and polling goes on."""
    report = publish_site(editions(), SITE, Refusing(tmp_path), stories={})
    assert report.held == "the site cannot be written: No space left on device"
