"""What becomes of stories: their past, what editors keep apart, and the pages that follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "story_changes",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", _NAME, nullable=False),
        sa.Column("by", _NAME, nullable=False),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("other", _NAME, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("articles", sa.Text, nullable=False),
    )
    op.create_index("ix_story_changes_story", "story_changes", ["story"])
    op.create_index("ix_story_changes_other", "story_changes", ["other"])
    op.create_table(
        "partings",
        sa.Column("one", _NAME, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("other", _NAME, sa.ForeignKey("stories.id"), primary_key=True),
    )
    op.create_index("ix_partings_other", "partings", ["other"])
    op.create_table(
        "story_pages",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), nullable=False),
    )
