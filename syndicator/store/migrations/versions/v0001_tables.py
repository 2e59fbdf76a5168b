"""The tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _facts()
    _articles()
    _about_articles()
    _publishing()
    op.execute(sa.text("INSERT INTO meta (name, value) VALUES ('application', 'syndicator')"))


def _facts() -> None:
    op.create_table(
        "meta",
        sa.Column("name", _NAME, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("source", _NAME, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("source", _NAME, primary_key=True),
        sa.Column("slot", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("attempt", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topic_versions",
        sa.Column("topic", _NAME, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("id", _NAME, primary_key=True),
        sa.Column("merged_into", _NAME, sa.ForeignKey("stories.id"), index=True),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("id", _NAME, nullable=False, unique=True),
        sa.Column("public_digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("source", _NAME, nullable=False),
        sa.Column("identity_digest", sa.LargeBinary, nullable=False),
        sa.Column("link_digest", sa.LargeBinary, index=True),
        sa.Column("canonical_digest", sa.LargeBinary, index=True),
        sa.Column("story", _NAME, sa.ForeignKey("stories.id"), nullable=False, index=True),
        sa.Column("reprint_of", _NAME),
        sa.Column("language", _NAME, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("collected", sa.BigInteger, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("organisations", sa.Text, nullable=False),
    )
    op.create_index("articles_by_identity", "articles", ["source", "identity_digest"], unique=True)


def _about_articles() -> None:
    op.create_table(
        "keys",
        sa.Column("kind", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), primary_key=True, autoincrement=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tags",
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
        sa.Column("topic", _NAME, primary_key=True),
        sa.Column("position", sa.SmallInteger, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
    )
    op.create_index("tags_by_topic", "tags", ["topic", "published"])
    op.create_table(
        "verdicts",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("of", _NAME),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("nr", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
    )


def _publishing() -> None:
    op.create_table(
        "outbox",
        sa.Column("feed", _NAME, primary_key=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("done", sa.BigInteger, nullable=False),
        sa.Column("shrink_accepted", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "published",
        sa.Column("feed", _NAME, primary_key=True),
        sa.Column("article", _NUMBER, sa.ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
