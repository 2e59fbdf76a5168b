"""The coverage ledger, and how far tagging the past anew has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "coverage",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("topic", _NAME, primary_key=True),
        sa.Column("language", _NAME, primary_key=True),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("tagged", sa.BigInteger, nullable=False),
        sa.Column("near", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "retagging",
        sa.Column("one", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("retagging", sa.Text, nullable=False),
    )
