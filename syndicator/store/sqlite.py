"""SQLite: one file in WAL mode, written by one connection at a time.

A commit waits for no disk (``synchronous=NORMAL``: the log is whole after a power cut, but may end earlier); whoever
needs it to stay syncs the log. A thread of its own brings into the file what is in the log: no poll waits for that.

Writing transactions begin with ``BEGIN IMMEDIATE``: a deferred one that reads first fails at once when another writer
came between, without waiting (SQLITE_BUSY_SNAPSHOT, https://www.sqlite.org/isolation.html).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from syndicator.errors import NoStoreError, StoreError
from syndicator.store.driver import tell
from syndicator.store.lock import FileLock

_T = TypeVar("_T")
APPLICATION_ID = 0x53594E44
"""``SYND`` in the header of the file: see PRAGMA application_id."""

_WAIT = 10.0
"""Seconds a statement waits for another program's lock."""
_TURN = 60.0
"""Seconds a thread waits for its turn."""
_EVERY_CONNECTION = (
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA wal_autocheckpoint=8000",
    "PRAGMA cache_size=-64000",
)
"""The writer empties its log itself only when that has grown large; it has room for what leads to a hundred
million keys.
"""
_COMMITS = 64
"""After how many the log is emptied aside."""
_READER = ("PRAGMA query_only=ON",)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another program keeps it locked; close that program and try again",
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_READONLY: "it cannot be written; give the service's user the right to write file and folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and the service's user may write there",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore the last backup, or move the file away to begin anew",
    sqlite3.SQLITE_NOTADB: "the file is no database; restore the last backup, or move the file away to begin anew",
}


class _Line:
    """A connection that stays open for one transaction after the other: the only one of an engine, or its first.

    SQLAlchemy takes longer to hand out a connection, to begin and to end than SQLite to store an article.
    """

    def __init__(self, engine: Engine, begin: str, *, only: bool) -> None:
        self._engine = engine
        self._begin = begin
        self._only = only
        self._turn = threading.Lock()
        self._connection: Connection | None = None

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction, when its turn comes; beside one that lasts, on another connection, if there may be one."""
        if self._turn.acquire(timeout=_TURN if self._only else 0):
            return self._taken(self._begin)
        if self._only:
            raise PoolTimeoutError
        return self._engine.begin()

    def reading(self, other: _Line) -> AbstractContextManager[Connection]:
        """A transaction that reads; on the other line, where another one lasts."""
        return self._taken("BEGIN") if self._turn.acquire(blocking=False) else other.transaction()

    @contextmanager
    def _taken(self, begin: str) -> Iterator[Connection]:
        try:
            connection = self._connection = self._connection or _apart(self._engine)
            tell(connection, begin, [()])
            try:
                yield connection
                tell(connection, "COMMIT", [()])
            finally:
                _end(connection)
        finally:
            self._turn.release()

    def close(self) -> None:
        """Close the connection; it is opened again when it is wanted."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
            self._connection = None


def _apart(engine: Engine) -> Connection:
    connection = engine.connect()
    connection.detach()
    return connection


def _end(connection: Connection) -> None:
    """Undo what was not committed, and let SQLAlchemy know that what it had to do with it is over."""
    raw: Any = connection.connection.dbapi_connection
    raw.rollback()
    if connection.in_transaction():
        connection.rollback()


class SQLite:
    """A store in one file."""

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise StoreError("the store needs a file: write sqlite:///var/syndicator.db")
        self._path = Path(url.database)
        self._lock = FileLock(Path(f"{url.database}.lock"))
        self.name = str(self._path)
        self._commits = 0
        self._unsettled = False
        self._settling = threading.Lock()
        self._emptying: threading.Thread | None = None
        self._lines: dict[Engine, _Line] = {}

    def check(self, *, create: bool) -> None:
        """See :meth:`syndicator.store.backend.Backend.check`."""
        if not self._path.exists():
            if not create:
                raise NoStoreError(self.name)
            self._make_folder()
        self._look(self._prove_ours)

    def examine(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.examine`."""
        found = self._look(lambda connection: connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise StoreError(f"{self.name}: {_REMEDIES[sqlite3.SQLITE_CORRUPT]} ({found})")

    def _look(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Ask on a bare connection, which changes nothing by being opened."""
        address = f"file:{quote(str(self._path.absolute()))}?mode=rwc"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)) as connection:
                return question(connection)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _make_folder(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.name}: its folder cannot be made ({error.strerror})") from error

    def _prove_ours(self, connection: sqlite3.Connection) -> None:
        """A file of another program is refused before anything is written; an empty one becomes ours."""
        number = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if number == APPLICATION_ID:
            return
        if number or tables:
            raise StoreError(
                f"{self.name}: the file belongs to another program (application id {number:#010x}); "
                "name another file as the store"
            )
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")

    def hold(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.hold`."""
        try:
            self._lock.acquire()
        except OSError as error:
            raise StoreError(f"{self.name}.lock: the lock cannot be taken ({error.strerror})") from error

    def release(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.release`."""
        if self._emptying is not None:
            self._emptying.join()
        for line in self._lines.values():
            line.close()
        self._lock.release()

    def transaction(self, engine: Engine) -> AbstractContextManager[Connection]:
        """See :meth:`syndicator.store.backend.Backend.transaction`."""
        return self._lines[engine].transaction()

    def facts(self, writer: Engine, reader: Engine, /) -> AbstractContextManager[Connection]:
        """See :meth:`syndicator.store.backend.Backend.facts`.

        The writer's connection has at hand what it read and wrote before; of all others SQLite throws away every page
        that they know whenever something was written (``pager_reset``, in WAL mode too).
        """
        return self._lines[writer].reading(self._lines[reader])

    def written(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.written`."""
        self._unsettled = True
        self._commits += 1
        if self._commits % _COMMITS == 0 and (self._emptying is None or not self._emptying.is_alive()):
            self._emptying = threading.Thread(target=self._empty, name="checkpoint")
            self._emptying.start()

    def _empty(self) -> None:
        """Bring into the file what is in the log and nobody reads there; what does not succeed is done next time."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._path, timeout=0)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def settle(self) -> None:
        """See :meth:`syndicator.store.backend.Backend.settle`."""
        with self._settling:
            if self._unsettled:
                self._unsettled = False
                self._sync()

    def _sync(self) -> None:
        try:
            with open(f"{self._path}-wal", "rb") as log:
                os.fsync(log.fileno())
        except OSError as error:
            self._unsettled = True
            raise StoreError(f"{self.name}: its log cannot be written ({error.strerror})") from error

    def writer(self) -> Engine:
        """See :meth:`syndicator.store.backend.Backend.writer`."""
        return self._engine("BEGIN IMMEDIATE", (*_EVERY_CONNECTION, *_WRITER), size=1, overflow=0)

    def reader(self) -> Engine:
        """See :meth:`syndicator.store.backend.Backend.reader`."""
        return self._engine("BEGIN", (*_EVERY_CONNECTION, *_READER), size=4, overflow=4)

    def _engine(self, begin: str, pragmas: tuple[str, ...], *, size: int, overflow: int) -> Engine:
        engine = create_engine(
            URL.create("sqlite", database=str(self._path)),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=overflow,
            pool_timeout=_TURN,
            connect_args={"timeout": _WAIT, "check_same_thread": False, "isolation_level": None},
            hide_parameters=True,
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, _: object) -> None:
            for pragma in pragmas:
                connection.execute(pragma)

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
                tell(connection, begin, [()])

        self._lines[engine] = _Line(engine, begin, only=not overflow)
        return engine

    def transient(self, error: DBAPIError) -> bool:
        """See :meth:`syndicator.store.backend.Backend.transient`."""
        return _code(error.orig) in _BUSY

    def explain(self, error: DBAPIError) -> StoreError:
        """See :meth:`syndicator.store.backend.Backend.explain`."""
        return self._explained(error.orig)

    def _explained(self, error: BaseException | None) -> StoreError:
        remedy = _REMEDIES.get(_code(error))
        return StoreError(f"{self.name}: {remedy} ({error})" if remedy else f"{self.name}: {error}")


def _code(error: BaseException | None) -> int:
    """The primary result code: extended ones carry it in their lowest byte."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
