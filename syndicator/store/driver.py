"""Statements that every poll needs, handed to the database's own driver.

SQLAlchemy takes longer to pass on a statement and its rows than SQLite takes to answer from an index. These statements
are written for each database, or compiled once; they run in the transaction that SQLAlchemy began, and their errors are
its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

_Values = Mapping[str, Any] | Sequence[Any]
_Rows = Sequence[Mapping[str, Any]] | Sequence[Sequence[Any]]


def ask(connection: Connection, statement: str, values: _Values) -> list[Any]:
    """The rows, as tuples, that answer a statement; raises :class:`sqlalchemy.exc.DBAPIError`."""
    try:
        found: list[Any] = _driver(connection).execute(statement, values).fetchall()
    except _error(connection) as error:
        raise _told(connection, statement, error) from error
    return found


def tell(connection: Connection, statement: str, rows: _Rows) -> int:
    """Run a statement for each of some rows; raises :class:`sqlalchemy.exc.DBAPIError`. How many rows it changed."""
    driver = _driver(connection)
    try:
        if len(rows) == 1:
            done = driver.execute(statement, rows[0])
        else:
            done = driver.cursor()
            done.executemany(statement, rows)
    except _error(connection) as error:
        raise _told(connection, statement, error) from error
    changed: int = done.rowcount
    return changed


def _driver(connection: Connection) -> Any:
    """The driver's own connection: those of SQLite and of PostgreSQL run a statement by themselves."""
    return connection.connection.dbapi_connection


def _error(connection: Connection) -> type[Exception]:
    found: type[Exception] = connection.dialect.loaded_dbapi.Error
    return found


def _told(connection: Connection, statement: str, error: Exception) -> DBAPIError:
    kind = _error(connection)
    return DBAPIError.instance(statement, None, error, kind, hide_parameters=True, dialect=connection.dialect)  # type: ignore[return-value]
