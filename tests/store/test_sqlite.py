"""SQLite keeps the contract, and what is its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from syndicator.errors import AlreadyRunningError, StoreError
from syndicator.store import open_store, sqlite
from syndicator.store.database import Database
from syndicator.store.lock import FileLock
from syndicator.store.schema import MIGRATIONS, is_current, migrate
from syndicator.store.sqlite import APPLICATION_ID, SQLite
from syndicator.store.tables import metadata
from tests.store.contract import StoreContract
from tests.store.samples import article, batch, decision


class TestSQLite(StoreContract):
    """The contract on a file."""

    @pytest.fixture
    def address(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path}/var/syndicator.db"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "syndicator.db"


@pytest.fixture
def backend(path: Path) -> Iterator[SQLite]:
    """The product itself, its schema made."""
    open_store(f"sqlite:///{path}").close()
    made = SQLite(make_url(f"sqlite:///{path}"))
    yield made
    made.release()


def pragma(path: Path, name: str) -> Any:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_file_says_whose_it_is(path: Path) -> None:
    """`file` and other programs can tell, and it is in WAL mode."""
    open_store(f"sqlite:///{path}").close()
    assert pragma(path, "application_id") == APPLICATION_ID
    assert pragma(path, "journal_mode") == "wal"


def test_the_writer_keeps_references_and_its_log_whole(backend: SQLite) -> None:
    """Power may fail at any moment (R08)."""
    engine = backend.writer()
    with engine.connect() as connection:
        asked = ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    engine.dispose()
    assert found == [1, 1, 10_000, "wal"]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes of the files that were synced, as often as they were."""
    seen: list[int] = []
    really = os.fsync

    def sync(file: int) -> None:
        seen.append(os.fstat(file).st_ino)
        really(file)

    monkeypatch.setattr(os, "fsync", sync)
    return seen


def test_a_poll_waits_for_no_disk_until_it_is_shown(path: Path, synced: list[int]) -> None:
    """A power cut may take it back whole, but nothing that was shown or decided (R08)."""
    store = open_store(f"sqlite:///{path}")
    log = path.with_name(f"{path.name}-wal")
    store.settle()
    synced.clear()
    store.apply(batch([decision(article("a"))]))
    assert synced == []
    store.settle()
    store.settle()
    assert synced == [log.stat().st_ino]
    store.mark_dirty({"feed"})
    assert synced == [log.stat().st_ino] * 2
    store.close()


def test_a_log_that_cannot_be_synced_is_told_and_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails is no disk that holds what is shown."""
    store = open_store(f"sqlite:///{path}")
    store.apply(batch([decision(article("a"))]))

    def fail(file: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        for _ in range(2):
            with pytest.raises(StoreError, match=r"its log cannot be written \(Input/output error\)"):
                store.settle()
    store.settle()
    store.close()


def test_the_log_is_emptied_beside_the_polls(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread of its own, every so many commits; what it brings into the file can be read there alone."""
    monkeypatch.setattr(sqlite, "_COMMITS", 3)
    store = open_store(f"sqlite:///{path}")
    for name in "abc":
        store.apply(batch([decision(article(name))]))
    for thread in threading.enumerate():
        if thread.name == "checkpoint":
            thread.join()
    shutil.copy(path, tmp_path / "alone.db")
    with closing(sqlite3.connect(tmp_path / "alone.db")) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    store.close()


def test_readers_cannot_write(backend: SQLite) -> None:
    """A mistake shows in tests, not in the data."""
    database = Database(backend, exclusive=False)
    database.open(create=False)
    with pytest.raises(StoreError, match="readonly"):
        database.read(lambda connection: connection.exec_driver_sql("DELETE FROM articles"))
    database.close()


def test_keys_need_no_row_numbers(path: Path) -> None:
    """The primary key is the table."""
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'keys'").fetchone()
    assert "WITHOUT ROWID" in made


# --- files that are no store of ours -------------------------------------------------------------------------------


def test_a_file_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    """By its tables or its application id."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE articles (id)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(f"sqlite:///{path}", exclusive=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("start", [0, 100])
def test_a_damaged_file_is_refused_and_left_alone(path: Path, start: int) -> None:
    """The remedy is told (R14); the lock is free again."""
    store = open_store(f"sqlite:///{path}")
    store.apply(batch([decision(article(str(number))) for number in range(50)]))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + b"\xa5" * 9000 + whole[start + 9000 :])
    damaged = path.read_bytes()
    for _ in range(2):
        with pytest.raises(StoreError, match=r"(damaged|no database); restore the last backup, or move the file away"):
            open_store(f"sqlite:///{path}", exclusive=True)
    assert path.read_bytes() == damaged


def test_damage_inside_a_table_is_found_at_the_start_of_a_service(path: Path) -> None:
    """Not months later, when that page is read."""
    store = open_store(f"sqlite:///{path}")
    store.apply(batch([decision(article(str(number), text="words " * 500)) for number in range(50)]))
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - size // 4)
        file.write(b"\xff" * 8192)
    with pytest.raises(StoreError, match="damaged"):
        open_store(f"sqlite:///{path}", exclusive=True)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://localhost/x", "no store is made of 'mysql'"),
        ("var/syndicator.db", "cannot be read"),
    ],
)
def test_an_address_that_names_no_store_is_told(address: str, says: str) -> None:
    """With an example of one that does."""
    with pytest.raises(StoreError, match=says):
        open_store(address)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    """Neither the file, nor its folder, nor its lock can be made."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "x.db.lock").mkdir()
    for name, says in (("folder", "cannot be opened"), ("file/x.db", "folder cannot be made"), ("x.db", "the lock")):
        with pytest.raises(StoreError, match=says):
            open_store(f"sqlite:///{tmp_path}/{name}", exclusive=True)


# --- schema --------------------------------------------------------------------------------------------------------


def test_the_steps_lead_to_the_tables_the_program_uses(backend: SQLite) -> None:
    """The migrations and the tables are written twice, and agree."""
    engine = backend.writer()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_step_that_fails_leaves_nothing_behind(backend: SQLite, tmp_path: Path) -> None:
    """Each step is one transaction, and the next start goes on from there (R15)."""
    steps = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    step = steps / "versions" / "v9999_more.py"
    head = f"from alembic import op\nimport sqlalchemy as sa\nrevision, down_revision = '9999', '{newest}'\n"
    work = "def upgrade():\n    op.create_table('more', sa.Column('id', sa.Integer))\n"
    step.write_text(f"{head}{work}    raise RuntimeError('power cut')\n")
    engine = backend.writer()
    with pytest.raises(RuntimeError, match="power cut"):
        migrate(engine, steps)
    assert not is_current(engine, steps)
    assert is_current(engine)
    step.write_text(head + work)
    shutil.rmtree(steps / "versions" / "__pycache__", ignore_errors=True)
    migrate(engine, steps)
    assert is_current(engine, steps)
    engine.dispose()


def test_the_schema_is_not_changed_under_a_running_service(path: Path) -> None:
    """A newer command beside an older service is refused."""
    lock = FileLock(Path(f"{path}.lock"))
    lock.acquire()
    with pytest.raises(AlreadyRunningError):
        open_store(f"sqlite:///{path}")
    lock.release()
    open_store(f"sqlite:///{path}").close()


# --- waiting -------------------------------------------------------------------------------------------------------


def test_a_writer_waits_for_another_program(path: Path) -> None:
    """BEGIN IMMEDIATE waits its turn although it reads first (finding 15)."""
    store = open_store(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    began = time.monotonic()
    store.apply(batch([decision(article("a"))]))
    assert time.monotonic() - began > 0.2
    timer.join()
    other.close()
    store.close()


@pytest.fixture
def impatient(backend: SQLite, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[tuple[float, ...]], Database]]:
    """Opens a database whose statements do not wait for locks."""
    monkeypatch.setattr("syndicator.store.sqlite._WAIT", 0.01)
    opened: list[Database] = []

    def make(delays: tuple[float, ...]) -> Database:
        opened.append(Database(backend, exclusive=False, delays=delays))
        opened[-1].open(create=False)
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def test_a_whole_transaction_is_tried_again(impatient: Callable[..., Database], path: Path) -> None:
    """As often as patience lasts (R12)."""
    database = impatient((0.1, 0.3, 0.3))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    timer.start()
    done = database.write(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    timer.join()
    other.close()
    assert done == 1


def test_patience_ends(impatient: Callable[..., Database], path: Path) -> None:
    """With a sentence that says what to do."""
    database = impatient((0.01,))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program keeps it locked"):
            database.write(lambda connection: connection.exec_driver_sql("SELECT 1"))


def test_threads_that_wait_too_long_are_told(
    impatient: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thread writes at a time."""
    monkeypatch.setattr("syndicator.store.sqlite._TURN", 0.05)
    database = impatient(())
    with pytest.raises(StoreError, match="too many threads"):
        database.write(lambda _: database.write(lambda connection: connection.exec_driver_sql("SELECT 1")))


# --- the lock ------------------------------------------------------------------------------------------------------


def test_a_lock_tells_who_holds_it(path: Path) -> None:
    """By process id; taking it twice is nothing."""
    first, second = FileLock(path), FileLock(path)
    first.acquire()
    first.acquire()
    with pytest.raises(AlreadyRunningError, match=f"process {os.getpid()} works on this store"):
        second.acquire()
    path.write_text("")
    with pytest.raises(AlreadyRunningError, match="another process works on this store"):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    second.release()


def test_a_forked_child_does_not_inherit_the_lock(path: Path) -> None:
    """Reading children outlive a killed service for a moment: the next start must not wait for them (R19)."""
    lock = FileLock(path)
    lock.acquire()
    go, wait = os.pipe(), os.pipe()
    child = os.fork()
    if not child:  # pragma: no cover  in the child
        os.write(go[1], b"x")
        os.read(wait[0], 1)
        os._exit(0)
    os.read(go[0], 1)
    with pytest.raises(AlreadyRunningError):
        FileLock(path).acquire()
    lock.release()
    next_start = FileLock(path)
    next_start.acquire()
    next_start.release()
    os.write(wait[1], b"x")
    os.waitpid(child, 0)
    for descriptor in (*go, *wait):
        os.close(descriptor)


def test_what_is_read_beside_a_long_reading_waits_for_nothing(backend: SQLite) -> None:
    """Each sees its own state of the data, and the next one finds the connection that stays open."""
    database = Database(backend, exclusive=False)
    database.open(create=False)
    question = text("SELECT count(*) FROM stories")

    def beside(connection: Connection) -> list[Any]:
        before = connection.scalar(question)
        database.write(lambda other: other.execute(text("INSERT INTO stories (id) VALUES ('a')")))
        return [before, connection.scalar(question), database.read(lambda other: other.scalar(question))]

    assert database.read(beside) == [0, 0, 1]
    assert database.read(lambda connection: connection.scalar(question)) == 1
    database.close()


def test_what_was_begun_is_undone_when_it_fails(backend: SQLite) -> None:
    """Whatever stopped it, and the connection serves the next transaction."""
    database = Database(backend, exclusive=False)
    database.open(create=False)

    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO stories (id) VALUES ('a')"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.write(fail)
    database.write(lambda connection: connection.execute(text("INSERT INTO stories (id) VALUES ('b')")))
    assert database.read(lambda connection: connection.scalars(text("SELECT id FROM stories")).all()) == ["b"]
    database.close()


def test_facts_are_read_where_writing_has_read_before(backend: SQLite) -> None:
    """On the connection of the writer, whose pages are at hand; beside one who writes, on another's."""
    database = Database(backend, exclusive=False)
    database.open(create=False)

    def which(connection: Connection) -> int:
        return id(connection.connection.dbapi_connection)

    writer, reader = database.write(which), database.read(which)
    assert database.facts(which) == writer
    assert database.write(lambda _: database.facts(which)) == reader
    with pytest.raises(StoreError):
        database.facts(lambda connection: connection.execute(text("SELECT wrong")))
    assert database.facts(which) == writer
    database.close()
