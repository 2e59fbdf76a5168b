"""All that is published beside the feeds: pages, OPML, sitemap, robots.txt, icons, style sheets, the script for other
sites; and its withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from syndicator.model.feed import Feed, FeedDefinition, Neighbour, Site, Surroundings, Version
from syndicator.model.report import SITE, PublishReport
from syndicator.ports import OutputStore
from syndicator.publish.about import about_page
from syndicator.publish.address import (
    MISSING,
    about_path,
    feed_path,
    manifest_path,
    page_file,
    rooted,
    story_path,
    topic_path,
)
from syndicator.publish.component import SCRIPT, script
from syndicator.publish.directory import opml, robots, sitemap
from syndicator.publish.formats import FORMATS
from syndicator.publish.icon import ico, png
from syndicator.publish.item import Item, made_ready
from syndicator.publish.pages import (
    Edition,
    bot_page,
    edition,
    index_page,
    missing_page,
    moved_page,
    story_page,
    topic_page,
)
from syndicator.publish.plain import NO_RULES, Rules

_STATIC = Path(__file__).parent / "static"
_DRAWN: Mapping[str, Callable[[], bytes]] = {
    "favicon.ico": ico,
    "static/icon.png": partial(png, 192, 192),
    "static/logo.png": partial(png, 144, 72),
}
_OF_FEEDS = ("feeds/", "topics/")


@dataclass(slots=True)
class Memory:
    """What the site was made of the last time, so that what is made of the same is not made again."""

    works: dict[str, tuple[object, ...]] = field(default_factory=dict)
    """Path → a pure function and its arguments."""
    editions: dict[tuple[str, str | None], Edition] = field(default_factory=dict)

    def edition(self, feed: Feed) -> Edition:
        """*feed* with its entries made ready."""
        name = (feed.definition.id, feed.edition)
        known = self.editions.get(name)
        if known is None or known.feed is not feed:
            known = self.editions[name] = edition(feed)
        return known


Around = Mapping[str, Surroundings]
"""Story → what is known of it beside its articles; those of which nothing is known are left out."""
_NOTHING: Around = MappingProxyType({})
Documents = Iterator[tuple[str, partial[bytes]]]
"""(path, how to make the bytes)."""


def publish_site(
    feeds: Sequence[Feed],
    definitions: Sequence[FeedDefinition],
    site: Site,
    output: OutputStore,
    *,
    memory: Memory,
    around: Around = _NOTHING,
    rules: Rules = NO_RULES,
    going_on: Callable[[], bool] = lambda: True,
) -> PublishReport:
    """Write the pages of all *feeds*, editions as they are published, and what belongs to the site as a whole.

    *around* says of stories what their entries do not, *rules* how articles are chosen; *memory* is brought up to date.
    When the system refuses to write, the report says so; when *going_on* says no, the rest is left undone.
    """
    editions = [memory.edition(feed) for feed in feeds]
    documents = chain(_of_feeds(editions, site, rules), _of_site(editions, definitions, site, output, around))
    return _written(documents, output, memory, going_on)


def publish_stories(
    feeds: Sequence[Feed],
    stories: Mapping[str, str],
    site: Site,
    output: OutputStore,
    *,
    memory: Memory | None = None,
    around: Around = _NOTHING,
) -> PublishReport:
    """Write the pages of the *stories* that *feeds* tell, and take away the pages of those that none of them tells.

    *stories* are named with the one that stands for each; the page of one that was merged leads to that one's. *memory*
    forgets all of them: a page that was taken away, and has to be as it was, is written anew.
    """
    works = memory.works if memory else {}
    for story in stories:
        works.pop(page_file(story_path(story)), None)
    editions = [edition(feed) for feed in feeds]
    told = {story: articles for story, articles in _told(editions).items() if story in stories}
    report = _written(_of_stories(told, editions, site, output, around), output, Memory(), lambda: True)
    if report.held:
        return report
    gone = {story: kept for story, kept in stories.items() if story not in told}
    leading = {story: kept for story, kept in gone.items() if kept != story and _has_page(kept, output)}
    for story in gone.keys() - leading.keys():
        output.remove(page_file(story_path(story)))
    moved = _written(_of_aliases(leading, site), output, Memory(), lambda: True)
    return replace(moved, written=(*report.written, *moved.written))


def withdraw(definitions: Sequence[FeedDefinition], output: OutputStore) -> list[str]:
    """Take away the documents and pages of feeds and editions that are not defined; returns their paths."""
    defined = {
        path
        for definition in definitions
        for edition in definition.editions
        for path in (
            page_file(topic_path(definition.id, edition)),
            page_file(about_path(definition.id, edition)),
            *(feed_path(definition.id, edition, each.suffix) for each in FORMATS.values()),
        )
    }
    archives = tuple(
        manifest_path(definition.id, edition).removesuffix("manifest.json")
        for definition in definitions
        for edition in definition.editions
    )
    ours = (path for path in output.paths() if path.startswith(_OF_FEEDS) and path not in defined)
    stray = [path for path in ours if not path.startswith(archives)]
    for path in stray:
        output.remove(path)
    return stray


def stories_with_pages(output: OutputStore) -> list[str]:
    """Every story that has a page."""
    before, after = page_file(story_path("*")).split("*")
    return [path.removeprefix(before).removesuffix(after) for path in output.paths() if path.startswith(before)]


def _written(documents: Documents, output: OutputStore, memory: Memory, going_on: Callable[[], bool]) -> PublishReport:
    written: list[str] = []
    refusals: list[OSError] = []
    with output.together() as late:
        try:
            for path, work in documents:
                if late or not going_on():
                    break
                ingredients = (work.func, *work.args)
                if memory.works.get(path) != ingredients:
                    written.extend([path] if output.write(path, work()) else [])
                    memory.works[path] = ingredients
        except OSError as fault:
            refusals.append(fault)
    for path in late:
        memory.works.pop(path, None)
    written = [path for path in written if path not in late]
    refusals.extend(late.values())
    held = f"the site cannot be written: {refusals[0].strerror}" if refusals else ""
    return PublishReport(SITE, written=tuple(written), held=held, refused=bool(refusals))


def _of_feeds(editions: Sequence[Edition], site: Site, rules: Rules) -> Documents:
    """Of every edition the page of its articles and the page about it."""
    for each in editions:
        feed = each.feed.definition.id, each.feed.edition
        yield page_file(topic_path(*feed)), partial(topic_page, each, site)
        yield page_file(about_path(*feed)), partial(about_page, each, rules, site)


def _of_site(
    editions: Sequence[Edition],
    definitions: Sequence[FeedDefinition],
    site: Site,
    output: OutputStore,
    around: Around,
) -> Documents:
    """Everything but the pages of feeds, in the order it is written."""
    told = _told(editions)
    yield from _of_stories(told, editions, site, output, around)
    yield "index.html", partial(index_page, tuple(_of_all_languages(editions, definitions)), site)
    yield "bot.html", partial(bot_page, site)
    yield MISSING, partial(missing_page, site)
    yield "opml.xml", partial(opml, tuple(definitions), site)
    yield "sitemap.xml", partial(sitemap, tuple(_pages(editions, told)), site)
    yield "robots.txt", partial(robots, site)
    yield SCRIPT, partial(script)
    for path in sorted(_STATIC.iterdir()):
        yield f"static/{path.name}", partial(Path.read_bytes, path)
    for name, draw in _DRAWN.items():  # drawing costs time and always gives the same
        if output.stamp(name) is None:
            yield name, partial(draw)


def _of_all_languages(editions: Sequence[Edition], definitions: Sequence[FeedDefinition]) -> Iterator[Edition]:
    """Every feed; without entries when it is held back and what is published is not known."""
    whole = {each.feed.definition.id: each for each in editions if each.feed.edition is None}
    for definition in definitions:
        yield whole.get(definition.id) or Edition(Feed(definition, None, None), ())


def _of_stories(
    told: Mapping[str, Sequence[Item]], editions: Sequence[Edition], site: Site, output: OutputStore, around: Around
) -> Documents:
    """The pages of stories, and those that lead to them."""
    topics = _topics(editions)
    for story, articles in told.items():
        known = around.get(story, Surroundings())
        perhaps = tuple(_neighbours(known.perhaps, told, site, output))
        page = partial(story_page, story, tuple(articles), tuple(topics[story]), site, perhaps)
        yield page_file(story_path(story)), page
        yield from _of_aliases(dict.fromkeys(known.aliases, story), site)


def _of_aliases(leading: Mapping[str, str], site: Site) -> Documents:
    for story, kept in leading.items():
        yield page_file(story_path(story)), partial(moved_page, kept, site)


def _neighbours(
    found: Iterable[Neighbour], told: Collection[str], site: Site, output: OutputStore
) -> Iterator[tuple[str, Version]]:
    """(address, version) of other stories: of the story's page, of its article where it has none."""
    for each in found:
        if version := made_ready(each.version):
            has_page = each.story in told or _has_page(each.story, output)
            yield rooted(site, story_path(each.story)) if has_page else version.link, version


def _has_page(story: str, output: OutputStore) -> bool:
    return output.stamp(page_file(story_path(story))) is not None


def _told(editions: Sequence[Edition]) -> dict[str, list[Item]]:
    """Story → its entries in any feed, each once, in order of the story's id."""
    stories: dict[str, dict[str, Item]] = {}
    for each in editions:
        for item in each.items:
            stories.setdefault(item.entry.story, {}).setdefault(item.id, item)
    return {story: list(stories[story].values()) for story in sorted(stories)}


def _topics(editions: Sequence[Edition]) -> dict[str, list[FeedDefinition]]:
    """Story → the feeds that tell it."""
    telling: dict[str, dict[str, FeedDefinition]] = {}
    for each in editions:
        for item in each.items:
            telling.setdefault(item.entry.story, {}).setdefault(each.feed.definition.id, each.feed.definition)
    return {story: list(definitions.values()) for story, definitions in telling.items()}


def _pages(editions: Sequence[Edition], told: Mapping[str, Sequence[Item]]) -> list[tuple[str, datetime | None]]:
    """Every page with the time of its last change."""
    moments = [each.feed.updated for each in editions if each.feed.updated]
    topics = [
        (path(each.feed.definition.id, each.feed.edition), each.feed.updated)
        for path in (topic_path, about_path)
        for each in editions
    ]
    stories = [(story_path(story), max(item.updated for item in articles)) for story, articles in told.items()]
    return [("", max(moments, default=None)), *topics, *stories]
