"""What editors decide of stories and articles in one feed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("feed", _NAME, nullable=False),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id")),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr")),
        sa.Column("undone", sa.SmallInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("rulings_by_feed", "rulings", ["feed", "kind"])
    op.create_index("rulings_by_story", "rulings", ["story", "feed"])
    op.create_index("rulings_by_article", "rulings", ["article", "feed"])
