"""What is published beside the feeds."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from lxml import etree, html

from syndicator.model.feed import Feed, FeedEntry, Neighbour, Surroundings
from syndicator.model.report import PublishReport
from syndicator.ports import OutputStore
from syndicator.publish import publish, publish_site, publish_stories, stories_with_pages, withdraw
from syndicator.publish.moving import destination
from syndicator.publish.output import FolderOutput
from syndicator.publish.site import Memory
from tests.publish.newsroom import DEFINITION, SITE, editions, entry, feed


@pytest.fixture
def output(tmp_path: Path) -> FolderOutput:
    return FolderOutput(tmp_path)


def published(output: OutputStore, *feeds: Feed, memory: Memory | None = None) -> PublishReport:
    return publish_site(feeds, [DEFINITION], SITE, output, memory=memory or Memory())


def test_the_whole_site_is_written_once(output: FolderOutput) -> None:
    """Every document of the contract; the second time nothing differs."""
    report = published(output, *editions())
    assert set(report.written) == {
        "index.html",
        "bot.html",
        "404.html",
        "topics/medical-education.html",
        "topics/medical-education/about.html",
        *(f"topics/medical-education/{each}.html" for each in ("en", "ru", "kk", "ar", "he")),
        *(f"topics/medical-education/{each}/about.html" for each in ("en", "ru", "kk", "ar", "he")),
        *(f"stories/story{number}.html" for number in (1, 2, 3)),
        *("opml.xml", "sitemap.xml", "robots.txt", "favicon.ico", "embed.js"),
        *(f"static/{name}" for name in ("site.css", "feed.css", "icon.png", "logo.png")),
    }
    assert published(output, *editions()).written == ()


def retitled(entry: FeedEntry) -> FeedEntry:
    return replace(entry, title="New") if entry.story == "story2" else entry


def test_what_is_made_of_the_same_is_not_made_again(output: FolderOutput) -> None:
    """Not even rendered: a document that vanished stays away until something in it changes."""
    memory = Memory()
    published(output, *editions(), memory=memory)
    for path in ("stories/story1.html", "stories/story2.html"):
        output.remove(path)
    changed = [replace(each, entries=tuple(map(retitled, each.entries))) for each in editions()]
    assert "stories/story2.html" in published(output, *changed, memory=memory).written
    assert output.read("stories/story1.html") is None


def test_a_closing_service_leaves_the_rest_undone(output: FolderOutput) -> None:
    """It is done at the next start."""
    asked = iter((True, True, False))
    report = publish_site(editions(), [DEFINITION], SITE, output, memory=Memory(), going_on=lambda: next(asked))
    assert len(report.written) == 2


def test_a_feed_that_is_held_keeps_its_page_and_its_place_on_the_first_page(output: FolderOutput) -> None:
    """The first page names every feed that is defined."""
    published(output, *editions())
    before = output.read("topics/medical-education.html")
    published(output)
    assert output.read("topics/medical-education.html") == before
    assert b"topics/medical-education" in (output.read("index.html") or b"")


def test_what_is_defined_no_more_is_withdrawn(output: FolderOutput) -> None:
    """Documents and pages of a feed, or of one of its editions; nothing else."""
    publish(editions(), SITE, output)
    published(output, *editions())
    kept = set(output.paths())
    gone = withdraw([replace(DEFINITION, languages=("en", "ru", "kk", "ar"))], output)
    assert set(gone) == {
        "topics/medical-education/he.html",
        "topics/medical-education/he/about.html",
        *(f"feeds/medical-education.he.{each}" for each in ("atom", "rss", "json")),
    }
    assert set(output.paths()) == kept - set(gone)
    withdraw([], output)
    assert not [path for path in output.paths() if path.startswith(("feeds/", "topics/"))]
    assert stories_with_pages(output) == ["story1", "story2", "story3"]


def test_stories_of_the_past_are_shown_as_they_may_be_now_or_not_at_all(output: FolderOutput) -> None:
    """One is rewritten with less, one that no feed tells goes, one that nobody asked about stays."""
    published(output, *editions())
    title, summary = entry("en", 1).title, entry("en", 1).summary
    assert summary.encode() in (output.read("stories/story1.html") or b"")
    report = publish_stories([feed(entry("en", 1, summary=""))], named("story1", "story2"), SITE, output)
    assert report.written == ("stories/story1.html",)
    page = output.read("stories/story1.html") or b""
    assert escape(title).encode() in page
    assert summary.encode() not in page
    assert stories_with_pages(output) == ["story1", "story3"]


def named(*stories: str, **merged: str) -> dict[str, str]:
    """Stories that stand for themselves, and *merged* ones with what stands for them."""
    return {**{story: story for story in stories}, **merged}


def test_the_page_of_a_merged_story_leads_to_the_one_that_stayed(output: FolderOutput) -> None:
    """Also when it never had one: its id stood in feeds."""
    around = {"story1": Surroundings(("story0", "story9")), "story7": Surroundings(("story8",))}
    published(output, *editions())
    report = publish_site(editions(), [DEFINITION], SITE, output, memory=Memory(), around=around)
    assert report.written == ("stories/story0.html", "stories/story9.html")
    assert destination(output.read("stories/story0.html") or b"") == "/stories/story1"
    assert b"story0" not in (output.read("sitemap.xml") or b"")


def test_a_merged_story_of_the_past_leads_to_a_page_that_there_is(output: FolderOutput) -> None:
    """Its own goes where the other has none; what stayed is told by a feed, by a page of the past, or not at all."""
    published(output, *editions())
    lone = feed(entry("en", 4, story="old"))
    report = publish_stories([lone], named("old", story1="story2", gone="old", lost="nowhere"), SITE, output)
    assert report.written == ("stories/old.html", "stories/story1.html", "stories/gone.html")
    assert destination(output.read("stories/story1.html") or b"") == "/stories/story2"
    assert destination(output.read("stories/gone.html") or b"") == "/stories/old"
    assert output.read("stories/lost.html") is None
    assert publish_stories([feed(entry("en", 4, story="new"))], named(story1="new"), SITE, output).written == ()
    assert stories_with_pages(output) == ["gone", "old", "story2", "story3"]


def test_what_may_be_the_same_opens_as_a_page_where_there_is_one(output: FolderOutput) -> None:
    """Told now, or of the past; else the article itself. What cannot be linked is not named."""
    versions = entry("en").versions
    output.write("stories/past.html", b"A page")
    perhaps = (
        Neighbour("story2", versions[0]),
        Neighbour("past", versions[1]),
        Neighbour("none", versions[2]),
        Neighbour("story3", replace(versions[3], link="javascript:alert(1)")),
    )
    around = {"story1": Surroundings(perhaps=perhaps)}
    publish_site(editions(), [DEFINITION], SITE, output, memory=Memory(), around=around)
    page = html.document_fromstring((output.read("stories/story1.html") or b"").decode())
    found = page.xpath("//section[@class='perhaps']//a/@href")
    assert found == ["/stories/story2", "/stories/past", versions[2].link]


def test_the_sitemap_names_every_page(output: FolderOutput) -> None:
    """With the time of its last change where there is one."""
    published(output, *editions(), replace(feed(edition="fr")))
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
    report = published(Refusing(tmp_path), *editions())
    assert report.held == "the site cannot be written: No space left on device"
    assert report.refused
