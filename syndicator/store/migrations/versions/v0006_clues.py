"""What articles tell of the events behind them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "clues",
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
        sa.Column("clues", sa.Text, nullable=False),
    )
