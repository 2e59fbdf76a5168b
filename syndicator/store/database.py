"""Transactions: begun, retried as a whole when the database asks for it, and explained when they fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from syndicator.errors import StoreError
from syndicator.store.backend import Backend
from syndicator.store.schema import is_current, migrate

_T = TypeVar("_T")
_DELAYS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each new attempt: a restarting server is given six of them."""


class Database:
    """A database product with its connections; safe to use from several threads."""

    def __init__(self, backend: Backend, *, exclusive: bool, delays: Sequence[float] = _DELAYS) -> None:
        self._backend = backend
        self._exclusive = exclusive
        self._delays = delays
        self._writer: Engine | None = None
        self._reader: Engine | None = None

    def open(self, *, create: bool) -> None:
        """Take the lock where it is asked for, prove the store sound, and bring its schema up to date.

        Raises :class:`StoreError`.
        """
        try:
            self._open(create=create)
        except DBAPIError as error:
            raise self._backend.explain(error) from error

    def _open(self, *, create: bool) -> None:
        self._backend.check(create=create)
        if self._exclusive:
            self._backend.hold()
            self._backend.examine()
        self._reader = self._backend.reader()
        self._writer = self._backend.writer()
        if not is_current(self._reader):
            self._migrate(self._writer)

    def _migrate(self, writer: Engine) -> None:
        """Never beside a running service: it would find tables it does not know."""
        self._backend.hold()
        try:
            migrate(writer)
        finally:
            if not self._exclusive:
                self._backend.release()

    def close(self) -> None:
        """Let go of connections, then of the lock."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None
        self._backend.release()

    def read(self, work: Callable[[Connection], _T]) -> _T:
        """Run *work* on one state of the data."""
        return self._run(lambda: self._backend.transaction(self._opened(self._reader)), work)

    def facts(self, work: Callable[[Connection], _T]) -> _T:
        """Likewise, to know what is about to be written: where writing has read before, if nobody writes now."""
        return self._run(lambda: self._backend.facts(self._opened(self._writer), self._opened(self._reader)), work)

    def write(self, work: Callable[[Connection], _T], *, lasting: bool = True) -> _T:
        """Run *work* in one transaction: all of it is stored, or none; a power cut leaves it if it is *lasting*."""
        done = self._run(lambda: self._backend.transaction(self._opened(self._writer)), work)
        self._backend.written()
        if lasting:
            self.settle()
        return done

    def settle(self) -> None:
        """From now on a power cut leaves what was written before."""
        self._backend.settle()

    def _opened(self, engine: Engine | None) -> Engine:
        if engine is None:
            raise StoreError(f"{self._backend.name}: the store is not open")
        return engine

    def _run(self, begin: Callable[[], AbstractContextManager[Connection]], work: Callable[[Connection], _T]) -> _T:
        for delay in (*self._delays, None):
            try:
                with begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if delay is None or not self._backend.transient(error):
                    raise self._backend.explain(error) from error
                time.sleep(delay)
            except PoolTimeoutError as error:
                raise StoreError(f"{self._backend.name}: too many threads wait for the store") from error
        raise AssertionError("the last attempt returns or raises")
