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
from typing import Any, Final

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


class Recent:
    """The keys that lie apart, as the store had them when it was last asked; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reached = 0
        self._kept: dict[int, tuple[int, bytes]] = {}
        self._having: dict[tuple[int, int], list[int]] = defaultdict(list)

    def holders(self, connection: Connection, wanted: Iterable[Kept]) -> dict[Kept, list[int]]:
        """Key → the articles that have it, without keys that none has."""
        with self._lock:
            self._catch_up(connection)
            return {key: [*self._having[key]] for key in wanted if key in self._having}

    def _catch_up(self, connection: Connection) -> None:
        """What has gone among the others stays as long again: somebody may still see the store without it there."""
        for seq, article, keys in ask(connection, _SINCE[connection.dialect.name], (self._reached,)):
            self._forget(article)
            self._kept[article] = seq, keys
            for each in iter_unpack(_KEY, keys):
                self._having[each].append(article)
            self._reached = seq
        if len(self._kept) >= 2 * MOST:
            ((first, _),) = ask(connection, _ENDS, ())
            for article in [article for article, (seq, _) in self._kept.items() if first is None or seq < first]:
                self._forget(article)

    def _forget(self, article: int) -> None:
        _, keys = self._kept.pop(article, (0, b""))
        for each in iter_unpack(_KEY, keys):
            having = self._having[each]
            having.remove(article)
            if not having:
                del self._having[each]


def store(connection: Connection, found: Mapping[int, Collection[Kept]]) -> None:
    """Store keys of articles; where too many lie apart, all of them go among the others."""
    rows = [
        {"article": article, "packed": pack("<" + "Bq" * len(kept), *chain.from_iterable(kept))}
        for article, kept in sorted(found.items())
        if kept
    ]
    if rows:
        insert_rows(connection, recent_keys, rows)
        ((first, last),) = ask(connection, _ENDS, ())
        if last - first >= MOST - 1:
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
