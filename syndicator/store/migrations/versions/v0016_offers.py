"""What partners may have, and the order in which it changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_index("ix_announced_article", "announced", ["article"])
    op.create_table(
        "offers",
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("feed", _NAME, primary_key=True),
        sa.Column("nr", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("gone", _NAME),
        sa.Column("into", _NAME),
        sa.Column("entries", sa.Text, nullable=False),
    )
    op.create_index("offers_by_change", "offers", ["feed", "nr"])
    op.create_index("offers_by_time", "offers", ["at", "nr"])
    op.create_table(
        "offer_facets",
        sa.Column("feed", _NAME, primary_key=True),
        sa.Column("language", _NAME, primary_key=True),
        sa.Column("source", _NAME, primary_key=True),
        sa.Column("nr", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("offer_facets_by_story", "offer_facets", ["story", "feed", "language", "source"])
    clock = op.create_table(
        "offer_clock",
        sa.Column("one", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("nr", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("made_for", sa.Text, nullable=False),
    )
    op.bulk_insert(clock, [{"one": 1, "nr": 0, "at": 0, "made_for": ""}])
    op.create_table(
        "offers_owed",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), nullable=False),
    )
    op.create_table(
        "partners",
        sa.Column("partner", _NAME, primary_key=True),
        sa.Column("key_digest", _NAME, nullable=False, unique=True),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "partner_usage",
        sa.Column("partner", _NAME, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("answered", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
