"""Insert, or else: the same words on every database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if rows:
        connection.execute(_INSERT[connection.dialect.name](table).on_conflict_do_nothing(), rows)


def insert_or_update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], **changes: Any) -> None:
    """Insert rows; those whose key is there already get *changes*: column → new value or expression.

    Without *changes* every column that is no part of the key takes the new row's value.
    """
    if not rows:
        return
    statement = _INSERT[connection.dialect.name](table)
    key = [column.name for column in table.primary_key]
    taken = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changes or taken), rows)
