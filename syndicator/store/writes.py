"""What is done to the store; every change takes a connection and is part of its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update

from syndicator.languages.tags import primary
from syndicator.model.article import Article
from syndicator.model.clues import Clues
from syndicator.model.coverage import Coverage
from syndicator.model.report import Attempt
from syndicator.model.retagging import GONE, Retagging
from syndicator.model.source import SourceState
from syndicator.model.subscription import Subscription
from syndicator.model.topic import Tag, Tagged
from syndicator.model.verdict import Decision, KeyKind, VerdictKind
from syndicator.model.withdrawal import Withdrawal
from syndicator.ports import Batch
from syndicator.store import recent
from syndicator.store.codec import dump, to_number
from syndicator.store.kinship import ends, store_bonds
from syndicator.store.lookups import Kept, Place, documents, numbers_of, places_of
from syndicator.store.offers import owe, owe_feeds, owe_stories_of
from syndicator.store.partners import rename_feed
from syndicator.store.reads import chunked, pending, source_state, versions
from syndicator.store.tables import (
    KINDS,
    announced,
    articles,
    attempts,
    clues,
    coverage,
    digest,
    keys,
    meta,
    outbox,
    prints,
    retagging,
    revisions,
    rulings,
    sources,
    subscriptions,
    tags,
    topic_versions,
    verdicts,
)
from syndicator.store.turning import ensure_stories, merge_found, owe_pages
from syndicator.store.upsert import insert_new, insert_or_add, insert_or_update, insert_rows, next_numbers

REVISIONS = 24
"""How many earlier states of one article are kept: a source may edit without end."""
IDENTITIES = 64
"""How many keys that identify one article are kept: a source may give it another guid at every poll (fault I03)."""
ATTEMPTS = 30
"""How many polls of one source are kept."""
COVERAGE_DAYS = 90
"""How many days the coverage ledger goes back."""
_UNTAGGED = Tagged()


def apply(connection: Connection, batch: Batch) -> None:
    """See :meth:`syndicator.ports.Store.apply`."""
    insert_or_update(connection, sources, [{"source": batch.state.source, "state": dump(batch.state)}])
    for each in batch.subscriptions:
        keep_subscription(connection, each)
    if batch.attempt:
        _log_attempt(connection, batch.state, batch.attempt)
    changed = [each for each in batch.decisions if each.verdict.kind is not VerdictKind.KNOWN]
    named = {each.article.id for each in changed} | ends(batch.bonds)
    named |= {each.verdict.of for each in changed if each.verdict.of}
    places = places_of(connection, named)
    numbers = _numbered(connection, changed, places)
    stories = _keep(connection, changed, batch, places, numbers) if changed else set()
    known_anew = [each for each in batch.decisions if each.verdict.kind is VerdictKind.KNOWN and each.verdict.reasons]
    if known_anew:
        _remember(connection, known_anew)
    for gone, kept in batch.same_story:
        merge_found(connection, gone, kept, batch.at)
    withdraw(connection, batch.withdrawn)
    owe(connection, stories.union(*batch.same_story))
    if batch.bonds and batch.at:
        store_bonds(connection, batch.bonds, numbers, batch.at)
    if batch.coverage and batch.at:
        count(connection, batch.coverage, batch.at)
    mark_dirty(connection, batch.dirty)


def _numbered(connection: Connection, changed: Iterable[Decision], places: Mapping[str, Place]) -> dict[str, int]:
    """The numbers of articles that are there, and new ones for those that are not."""
    fresh = list(dict.fromkeys(each.article.id for each in changed if each.article.id not in places))
    known = {name: number for name, (number, _) in places.items()}
    return known | dict(zip(fresh, next_numbers(connection, len(fresh)), strict=True)) if fresh else known


def _log_attempt(connection: Connection, state: SourceState, attempt: Attempt) -> None:
    row = {
        "source": state.source,
        "slot": state.polls % ATTEMPTS,
        "at": to_number(attempt.at),
        "attempt": dump(attempt),
    }
    insert_or_update(connection, attempts, [row])


def hasten(connection: Connection, source: str, at: datetime) -> None:
    """Plan the next poll of a source for *at*, unless it is planned for an earlier time."""
    state = source_state(connection, source)
    if state.next_poll is not None and state.next_poll > at:
        insert_or_update(connection, sources, [{"source": source, "state": dump(replace(state, next_poll=at))}])


def keep_subscription(connection: Connection, subscription: Subscription) -> None:
    """Store a subscription, in place of an earlier state of it."""
    row = {"token": subscription.token, "source": subscription.source, "subscription": dump(subscription)}
    insert_or_update(connection, subscriptions, [row])


def forget_subscription(connection: Connection, token: str) -> None:
    """Take a subscription away."""
    connection.execute(delete(subscriptions).where(subscriptions.c.token == token))


def _keep(
    connection: Connection,
    changed: Sequence[Decision],
    batch: Batch,
    places: Mapping[str, Place],
    numbers: Mapping[str, int],
) -> set[str]:
    """Store what is new of articles; the stories they belong to."""
    final = {each.article.id: each for each in changed}
    known = final.keys() & places.keys()
    _revise(connection, [each for each in changed if each.article.id in known], numbers, batch)
    stories = _store_articles(connection, final, places, numbers, batch.tagged)
    _store_keys(connection, final, numbers, {numbers[name] for name in known})
    _store_verdicts(connection, changed, numbers, batch)
    _store_clues(connection, {numbers[name]: batch.clues[name] for name in final if name in batch.clues})
    _store_prints(connection, {numbers[name]: batch.prints[name] for name in final if name in batch.prints})
    fresh = [name for name in final if name not in known]
    _store_tags(connection, {numbers[name]: (final[name].article, batch.tagged.get(name)) for name in fresh})
    retag(connection, {name: batch.tagged[name] for name in known if name in batch.tagged})
    return stories


def _moment(decision: Decision, batch: Batch) -> int:
    return to_number(batch.at or decision.article.collected)


# --- articles ------------------------------------------------------------------------------------------------------


def _store_articles(
    connection: Connection,
    final: Mapping[str, Decision],
    places: Mapping[str, Place],
    numbers: Mapping[str, int],
    tagged: Mapping[str, Tagged],
) -> set[str]:
    merged = ensure_stories(connection, {each.story for each in final.values()})
    rows = {name: _row(each, merged) for name, each in final.items()}
    fresh = [
        {"nr": numbers[name], **row, **_found(tagged.get(name, _UNTAGGED))}
        for name, row in rows.items()
        if name not in places
    ]
    for row in fresh:  # an editor may have split the original off since the poll took its facts
        _, row["story"] = places.get(row["reprint_of"], (0, row["story"]))
    insert_rows(connection, articles, fresh)
    changing = [{"known": name, **_changes(row)} for name, row in rows.items() if name in places]
    if changing:
        connection.execute(update(articles).where(articles.c.id == bindparam("known")), changing)
    return {*(places[name][1] for name in final if name in places), *(row["story"] for row in fresh)}


def _row(decision: Decision, merged: Mapping[str, str]) -> dict[str, Any]:
    article, verdict = decision.article, decision.verdict
    return {
        "id": article.id,
        "public_digest": digest(article.public_id),
        "source": article.source,
        "identity_digest": digest(article.identity),
        "link_digest": digest(article.link) if article.link else None,
        "canonical_digest": digest(article.canonical)
        if article.canonical and article.canonical != article.link
        else None,
        "story": merged.get(decision.story, decision.story),
        "reprint_of": verdict.of if verdict.kind is VerdictKind.REPRINT else None,
        "language": primary(article.language),
        "published": to_number(article.placed),
        "collected": to_number(article.collected),
        "article": dump(article),
    }


_WRITE_ONCE = frozenset({"id", "source", "story", "reprint_of", "published", "collected"})


def _changes(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _WRITE_ONCE}


def _revise(connection: Connection, updates: Iterable[Decision], numbers: Mapping[str, int], batch: Batch) -> None:
    """Keep what the articles were before."""
    at = {numbers[each.article.id]: _moment(each, batch) for each in updates}
    rows = [
        {"article": number, "at": at[number], "before": document}
        for number, document, _ in (documents(connection, at) if at else ())
    ]
    insert_rows(connection, revisions, rows)
    for row in rows:
        own = select(revisions.c.nr).where(revisions.c.article == row["article"])
        beyond = connection.scalar(own.order_by(revisions.c.nr.desc()).offset(REVISIONS).limit(1))
        if beyond is not None:
            connection.execute(delete(revisions).where(revisions.c.article == row["article"], revisions.c.nr <= beyond))


def _store_keys(
    connection: Connection, final: Mapping[str, Decision], numbers: Mapping[str, int], replaced: Collection[int]
) -> None:
    """In place of what keys there were; but what identified an article once identifies it for ever."""
    found = {numbers[name]: {(KINDS[kind], value) for kind, value in each.keys} for name, each in final.items()}
    if replaced:
        apart = recent.taken(connection, replaced)
        kept = _identities(connection, replaced)
        for chunk in chunked(sorted(replaced)):
            connection.execute(delete(keys).where(keys.c.article.in_(chunk), keys.c.kind != KINDS[KeyKind.IDENTITY]))
        for number in replaced:
            once = {each for each in apart.get(number, ()) if each[0] == KINDS[KeyKind.IDENTITY]}
            found[number] = once | _new(found[number], kept[number] | once)
    recent.store(connection, found)


def _remember(connection: Connection, found: Collection[Decision]) -> None:
    """New identities of articles in which nothing else is new."""
    numbers = numbers_of(connection, {each.article.id for each in found})
    rows: dict[int, set[Kept]] = defaultdict(set)
    for each in found:
        if each.article.id in numbers:
            rows[numbers[each.article.id]] |= {
                (KINDS[kind], value) for kind, value in each.keys if kind is KeyKind.IDENTITY
            }
    if any(rows.values()):
        apart = recent.taken(connection, rows.keys())
        kept = _identities(connection, rows.keys())
        new = {number: _new(own, kept[number] | apart.get(number, set())) for number, own in rows.items()}
        recent.store(connection, {number: apart.get(number, set()) | own for number, own in new.items()})


def _identities(connection: Connection, numbers: Collection[int]) -> defaultdict[int, set[Kept]]:
    """Article → its identity keys among all the others."""
    kind = KINDS[KeyKind.IDENTITY]
    found: defaultdict[int, set[Kept]] = defaultdict(set)
    for chunk in chunked(sorted(numbers)):
        own = select(keys.c.hash, keys.c.article).where(keys.c.article.in_(chunk), keys.c.kind == kind)
        for row in connection.execute(own):
            found[row.article].add((kind, row.hash))
    return found


def _new(given: set[Kept], kept: Collection[Kept]) -> set[Kept]:
    """Keys of an article that are not there already; no further identities if it has very many."""
    identity = KINDS[KeyKind.IDENTITY]
    full = sum(kind == identity for kind, _ in kept) >= IDENTITIES
    return {each for each in given if each not in kept and not (full and each[0] == identity)}


def _store_clues(connection: Connection, found: Mapping[int, Clues]) -> None:
    insert_or_update(connection, clues, [{"article": nr, "clues": dump(each)} for nr, each in found.items()])


def _store_prints(connection: Connection, found: Mapping[int, bytes]) -> None:
    insert_or_update(connection, prints, [{"article": nr, "prints": each} for nr, each in found.items()])


def _store_verdicts(
    connection: Connection, changed: Iterable[Decision], numbers: Mapping[str, int], batch: Batch
) -> None:
    rows = [
        {
            "article": numbers[each.article.id],
            "kind": each.verdict.kind.value,
            "of": each.verdict.of,
            "reasons": dump(each.verdict.reasons),
            "at": _moment(each, batch),
        }
        for each in changed
    ]
    insert_rows(connection, verdicts, rows)


def withdraw(connection: Connection, wanted: Mapping[str, Withdrawal | None]) -> None:
    """Withdraw articles, or bring them back, and put the pages of their stories into the outbox."""
    if not wanted:
        return
    rows = [{"known": name, "withdrawn": dump(each) if each else None} for name, each in sorted(wanted.items())]
    connection.execute(update(articles).where(articles.c.id == bindparam("known")), rows)
    told = select(articles.c.story).where(articles.c.id.in_(sorted(wanted))).distinct()
    owe_pages(connection, *connection.scalars(told))
    owe_stories_of(connection, wanted.keys())


# --- tags ----------------------------------------------------------------------------------------------------------


def retag(connection: Connection, tagged: Mapping[str, Tagged], topics: Collection[str] | None = None) -> None:
    """Replace what was found out about articles, of *topics* alone where they are named.

    Articles the store does not have are passed over.
    """
    found = [
        row
        for chunk in chunked(sorted(tagged))
        for row in connection.execute(
            select(articles.c.nr, articles.c.id, articles.c.published).where(articles.c.id.in_(chunk))
        )
    ]
    if not found:
        return
    old = [tags.c.topic.in_(sorted(topics))] if topics is not None else []
    for numbers in chunked(row.nr for row in found):
        connection.execute(delete(tags).where(tags.c.article.in_(numbers), *old))
    insert_rows(
        connection,
        tags,
        [
            _tag_row(row.nr, row.published, place, tag)
            for row in found
            for place, tag in enumerate(tagged[row.id].tags)
            if topics is None or tag.topic in topics
        ],
    )
    connection.execute(
        update(articles).where(articles.c.nr == bindparam("known")),
        [{"known": row.nr, **_found(tagged[row.id])} for row in found],
    )


def _store_tags(connection: Connection, found: Mapping[int, tuple[Article, Tagged | None]]) -> None:
    """The tags of articles that have none yet."""
    rows = [
        _tag_row(number, to_number(article.placed), place, tag)
        for number, (article, tagged) in found.items()
        for place, tag in enumerate(tagged.tags if tagged else ())
    ]
    insert_rows(connection, tags, rows)


def _found(tagged: Tagged) -> dict[str, str]:
    """The columns of an article that tell what was found in it."""
    return {
        "places": dump(tagged.places),
        "organisations": dump(tagged.organisations),
        "place_mentions": dump(tagged.place_mentions),
        "organisation_mentions": dump(tagged.organisation_mentions),
    }


def _tag_row(number: int, published: int, place: int, tag: Tag) -> dict[str, Any]:
    return {
        "article": number,
        "topic": tag.topic,
        "position": place,
        "score": tag.score,
        "version": tag.version,
        "evidence": dump(tag.evidence),
        "published": published,
    }


# --- rules of topics ------------------------------------------------------------------------------------------------


def begin_retagging(connection: Connection, wanted: Retagging) -> None:
    """Remember what is to be tagged anew; the ledger of its topics is begun anew too, as far back as that goes.

    What a topic's ledger says of another version of its rule goes altogether.
    """
    known = versions(connection)
    rewritten = sorted(topic for topic, version in wanted.topics.items() if known.get(topic) != version)
    recounted = and_(coverage.c.topic.in_(sorted(wanted.topics)), coverage.c.day >= wanted.since.date().toordinal())
    connection.execute(delete(coverage).where(or_(coverage.c.topic.in_(rewritten), recounted)))
    keep_retagging(connection, wanted)


def request_retagging(connection: Connection, wanted: Retagging) -> Retagging:
    """Begin, unless something is being tagged anew already; what is."""
    underway = pending(connection)
    if underway is None:
        begin_retagging(connection, wanted)
    return underway or wanted


def keep_retagging(connection: Connection, reached: Retagging) -> None:
    """Remember how far it has come."""
    insert_or_update(connection, retagging, [{"one": 1, "retagging": dump(reached)}])


def end_retagging(connection: Connection, done: Retagging, feeds: Collection[str]) -> None:
    """Record the versions, and put *feeds*, which may have lost what they like, into the outbox."""
    connection.execute(delete(retagging))
    connection.execute(delete(topic_versions).where(topic_versions.c.topic.in_(sorted(done.topics))))
    rows = [{"topic": topic, "version": version} for topic, version in done.topics.items() if version != GONE]
    insert_new(connection, topic_versions, rows)
    mark_dirty(connection, feeds, accept_shrink=True)
    owe_feeds(connection, feeds)


def count(connection: Connection, rows: Collection[Coverage], at: datetime) -> None:
    """Add to the ledger, and let go of what is too old at a moment."""
    added = [
        {
            "day": each.day.toordinal(),
            "topic": each.topic,
            "language": each.language,
            "seen": each.seen,
            "tagged": each.tagged,
            "near": each.near,
        }
        for each in sorted(rows, key=lambda each: (each.day, each.topic, each.language))
    ]
    insert_or_add(connection, coverage, added)
    oldest = (at - timedelta(days=COVERAGE_DAYS)).date().toordinal()
    connection.execute(delete(coverage).where(coverage.c.day < oldest))


# --- publishing ----------------------------------------------------------------------------------------------------


def mark_dirty(connection: Connection, feeds: Collection[str], *, accept_shrink: bool = False) -> None:
    """A new generation of each feed, in order of name so that two writers never wait for each other."""
    if not feeds:
        return
    rows = [{"feed": feed, "generation": 1, "done": 0, "shrink_accepted": int(accept_shrink)} for feed in sorted(feeds)]
    following = outbox.c.generation + 1
    accepted = {"shrink_accepted": following} if accept_shrink else {}
    insert_or_update(connection, outbox, rows, generation=following, **accepted)


def mark_published(
    connection: Connection, feed: str, generation: int, editions: Mapping[str, Collection[str]], at: datetime
) -> None:
    """Remember what was announced first now, and that the feed is done up to *generation*."""
    fresh: set[str] = set()
    for chunk in chunked(sorted({each for names in editions.values() for each in names})):
        known = select(announced.c.article).where(announced.c.article == articles.c.nr, announced.c.feed == feed)
        fresh.update(connection.scalars(select(articles.c.story).where(articles.c.id.in_(chunk), ~known.exists())))
    rows = [
        {"feed": feed, "article": number, "edition": edition, "at": to_number(at)}
        for edition, names in sorted(editions.items())
        for chunk in chunked(sorted(names))
        for number in connection.scalars(select(articles.c.nr).where(articles.c.id.in_(chunk)))
    ]
    insert_new(connection, announced, rows)
    owe(connection, fresh)
    connection.execute(update(outbox).where(outbox.c.feed == feed, outbox.c.done < generation).values(done=generation))


def inherit(connection: Connection, feed: str, former: Collection[str]) -> None:
    """See :meth:`syndicator.ports.Store.inherit`."""
    names = sorted(former)
    rename_feed(connection, feed, names)
    connection.execute(update(rulings).where(rulings.c.feed.in_(names)).values(feed=feed))
    theirs, ours = announced.c.feed.in_(names), announced.c.feed == feed
    if connection.execute(select(announced.c.article).where(theirs).limit(1)).first() is None:
        return
    key = announced.c.article, announced.c.edition
    first = connection.execute(select(*key, func.min(announced.c.at).label("at")).where(theirs | ours).group_by(*key))
    rows = [{"feed": feed, **row} for row in first.mappings()]
    connection.execute(delete(announced).where(theirs | ours))
    insert_new(connection, announced, rows)


def secret(connection: Connection, name: str, fresh: str) -> str:
    """See :meth:`syndicator.ports.Store.secret`."""
    insert_new(connection, meta, [{"name": f"secret {name}", "value": fresh}])
    return str(connection.scalar(select(meta.c.value).where(meta.c.name == f"secret {name}")))
