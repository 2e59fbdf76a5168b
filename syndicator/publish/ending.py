"""Feeds that have ended or moved: what they say at the end, and where their addresses lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from syndicator.model.feed import Feed, FeedDefinition, FeedEntry, Site
from syndicator.publish.address import feed_id, feed_path, page_of, public
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
    said, page = words(language), page_of(feed, site)
    return FeedEntry(
        id="ended",
        public_id=f"{feed_id(feed.definition, feed.edition, site)}/ended",
        story="",
        link=page,
        title=said["ended"],
        summary=said["ended_hint"],
        content=None,
        language=language,
        direction=direction(language),
        published=moment,
        updated=moment,
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
