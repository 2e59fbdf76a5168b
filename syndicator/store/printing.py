"""Fingerprints that are made anew: of articles that were stored when they were made in another way.

What new articles are compared with are the latest ones, so they come first. How far it has come is a row of ``meta``:
the highest number whose article may still be owed new ones; without it all of them have what they should.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from syndicator.model.article import Article
from syndicator.model.verdict import Key, KeyKind
from syndicator.store import recent
from syndicator.store.codec import load
from syndicator.store.lookups import numbers_of
from syndicator.store.reads import chunked
from syndicator.store.tables import KINDS, articles, keys, meta, prints
from syndicator.store.upsert import insert_keys, insert_or_update

OWED = "unprinted"
"""The name of that row."""
_KIND = KINDS[KeyKind.FINGERPRINT]


def unprinted(connection: Connection, most: int) -> list[Article]:
    """See :meth:`syndicator.ports.Store.unprinted`."""
    owed = connection.scalar(select(meta.c.value).where(meta.c.name == OWED))
    question = _with_texts(select(articles.c.article), int(owed)).limit(most) if owed is not None else None
    return [load(Article, each) for each in connection.scalars(question)] if question is not None else []


def print_anew(connection: Connection, made: Mapping[str, tuple[Collection[Key], bytes]]) -> None:
    """See :meth:`syndicator.ports.Store.print_anew`."""
    numbers = numbers_of(connection, made.keys())
    if not numbers:
        return
    kept = {(*each, nr) for nr, apart in recent.taken(connection, numbers.values()).items() for each in apart}
    for chunk in chunked(sorted(numbers.values())):
        connection.execute(delete(keys).where(keys.c.article.in_(chunk), keys.c.kind == _KIND))
    fresh = {(_KIND, key.hash, nr) for name, nr in numbers.items() for key in made[name][0]}
    insert_keys(connection, {each for each in kept if each[0] != _KIND} | fresh)
    insert_or_update(connection, prints, [{"article": nr, "prints": made[name][1]} for name, nr in numbers.items()])
    further, row = min(numbers.values()) - 1, meta.c.name == OWED
    if connection.scalar(_with_texts(select(articles.c.nr), further).limit(1)) is None:
        connection.execute(delete(meta).where(row))
    else:
        connection.execute(update(meta).where(row).values(value=str(further)))


def _with_texts(question: Select[Any], highest: int) -> Select[Any]:
    """Of the articles up to a number those that have their texts, the latest first."""
    return question.where(articles.c.nr <= highest, articles.c.departed.is_(None)).order_by(articles.c.nr.desc())
