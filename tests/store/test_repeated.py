"""The big stores that are measured are what a store of so many articles is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks import stories
from benchmarks.stories import Newsroom, made
from syndicator.model.verdict import Key, KeyKind
from syndicator.store import open_store

LINKED = 40


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of three times the articles that were linked."""
    monkeypatch.setattr(stories, "LINKED", LINKED)
    made(tmp_path / "many.db", Newsroom(), LINKED * 3)
    return tmp_path / "many.db"


@pytest.fixture
def rows(path: Path) -> Iterator[sqlite3.Connection]:
    """That store, and the one of the linked articles beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS linked", (str(path.with_name(f"{LINKED}.db")),))
        yield connection


def both(rows: sqlite3.Connection, columns: str, table: str, where: str) -> tuple[list[Any], list[Any]]:
    last = rows.execute(f"SELECT {columns} FROM main.{table} WHERE {where} ORDER BY 1, 2, 3").fetchall()
    return last, rows.execute(f"SELECT {columns} FROM linked.{table} ORDER BY 1, 2, 3").fetchall()


@pytest.mark.parametrize(
    ("table", "columns", "number"),
    [
        ("articles", "id, public_digest, source, identity_digest, link_digest, canonical_digest, story", "nr"),
        ("articles", "id, reprint_of, language, published, collected, article, places, organisations", "nr"),
        ("clues", "clues, 0, 0", "article"),
        ("verdicts", 'kind, reasons, at, "of"', "article"),
        ("keys", "kind, hash, 0", "article"),
        ("prints", "prints, 0, 0", "article"),
    ],
)
def test_the_last_of_them_are_those_that_were_linked(
    rows: sqlite3.Connection, table: str, columns: str, number: str
) -> None:
    """Byte by byte, save the numbers by which the tables refer to each other."""
    last, linked = both(rows, columns, table, f"{number} > {LINKED * 2}")
    assert last == linked
    assert len(last) >= LINKED
    assert rows.execute(f"SELECT count(*) FROM main.{table}").fetchone() == (len(last) * 3,)


def test_those_before_are_the_same_news_of_other_days(path: Path, rows: sqlite3.Connection) -> None:
    """Under names, hashes and days of their own, and found by them."""
    store = open_store(f"sqlite:///{path}")
    earlier, later = (store.find(f"{turn:04x}{7:012x}") for turn in (1, 0))
    assert earlier is not None
    assert later is not None
    assert (earlier.article.title, earlier.article.text) == (later.article.title, later.article.text)
    assert (later.article.published - earlier.article.published).days == 3
    hashes = rows.execute("SELECT hash FROM linked.keys WHERE kind = 1 AND article = 8").fetchall()
    asked = [frozenset(Key(KeyKind.IDENTITY, hash + turn) for (hash,) in hashes) for turn in (0, 1)]
    assert [each.article.id for each in store.candidates(asked)] == [later.article.id, earlier.article.id]
    store.close()
    assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
    assert rows.execute("PRAGMA main.integrity_check").fetchone() == ("ok",)
