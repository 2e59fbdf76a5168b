"""Questions that are put into words once for each database, and that its own driver is asked from then on.

They are written in SQLAlchemy's terms; making a statement of them takes it longer than most databases take to answer.
A list of values goes as one parameter, so that the statement is the same however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    func,
    select,
)

from syndicator.store.driver import ask
from syndicator.store.lookups import listed

Among = Callable[[Column[Any], str], ColumnElement[bool]]
"""A column and the name of a list → that the column's value is in the list."""
Make = Callable[[Among], Select[Any]]
"""A function of a module, which makes the question; what is asked for are parameters with names."""


def asked(connection: Connection, make: Make, **values: object) -> list[Any]:
    """The rows, as tuples, that answer a question; raises :class:`sqlalchemy.exc.DBAPIError`.

    Values are handed over as they are: numbers, texts, None, and lists of numbers or of texts.
    """
    statement, places, fixed = _prepared(connection.dialect, make)
    given = {**fixed, **{name: _handed(connection, value) for name, value in values.items()}}
    return ask(connection, statement, [given[name] for name in places] if places is not None else given)


def _handed(connection: Connection, value: object) -> object:
    return listed(connection, sorted(value)) if isinstance(value, Collection) and not isinstance(value, str) else value


@cache
def _prepared(dialect: Dialect, make: Make) -> tuple[str, Sequence[str] | None, Mapping[str, Any]]:
    """A statement as the driver takes it, the order of its values where they have no names, and the fixed ones."""
    made = make(_AMONG[dialect.name]).compile(dialect=dialect)
    return str(made), made.positiontup, {name: each for name, each in made.params.items() if each is not None}


def _in_json(column: Column[Any], name: str) -> ColumnElement[bool]:
    return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


def _in_array(column: Column[Any], name: str) -> ColumnElement[bool]:
    kind = Text if isinstance(column.type, Text) else BigInteger
    return column == any_(cast(bindparam(name), ARRAY(kind)))


_AMONG: Mapping[str, Among] = {"sqlite": _in_json, "postgresql": _in_array}
