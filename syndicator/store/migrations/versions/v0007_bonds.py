"""What ties articles to each other, and what is suggested."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bonds",
        sa.Column("article", _NUMBER, _article(), primary_key=True, autoincrement=False),
        sa.Column("other", _NUMBER, _article(), primary_key=True, autoincrement=False),
        sa.Column("standing", _NAME, nullable=False),
        sa.Column("likelihood", sa.Float, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("features", sa.Text, nullable=False),
        sa.Column("guard", sa.Text),
    )
    op.create_index("ix_bonds_other", "bonds", ["other"])
    op.create_index("bonds_by_age", "bonds", ["standing", "at"])


def _article() -> sa.ForeignKey:
    return sa.ForeignKey("articles.nr", ondelete="CASCADE")
