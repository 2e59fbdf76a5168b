"""The store: everything that must not be lost, in SQLite or PostgreSQL behind one port.

An address in, a :class:`~syndicator.ports.Store` out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from syndicator.errors import StoreError
from syndicator.ports import Store
from syndicator.store.backend import Backend
from syndicator.store.database import Database
from syndicator.store.postgresql import PostgreSQL
from syndicator.store.sqlite import SQLite
from syndicator.store.sqlstore import SqlStore

__all__ = ["open_store"]

_BACKENDS: Mapping[str, Callable[[URL], Backend]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def open_store(address: str, *, create: bool = True, exclusive: bool = False) -> Store:
    """The store at *address* (``sqlite:///var/syndicator.db``, ``postgresql://user@host/database``), schema up to date.

    With *exclusive* no second one can be opened so until this one is closed or its process ends: that is for whoever
    polls and publishes. Without, it may be opened beside a running service.

    Raises :class:`AlreadyRunningError` when another instance holds the store, :class:`NoStoreError` when there is none
    and *create* is false, and :class:`StoreError` when it belongs to another program, is damaged, was made by a newer
    Syndicator or cannot be reached. Opening deletes nothing.
    """
    database = Database(_backend(address), exclusive=exclusive)
    try:
        database.open(create=create)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


def _backend(address: str) -> Backend:
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError(
            "the store's address cannot be read: write sqlite:///var/syndicator.db or postgresql://user@host/database"
        ) from None
    made = _BACKENDS.get(url.get_backend_name())
    if made is None:
        known = " or ".join(_BACKENDS)
        raise StoreError(f"no store is made of {url.get_backend_name()!r}: use {known}")
    return made(url)
