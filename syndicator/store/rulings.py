"""What editors decide of stories and articles in one feed: rows that are added, and never changed or taken away.

A row names the story by the id that it had then; asked for, it counts for the one that stands for it now. Rows of a
feed that is renamed go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select

from syndicator.model.ruling import Ruling, RulingKind
from syndicator.store.asking import Among, asked
from syndicator.store.codec import to_moment, to_number
from syndicator.store.lookups import numbers_of
from syndicator.store.offers import owe
from syndicator.store.reads import chunked, resolved
from syndicator.store.tables import articles, rulings, stories
from syndicator.store.turning import aliases, owe_pages

_STANDING = func.coalesce(stories.c.merged_into, rulings.c.story)
_ENDS = rulings.outerjoin(stories, stories.c.id == rulings.c.story).outerjoin(
    articles, articles.c.nr == rulings.c.article
)
_RULING = (rulings, _STANDING.label("standing"), articles.c.id.label("known"))


def decide(connection: Connection, made: Sequence[Ruling]) -> None:
    """Add rulings, and put pages and offers of the stories into the outbox; those on articles we lack are left out."""
    numbers = numbers_of(connection, {each.article for each in made if each.article})
    rows = [_row(each, numbers) for each in made if each.article is None or each.article in numbers]
    if not rows:
        return
    connection.execute(insert(rulings), rows)
    of_articles = select(articles.c.story).where(articles.c.nr.in_(sorted(numbers.values())))
    told = {each.story for each in made if each.story}.union(connection.scalars(of_articles))
    owe_pages(connection, *told)
    owe(connection, told)


def _row(ruling: Ruling, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "at": to_number(ruling.at),
        "feed": ruling.feed,
        "kind": ruling.kind.value,
        "story": ruling.story,
        "article": numbers[ruling.article] if ruling.article else None,
        "undone": int(ruling.undone),
        "title": ruling.title,
        "who": ruling.who,
        "why": ruling.why,
    }


def rulings_on(connection: Connection, feed: str | None, wanted: Collection[str]) -> list[Ruling]:
    """See :meth:`syndicator.ports.Store.rulings`."""
    found = {
        row.nr: _ruling(row)
        for asked in _about(connection, wanted)
        for row in connection.execute(_of(select(*_RULING).select_from(_ENDS).where(asked), feed))
    }
    return [found[number] for number in sorted(found)]


def ruled(connection: Connection, feed: str, kinds: Iterable[RulingKind]) -> frozenset[str]:
    """See :meth:`syndicator.ports.Store.ruled`."""
    return frozenset(story for (story,) in asked(connection, _ruled, feed=feed, kinds={each.value for each in kinds}))


def _ruled(among: Among) -> Select[Any]:
    said = rulings.c.feed == bindparam("feed"), among(rulings.c.kind, "kinds")
    return select(func.coalesce(_STANDING, articles.c.story)).select_from(_ENDS).where(*said).distinct()


def feeds_ruling(connection: Connection, wanted: Collection[str]) -> frozenset[str]:
    """See :meth:`syndicator.ports.Store.feeds_ruling`."""
    return frozenset(
        feed
        for asked in _about(connection, wanted)
        for feed in connection.scalars(select(rulings.c.feed).select_from(_ENDS).where(asked).distinct())
    )


def _about(connection: Connection, wanted: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Conditions, one after the other, by which all rulings on these stories and their articles are found.

    None at all where nobody ever ruled on anything.
    """
    if not asked(connection, _any):
        return
    merged = resolved(connection, wanted)
    standing = {merged.get(story, story) for story in wanted}
    named = standing | {gone for some in aliases(connection, standing).values() for gone in some}
    for chunk in chunked(sorted(named)):
        yield rulings.c.story.in_(chunk)
    for chunk in chunked(sorted(standing)):
        yield rulings.c.article.in_(select(articles.c.nr).where(articles.c.story.in_(chunk)))


def _any(_: Among) -> Select[Any]:
    return select(rulings.c.nr).limit(1)


def _of(question: Select[Any], feed: str | None) -> Select[Any]:
    return question if feed is None else question.where(rulings.c.feed == feed)


def _ruling(row: Any) -> Ruling:
    return Ruling(
        to_moment(row.at),
        row.feed,
        RulingKind(row.kind),
        row.standing,
        row.known,
        bool(row.undone),
        row.title,
        row.who,
        row.why,
    )
