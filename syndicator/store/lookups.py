"""Questions with many values, each answered from an index in bounded steps; in the words of each database.

A list of values goes as one parameter, so that the statement is always the same: it is prepared once, and SQLAlchemy,
which would take longer than the database, has nothing to do but to hand it over. What many rows
answer is cut off where it is looked up, not afterwards: neither a footer under a million articles nor a story of
thousands costs more than a few pages.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from struct import unpack
from typing import Any

from sqlalchemy import Connection

from syndicator.model.verdict import Key
from syndicator.store.driver import ask
from syndicator.store.tables import KINDS

_Statements = Mapping[str, str]
_NAMED = {number: kind for kind, number in KINDS.items()}

_HOLDERS: _Statements = {
    "sqlite": (
        "SELECT kinds.key, hashes.value, (SELECT group_concat(article) FROM (SELECT article FROM keys"
        " WHERE kind = CAST(kinds.key AS INTEGER) AND hash = hashes.value ORDER BY article DESC LIMIT :most))"
        " FROM json_each(:wanted) AS kinds, json_each(kinds.value) AS hashes"
    ),
    "postgresql": (
        "SELECT wanted.kind, wanted.hash, array(SELECT article FROM keys WHERE keys.kind = wanted.kind"
        " AND keys.hash = wanted.hash ORDER BY article DESC LIMIT %(most)s)"
        " FROM unnest(CAST(%(kinds)s AS smallint[]), CAST(%(hashes)s AS bigint[])) AS wanted(kind, hash)"
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
_PRINTS: _Statements = {
    "sqlite": "SELECT article, prints FROM prints WHERE article IN (SELECT value FROM json_each(:numbers))",
    "postgresql": "SELECT article, prints FROM prints WHERE article = ANY(CAST(%(numbers)s AS bigint[]))",
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


def holders(connection: Connection, wanted: Iterable[Key], most: int) -> Iterator[tuple[Key, list[int]]]:
    """Key → the articles that have it, the *most* that were stored last, without keys that none has."""
    by_kind: dict[int, list[int]] = defaultdict(list)
    for key in wanted:
        by_kind[KINDS[key.kind]].append(key.hash)
    asked: dict[str, Any] = {"wanted": json.dumps({kind: sorted(by_kind[kind]) for kind in sorted(by_kind)})}
    if connection.dialect.name == "postgresql":
        pairs = [(kind, value) for kind, hashes in by_kind.items() for value in hashes]
        asked = {"kinds": [kind for kind, _ in pairs], "hashes": [value for _, value in pairs]}
    for kind, value, found in _answers(connection, _HOLDERS, asked | {"most": most}) if by_kind else ():
        if found:
            yield Key(_NAMED[int(kind)], value), _numbers(found)


def stories(connection: Connection, numbers: Collection[int], most: int) -> Iterator[tuple[int, str, list[int]]]:
    """Article, its story, and that one's first members, *most* of them."""
    asked = {"numbers": listed(connection, sorted(numbers)), "most": most}
    for number, story, members in _answers(connection, _STORIES, asked):
        yield number, story, _numbers(members)


def told(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Number, id, story and clues of these articles, in order."""
    return _answers(connection, _CLUES, {"numbers": listed(connection, sorted(numbers))})


def documents(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Number, document and story of these articles, in order of id."""
    return _answers(connection, _DOCUMENTS, {"numbers": listed(connection, sorted(numbers))})


def prints(connection: Connection, numbers: Collection[int]) -> dict[int, frozenset[int]]:
    """Article → the fingerprints of its text, of those of which they are known."""
    found = _answers(connection, _PRINTS, {"numbers": listed(connection, sorted(numbers))}) if numbers else ()
    return {number: unpacked(each) for number, each in found}


def unpacked(given: bytes) -> frozenset[int]:
    """Numbers of 32 bits."""
    return frozenset(unpack(f"<{len(given) // 4}I", given))


def merged(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Story → the one it was merged into, for those that were."""
    return dict(_answers(connection, _MERGED, {"names": listed(connection, sorted(names))})) if names else {}


def parted(connection: Connection, names: Collection[str]) -> frozenset[tuple[str, str]]:
    """The pairs of stories kept apart in which one of these is."""
    found = _answers(connection, _PARTED, {"names": listed(connection, sorted(names))}) if names else ()
    return frozenset((one, other) for one, other in found)


def topics(connection: Connection, names: Collection[str]) -> frozenset[str]:
    """The topics of the articles of these stories."""
    found = _answers(connection, _TOPICS, {"names": listed(connection, sorted(names))}) if names else ()
    return frozenset(topic for (topic,) in found)


def articles_of(connection: Connection, names: Collection[str]) -> Sequence[Any]:
    """Number, id and document of the articles with these ids, those we have."""
    return _answers(connection, _ARTICLES, {"names": listed(connection, sorted(names))})


def numbers_of(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Id → number, of those we have."""
    return dict(_answers(connection, _NUMBERS, {"names": listed(connection, sorted(names))})) if names else {}


def _answers(connection: Connection, asked: _Statements, values: Mapping[str, Any]) -> Sequence[Any]:
    return ask(connection, asked[connection.dialect.name], values)


def listed(connection: Connection, values: list[Any]) -> Any:
    """Values as one parameter of a statement."""
    return values if connection.dialect.name == "postgresql" else json.dumps(values)


def _numbers(found: str | list[int]) -> list[int]:
    """What SQLite tells with commas between, and PostgreSQL as a list."""
    return list(map(int, found.split(","))) if isinstance(found, str) else found
