"""Subscriptions to the hubs of sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("token", _NAME, primary_key=True),
        sa.Column("source", _NAME, nullable=False, index=True),
        sa.Column("subscription", sa.Text, nullable=False),
    )
