"""What waits to be delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("recipient", _NAME, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("host", _NAME, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("put", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("claimed", sa.BigInteger),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["due"])
    op.create_index("deliveries_by_recipient", "deliveries", ["recipient", "kind", "key"], unique=True)
