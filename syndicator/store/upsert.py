"""Insert, or else: the same words on every database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_INSERT_KEYS = text(
    "INSERT INTO keys (kind, hash, article)"
    " SELECT * FROM unnest(CAST(:kinds AS smallint[]), CAST(:hashes AS bigint[]), CAST(:articles AS bigint[]))"
)


def insert_keys(connection: Connection, rows: Collection[tuple[int, int, int]]) -> None:
    """Insert keys (kind, hash, article): a poll has a thousand, so they go the quickest way that a database has."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        kinds, hashes, articles = map(list, zip(*sorted(rows), strict=True))
        connection.execute(_INSERT_KEYS, {"kinds": kinds, "hashes": hashes, "articles": articles})
    else:
        connection.exec_driver_sql("INSERT INTO keys (kind, hash, article) VALUES (?, ?, ?)", sorted(rows))


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if rows:
        connection.execute(_INSERT[connection.dialect.name](table).on_conflict_do_nothing(), rows)


def insert_or_update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], **changes: Any) -> None:
    """Insert rows; those whose key is there already get *changes*: column → new value or expression.

    Without *changes* every column that is no part of the key takes the new row's value.
    """
    if rows:
        statement = _updating(connection, table, changes) if changes else _replacing(connection.dialect.name, table)
        connection.execute(statement, rows)


def _updating(connection: Connection, table: Table, changes: dict[str, Any]) -> Any:
    statement = _INSERT[connection.dialect.name](table)
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes)


@cache
def _replacing(dialect: str, table: Table) -> Any:
    """The statement is made once: every poll needs it, and making it costs more than running it."""
    statement = _INSERT[dialect](table)
    taken = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=taken)


def insert_or_add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of counts; those whose key is there already grow by the new row's."""
    if rows:
        connection.execute(_adding(connection.dialect.name, table), rows)


@cache
def _adding(dialect: str, table: Table) -> Any:
    statement = _INSERT[dialect](table)
    sums = {column.name: column + statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
