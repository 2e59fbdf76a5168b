"""Values to JSON and back, exactly: frozen dataclasses, tuples, mappings, moments and enumerations.

Fields that have their default are left out, and unknown ones are passed over, so that a new field with a default
needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_Read = Callable[[Any], Any]
_Write = Callable[[Any], Any]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PLAIN = frozenset((str, int, float, bool, NoneType))
"""Types of which a value is its own plain form: hundreds in every article, told apart from the others at a glance."""


def to_number(moment: datetime) -> int:
    """Microseconds since 1970; raises TypeError for a moment without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def to_moment(number: int) -> datetime:
    """The moment, UTC, of :func:`to_number`."""
    return _EPOCH + number * _MICROSECOND


def dump(value: object) -> str:
    """*value* as JSON; raises TypeError for what is no value of the model."""
    return _encode(_plain(value)) if value != () else "[]"


def load(kind: Callable[..., _T], text: str) -> _T:
    """The value of type *kind* that :func:`dump` wrote."""
    value: _T = _reader(kind)(json.loads(text))
    return value


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> _Write:
    """How a value of type *kind* is made plain."""
    if issubclass(kind, (NoneType, str, int, float)):
        return _as_it_is
    if issubclass(kind, datetime):
        return to_number
    if issubclass(kind, tuple):
        return lambda value: [each if type(each) in _PLAIN else _plain(each) for each in value]
    return _plain_mapping if issubclass(kind, Mapping) else _plain_fields(kind)


def _plain_mapping(value: Mapping[Any, Any]) -> dict[Any, Any]:
    if _PLAIN.issuperset(map(type, value.values())):
        return value if type(value) is dict else dict(value)
    return {name: each if type(each) in _PLAIN else _plain(each) for name, each in value.items()}


def _plain_fields(kind: Any) -> _Write:
    own = fields(kind)
    names, defaults = [each.name for each in own], [_default(each) for each in own]
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]
    return lambda value: {
        name: each if type(each) in _PLAIN else _plain(each)
        for name, each, default in zip(names, values_of(value), defaults, strict=True)
        if each is not default and each != default
    }


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _reader(kind: Any) -> _Read:
    """How to make a value of type *kind* of its plain form."""
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__)
    if kind is datetime:
        return to_moment
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(next(each for each in inner if each is not NoneType))
    if origin is tuple:
        return _tuple(_reader(inner[0]))
    if origin is Mapping:
        return _mapping(_reader(inner[0]), _reader(inner[1]))
    if is_dataclass(kind):
        return _object(kind)
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _as_it_is


def _as_it_is(plain: Any) -> Any:
    return plain


def _optional(kind: Any) -> _Read:
    read = _reader(kind)
    return lambda plain: None if plain is None else read(plain)


def _tuple(read: _Read) -> _Read:
    return lambda plain: tuple([read(each) for each in plain])


def _mapping(name: _Read, read: _Read) -> _Read:
    if name is read is _as_it_is:
        return _as_it_is
    return lambda plain: {name(key): read(each) for key, each in plain.items()}


def _object(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    readers = {each.name: _reader(hints[each.name]) for each in fields(kind)}

    def read(plain: Mapping[str, Any]) -> Any:
        return kind(**{name: readers[name](each) for name, each in plain.items() if name in readers})

    return read
