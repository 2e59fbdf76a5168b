"""Who follows our documents, what they were told of, and what they are owed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from syndicator.model.delivery import Delivery
from syndicator.model.hub import CONTENT, Audience, Follower
from syndicator.store import queue
from syndicator.store.asking import Among, asked
from syndicator.store.codec import to_moment, to_number
from syndicator.store.database import Database
from syndicator.store.reads import chunked
from syndicator.store.tables import followers, told
from syndicator.store.upsert import insert_or_update

_c = followers.c


class SqlFollowers:
    """See :class:`syndicator.ports.Followers`. Every method raises :class:`StoreError` when the database refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, follower: str) -> Follower | None:
        """The follower with this id."""
        query = select(followers).where(_c.id == follower)
        row = self._database.read(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else _follower(row)

    def follow(self, follower: Follower, *, host: str, per_host: int, per_document: int) -> bool:
        """Store a follower, unless there are too many others already."""
        return self._database.write(lambda connection: _follow(connection, follower, host, per_host, per_document))

    def unfollow(self, ids: Collection[str]) -> None:
        """These are told of nothing more."""
        self._database.write(lambda connection: _remove(connection, ids))

    def reached(self, versions: Mapping[str, str], at: datetime) -> None:
        """Followers → the version of their document that was delivered."""

        def work(connection: Connection) -> None:
            for name, version in versions.items():
                change = update(followers).where(_c.id == name)
                connection.execute(change.values(version=version, reached=to_number(at)))

        self._database.write(work, lasting=False)  # with the queue, which does not know it either after a power cut

    def announce(self, versions: Mapping[str, str], at: datetime, pings: Mapping[str, Sequence[Delivery]]) -> int:
        """Put what changed into the queue, for everybody who is to be told."""
        return self._database.write(lambda connection: _announce(connection, versions, to_number(at), pings))

    def expire(self, now: datetime) -> int:
        """Forget those whose leases have ended."""
        over = select(_c.id).where(_c.expires <= to_number(now))
        return self._database.write(lambda connection: _remove(connection, connection.scalars(over).all()))

    def dismiss(self, documents: Collection[str], denied: Callable[[Follower], Delivery]) -> int:
        """End all that follow these documents, and have each told."""
        return self._database.write(lambda connection: _dismiss(connection, documents, denied))

    def move(self, documents: Mapping[str, str], owed: Callable[[Follower], Delivery]) -> int:
        """Have all that follow documents follow those that took their place, and have each brought what is there."""
        return self._database.write(lambda connection: _move(connection, documents, owed))

    def audiences(self) -> Sequence[Audience]:
        """How many follow each document."""
        counting = (
            select(_c.document, func.count(), func.count(_c.reached), func.max(_c.reached))
            .group_by(_c.document)
            .order_by(_c.document)
        )
        rows = self._database.read(lambda connection: connection.execute(counting).all())
        return [
            Audience(document, number, number - reached, to_moment(last) if last is not None else None)
            for document, number, reached, last in rows
        ]


def _follow(connection: Connection, follower: Follower, host: str, per_host: int, per_document: int) -> bool:
    others = select(func.count()).where(_c.id != follower.id)
    for condition, most in ((_c.host == host, per_host), (_c.document == follower.document, per_document)):
        if (connection.scalar(others.where(condition)) or 0) >= most:
            return False
    row = {
        "id": follower.id,
        "document": follower.document,
        "host": host,
        "hub_topic_url": follower.hub_topic_url,
        "callback": follower.callback,
        "secret": follower.secret,
        "since": to_number(follower.since),
        "expires": to_number(follower.expires),
        "version": follower.version,
        "reached": None,
    }
    anew = {name: row[name] for name in ("hub_topic_url", "secret", "expires")}
    insert_or_update(connection, followers, [row], **anew)
    return True


def _remove(connection: Connection, ids: Collection[str]) -> int:
    for some in chunked(ids):
        connection.execute(delete(followers).where(_c.id.in_(some)))
    queue.recall(connection, CONTENT, ids)
    return len(ids)


def _announce(
    connection: Connection, versions: Mapping[str, str], at: int, pings: Mapping[str, Sequence[Delivery]]
) -> int:
    before = dict(asked(connection, _told, documents=versions.keys()))
    changed = [document for document in sorted(versions) if before.get(document) != versions[document]]
    rows_now = [{"document": document, "version": versions[document]} for document in changed]
    insert_or_update(connection, told, rows_now)
    for some in chunked(changed) if asked(connection, _anybody, documents=changed, now=at) else ():
        queue.put_selected(connection, _owed(some, at))
    queue.put(connection, [each for document in changed for each in pings.get(document, ())])
    return len(changed)


def _told(among: Among) -> Select[Any]:
    return select(told.c.document, told.c.version).where(among(told.c.document, "documents"))


def _anybody(among: Among) -> Select[Any]:
    """Whether anybody follows documents: of most nobody does."""
    return select(_c.id).where(among(_c.document, "documents"), _c.expires > bindparam("now")).limit(1)


def _owed(documents: Collection[str], at: int) -> Select[Any]:
    """What the followers of documents are owed, as rows of the queue."""
    moment = cast(literal(at), BigInteger)
    kind, nothing, nought = (cast(literal(CONTENT), Text), cast(literal(""), Text), cast(literal(0), Integer))
    return select(
        *(kind, _c.id, nothing, _c.host, _c.document, moment, moment, cast(null(), BigInteger), nought, nothing, nought)
    ).where(_c.document.in_(documents), _c.expires > at)


def _dismiss(connection: Connection, documents: Collection[str], denied: Callable[[Follower], Delivery]) -> int:
    ended = 0
    for some in chunked(sorted(documents)):
        gone = [_follower(row) for row in connection.execute(select(followers).where(_c.document.in_(some)))]
        _remove(connection, [each.id for each in gone])
        queue.put(connection, [denied(each) for each in gone])
        connection.execute(delete(told).where(told.c.document.in_(some)))
        ended += len(gone)
    return ended


def _move(connection: Connection, documents: Mapping[str, str], owed: Callable[[Follower], Delivery]) -> int:
    moved = 0
    for some in chunked(sorted(documents)):
        rows = connection.execute(select(followers).where(_c.document.in_(some))).all()
        _remove(connection, [row.id for row in rows])
        for row in rows:
            there = replace(_follower(row), document=documents[row.document], version="")
            if connection.scalar(select(func.count()).where(_c.id == there.id)):
                continue
            changed = {"id": there.id, "document": there.document, "version": there.version}
            connection.execute(insert(followers).values({**row._mapping, **changed}))
            queue.put(connection, [owed(there)])
        connection.execute(delete(told).where(told.c.document.in_(some)))
        moved += len(rows)
    return moved


def _follower(row: Any) -> Follower:
    return Follower(
        document=row.document,
        hub_topic_url=row.hub_topic_url,
        callback=row.callback,
        since=to_moment(row.since),
        expires=to_moment(row.expires),
        secret=row.secret,
        version=row.version,
        reached=to_moment(row.reached) if row.reached is not None else None,
    )
