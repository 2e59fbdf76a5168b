"""Texts leave the store when they are old; what tells an article from others stays for good.

The row of an article stays, with its headline: by it, and by the keys of its identity, an entry that is served again
years later is known. What costs most goes: the text, the keys that its words are found by, and what was compared.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from syndicator.model.article import Article, bared
from syndicator.model.verdict import KeyKind
from syndicator.store import recent
from syndicator.store.codec import dump, load, to_moment, to_number
from syndicator.store.reads import chunked
from syndicator.store.tables import KINDS, articles, bonds, clues, keys, prints, revisions, tags, verdicts
from syndicator.store.upsert import insert_keys

_KEPT = tuple(KINDS[kind] for kind in (KeyKind.IDENTITY, KeyKind.PUBLIC, KeyKind.ADDRESS))
"""Keys that tell which article it is; all others tell what it says."""


def oldest(connection: Connection) -> datetime | None:
    """See :meth:`syndicator.ports.Store.oldest`."""
    found = connection.scalar(select(func.min(articles.c.collected)).where(articles.c.departed.is_(None)))
    return to_moment(found) if found is not None else None


def let_go(connection: Connection, before: datetime, keep: Collection[str], most: int, now: datetime) -> int:
    """See :meth:`syndicator.ports.Store.let_go`."""
    going = _due(connection, before, frozenset(keep), most)
    apart = recent.taken(connection, going)
    insert_keys(connection, [(kind, value, nr) for nr, kept in apart.items() for kind, value in kept if kind in _KEPT])
    for chunk in chunked(sorted(going)):
        rows = connection.execute(select(articles.c.nr, articles.c.article).where(articles.c.nr.in_(chunk))).all()
        bare = [{"known": number, "article": dump(bared(load(Article, document)))} for number, document in rows]
        empty = {"place_mentions": "[]", "organisation_mentions": "[]", "departed": to_number(now)}
        connection.execute(update(articles).where(articles.c.nr == bindparam("known")).values(empty), bare)
        connection.execute(update(tags).where(tags.c.article.in_(chunk)).values(evidence="[]"))
        first = select(func.min(verdicts.c.nr)).where(verdicts.c.article.in_(chunk)).group_by(verdicts.c.article)
        for gone in (
            delete(keys).where(keys.c.article.in_(chunk), keys.c.kind.not_in(_KEPT)),
            delete(prints).where(prints.c.article.in_(chunk)),
            delete(clues).where(clues.c.article.in_(chunk)),
            delete(bonds).where(or_(bonds.c.article.in_(chunk), bonds.c.other.in_(chunk))),
            delete(revisions).where(revisions.c.article.in_(chunk)),
            delete(verdicts).where(verdicts.c.article.in_(chunk), verdicts.c.nr.not_in(first)),
        ):
            connection.execute(gone)
    return len(going)


def _due(connection: Connection, before: datetime, keep: Collection[str], most: int) -> list[int]:
    """The oldest that may go: at most so many rows are looked at as are kept, and so many as go."""
    old = articles.c.departed.is_(None), articles.c.collected < to_number(before)
    question = select(articles.c.nr, articles.c.id).where(*old).order_by(articles.c.collected, articles.c.nr)
    looked_at = connection.execute(question.limit(most + len(keep)))
    return [number for number, name in looked_at if name not in keep][:most]
