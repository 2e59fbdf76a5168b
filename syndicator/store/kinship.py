"""How articles and stories are bound to each other: stored with the articles, forgotten when it has lost its use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, select

from syndicator.model.article import Article
from syndicator.model.clues import Clues
from syndicator.model.story import Bond, Guard, Standing, Suggestion, pair
from syndicator.model.verdict import Judged, Revision, Verdict, VerdictKind
from syndicator.store.codec import dump, load, to_moment, to_number
from syndicator.store.driver import tell
from syndicator.store.reads import chunked, resolved
from syndicator.store.tables import articles, bonds, clues, revisions, verdicts
from syndicator.store.turning import parted
from syndicator.store.upsert import insert_or_update

BOND_DAYS = 90
"""How long it is remembered what was suggested, and what a story's first article was kept apart from."""
_newcomers, _others = articles.alias("newcomers"), articles.alias("others")
_ENDS = bonds.join(_newcomers, _newcomers.c.nr == bonds.c.article).join(_others, _others.c.nr == bonds.c.other)
_BOND = (
    _newcomers.c.id.label("article"),
    _others.c.id.label("other"),
    _newcomers.c.story.label("story"),
    _others.c.story.label("other_story"),
    bonds.c.standing,
    bonds.c.likelihood,
    bonds.c.features,
    bonds.c.guard,
)
_PASSING = Standing.SUGGESTED.value, Standing.APART.value
_FORGET = {
    "sqlite": "DELETE FROM bonds WHERE standing IN (?, ?) AND at < ?",
    "postgresql": "DELETE FROM bonds WHERE standing IN (%s, %s) AND at < %s",
}


def ends(found: Iterable[Bond]) -> set[str]:
    """The ids of the articles at their ends."""
    return {name for each in found for name in (each.article, each.other)}


def store_bonds(connection: Connection, found: Iterable[Bond], numbers: Mapping[str, int], at: datetime) -> None:
    """Store what was found of articles whose numbers are known, and forget what is too old at a moment."""
    rows = [_row(each, numbers, at) for each in found if each.article in numbers and each.other in numbers]
    insert_or_update(connection, bonds, rows)
    oldest = to_number(at - timedelta(days=BOND_DAYS))
    tell(connection, _FORGET[connection.dialect.name], [(*_PASSING, oldest)])


def _row(bond: Bond, numbers: Mapping[str, int], at: datetime) -> dict[str, Any]:
    return {
        "article": numbers[bond.article],
        "other": numbers[bond.other],
        "standing": bond.standing.value,
        "likelihood": bond.likelihood,
        "at": to_number(at),
        "features": dump(bond.features),
        "guard": bond.guard.value if bond.guard else None,
    }


def bonds_of(connection: Connection, names: Collection[str]) -> list[Bond]:
    """See :meth:`syndicator.ports.Store.bonds`."""
    found: dict[tuple[str, str], Bond] = {}
    for chunk in chunked(sorted(names)):
        for end in (_newcomers, _others):
            for row in connection.execute(select(*_BOND).select_from(_ENDS).where(end.c.id.in_(chunk))):
                found[row.article, row.other] = _bond(row)
    return sorted(found.values(), key=lambda each: (-each.likelihood, each.article, each.other))


def _bond(row: Any) -> Bond:
    return Bond(row.article, row.other, Standing(row.standing), row.likelihood, _features(row), _guard(row))


def clues_of(connection: Connection, names: Collection[str]) -> dict[str, Clues]:
    """See :meth:`syndicator.ports.Store.clues`."""
    told = select(articles.c.id, clues.c.clues).join(clues, clues.c.article == articles.c.nr)
    return {
        name: load(Clues, found)
        for chunk in chunked(sorted(names))
        for name, found in connection.execute(told.where(articles.c.id.in_(chunk)))
    }


def first_verdicts(connection: Connection, names: Collection[str]) -> dict[str, Judged]:
    """See :meth:`syndicator.ports.Store.verdicts`."""
    first = select(func.min(verdicts.c.nr)).group_by(verdicts.c.article).join(articles)
    told = select(articles.c.id, verdicts).join(verdicts, verdicts.c.article == articles.c.nr)
    return {
        row.id: Judged(Verdict(VerdictKind(row.kind), row.of, load(tuple[str, ...], row.reasons)), to_moment(row.at))
        for chunk in chunked(sorted(names))
        for row in connection.execute(told.where(verdicts.c.nr.in_(first.where(articles.c.id.in_(chunk)))))
    }


def revisions_of(connection: Connection, name: str) -> list[Revision]:
    """See :meth:`syndicator.ports.Store.revisions`."""
    update = and_(verdicts.c.article == revisions.c.article, verdicts.c.at == revisions.c.at)
    told = (
        select(revisions.c.nr, revisions.c.at, revisions.c.before, verdicts.c.reasons)
        .join(articles, articles.c.nr == revisions.c.article)
        .join(verdicts, and_(update, verdicts.c.kind == VerdictKind.UPDATE.value, verdicts.c.of == articles.c.id))
        .where(articles.c.id == name)
        .order_by(revisions.c.nr.desc())
    )
    rows = {row.nr: row for row in connection.execute(told)}
    return [
        Revision(to_moment(row.at), load(tuple[str, ...], row.reasons), load(Article, row.before))
        for row in rows.values()
    ]


def suggested(connection: Connection, wanted: Collection[str]) -> dict[str, list[Suggestion]]:
    """See :meth:`syndicator.ports.Store.suggested`."""
    merged = resolved(connection, wanted)
    standing = {merged.get(story, story) for story in wanted}
    apart = parted(connection, standing)
    best: dict[str, dict[str, Suggestion]] = defaultdict(dict)
    for chunk in chunked(sorted(standing)):
        for story, each in _suggestions(connection, chunk):
            if pair(story, each.story) in apart:
                continue
            known = best[story].get(each.story)
            if known is None or (-each.likelihood, each.article) < (-known.likelihood, known.article):
                best[story][each.story] = each
    found = {story: _likeliest_first(each.values()) for story, each in best.items()}
    asked = {story: merged.get(story, story) for story in wanted}
    return {story: found[kept] for story, kept in asked.items() if kept in found}


def _likeliest_first(found: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(found, key=lambda each: (-each.likelihood, each.story))


def _suggestions(connection: Connection, stories: Collection[str]) -> Iterable[tuple[str, Suggestion]]:
    """(story, what is suggested beside it), seen from either end.

    Asked by articles alone: an index by standing would be gone through from one end to the other.
    """
    members = connection.scalars(select(articles.c.nr).where(articles.c.story.in_(stories))).all()
    for numbers in chunked(members):
        for end in (bonds.c.article, bonds.c.other):
            for row in connection.execute(select(*_BOND).select_from(_ENDS).where(end.in_(numbers))):
                if row.standing == Standing.SUGGESTED and row.story != row.other_story:
                    yield _seen_from(row, newcomer=end is bonds.c.article)


def _seen_from(row: Any, *, newcomer: bool) -> tuple[str, Suggestion]:
    told = row.likelihood, _features(row), _guard(row)
    if newcomer:
        return row.story, Suggestion(row.other_story, row.other, row.article, *told)
    return row.other_story, Suggestion(row.story, row.article, row.other, *told)


def _features(row: Any) -> Mapping[str, float]:
    return load(Mapping[str, float], row.features)


def _guard(row: Any) -> Guard | None:
    return Guard(row.guard) if row.guard else None
