"""Questions with many values, each answered from an index in bounded steps; in the words of each database.

A list of values goes as one parameter, so that the statement is always the same: it is prepared once, and SQLAlchemy,
which would take longer than the database, has nothing to do but to hand it over. What many rows
answer is cut off where it is looked up, not afterwards: neither a footer under a million articles nor a story of
thousands costs more than a few pages.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from syndicator.model.verdict import KeyKind
from syndicator.store.tables import KINDS

_Statements = Mapping[str, str]

_HOLDERS: _Statements = {
    "sqlite": (
        "SELECT value, (SELECT group_concat(article) FROM (SELECT article FROM keys"
        " WHERE kind = :kind AND hash = value ORDER BY article DESC LIMIT :most)) FROM json_each(:hashes)"
    ),
    "postgresql": (
        "SELECT wanted, array(SELECT article FROM keys WHERE kind = %(kind)s AND hash = wanted"
        " ORDER BY article DESC LIMIT %(most)s) FROM unnest(CAST(%(hashes)s AS bigint[])) AS wanted"
    ),
}
_STORIES: _Statements = {
    "sqlite": (
        "SELECT one.nr, one.story, (SELECT group_concat(nr) FROM (SELECT nr FROM articles"
        " WHERE story = one.story ORDER BY nr LIMIT :most)) FROM articles AS one"
        " WHERE one.nr IN (SELECT value FROM json_each(:numbers))"
    ),
    "postgresql": (
        "SELECT one.nr, one.story, array(SELECT nr FROM articles WHERE story = one.story ORDER BY nr LIMIT %(most)s)"
        " FROM articles AS one WHERE one.nr = ANY(CAST(%(numbers)s AS bigint[]))"
    ),
}
_CLUES: _Statements = {
    "sqlite": (
        "SELECT nr, id, story, clues.clues FROM articles JOIN clues ON clues.article = nr"
        " WHERE nr IN (SELECT value FROM json_each(:numbers)) ORDER BY nr"
    ),
    "postgresql": (
        "SELECT nr, id, story, clues.clues FROM articles JOIN clues ON clues.article = nr"
        " WHERE nr = ANY(CAST(%(numbers)s AS bigint[])) ORDER BY nr"
    ),
}
_DOCUMENTS: _Statements = {
    "sqlite": (
        "SELECT nr, article, story FROM articles WHERE nr IN (SELECT value FROM json_each(:numbers)) ORDER BY id"
    ),
    "postgresql": ("SELECT nr, article, story FROM articles WHERE nr = ANY(CAST(%(numbers)s AS bigint[])) ORDER BY id"),
}
_MERGED: _Statements = {
    "sqlite": (
        "SELECT id, merged_into FROM stories WHERE merged_into IS NOT NULL"
        " AND id IN (SELECT value FROM json_each(:names))"
    ),
    "postgresql": (
        "SELECT id, merged_into FROM stories WHERE merged_into IS NOT NULL AND id = ANY(CAST(%(names)s AS text[]))"
    ),
}
_PARTED: _Statements = {
    "sqlite": (
        "SELECT one, other FROM partings WHERE one IN (SELECT value FROM json_each(:names))"
        " OR other IN (SELECT value FROM json_each(:names))"
    ),
    "postgresql": (
        "SELECT one, other FROM partings"
        " WHERE one = ANY(CAST(%(names)s AS text[])) OR other = ANY(CAST(%(names)s AS text[]))"
    ),
}
_TOPICS: _Statements = {
    "sqlite": (
        "SELECT DISTINCT topic FROM articles JOIN tags ON tags.article = nr"
        " WHERE story IN (SELECT value FROM json_each(:names))"
    ),
    "postgresql": (
        "SELECT DISTINCT topic FROM articles JOIN tags ON tags.article = nr"
        " WHERE story = ANY(CAST(%(names)s AS text[]))"
    ),
}
_ARTICLES: _Statements = {
    "sqlite": "SELECT nr, id, article FROM articles WHERE id IN (SELECT value FROM json_each(:names))",
    "postgresql": "SELECT nr, id, article FROM articles WHERE id = ANY(CAST(%(names)s AS text[]))",
}
_NUMBERS: _Statements = {
    "sqlite": "SELECT id, nr FROM articles WHERE id IN (SELECT value FROM json_each(:names))",
    "postgresql": "SELECT id, nr FROM articles WHERE id = ANY(CAST(%(names)s AS text[]))",
}


def holders(
    connection: Connection, kind: KeyKind, hashes: Collection[int], most: int
) -> Iterator[tuple[int, list[int]]]:
    """Hash → the articles that have it as a key, the *most* that were stored last, without hashes that none has."""
    asked = {"kind": KINDS[kind], "hashes": _listed(connection, sorted(hashes)), "most": most}
    for value, found in _answers(connection, _HOLDERS, asked):
        if found:
            yield value, _numbers(found)


def stories(connection: Connection, numbers: Collection[int], most: int) -> Iterator[tuple[int, str, list[int]]]:
    """Article, its story, and that one's first members, *most* of them."""
    asked = {"numbers": _listed(connection, sorted(numbers)), "most": most}
    for number, story, members in _answers(connection, _STORIES, asked):
        yield number, story, _numbers(members)


def told(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Number, id, story and clues of these articles, in order."""
    return _answers(connection, _CLUES, {"numbers": _listed(connection, sorted(numbers))})


def documents(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Number, document and story of these articles, in order of id."""
    return _answers(connection, _DOCUMENTS, {"numbers": _listed(connection, sorted(numbers))})


def merged(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Story → the one it was merged into, for those that were."""
    return dict(_answers(connection, _MERGED, {"names": _listed(connection, sorted(names))})) if names else {}


def parted(connection: Connection, names: Collection[str]) -> frozenset[tuple[str, str]]:
    """The pairs of stories kept apart in which one of these is."""
    found = _answers(connection, _PARTED, {"names": _listed(connection, sorted(names))}) if names else ()
    return frozenset((one, other) for one, other in found)


def topics(connection: Connection, names: Collection[str]) -> frozenset[str]:
    """The topics of the articles of these stories."""
    found = _answers(connection, _TOPICS, {"names": _listed(connection, sorted(names))}) if names else ()
    return frozenset(topic for (topic,) in found)


def articles_of(connection: Connection, names: Collection[str]) -> Sequence[Any]:
    """Number, id and document of the articles with these ids, those we have."""
    return _answers(connection, _ARTICLES, {"names": _listed(connection, sorted(names))})


def numbers_of(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Id → number, of those we have."""
    return dict(_answers(connection, _NUMBERS, {"names": _listed(connection, sorted(names))})) if names else {}


def _answers(connection: Connection, asked: _Statements, values: Mapping[str, Any]) -> Sequence[Any]:
    return connection.exec_driver_sql(asked[connection.dialect.name], dict(values)).all()


def _listed(connection: Connection, values: list[Any]) -> Any:
    return values if connection.dialect.name == "postgresql" else json.dumps(values)


def _numbers(found: str | list[int]) -> list[int]:
    """What SQLite tells with commas between, and PostgreSQL as a list."""
    return list(map(int, found.split(","))) if isinstance(found, str) else found
