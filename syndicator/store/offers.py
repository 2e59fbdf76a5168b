"""What partners may have: offers, the order in which they changed, and what has to be looked at.

Every change gets the next number of one clock, and that is the order in which partners read. A sequence of the
database would not do: on PostgreSQL numbers of transactions that overlap are seen in the order in which those end, so
that a reader who has gone past a number may never see a lower one that was still under way. Here the clock is a row,
which a transaction locks before it takes its numbers and lets go when it is over: what is seen is always all up to
some number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, literal, select, union, update

from syndicator.languages.tags import lookup
from syndicator.model.feed import FeedEntry
from syndicator.model.offer import Change, Gone, Listing, Offer
from syndicator.store import lookups
from syndicator.store.codec import dump, load, to_moment, to_number
from syndicator.store.driver import tell
from syndicator.store.reads import chunked
from syndicator.store.tables import (
    announced,
    articles,
    is_storable,
    offer_clock,
    offer_facets,
    offers,
    offers_owed,
    outbox,
)
from syndicator.store.upsert import insert_or_update, insert_rows

_OWE_STORIES_OF = {
    "sqlite": (
        "INSERT INTO offers_owed (story) SELECT DISTINCT story FROM articles"
        " WHERE id IN (SELECT value FROM json_each(:names)) ORDER BY story"
    ),
    "postgresql": (
        "INSERT INTO offers_owed (story) SELECT DISTINCT story FROM articles"
        " WHERE id = ANY(CAST(%(names)s AS text[])) ORDER BY story"
    ),
}
ANY = ""
"""Stands for every language, and for every source."""
_Place = tuple[str, str]
"""Story and feed."""


# --- what is owed --------------------------------------------------------------------------------------------------


def owe(connection: Connection, names: Collection[str]) -> None:
    """These stories may have to be offered anew."""
    insert_rows(connection, offers_owed, [{"story": name} for name in sorted(names)])


def owe_stories_of(connection: Connection, names: Collection[str]) -> None:
    """So may the stories of these articles."""
    if names:
        owed = {"names": lookups.listed(connection, sorted(names))}
        tell(connection, _OWE_STORIES_OF[connection.dialect.name], [owed])


def owe_feeds(connection: Connection, feeds: Collection[str] | None) -> None:
    """So may every story that these feeds have ever announced; all feeds for None."""
    told = select(articles.c.story).join(announced, announced.c.article == articles.c.nr)
    offered = select(offers.c.story)
    if feeds is not None:
        told = told.where(announced.c.feed.in_(sorted(feeds)))
        offered = offered.where(offers.c.feed.in_(sorted(feeds)))
    both = union(told, offered).subquery()
    connection.execute(insert(offers_owed).from_select(["story"], select(both.c.story).order_by(both.c.story)))


def owed(connection: Connection, most: int) -> dict[int, str]:
    """See :meth:`syndicator.ports.Store.offers_owed`."""
    question = select(offers_owed.c.nr, offers_owed.c.story).order_by(offers_owed.c.nr).limit(most)
    return {number: story for number, story in connection.execute(question)}  # noqa: C416


def made_for(connection: Connection) -> str:
    """The configuration that offers are made for."""
    return connection.scalar(select(offer_clock.c.made_for)) or ""


def make_for(connection: Connection, configuration: str) -> None:
    """See :meth:`syndicator.ports.Store.owe_offers`."""
    connection.execute(update(offer_clock).values(made_for=configuration))
    owe_feeds(connection, None)


def announced_in(connection: Connection, names: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
    """See :meth:`syndicator.ports.Store.announced_in`."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    members = select(articles.c.story, announced.c.feed, articles.c.id).join(announced)
    for chunk in chunked(sorted(names)):
        for story, feed, article in connection.execute(members.where(articles.c.story.in_(chunk))):
            found[story][feed].add(article)
    return {story: {feed: frozenset(ids) for feed, ids in feeds.items()} for story, feeds in found.items()}


# --- changing ------------------------------------------------------------------------------------------------------


def offer(connection: Connection, made: Sequence[Offer], at: datetime, done: Collection[int]) -> None:
    """See :meth:`syndicator.ports.Store.offer`."""
    for chunk in chunked(sorted(done)):
        connection.execute(delete(offers_owed).where(offers_owed.c.nr.in_(chunk)))
    if not made:
        return
    clock = connection.execute(update(offer_clock).values(nr=offer_clock.c.nr).returning(offer_clock)).one()
    standing = {(row.story, row.feed): row for row in _rows(connection, {each.story for each in made})}
    differing = [each for each in made if _differs(each, standing.get((each.story, each.feed)))]
    if differing:
        numbers = {
            story: clock.nr + 1 + place for place, story in enumerate(sorted({each.story for each in differing}))
        }
        moment = max(clock.at, to_number(at))
        _keep(connection, differing, numbers, moment)
        connection.execute(update(offer_clock).values(nr=max(numbers.values()), at=moment))


def _differs(made: Offer, row: Any) -> bool:
    if row is None:
        return made.gone is None
    return (row.gone, row.into, row.entries) != (made.gone, made.into, dump(made.entries))


def _keep(connection: Connection, made: Sequence[Offer], numbers: Mapping[str, int], at: int) -> None:
    rows = [
        {
            "story": each.story,
            "feed": each.feed,
            "nr": numbers[each.story],
            "at": at,
            "gone": each.gone.value if each.gone else None,
            "into": each.into,
            "entries": dump(each.entries),
        }
        for each in made
    ]
    insert_or_update(connection, offers, rows)
    for each in made:
        here = offer_facets.c.story == each.story, offer_facets.c.feed == each.feed
        connection.execute(delete(offer_facets).where(*here))
    insert_rows(connection, offer_facets, [row for each in made for row in _facets(each, numbers[each.story])])
    for story in sorted({each.story for each in made if each.gone}):  # a list shows of it what other feeds offer now
        connection.execute(update(offer_facets).where(offer_facets.c.story == story).values(nr=numbers[story]))


def _facets(made: Offer, nr: int) -> list[dict[str, Any]]:
    pairs = {
        (language, source)
        for entry in made.entries
        for language in (ANY, *lookup(entry.language))
        for source in (ANY, entry.source_id)
    }
    return [
        {"feed": made.feed, "language": language, "source": source, "nr": nr, "story": made.story}
        for language, source in sorted(pairs)
    ]


# --- reading -------------------------------------------------------------------------------------------------------


def _rows(connection: Connection, names: Collection[str], feeds: Collection[str] | None = None) -> Iterator[Row[Any]]:
    for chunk in chunked(sorted(filter(is_storable, names))):
        question = select(offers).where(offers.c.story.in_(chunk)).order_by(offers.c.story, offers.c.feed)
        if feeds is not None:
            question = question.where(offers.c.feed.in_(sorted(feeds)))
        yield from connection.execute(question)


def offered(
    connection: Connection, names: Collection[str], feeds: Collection[str] | None
) -> dict[str, tuple[Change, ...]]:
    """See :meth:`syndicator.ports.Store.offers`."""
    found: dict[str, list[Change]] = defaultdict(list)
    for row in _rows(connection, names, feeds):
        found[row.story].append(_change(row))
    return {story: tuple(changes) for story, changes in found.items()}


def _change(row: Row[Any]) -> Change:
    gone = Gone(row.gone) if row.gone else None
    entries = load(tuple[FeedEntry, ...], row.entries)
    return Change(row.nr, to_moment(row.at), Offer(row.feed, row.story, entries, gone, row.into))


@dataclass(frozen=True, slots=True)
class _Lookout:
    """Rows that are gone through in order of their number, feed by feed."""

    table: Table
    feeds: Collection[str]
    where: tuple[ColumnElement[bool], ...] = ()


def listed(
    connection: Connection, feeds: Collection[str], ranges: Sequence[str], source: str, *, after: int, most: int
) -> Listing:
    """See :meth:`syndicator.ports.Store.stories_offered`."""
    language = _spoken(connection, feeds, ranges) if ranges else ANY
    if language is None:
        return Listing((), after, more=False, last=last_change(connection))
    asked = offer_facets.c.language == language, offer_facets.c.source == source
    return replace(_page(connection, _Lookout(offer_facets, feeds, asked), after, most), language=language)


def changes(connection: Connection, feeds: Collection[str], after: int, most: int) -> Listing:
    """See :meth:`syndicator.ports.Store.changes`."""
    return _page(connection, _Lookout(offers, feeds), after, most)


def _spoken(connection: Connection, feeds: Collection[str], ranges: Sequence[str]) -> str | None:
    """The first of *ranges* in which any of the feeds has an entry: the lookup of RFC 4647."""
    for language in ranges:
        for feed in feeds:
            here = offer_facets.c.feed == feed, offer_facets.c.language == language, offer_facets.c.source == ANY
            if connection.scalar(select(literal(1)).where(*here).limit(1)):
                return language
    return None


def _page(connection: Connection, lookout: _Lookout, after: int, most: int) -> Listing:
    """One page of stories in order of the last change that any of the feeds has of them.

    Of each feed as many rows are read as a page has, and one more. What lies behind the last row of a feed that has
    more is left to the next page, so that a page may be short. A story is passed over where it changed later in
    another feed.
    """
    rows = [_next(connection, lookout, feed, after, most + 1) for feed in sorted(lookout.feeds)]
    cut = [found[-1][0] for found in rows if len(found) > most]
    ahead = {story: nr for nr, story in sorted(row for found in rows for row in found)}
    horizon = min(cut, default=max(ahead.values(), default=after))
    latest = _latest(connection, lookout, ahead) if len(rows) > 1 else ahead
    kept = sorted((nr, story) for story, nr in ahead.items() if nr <= horizon and latest[story] == nr)
    page = tuple((story, nr) for nr, story in kept[:most])
    whole = len(kept) <= most
    return Listing(
        page,
        horizon if whole else page[-1][1],
        more=bool(cut) or not whole,
        offers=offered(connection, {story for story, _ in page}, lookout.feeds),
        last=last_change(connection),
    )


def _next(connection: Connection, lookout: _Lookout, feed: str, after: int, most: int) -> list[tuple[int, str]]:
    row = lookout.table.c
    question = select(row.nr, row.story).where(row.feed == feed, *lookout.where, row.nr > after)
    return [(nr, story) for nr, story in connection.execute(question.order_by(row.nr).limit(most))]


def _latest(connection: Connection, lookout: _Lookout, names: Collection[str]) -> dict[str, int]:
    """Story → the number of its last change in any of the feeds."""
    row = lookout.table.c
    question = select(row.story, func.max(row.nr)).group_by(row.story)
    question = question.where(row.feed.in_(sorted(lookout.feeds)), *lookout.where)
    return {
        story: nr
        for chunk in chunked(sorted(names))
        for story, nr in connection.execute(question.where(row.story.in_(chunk)))
    }


def last_change(connection: Connection) -> int:
    """The number of the last change there is."""
    return connection.scalar(select(offer_clock.c.nr)) or 0


def feeds_known(connection: Connection) -> frozenset[str]:
    """See :meth:`syndicator.ports.Store.feeds_known`."""
    return frozenset(connection.scalars(select(outbox.c.feed)))


def last_before(connection: Connection, moment: datetime) -> int:
    """See :meth:`syndicator.ports.Store.last_change_before`."""
    since = to_number(moment)
    first = connection.scalar(
        select(offers.c.nr).where(offers.c.at >= since).order_by(offers.c.at, offers.c.nr).limit(1)
    )
    return last_change(connection) if first is None else first - 1
