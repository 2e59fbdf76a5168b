"""PostgreSQL: one connection writes and holds the lock; readers see one state of the data."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from typing import Any

from psycopg import OperationalError
from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from syndicator.errors import AlreadyRunningError, NoStoreError, StoreError
from syndicator.store.tables import meta, metadata

_TRY_LOCK = f"SELECT pg_try_advisory_lock({0x53594E44}, hashtext(coalesce(current_schema(), '')))"
"""The key is ``SYND`` and the schema, so that stores in schemas of one database do not meet."""
_PAUSES = (0.0, 0.1, 0.3, 0.6, 1.0)
"""Seconds between tries: the server lets go of the lock of a process that has just ended a moment later."""
_AGAIN = frozenset({"40001", "40P01", "57P01", "57P02", "57P03"})
"""Serialisation failure, deadlock, server being stopped, crashed, starting (PostgreSQL, appendix A)."""


class PostgreSQL:
    """A store in a PostgreSQL database, or in one schema of it."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._writer: Engine | None = None
        self._held = False
        self.name = url.render_as_string(hide_password=True)

    def check(self, *, create: bool) -> None:
        """See :meth:`syndicator.store.backend.Backend.check`."""
        with self.writer().connect() as connection:
            names = set(inspect(connection).get_table_names())
            ours = names & set(metadata.tables)
            mark = select(meta.c.value).where(meta.c.name == "application")
            is_ours = "meta" in ours and connection.scalar(mark) == "syndicator"
        if not ours and not create:
            raise NoStoreError(self.name)
        if ours and not is_ours:
            raise StoreError(
                f"{self.name}: the database holds tables of another program ({', '.join(sorted(ours))}); "
                "name another database as the store"
            )

    def examine(self) -> None:
        """The server checks its own pages."""

    def hold(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.hold`."""
        self._held = True
        self.writer().dispose()
        with self.writer().connect():
            pass

    def release(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.release`."""
        self._held = False
        self.writer().dispose()

    def writer(self) -> Engine:
        """See :meth:`syndicator.store.backend.Backend.writer`.

        While the lock is held, every connection made takes it: after a restart of the server it is ours again before
        anything is written.
        """
        if self._writer is None:
            self._writer = self._engine(pool_size=1, max_overflow=0)
            event.listen(self._writer, "connect", self._take_lock)
        return self._writer

    def _take_lock(self, connection: Any, _: object) -> None:
        if not self._held:
            return
        for pause in _PAUSES:
            time.sleep(pause)
            taken = connection.execute(_TRY_LOCK).fetchone()[0]
            connection.commit()
            if taken:
                return
        connection.close()
        raise AlreadyRunningError(
            f"{self.name}: another process works on this store already: stop it first, or wait for it to end"
        )

    def reader(self) -> Engine:
        """See :meth:`syndicator.store.backend.Backend.reader`."""
        return self._engine(
            pool_size=4,
            max_overflow=4,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )

    def _engine(self, **options: Any) -> Engine:
        return create_engine(self._url, pool_pre_ping=True, pool_timeout=60, hide_parameters=True, **options)

    def transaction(self, engine: Engine) -> AbstractContextManager[Connection]:
        """See :meth:`syndicator.store.backend.Backend.transaction`."""
        return engine.begin()

    def facts(self, _writer: Engine, reader: Engine, /) -> AbstractContextManager[Connection]:
        """See :meth:`syndicator.store.backend.Backend.facts`."""
        return reader.begin()

    def written(self) -> None:
        """The server looks after its log."""

    def settle(self) -> None:
        """Every commit waits for the disk."""

    def transient(self, error: DBAPIError) -> bool:
        """See :meth:`syndicator.store.backend.Backend.transient`."""
        state = getattr(error.orig, "sqlstate", None)
        if state is None:
            return error.connection_invalidated or isinstance(error.orig, OperationalError)
        return state in _AGAIN or state.startswith("08")

    def explain(self, error: DBAPIError) -> StoreError:
        """See :meth:`syndicator.store.backend.Backend.explain`."""
        return StoreError(f"{self.name}: {str(error.orig).strip()}")
