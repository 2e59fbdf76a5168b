"""Insert, or else: the same words on every database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from syndicator.store.driver import ask, tell

_Make = Callable[[str, Table], Any]
"""A statement on a table for a database."""
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_INSERT_KEYS = (
    "INSERT INTO keys (kind, hash, article) SELECT * FROM"
    " unnest(CAST(%(kinds)s AS smallint[]), CAST(%(hashes)s AS bigint[]), CAST(%(articles)s AS bigint[]))"
)


def insert_keys(connection: Connection, rows: Collection[tuple[int, int, int]]) -> None:
    """Insert keys (kind, hash, article): a poll has a thousand, so they go the quickest way that a database has."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        kinds, hashes, articles = map(list, zip(*sorted(rows), strict=True))
        tell(connection, _INSERT_KEYS, [{"kinds": kinds, "hashes": hashes, "articles": articles}])
    else:
        tell(connection, "INSERT INTO keys (kind, hash, article) VALUES (?, ?, ?)", sorted(rows))


_NUMBERS = {
    "sqlite": "SELECT coalesce(max(nr), 0) + 1 FROM articles",
    "postgresql": "SELECT nextval(pg_get_serial_sequence('articles', 'nr')) FROM generate_series(1, %s)",
}


def next_numbers(connection: Connection, count: int) -> list[int]:
    """Numbers for so many new articles, which nobody else is given: in SQLite one transaction writes at a time."""
    if connection.dialect.name == "postgresql":
        return [number for (number,) in ask(connection, _NUMBERS["postgresql"], (count,))]
    ((first,),) = ask(connection, _NUMBERS["sqlite"], ())
    return list(range(first, first + count))


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    _run(connection, _inserting, table, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert rows; those whose key is there already stay as they are. How many were inserted."""
    return _run(connection, _adding_new, table, rows)


def _run(connection: Connection, make: _Make, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    if not rows:
        return 0
    statement, places = _prepared(connection.dialect, make, table, tuple(rows[0]))
    given: Any = [tuple([row[name] for name in places]) for row in rows] if places else rows
    return tell(connection, statement, given)


@cache
def _prepared(
    dialect: Dialect, make: _Make, table: Table, columns: tuple[str, ...]
) -> tuple[str, Sequence[str] | None]:
    """A statement as the driver takes it, and the order of its values where they have no names.

    It is made once: every poll needs it, and making it, or having SQLAlchemy find out that it was made, costs more
    than running it. Values are handed over as they are: numbers, texts and bytes.
    """
    made = make(dialect.name, table).compile(dialect=dialect, column_keys=list(columns))
    return str(made), made.positiontup


def _inserting(dialect: str, table: Table) -> Any:
    return _INSERT[dialect](table)


def _adding_new(dialect: str, table: Table) -> Any:
    return _INSERT[dialect](table).on_conflict_do_nothing()


def insertion(connection: Connection, table: Table) -> Any:
    """An INSERT into a table as the database has it, which may be told what to do on a conflict."""
    return _INSERT[connection.dialect.name](table)


def insert_or_update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], **changes: Any) -> None:
    """Insert rows; those whose key is there already get *changes*: column → new value or expression.

    Without *changes* every column that is no part of the key takes the new row's value.
    """
    if rows and changes:
        connection.execute(_updating(connection, table, changes), rows)
    else:
        _run(connection, _replacing, table, rows)


def _updating(connection: Connection, table: Table, changes: dict[str, Any]) -> Any:
    return insertion(connection, table).on_conflict_do_update(index_elements=list(table.primary_key), set_=changes)


def _replacing(dialect: str, table: Table) -> Any:
    statement = _INSERT[dialect](table)
    taken = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=taken)


def insert_or_add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of counts; those whose key is there already grow by the new row's."""
    _run(connection, _adding, table, rows)


def _adding(dialect: str, table: Table) -> Any:
    statement = _INSERT[dialect](table)
    sums = {column.name: column + statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
