"""How Alembic runs the steps: on the connection it is given, each in a transaction of its own."""

from __future__ import annotations

from alembic import context

from syndicator.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
