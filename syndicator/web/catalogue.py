"""What one who asks may read, out of the store: feeds, pages of stories and of changes, one story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from syndicator.curate.selection import in_edition
from syndicator.languages.tags import lookup
from syndicator.model.configuration import Configuration
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.offer import Listing
from syndicator.model.partner import Partner
from syndicator.ports import Store
from syndicator.publish.cursor import cursor
from syndicator.publish.offer import Told, change_document, feed_document, story_document, told
from syndicator.web.problems import Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories, and from where on."""

    feed: str | None = None
    language: str | None = None
    source: str | None = None
    since: datetime | None = None
    after: int | None = None
    most: int = 50


class Catalogue:
    """What feeds offer, as far as a partner may read them."""

    def __init__(self, store: Store, configuration: Callable[[], Configuration]) -> None:
        self._store = store
        self._configuration = configuration

    @property
    def site(self) -> Site:
        """Who publishes."""
        return self._configuration().site

    def state(self) -> object:
        """Something else as soon as anybody may read anything else here: what is offered, or by which rules."""
        return self._store.last_change(), self._configuration()

    def feeds(self, partner: Partner | None) -> dict[str, Any]:
        """The feeds that somebody may read."""
        readable = self._readable(partner, None)
        definitions = self._configuration().feeds
        return {"feeds": [feed_document(each, self.site) for name, each in definitions.items() if name in readable]}

    def stories(self, partner: Partner | None, wanted: Wanted) -> tuple[dict[str, Any], Listing]:
        """A page of stories, and where it stands; raises :class:`Problem`."""
        listing = self._store.stories_offered(
            self._readable(partner, wanted.feed),
            after=self._after(wanted),
            most=wanted.most,
            languages=lookup(wanted.language) if wanted.language else (),
            source=wanted.source or "",
        )
        found = (_narrowed(each, listing.language, wanted.source) for each in self._told(listing, wanted))
        return {"stories": [story_document(each, self.site) for each in found if each.items]} | _end(listing), listing

    def changes(self, partner: Partner | None, wanted: Wanted) -> tuple[dict[str, Any], Listing]:
        """A page of changes, and where it stands; raises :class:`Problem`."""
        feeds = self._readable(partner, wanted.feed)
        listing = self._store.changes(feeds, after=self._after(wanted), most=wanted.most)
        return {"changes": [self._change(each) for each in self._told(listing, wanted)]} | _end(listing), listing

    def story(self, partner: Partner | None, name: str) -> Told:
        """One story; raises :class:`Problem` when no feed that somebody may read tells or told it."""
        found = self._store.offers({name}, self._readable(partner, None)).get(name)
        if not found:
            raise Problem("unknown-story")
        return told(found, self._configuration().feeds)

    def _readable(self, partner: Partner | None, feed: str | None) -> frozenset[str]:
        """The feeds that are asked for, as far as they may be read; also those that ended, for what became of them."""
        known = frozenset(self._configuration().feeds) | self._store.feeds_known()
        readable = partner.readable(known) if partner else known
        if feed is not None and feed not in readable:
            raise Problem("unknown-feed", parameter="feed")
        return readable if feed is None else frozenset({feed})

    def _after(self, wanted: Wanted) -> int:
        since = self._store.last_change_before(wanted.since) if wanted.since else 0
        return max(wanted.after or 0, since)

    def _told(self, listing: Listing, wanted: Wanted) -> list[Told]:
        if wanted.after is not None and wanted.after > listing.last:
            raise Problem("cursor-lost")
        definitions: Mapping[str, FeedDefinition] = self._configuration().feeds
        return [told(listing.offers[story], definitions) for story, _ in listing.stories]

    def _change(self, story: Told) -> dict[str, Any]:
        return change_document(story) | {"story": None if story.gone else story_document(story, self.site)}


def _narrowed(story: Told, language: str, source: str | None) -> Told:
    """The story with those of its articles only that were asked for."""
    kept = tuple(
        each
        for each in story.items
        if in_edition(each.entry.language, language or None) and source in (None, each.entry.source_id)
    )
    return replace(story, items=kept)


def _end(listing: Listing) -> dict[str, Any]:
    return {"cursor": cursor(listing.reached), "more": listing.more}
