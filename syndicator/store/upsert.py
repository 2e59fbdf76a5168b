"""Insert, or else: the same words on every database."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_INSERT_KEYS = {
    "sqlite": text(
        "INSERT INTO keys (kind, hash, article)"
        " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')"
        " FROM json_each(:rows)"
    ),
    "postgresql": text(
        "INSERT INTO keys (kind, hash, article)"
        " SELECT (value ->> 0)::smallint, (value ->> 1)::bigint, (value ->> 2)::bigint"
        " FROM json_array_elements(CAST(:rows AS json))"
    ),
}


def insert_keys(connection: Connection, rows: Collection[tuple[int, int, int]]) -> None:
    """Insert keys (kind, hash, article): a poll has a thousand, which are quicker as one value than as a row each."""
    connection.execute(_INSERT_KEYS[connection.dialect.name], {"rows": json.dumps(sorted(rows))})


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
