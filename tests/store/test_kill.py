"""kill -9, at any moment: nothing is half stored, nothing has to be repaired by hand (finding 14, R07, R15, R19)."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from syndicator.store import open_store
from tests.store.killed import ARTICLES, KEYS, apply_for_ever, open_and_wait

PACKED = 9
"""Bytes of a key that lies apart."""
_processes = get_context("forkserver")
_processes.set_forkserver_preload(["tests.store.killed"])


def start(work: Callable[[str, Connection], None], address: str) -> tuple[BaseProcess, Connection]:
    """Start a child at work; what it sends comes out of the connection."""
    ours, theirs = _processes.Pipe()
    child = _processes.Process(target=work, args=(address, theirs), daemon=True)
    child.start()
    theirs.close()
    return child, ours


def kill(child: BaseProcess, ours: Connection) -> None:
    """End it without a chance to clean up."""
    child.kill()
    child.join()
    ours.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "syndicator.db"


def test_a_killed_process_leaves_nothing_half_stored(path: Path) -> None:
    """Thirty kills: articles, keys, tags, verdicts, state and outbox are of one batch; the lock is free at once.

    A busy machine gets through less between two kills, and is killed more often until enough was stored.
    """
    chance, seen, kills = random.Random(14), 0, 0
    while kills < 30 or (seen < 20 and kills < 300):
        kills += 1
        child, ours = start(apply_for_ever, f"sqlite:///{path}")
        assert ours.recv() >= seen
        time.sleep(chance.uniform(0, 0.1))
        kill(child, ours)
        seen = whole_batches(path)
    assert seen >= 20


def whole_batches(path: Path) -> int:
    """Open the store as the next start would; how many batches it has, after proving each to be whole."""
    store = open_store(f"sqlite:///{path}", exclusive=True)
    states, counts, dirty = store.source_states(), store.counts(), store.dirty()
    store.close()
    done = int(states["alpha"].hints["batch"]) if states else 0
    assert counts["articles"] == ({"alpha": done * ARTICLES} if done else {})
    assert dirty == ({"feed": done} if done else {})
    with closing(sqlite3.connect(path)) as connection:
        for table, each in (("articles", 1), ("tags", 1), ("verdicts", 1), ("stories", 1)):
            (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert found == done * ARTICLES * each, table
        (among,) = connection.execute("SELECT count(*) FROM keys").fetchone()
        (apart,) = connection.execute("SELECT coalesce(sum(length(packed)), 0) FROM recent_keys").fetchone()
        assert among + apart // PACKED == done * ARTICLES * KEYS
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
    return done


def test_a_store_that_was_being_made_is_made_by_the_next_start(tmp_path: Path) -> None:
    """Every step of the schema is whole or not there."""
    chance = random.Random(15)
    for number in range(12):
        path = tmp_path / f"{number}.db"
        child, ours = start(open_and_wait, f"sqlite:///{path}")
        ours.recv()
        time.sleep(chance.uniform(0, 0.03))
        kill(child, ours)
        assert whole_batches(path) == 0


def test_the_lock_of_a_killed_process_is_free(path: Path) -> None:
    """The kernel lets go of it (R19)."""
    child, ours = start(open_and_wait, f"sqlite:///{path}")
    ours.recv()
    ours.recv()
    kill(child, ours)
    open_store(f"sqlite:///{path}", exclusive=True).close()
