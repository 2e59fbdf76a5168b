"""What a database product has to know so that the store can work on it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from syndicator.errors import StoreError


class Backend(Protocol):
    """One row of the table of database products."""

    name: str
    """Where the store is, fit to be shown: without a password."""

    def check(self, *, create: bool) -> None:
        """Prove that there is a store of ours, or room for one; raises :class:`StoreError` with the remedy."""
        ...

    def examine(self) -> None:
        """Look through all of it for damage; raises :class:`StoreError` with the remedy."""
        ...

    def hold(self) -> None:
        """Keep other instances out until :meth:`release`; raises :class:`AlreadyRunningError`."""
        ...

    def release(self) -> None:
        """Let other instances in."""
        ...

    def writer(self) -> Engine:
        """One connection, whose transactions may write; a second thread waits for it."""
        ...

    def reader(self) -> Engine:
        """Several connections whose transactions see one state of the data and cannot write."""
        ...

    def transaction(self, engine: Engine) -> AbstractContextManager[Connection]:
        """A transaction of the writer or of the reader: committed in the end, undone when an error comes."""
        ...

    def facts(self, writer: Engine, reader: Engine, /) -> AbstractContextManager[Connection]:
        """A transaction to read what is about to be written by, where that is done at the least expense."""
        ...

    def written(self) -> None:
        """A transaction was committed."""
        ...

    def settle(self) -> None:
        """From now on a power cut leaves what was committed before."""
        ...

    def transient(self, error: DBAPIError) -> bool:
        """Whether the same transaction may succeed when tried again."""
        ...

    def explain(self, error: DBAPIError) -> StoreError:
        """The error in the operator's words, with the remedy where there is one."""
        ...
