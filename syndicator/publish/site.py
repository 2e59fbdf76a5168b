"""All that is published beside the feeds: pages, OPML, sitemap, robots.txt, icons, style sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from syndicator.model.feed import Feed, Held, Site
from syndicator.model.report import PublishReport
from syndicator.ports import OutputStore
from syndicator.publish.address import page_file, story_path, topic_path
from syndicator.publish.directory import opml, robots, sitemap
from syndicator.publish.icon import ico, png
from syndicator.publish.item import Item
from syndicator.publish.pages import Edition, bot_page, edition, index_page, story_page, topic_page
from syndicator.publish.publication import shrunken

_STATIC = Path(__file__).parent / "static"
_DRAWN: Mapping[str, Callable[[], bytes]] = {
    "favicon.ico": ico,
    "static/icon.png": partial(png, 192, 192),
    "static/logo.png": partial(png, 144, 72),
}


def publish_site(
    feeds: Sequence[Feed], site: Site, output: OutputStore, *, stories: Mapping[str, Sequence[Held]]
) -> PublishReport:
    """Write the pages of all *feeds* in all their editions and what belongs to the site as a whole.

    *stories* are the members of the stories told, for their dates. The page of an edition that is held back because
    it shrank stays as it is, like its documents. When the system refuses to write, the report says so in ``held``.
    """
    written: list[str] = []
    try:
        for path, data in site_documents(feeds, site, output, stories):
            written.extend([path] if output.write(path, data) else [])
    except OSError as fault:
        return PublishReport("", written=tuple(written), held=f"the site cannot be written: {fault.strerror}")
    return PublishReport("", written=tuple(written))


def site_documents(
    feeds: Sequence[Feed], site: Site, output: OutputStore, stories: Mapping[str, Sequence[Held]]
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of everything, in the order it is written."""
    editions = [edition(feed) for feed in feeds if not shrunken(feed, output)]
    told = _told(editions)
    for each in editions:
        yield page_file(topic_path(each.feed.definition.id, each.feed.edition)), topic_page(each, site)
    for story, articles in told.items():
        dates = {held.article.id: held.article.published for held in stories.get(story, ())}
        yield page_file(story_path(story)), story_page(story, articles, _topics(story, editions), dates, site)
    yield "index.html", index_page(editions, site)
    yield "bot.html", bot_page(site)
    yield from _of_the_site(feeds, site, output, _pages(editions, told))


def _of_the_site(
    feeds: Sequence[Feed], site: Site, output: OutputStore, pages: Sequence[tuple[str, datetime | None]]
) -> Iterator[tuple[str, bytes]]:
    definitions = list({feed.definition.id: feed.definition for feed in feeds}.values())
    yield "opml.xml", opml(definitions, site)
    yield "sitemap.xml", sitemap(pages, site)
    yield "robots.txt", robots(site)
    for path in sorted(_STATIC.iterdir()):
        yield f"static/{path.name}", path.read_bytes()
    for name, draw in _DRAWN.items():  # drawing costs time and always gives the same
        if output.stamp(name) is None:
            yield name, draw()


def _told(editions: Sequence[Edition]) -> dict[str, list[Item]]:
    """Story → its entries in any feed, each once, in order of the story's id."""
    stories: dict[str, dict[str, Item]] = {}
    for each in editions:
        for item in each.items:
            stories.setdefault(item.entry.story, {}).setdefault(item.id, item)
    return {story: list(stories[story].values()) for story in sorted(stories)}


def _topics(story: str, editions: Sequence[Edition]) -> list[Feed]:
    """The feeds that tell a story."""
    return [
        each.feed
        for each in editions
        if each.feed.edition is None and any(item.entry.story == story for item in each.items)
    ]


def _pages(editions: Sequence[Edition], told: Mapping[str, Sequence[Item]]) -> list[tuple[str, datetime | None]]:
    """Every page with the time of its last change."""
    moments = [each.feed.updated for each in editions if each.feed.updated]
    topics = [(topic_path(each.feed.definition.id, each.feed.edition), each.feed.updated) for each in editions]
    stories = [(story_path(story), max(item.updated for item in articles)) for story, articles in told.items()]
    return [("", max(moments, default=None)), *topics, *stories]
