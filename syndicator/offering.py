"""What partners may have of a story: what its feeds have announced of it, cut down to what its sources allow today.

Stories out of the store in, offers out. An offer outlives the window of its feed: that an entry is too old for a
document is no reason to take it back. Whatever else takes an entry out of a feed takes back the offer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from syndicator.curate import curate
from syndicator.languages.tags import tongue
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Feed, FeedDefinition, FeedEntry, Held
from syndicator.model.offer import Gone, Offer
from syndicator.model.ruling import Rulings
from syndicator.model.source import Source
from syndicator.ports import Store
from syndicator.publish.item import items

STORIES_AT_ONCE = 100
_WITHDRAWN = frozenset({"disabled-source", "unknown-source", "withdrawn"})


def settle(configuration: Configuration, store: Store, now: datetime) -> bool:
    """Look at some of the stories whose offers are owed; whether there were any."""
    owed = store.offers_owed(STORIES_AT_ONCE)
    if owed:
        store.offer(list(offers(frozenset(owed.values()), configuration, store)), now, owed.keys())
    return bool(owed)


def offers(stories: Collection[str], configuration: Configuration, store: Store) -> Iterator[Offer]:
    """What every feed that tells one of the *stories*, or is on record for it, offers of it now."""
    announced = store.announced_in(stories)
    before = store.offers(stories)
    members = store.stories(announced)
    standing = store.standing(before)
    rulings = store.rulings(members)
    for story in sorted(announced.keys() | before.keys()):
        told = announced.get(story, {})
        for feed in sorted(told.keys() | {each.offer.feed for each in before.get(story, ())}):
            into = standing.get(story, story)
            if into != story:
                yield Offer(feed, story, gone=Gone.MERGED, into=into)
            elif feed not in configuration.feeds:
                yield Offer(feed, story, gone=Gone.FEED_ENDED)
            else:
                definition = configuration.feeds[feed]
                ruled = Rulings(each for each in rulings if each.feed == feed)
                known = told.get(feed, ())
                held = [
                    each
                    for each in members.get(story, ())
                    if each.article.id in known and ruled.has(definition.topic, each)
                ]
                entries, gone = _told(definition, held, members.get(story, ()), configuration.sources, ruled)
                yield Offer(feed, story, entries, gone)


def _told(
    definition: FeedDefinition,
    held: Sequence[Held],
    members: Sequence[Held],
    sources: Mapping[str, Source],
    rulings: Rulings,
) -> tuple[tuple[FeedEntry, ...], Gone | None]:
    """One entry for each language in which the feed has announced the story."""
    of_language: dict[str, list[Held]] = {}
    for each in held:
        of_language.setdefault(tongue(each.article.language), []).append(each)
    feeds = [
        curate(
            replace(definition, entries=len(told)),
            told,
            {each.story: members for each in told},
            sources,
            edition=language,
            announced={each.article.id: each.article.published for each in told},
            rulings=rulings,
        )
        for language, told in sorted(of_language.items())
    ]
    entries = tuple(each.entry for feed in feeds for each in items(feed).sound)
    return entries, None if entries else _reason(feeds)


def _reason(feeds: Sequence[Feed]) -> Gone:
    """Why a feed that has announced a story tells nothing of it any more."""
    reasons = {reason for feed in feeds for reason in feed.left_out.values()}
    if reasons and reasons <= _WITHDRAWN:
        return Gone.WITHDRAWN
    faulty = any(feed.entries for feed in feeds) or reasons == {"no-link"}
    return Gone.FAULTY if faulty else Gone.LEFT_FEED


def made_for(configuration: Configuration) -> str:
    """Tells one configuration from another as far as offers depend on it."""
    sources = [
        (each.id, each.enabled, each.name, each.publisher, each.address, each.homepage, each.rights, each.trust)
        for each in configuration.sources.values()
    ]
    feeds = [(each.id, each.topic) for each in configuration.feeds.values()]
    return hashlib.sha256(repr((sorted(sources, key=lambda each: each[0]), sorted(feeds))).encode()).hexdigest()
