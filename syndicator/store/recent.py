"""Keys of the articles stored last: a row for each article, until hundreds of them go among all the others at once.

Every key is a row of its own in a table of a hundred millions, where it lies beside others of its kind: the seventy of
one article are put into seventy pages. Written by hundreds and in their order, those of clues share pages, and what a
poll waits for is a row. The rows of the last articles are remembered as they lie in the database, which tells
what came since: nothing is lost with the process, and others may write meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from struct import iter_unpack, pack
from threading import Lock
from typing import Any, Final, cast

from sqlalchemy import Connection, delete, select

from syndicator.store.driver import ask
from syndicator.store.lookups import Kept
from syndicator.store.tables import recent_keys
from syndicator.store.upsert import insert_keys, insert_rows

MOST: Final = 256
"""Articles whose keys lie apart."""
_KEY: Final = "<Bq"
"""A key as it is packed: its kind and its hash."""
_SINCE: Final = {
    "sqlite": "SELECT seq, article, packed FROM recent_keys WHERE seq > ? ORDER BY seq",
    "postgresql": "SELECT seq, article, packed FROM recent_keys WHERE seq > %s ORDER BY seq",
}
_ENDS: Final = "SELECT (SELECT min(seq) FROM recent_keys), (SELECT max(seq) FROM recent_keys)"
"""Each of its own, which is looked up at an end of the index: of both at once SQLite reads every row."""


class _Generation:
    """The keys of some articles, and who has them."""

    def __init__(self) -> None:
        self.articles: dict[int, bytes] = {}
        self._last: dict[Kept, int] = {}
        self._before: dict[Kept, list[int]] = {}
        """Who else has a key: of most keys nobody, so that those of an article are put in all at once."""

    def add(self, article: int, packed: bytes) -> None:
        found = dict.fromkeys(cast("Iterator[Kept]", iter_unpack(_KEY, packed)), article)
        for key in self._last.keys() & found.keys():
            self._before.setdefault(key, []).append(self._last[key])
        self._last.update(found)
        self.articles[article] = packed

    def forget(self, article: int) -> None:
        for key in cast("Iterator[Kept]", iter_unpack(_KEY, self.articles.pop(article, b""))):
            others = [each for each in self.holders(key) if each != article]
            self._before.pop(key, None)
            self._last.pop(key, None)
            if others:
                self._last[key] = others.pop()
            if others:
                self._before[key] = others

    def holders(self, key: Kept) -> list[int]:
        last = self._last.get(key)
        return [] if last is None else [*self._before.get(key, ()), last]


class Recent:
    """The keys that lie apart, as the store had them when it was last asked; safe to use from several threads.

    What has gone among the others stays for a while: somebody may still see the store without it there. So a generation
    takes twice as many as may lie apart, and goes when the next one has as many.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._reached = 0
        self._young, self._old = _Generation(), _Generation()

    def holders(self, connection: Connection, wanted: Iterable[Kept]) -> dict[Kept, list[int]]:
        """Key → the articles that have it, without keys that none has."""
        with self._lock:
            self._catch_up(connection)
            found = ((key, self._old.holders(key) + self._young.holders(key)) for key in wanted)
            return {key: having for key, having in found if having}

    def _catch_up(self, connection: Connection) -> None:
        """Where something has come and gone unseen, what is known may be of before that, and is forgotten."""
        since = ask(connection, _SINCE[connection.dialect.name], (self._reached,))
        if since and since[0][0] != self._reached + 1 and self._reached:
            self._reached, self._young, self._old = 0, _Generation(), _Generation()
            since = ask(connection, _SINCE[connection.dialect.name], (0,))
        for seq, article, packed in since:
            if len(self._young.articles) >= 2 * MOST:
                self._young, self._old = _Generation(), self._young
            for generation in (self._young, self._old):
                generation.forget(article)
            self._young.add(article, packed)
            self._reached = seq


def store(connection: Connection, found: Mapping[int, Collection[Kept]]) -> None:
    """Store keys of articles; where too many would lie apart, those that do go among the others.

    New ones lie apart at first, if they are not too many themselves: who has read the keys that an article had before
    sees that it has others.
    """
    rows = [
        {"article": article, "packed": pack("<" + "Bq" * len(kept), *chain.from_iterable(kept))}
        for article, kept in sorted(found.items())
        if kept
    ]
    if rows:
        ((first, last),) = ask(connection, _ENDS, ())
        if first is not None and last - first + len(rows) >= MOST:
            gather(connection)
        insert_rows(connection, recent_keys, rows)
        if len(rows) >= 2 * MOST:
            gather(connection)


def gather(connection: Connection) -> None:
    """Put all that lies apart among the others."""
    insert_keys(connection, {(kind, value, article) for article, kept in _rows(connection) for kind, value in kept})
    connection.execute(delete(recent_keys))


def taken(connection: Connection, articles: Collection[int]) -> dict[int, set[Kept]]:
    """The keys of these articles that lie apart; they do so no more."""
    found: dict[int, set[Kept]] = defaultdict(set)
    for article, kept in _rows(connection, articles) if articles else ():
        found[article].update(kept)
    if found:
        connection.execute(delete(recent_keys).where(recent_keys.c.article.in_(sorted(found))))
    return found


def _rows(connection: Connection, articles: Collection[int] | None = None) -> Iterator[tuple[int, Iterator[Any]]]:
    """Article and its keys; of all articles, or of these."""
    for article, packed in connection.execute(select(recent_keys.c.article, recent_keys.c.packed)):
        if articles is None or article in articles:
            yield article, iter_unpack(_KEY, packed)
