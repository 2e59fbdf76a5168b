"""The schema and its steps: Alembic, run by the program itself when it opens a store."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from syndicator.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(engine: Engine, migrations: Path = MIGRATIONS) -> bool:
    """Whether the schema is the one this program knows; raises :class:`StoreError` when it is a newer one."""
    steps = ScriptDirectory(str(migrations))
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = steps.get_current_head()
    if found is not None and found not in {step.revision for step in steps.walk_revisions()}:
        raise StoreError(
            f"the store was made by a newer Syndicator (its schema is {found}, this program knows {newest}): "
            "update the program, or restore a backup made before the update"
        )
    return found == newest


def migrate(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Bring the schema up to date, each step in one transaction: killed half-way, the next start goes on from there."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
