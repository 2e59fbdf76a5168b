"""What was published is remembered for every edition, so that each tells a story once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "announced",
        sa.Column("feed", _NAME, primary_key=True),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
        sa.Column("edition", _NAME, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("announced_by_time", "announced", ["feed", "edition", "at"])
    op.execute("INSERT INTO announced (feed, article, edition, at) SELECT feed, article, '*', at FROM published")
    op.drop_table("published")
