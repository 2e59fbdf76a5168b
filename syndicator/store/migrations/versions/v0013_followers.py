"""Subscriptions of others at our hub, and what they were told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "followers",
        sa.Column("id", _NAME, primary_key=True),
        sa.Column("document", _NAME, nullable=False, index=True),
        sa.Column("host", _NAME, nullable=False, index=True),
        sa.Column("hub_topic_url", sa.Text, nullable=False),
        sa.Column("callback", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("reached", sa.BigInteger),
    )
    op.create_table(
        "told",
        sa.Column("document", _NAME, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
    )
