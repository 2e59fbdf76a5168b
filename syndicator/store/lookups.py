"""Questions with many values, each answered from an index in bounded steps; in the words of each database.

A list of values goes as one parameter, so that the statement is always the same: it is prepared once, and SQLAlchemy,
which would take longer than the database, has nothing to do but to hand it over. What many rows
answer is cut off where it is looked up, not afterwards: neither a footer under a million articles nor a story of
thousands costs more than a few pages.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from struct import unpack
from typing import Any

from sqlalchemy import Connection

from syndicator.store.driver import ask

_Statements = Mapping[str, str]
Kept = tuple[int, int]
"""A key as it is kept: the number of its kind, and its hash."""
Place = tuple[int, str]
"""Number and story of an article."""

_HOLDERS: _Statements = {
    "sqlite": (
        "SELECT kind, hash, CASE WHEN wanted.kind IN (1, 2) THEN (SELECT group_concat(article) FROM (SELECT article"
        " FROM keys WHERE kind = wanted.kind AND hash = wanted.hash ORDER BY article DESC LIMIT ?))"
        " ELSE (SELECT group_concat(article) FROM (SELECT article"
        " FROM keys WHERE kind = wanted.kind AND hash = wanted.hash ORDER BY article DESC LIMIT ?)) END FROM wanted"
        " WHERE EXISTS (SELECT 1 FROM keys WHERE keys.kind = wanted.kind AND keys.hash = wanted.hash)"
    ),
    "postgresql": (
        "SELECT kind, hash, CASE WHEN wanted.kind IN (1, 2) THEN array(SELECT article FROM keys WHERE"
        " kind = wanted.kind AND hash = wanted.hash ORDER BY article DESC LIMIT %(identical)s)"
        " ELSE array(SELECT article FROM keys WHERE"
        " kind = wanted.kind AND hash = wanted.hash ORDER BY article DESC LIMIT %(most)s) END"
        " FROM unnest(CAST(%(kinds)s AS smallint[]), CAST(%(hashes)s AS bigint[])) AS wanted(kind, hash)"
    ),
}
"""Of identities and public ids, which only one article should have (1 and 2, see KINDS), more than of the others."""
_ROWS = 4_096
"""Keys that one statement asks SQLite for: it takes four times as many."""
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
_PLACES: _Statements = {
    "sqlite": "SELECT id, nr, story FROM articles WHERE id IN (SELECT value FROM json_each(:names))",
    "postgresql": "SELECT id, nr, story FROM articles WHERE id = ANY(CAST(%(names)s AS text[]))",
}


def holders(
    connection: Connection, wanted: Iterable[Kept], identical: int, most: int
) -> Iterator[tuple[Kept, list[int]]]:
    """Key → the articles that have it, those that were stored last, without keys that none has.

    *most* of them, of what only one should have *identical*.
    """
    pairs = sorted(wanted)
    if connection.dialect.name == "postgresql":
        kinds, hashes = [kind for kind, _ in pairs], [value for _, value in pairs]
        asked = {"kinds": kinds, "hashes": hashes, "identical": identical, "most": most}
        rows: Iterable[Any] = _answers(connection, _HOLDERS, asked) if pairs else ()
    else:
        rows = _held(connection, pairs, identical, most)
    for kind, value, found in rows:
        if found:
            yield (kind, value), _numbers(found)


def _held(connection: Connection, pairs: Sequence[tuple[int, int]], *limits: int) -> Iterator[Any]:
    """The answers of SQLite, which reads a list of rows in half the time of JSON."""
    for at in range(0, len(pairs), _ROWS):
        some = pairs[at : at + _ROWS]
        size = _size(len(some))
        blank = [None] * 2 * (size - len(some))
        yield from _answers(connection, _of_size(size), (*chain.from_iterable(some), *blank, *limits))


def _size(count: int) -> int:
    """Of how many rows a list for so many is: of few sizes, so that there are few statements."""
    return max(8, count + -count % (1 << max(0, count.bit_length() - 3)))


@cache
def _of_size(size: int) -> _Statements:
    rows = ", ".join(["(?, ?)"] * size)
    return {"sqlite": f"WITH wanted(kind, hash) AS (VALUES {rows}) {_HOLDERS['sqlite']}"}


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


def prints(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Article → the fingerprints of its text, of those of which they are known."""
    found = _answers(connection, _PRINTS, {"numbers": listed(connection, sorted(numbers))}) if numbers else ()
    return {number: unpacked(each) for number, each in found}


def unpacked(given: bytes) -> tuple[int, ...]:
    """Numbers of 32 bits."""
    return unpack(f"<{len(given) // 4}I", given)


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


def places_of(connection: Connection, names: Collection[str]) -> dict[str, Place]:
    """Id → number and story of the article, of those we have."""
    found = _answers(connection, _PLACES, {"names": listed(connection, sorted(names))}) if names else ()
    return {name: (number, story) for name, number, story in found}


def numbers_of(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Id → number, of those we have."""
    return {name: number for name, (number, _) in places_of(connection, names).items()}


def _answers(connection: Connection, asked: _Statements, values: Mapping[str, Any] | Sequence[Any]) -> Sequence[Any]:
    return ask(connection, asked[connection.dialect.name], values)


def listed(connection: Connection, values: list[Any]) -> Any:
    """Values as one parameter of a statement."""
    return values if connection.dialect.name == "postgresql" else json.dumps(values)


def _numbers(found: str | list[int]) -> list[int]:
    """What SQLite tells with commas between, and PostgreSQL as a list."""
    return list(map(int, found.split(","))) if isinstance(found, str) else found
