"""PostgreSQL keeps the contract, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from syndicator.errors import AlreadyRunningError, StoreError
from syndicator.store import open_store, upsert
from syndicator.store.driver import tell
from syndicator.store.postgresql import PostgreSQL
from syndicator.store.tables import metadata
from tests.store.contract import StoreContract, driver
from tests.store.samples import article, batch, decision

pytestmark = pytest.mark.postgres


class TestPostgreSQL(StoreContract):
    """The contract in a schema of a server."""

    @pytest.fixture
    def address(self, schema: str) -> str:
        return schema


@pytest.fixture
def administrator(postgres: str) -> Iterator[sa.Connection]:
    """Somebody else at the server."""
    engine = sa.create_engine(driver(postgres), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def end_all_others(administrator: sa.Connection) -> None:
    """What a restart of the server does to connections (57P01)."""
    administrator.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL"
    )


def test_lost_connections_are_made_anew(schema: str, administrator: sa.Connection) -> None:
    """Nobody has to restart the service when the server was (R16), and the lock is ours again."""
    store = open_store(schema, exclusive=True)
    for number in range(3):
        end_all_others(administrator)
        store.apply(batch([decision(article(str(number)))]))
        assert store.counts()["articles"] == {"alpha": number + 1}
    with pytest.raises(AlreadyRunningError):
        open_store(schema, exclusive=True)
    store.close()


def test_a_connection_lost_within_a_transaction_is_no_loss(
    schema: str, administrator: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole transaction is tried again."""
    store = open_store(schema, exclusive=True)
    ended: list[bool] = []

    def cut(connection: sa.Connection, statement: str, rows: Any) -> int:
        if not ended and statement.startswith("INSERT INTO verdicts"):
            ended.append(True)
            end_all_others(administrator)
        return tell(connection, statement, rows)

    monkeypatch.setattr(upsert, "tell", cut)
    store.apply(batch([decision(article("a"))]))
    assert ended
    assert store.counts()["articles"] == {"alpha": 1}
    store.close()


def test_a_lost_lock_is_not_written_past(schema: str, administrator: sa.Connection) -> None:
    """If another instance came between, ours stops (R18)."""
    store = open_store(schema, exclusive=True)
    end_all_others(administrator)
    other = open_store(schema, exclusive=True)
    with pytest.raises(AlreadyRunningError):
        store.apply(batch([decision(article("a"))]))
    other.close()
    store.apply(batch([decision(article("a"))]))
    store.close()


def test_tables_of_another_program_are_left_alone(schema: str, administrator: sa.Connection) -> None:
    """Named like ours, or with our mark missing."""
    (name,) = (make_url(schema).query["options"],)
    space = str(name).removeprefix("-csearch_path=")
    administrator.exec_driver_sql(f"CREATE TABLE {space}.articles (id int)")
    with pytest.raises(StoreError, match=r"another program \(articles\)"):
        open_store(schema)
    administrator.exec_driver_sql(f"CREATE TABLE {space}.meta (name text, value text)")
    with pytest.raises(StoreError, match=r"another program \(articles, meta\)"):
        open_store(schema)


def test_the_steps_lead_to_the_tables_the_program_uses(schema: str) -> None:
    """The migrations and the tables are written twice, and agree."""
    open_store(schema).close()
    engine = sa.create_engine(driver(schema))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    """Addresses are shown without what is secret."""
    with pytest.raises(StoreError, match=r"postgresql.*\*\*\*@127.0.0.1:9/") as caught:
        open_store("postgresql://me:secret@127.0.0.1:9/x")
    assert "secret" not in str(caught.value)


class _Told(psycopg.Error):
    def __init__(self, state: str) -> None:
        super().__init__("told")
        self.sqlstate = state


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (_Told("40001"), True),
        (_Told("40P01"), True),
        (_Told("57P01"), True),
        (_Told("08006"), True),
        (_Told("23505"), False),
        (psycopg.OperationalError("server closed the connection"), True),
        (psycopg.ProgrammingError("no state"), False),
    ],
)
def test_what_may_succeed_later_is_tried_again(error: psycopg.Error, transient: bool) -> None:
    """Conflicts, deadlocks, restarts and lost connections (R16, R17); nothing else."""
    backend = PostgreSQL(make_url("postgresql://localhost/x"))
    assert backend.transient(DBAPIError("statement", None, error)) is transient
