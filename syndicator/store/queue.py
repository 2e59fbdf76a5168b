"""The queue of deliveries: put, claimed for a while, settled.

:func:`put` is also for other transactions that have something to be delivered, so that both are stored or neither.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, or_, select, update

from syndicator.model.delivery import Delivery
from syndicator.store.codec import to_moment, to_number
from syndicator.store.database import Database
from syndicator.store.reads import chunked
from syndicator.store.tables import deliveries
from syndicator.store.upsert import insertion

_c = deliveries.c
_COLUMNS = ("kind", "recipient", "key", "host", "subject", "put", "due", "until", "tries", "message", "generation")


class SqlQueue:
    """See :class:`syndicator.ports.Queue`. Every method raises :class:`StoreError` when the database refuses.

    A power cut may take back what claims came to, and never what was put: then it is brought once more.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, waiting: Collection[Delivery]) -> None:
        """Have these delivered."""
        self._database.write(lambda connection: put(connection, waiting))

    def claim(
        self,
        kinds: Collection[str],
        now: datetime,
        *,
        until: datetime,
        most: int,
        each: int,
        full: Collection[str] = (),
    ) -> Sequence[Delivery]:
        """Take deliveries that are due, for nobody else until *until*."""
        moment = to_number(now)
        wanted = _claimable(kinds, moment, each, full).limit(most)
        claiming = (
            update(deliveries)
            .where(_c.nr.in_(wanted), _is_free(moment))
            .values(claimed=to_number(until))
            .returning(*deliveries.columns)
        )
        taken = self._database.write(lambda connection: connection.execute(claiming).all(), lasting=False)
        return sorted(map(_delivery, taken), key=lambda each: (each.tries, each.due, each.number))

    def settle(self, done: Collection[Delivery], kept: Collection[Delivery] = ()) -> None:
        """Let go of claims."""

        def work(connection: Connection) -> None:
            for each in done:
                _done(connection, each)
            for each in kept:
                _keep(connection, each)

        self._database.write(work, lasting=False)

    def recall(self, kind: str, recipients: Collection[str]) -> None:
        """Nothing of this kind is to be brought to these any more."""
        self._database.write(lambda connection: recall(connection, kind, recipients))

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Kind → how many wait, and how many of them have failed."""
        failed = func.count().filter(_c.tries > 0)
        counting = select(_c.kind, func.count(), failed).group_by(_c.kind).order_by(_c.kind)
        rows = self._database.read(lambda connection: connection.execute(counting).all())
        return {kind: (waiting, failing) for kind, waiting, failing in rows}

    def failing(self, kinds: Collection[str], most: int) -> Sequence[Delivery]:
        """The deliveries that have waited longest of those that have failed."""
        query = select(deliveries).where(_c.tries > 0, _c.kind.in_(kinds)).order_by(_c.put, _c.nr).limit(most)
        return [_delivery(row) for row in self._database.read(lambda connection: connection.execute(query).all())]


def put(connection: Connection, waiting: Collection[Delivery]) -> None:
    """Have these delivered; see :meth:`syndicator.ports.Queue.put`."""
    if waiting:
        rows = [dict(zip(_COLUMNS, _values(each), strict=True)) for each in waiting]
        connection.execute(_or_anew(insertion(connection, deliveries)), rows)


def put_selected(connection: Connection, rows: Select[Any]) -> None:
    """Have delivered what a query gives, in the order of :data:`_COLUMNS`; it needs a condition (SQLite's grammar)."""
    connection.execute(_or_anew(insertion(connection, deliveries).from_select(_COLUMNS, rows)))


def _or_anew(insert: Any) -> Any:
    """One that waits takes what is to be brought now, and keeps its turn."""
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["recipient", "kind", "key"],
        set_={"subject": new.subject, "until": new.until, "generation": _c.generation + 1},
    )


def _done(connection: Connection, delivery: Delivery) -> None:
    unchanged = (_c.nr == delivery.number, _c.generation == delivery.generation)
    if not connection.execute(delete(deliveries).where(*unchanged)).rowcount:
        again = update(deliveries).where(_c.nr == delivery.number)
        connection.execute(again.values(claimed=None, tries=0, message=""))


def _keep(connection: Connection, delivery: Delivery) -> None:
    due = to_number(delivery.due)
    of_this = update(deliveries).where(_c.nr == delivery.number)
    of_others = update(deliveries).where(_c.recipient == delivery.recipient, _c.due < due)
    connection.execute(of_this.values(claimed=None, due=due, tries=delivery.tries, message=delivery.message))
    connection.execute(of_others.values(due=due))


def recall(connection: Connection, kind: str, recipients: Collection[str]) -> None:
    """Nothing of this kind is to be brought to these any more."""
    for some in chunked(recipients):
        connection.execute(delete(deliveries).where(_c.recipient.in_(some), _c.kind == kind))


def _claimable(kinds: Collection[str], now: int, each: int, full: Collection[str]) -> Select[Any]:
    busy = select(_c.recipient).where(_c.claimed > now)
    due = (
        select(_c.nr, _c.tries, _c.due, _c.host)
        .add_columns(func.row_number().over(partition_by=_c.recipient, order_by=(_c.due, _c.nr)).label("turn"))
        .where(_c.kind.in_(kinds), _c.due <= now, _c.host.not_in(full), _c.recipient.not_in(busy))
        .subquery()
    )
    order = (due.c.tries, due.c.due, due.c.nr)
    firsts = (
        select(due, func.row_number().over(partition_by=due.c.host, order_by=order).label("place"))
        .where(due.c.turn == 1)
        .subquery()
    )
    return select(firsts.c.nr).where(firsts.c.place <= each).order_by(firsts.c.tries, firsts.c.due, firsts.c.nr)


def _is_free(now: int) -> Any:
    return or_(_c.claimed.is_(None), _c.claimed <= now)


def _values(delivery: Delivery) -> tuple[Any, ...]:
    put, until = to_number(delivery.put or delivery.due), to_number(delivery.until) if delivery.until else None
    name = (delivery.kind, delivery.recipient, delivery.key)
    return (*name, delivery.host, delivery.subject, put, to_number(delivery.due), until, delivery.tries, "", 0)


def _delivery(row: Any) -> Delivery:
    return Delivery(
        row.kind,
        row.recipient,
        to_moment(row.due),
        row.subject,
        row.key,
        row.host,
        to_moment(row.until) if row.until is not None else None,
        to_moment(row.put),
        row.tries,
        row.message,
        row.nr,
        row.generation,
    )
