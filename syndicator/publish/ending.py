"""What ends: feeds that say farewell or have moved, and articles that were withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from syndicator.model.feed import Feed, FeedDefinition, FeedEntry, Site
from syndicator.publish.address import feed_id, feed_path, page_of, public
from syndicator.publish.item import Item, items
from syndicator.publish.words import direction, spoken, words

GONE = ""
"""Where addresses of a feed lead that is no more."""
_OF_A_FEED = re.compile(r"(feeds|topics)/([a-z0-9-]+)([./].*)?")


def with_farewell(feed: Feed, site: Site) -> Feed:
    """A feed that has ended with an entry that says so, above all others; any other feed, and archives, as they are."""
    ended = feed.definition.ended
    if ended is None or feed.month:
        return feed
    farewell = _farewell(feed, site, datetime.combine(ended, time(), UTC))
    latest = max(feed.updated or farewell.updated, farewell.updated)
    return replace(feed, updated=latest, entries=(farewell, *feed.entries))


def _farewell(feed: Feed, site: Site, moment: datetime) -> FeedEntry:
    language = spoken(feed.edition or site.languages[0])
    id_ = f"{feed_id(feed.definition, feed.edition, site)}/ended"
    return _notice(feed, site, "ended", id_, language, (moment, moment))


def stubs(feed: Feed, site: Site) -> tuple[Item, ...]:
    """What formats without tombstones write of each article withdrawn: an entry with its id that says so.

    A reader that has the article takes the stub in its place.
    """
    made = (
        _notice(feed, site, "withdrawn", each.public_id, spoken(each.language), (each.published, each.at))
        for each in feed.retracted
    )
    return items(replace(feed, entries=tuple(made))).sound


def _notice(  # noqa: PLR0917 - what it says, and of what
    feed: Feed, site: Site, what: str, id_: str, language: str, dates: tuple[datetime, datetime]
) -> FeedEntry:
    """An entry of our own that says one thing."""
    said = words(language)
    return FeedEntry(
        id=id_,
        public_id=id_,
        story="",
        link=page_of(feed, site),
        title=said[what],
        summary=said[f"{what}_hint"],
        content=None,
        language=language,
        direction=direction(language),
        published=dates[0],
        updated=dates[1],
        source_id="",
        source_name=site.name,
        source_address=public(site, feed_path(feed.definition.id, feed.edition, "atom")),
        source_homepage=public(site, ""),
        attribution=site.name,
    )


def successor(definitions: Iterable[FeedDefinition], path: str, today: date) -> str | None:
    """Where the document of a feed at *path* is now: another path, :data:`GONE`, or None for where it is."""
    found = _OF_A_FEED.fullmatch(path)
    if found is None:
        return None
    kind, name, rest = found.groups(default="")
    for each in definitions:
        if name in each.formerly:
            return GONE if each.is_gone(today) else f"{kind}/{each.id}{rest}"
        if name == each.id and each.is_gone(today):
            return GONE
    return None
