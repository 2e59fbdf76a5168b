"""What is asked of the store; every question takes a connection and answers from one state of the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice, zip_longest
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, select

from syndicator.model.article import Article
from syndicator.model.clues import Clues, Relative
from syndicator.model.coverage import Coverage
from syndicator.model.feed import ANY_EDITION, Held
from syndicator.model.report import Attempt
from syndicator.model.retagging import Retagging
from syndicator.model.source import SourceState
from syndicator.model.subscription import Subscription
from syndicator.model.topic import Evidence, Mention, Tag, Tagged
from syndicator.model.verdict import ENOUGH, Candidate, Key, KeyKind
from syndicator.model.withdrawal import Withdrawal
from syndicator.store import lookups
from syndicator.store.codec import load, to_number
from syndicator.store.recent import Recent
from syndicator.store.tables import (
    KINDS,
    announced,
    articles,
    attempts,
    clues,
    coverage,
    digest,
    is_storable,
    outbox,
    retagging,
    sources,
    subscriptions,
    tags,
    topic_versions,
)

_T = TypeVar("_T")
_CHUNK = 5000
"""Values in one IN list: SQLite takes 32,766, PostgreSQL 65,535."""
COMMON = 64
"""A key that more articles have tells nothing (a logo, a footer), unless only one article should have it."""
LATEST = 64
"""How many articles that have a clue are looked at, the latest: all reports of a great event have its rarest clues."""
PRINTED = 128
"""Of how many articles that share a fingerprint with one all of them are compared."""
NEAREST = 16
"""How many candidates of each kind, and how many relatives, an article has: those that share the most keys."""
REMEMBERED = 512
"""Articles whose clues are not made of their documents again: reports of an event come one after the other."""
MEMBERS = 6
"""How many members of a relative's story are looked at besides, the first."""
IDENTICAL = 512
"""How many articles that have one identity, which only one should have, are looked at: the latest."""
_ALWAYS_TELLING = {KeyKind.IDENTITY: IDENTICAL, KeyKind.PUBLIC: IDENTICAL}
_HELD = (
    articles.c.nr,
    articles.c.id,
    articles.c.article,
    articles.c.story,
    articles.c.reprint_of,
    articles.c.places,
    articles.c.organisations,
    articles.c.withdrawn,
)
_MENTIONS = (articles.c.place_mentions, articles.c.organisation_mentions)
"""Read, like the evidence of tags, only when they are to be shown."""


def chunked(items: Iterable[_T], size: int = _CHUNK) -> Iterator[list[_T]]:
    """*items* in lists of at most *size*."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def source_states(connection: Connection) -> dict[str, SourceState]:
    """Source → its state."""
    return {name: load(SourceState, state) for name, state in connection.execute(select(sources))}


def source_state(connection: Connection, source: str) -> SourceState:
    """The state of one source."""
    state = connection.scalar(select(sources.c.state).where(sources.c.source == source))
    return load(SourceState, state) if state is not None else SourceState(source)


def attempts_of(connection: Connection, source: str) -> list[Attempt]:
    """The last polls of a source, the latest first."""
    question = select(attempts.c.attempt).where(attempts.c.source == source).order_by(attempts.c.at.desc())
    return [load(Attempt, each) for each in connection.scalars(question)]


def subscriptions_of(connection: Connection, source: str | None) -> list[Subscription]:
    """All subscriptions, or those for one source, in order of their token."""
    question = select(subscriptions.c.subscription).order_by(subscriptions.c.token)
    if source is not None:
        question = question.where(subscriptions.c.source == source)
    return [load(Subscription, each) for each in connection.scalars(question)]


def subscription(connection: Connection, token: str) -> Subscription | None:
    """The subscription with this token."""
    found = connection.scalar(select(subscriptions.c.subscription).where(subscriptions.c.token == token))
    return load(Subscription, found) if found is not None else None


# --- candidates ----------------------------------------------------------------------------------------------------


def candidates(
    connection: Connection, recent: Recent, wanted: Sequence[Collection[Key]], prints: Sequence[bytes] = ()
) -> list[Candidate]:
    """See :meth:`syndicator.ports.Store.candidates`."""
    having = _having(connection, recent, {key for of_one in wanted for key in of_one})
    counted = [_counted(of_one, having) for of_one in wanted]
    alike = [_most_shared(each.pop(KeyKind.FINGERPRINT, {}), PRINTED) for each in counted]
    printed = lookups.prints(connection, {number for each in alike for number in each})
    chosen = {number for each in counted for kind, found in each.items() for number in _nearest(kind, found)}
    for found, own in zip_longest(alike, prints, fillvalue=b""):
        chosen.update(_printed_alike(found, frozenset(lookups.unpacked(own)), printed))
    shared: dict[int, set[Key]] = defaultdict(set)
    for key, found in having.items():
        for number in chosen.intersection(found):
            shared[number].add(key)
    return [
        Candidate(load(Article, document), story, frozenset(shared[number]))
        for number, document, story in (lookups.documents(connection, chosen) if chosen else ())
    ]


def _having(connection: Connection, recent: Recent, wanted: Collection[Key]) -> dict[Key, list[int]]:
    """Key → the articles that have it, the latest first; without keys that tell nothing."""
    found = _holders(connection, recent, wanted)
    return {key: each for key, each in found.items() if len(each) <= COMMON or key.kind in _ALWAYS_TELLING}


def _holders(connection: Connection, recent: Recent, wanted: Collection[Key]) -> dict[Key, list[int]]:
    """Key → the articles that have it, the latest first: one more than are too many, if there are more."""
    most = COMMON + 1
    kept = {(KINDS[key.kind], key.hash): key for key in wanted}
    found = {kept[each]: having for each, having in lookups.holders(connection, kept, IDENTICAL, most)}
    for each, having in recent.holders(connection, kept).items():
        key = kept[each]
        latest = sorted({*having, *found.get(key, ())}, reverse=True)
        found[key] = latest[: _ALWAYS_TELLING.get(key.kind, most)]
    return found


def _counted(of_one: Iterable[Key], having: Mapping[Key, Sequence[int]]) -> dict[KeyKind, Counter[int]]:
    """Kind of key → the articles that share some with one article, and how many each."""
    counted: dict[KeyKind, Counter[int]] = defaultdict(Counter)
    for key in of_one:
        if key in having:
            counted[key.kind].update(having[key])
    return counted


def _nearest(kind: KeyKind, found: Mapping[int, int]) -> list[int]:
    return _most_shared(found, _ALWAYS_TELLING.get(kind, NEAREST))


def _printed_alike(found: Iterable[int], own: frozenset[int], printed: Mapping[int, Collection[int]]) -> list[int]:
    """Those of some articles whose texts share the most with one, and enough; what is not known is enough."""
    known = printed if own else {}
    shared = {number: len(own.intersection(known[number])) if number in known else ENOUGH for number in found}
    return _most_shared({number: count for number, count in shared.items() if count >= ENOUGH}, NEAREST)


def _most_shared(found: Mapping[int, int], most: int) -> list[int]:
    """Those that share the most, and of those that share as many the latest."""
    return sorted(found, key=lambda number: (-found[number], -number))[:most]


# --- relatives -----------------------------------------------------------------------------------------------------


def relatives(
    connection: Connection, recent: Recent, wanted: Mapping[str, Collection[Key]]
) -> dict[str, list[Relative]]:
    """See :meth:`syndicator.ports.Store.relatives`."""
    having = _holders(connection, recent, {key for each in wanted.values() for key in each})
    nearest = {
        name: _most_shared(Counter(nr for key in each for nr in having.get(key, ())[:LATEST]), NEAREST)
        for name, each in wanted.items()
    }
    near = {number for found in nearest.values() for number in found}
    placed = list(lookups.stories(connection, near, MEMBERS)) if near else []
    story_of = {number: story for number, story, _ in placed}
    members = _members(connection, near.union(*(first for _, _, first in placed)))
    return {
        name: [each for story in dict.fromkeys(story_of[number] for number in found) for each in members[story]]
        for name, found in nearest.items()
    }


def _members(connection: Connection, numbers: Collection[int]) -> dict[str, list[Relative]]:
    """Story → those of these articles that belong to it, in the order in which they were stored."""
    found: dict[str, list[Relative]] = defaultdict(list)
    for _, name, story, document in lookups.told(connection, numbers) if numbers else ():
        found[story].append(Relative(name, story, _clues(document)))
    return found


@lru_cache(maxsize=REMEMBERED)
def _clues(document: str) -> Clues:
    return load(Clues, document)


def latest_clues(connection: Connection, most: int) -> list[Clues]:
    """The clues of the articles stored last, the latest first."""
    question = select(clues.c.clues).order_by(clues.c.article.desc()).limit(most)
    return [load(Clues, each) for each in connection.scalars(question)]


# --- articles with all that was found out about them ---------------------------------------------------------------


def stories_of(connection: Connection, wanted: Collection[str]) -> dict[str, list[Held]]:
    """The articles of each wanted story, oldest first; a story merged into another has that one's articles."""
    merged = resolved(connection, wanted)
    found: dict[str, list[Held]] = defaultdict(list)
    for chunk in chunked(sorted({merged.get(story, story) for story in wanted})):
        query = select(*_HELD).where(articles.c.story.in_(chunk)).order_by(articles.c.published, articles.c.id)
        for held in _held(connection, query):
            found[held.story].append(held)
    asked = {story: merged.get(story, story) for story in wanted}
    return {story: found[kept] for story, kept in asked.items() if kept in found}


def topics_of(connection: Connection, wanted: Collection[str]) -> frozenset[str]:
    """See :meth:`syndicator.ports.Store.topics_of`."""
    merged = resolved(connection, wanted)
    return lookups.topics(connection, {merged.get(story, story) for story in wanted})


def resolved(connection: Connection, wanted: Collection[str]) -> dict[str, str]:
    """Story → the one it was merged into, for those that were."""
    return lookups.merged(connection, wanted)


def find(connection: Connection, needle: str) -> Held | None:
    """The article with this id, else public id, else link, else canonical address; the first one stored, of several."""
    if not is_storable(needle):
        return None
    known = digest(needle)
    for column, value in (
        (articles.c.id, needle),
        (articles.c.public_digest, known),
        (articles.c.link_digest, known),
        (articles.c.canonical_digest, known),
    ):
        query = select(*_HELD).where(column == value).order_by(articles.c.nr).limit(1)
        if found := _held(connection, query, evidence=True):
            return found[0]
    return None


def withdrawn(connection: Connection, source: str) -> dict[str, Withdrawal]:
    """See :meth:`syndicator.ports.Store.withdrawn`."""
    own = articles.c.source == source, articles.c.withdrawn.is_not(None)
    question = select(articles.c.id, articles.c.withdrawn).where(*own).order_by(articles.c.id)
    return {name: load(Withdrawal, found) for name, found in connection.execute(question)}


def held_of(connection: Connection, names: Collection[str]) -> dict[str, Held]:
    """The articles with these ids, those we have."""
    return {
        each.article.id: each
        for chunk in chunked(sorted(names))
        for each in _held(connection, select(*_HELD).where(articles.c.id.in_(chunk)))
    }


def page(connection: Connection, since: datetime, after: str, size: int) -> list[Held]:
    """The next *size* articles collected since that have their texts, in order of id."""
    wanted = select(*_HELD).where(*_since(since, after)).order_by(articles.c.id).limit(size)
    return _held(connection, wanted)


def collected(connection: Connection, since: datetime, after: str) -> int:
    """How many articles :func:`page` would go through."""
    return connection.scalar(select(func.count()).select_from(articles).where(*_since(since, after))) or 0


def _since(since: datetime, after: str) -> tuple[ColumnElement[bool], ...]:
    return articles.c.departed.is_(None), articles.c.collected >= to_number(since), articles.c.id > after


def _held(connection: Connection, query: Select[Any], *, evidence: bool = False) -> list[Held]:
    rows = connection.execute(query.add_columns(*_MENTIONS) if evidence else query).all()
    found = _tags(connection, [row.nr for row in rows], evidence=evidence)
    return [_one_held(row, found.get(row.nr, ())) for row in rows]


@lru_cache(maxsize=4096)
def names_in(document: str) -> tuple[str, ...]:
    """Places or organisations as they are stored."""
    return load(tuple[str, ...], document)


def _one_held(row: Any, found: Sequence[Tag]) -> Held:
    mentions = [load(tuple[Mention, ...], each) for each in row[len(_HELD) :]] or [(), ()]
    places, organisations = names_in(row.places), names_in(row.organisations)
    tagged = Tagged(tuple(found), places, organisations, mentions[0], mentions[1])
    taken_back = load(Withdrawal, row.withdrawn) if row.withdrawn else None
    return Held(load(Article, row.article), row.story, tagged, row.reprint_of, taken_back)


def _tags(connection: Connection, numbers: Collection[int], *, evidence: bool) -> dict[int, list[Tag]]:
    """Article → its tags; their evidence costs more than all the rest and is read only when it is to be shown."""
    found: dict[int, list[Tag]] = defaultdict(list)
    columns = (tags.c.article, tags.c.topic, tags.c.score, tags.c.version, *([tags.c.evidence] if evidence else []))
    for chunk in chunked(numbers):
        query = select(*columns).where(tags.c.article.in_(chunk)).order_by(tags.c.article, tags.c.position)
        for article, topic, score, version, *proof in connection.execute(query):
            shown = load(tuple[Evidence, ...], proof[0]) if proof else ()
            found[article].append(Tag(topic, score, shown, version))
    return found


# --- rules of topics ------------------------------------------------------------------------------------------------


def pending(connection: Connection) -> Retagging | None:
    """What is being tagged anew."""
    found = connection.scalar(select(retagging.c.retagging))
    return load(Retagging, found) if found is not None else None


def ledger(connection: Connection) -> list[Coverage]:
    """The coverage ledger, in order of topic, language and day."""
    question = select(coverage).order_by(coverage.c.topic, coverage.c.language, coverage.c.day)
    return [
        Coverage(row.topic, row.language, date.fromordinal(row.day), row.seen, row.tagged, row.near)
        for row in connection.execute(question)
    ]


# --- publishing ----------------------------------------------------------------------------------------------------


def versions(connection: Connection) -> dict[str, str]:
    """Topic → version."""
    return {topic: version for topic, version in connection.execute(select(topic_versions))}  # noqa: C416


def dirty(connection: Connection) -> dict[str, int]:
    """Feed → generation, where something is left to do; in order of name."""
    query = select(outbox.c.feed, outbox.c.generation).where(outbox.c.generation > outbox.c.done)
    return {feed: generation for feed, generation in connection.execute(query.order_by(outbox.c.feed))}  # noqa: C416


def shrink_accepted(connection: Connection) -> frozenset[str]:
    """Feeds that may lose most of their entries when they are published next."""
    return frozenset(connection.scalars(select(outbox.c.feed).where(outbox.c.shrink_accepted > outbox.c.done)))


def archived(connection: Connection, feed: str, edition: str, since: datetime, until: datetime) -> list[Held]:
    """See :meth:`syndicator.ports.Store.archived`."""
    within = announced.c.at >= to_number(since), announced.c.at < to_number(until)
    wanted = select(*_HELD).join(announced, announced.c.article == articles.c.nr)
    return _held(connection, wanted.where(*_of_edition(feed, edition), *within).order_by(announced.c.at, articles.c.nr))


def _of_edition(feed: str, edition: str) -> tuple[ColumnElement[bool], ...]:
    return announced.c.feed == feed, announced.c.edition.in_((edition, ANY_EDITION))


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """See :meth:`syndicator.ports.Store.counts`."""
    here = articles.c.departed.is_(None)
    by_source = select(articles.c.source, func.count()).where(here).group_by(articles.c.source)
    of_sources = by_source.order_by(articles.c.source)
    of_topics = select(tags.c.topic, func.count()).group_by(tags.c.topic).order_by(tags.c.topic)
    kept = select(func.count(articles.c.story.distinct()))
    return {
        "articles": {source: number for source, number in connection.execute(of_sources)},  # noqa: C416
        "stories": {"all": connection.scalar(kept) or 0},
        "tags": {topic: number for topic, number in connection.execute(of_topics)},  # noqa: C416
        "outbox": {"all": len(dirty(connection))},
    }
