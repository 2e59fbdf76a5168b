"""What is looked for is indexed where it is there: storing an article changes fewer pages.

An address that is the link's is not indexed twice, a story that was not merged not as one that was, and bonds lie in
their index.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _index_where_it_is("ix_articles_canonical_digest", "articles", "canonical_digest")
    _index_where_it_is("ix_stories_merged_into", "stories", "merged_into")
    if op.get_context().dialect.name == "sqlite":
        _lay_bonds_into_their_index()


def _index_where_it_is(name: str, table: str, column: str) -> None:
    there = sa.column(column).is_not(None)
    op.drop_index(name, table)
    op.create_index(name, table, [column], sqlite_where=there, postgresql_where=there)


def _lay_bonds_into_their_index() -> None:
    op.rename_table("bonds", "bonds_before")
    op.create_table(
        "bonds",
        sa.Column("article", _NUMBER, _article(), primary_key=True, autoincrement=False),
        sa.Column("other", _NUMBER, _article(), primary_key=True, autoincrement=False),
        sa.Column("standing", _NAME, nullable=False),
        sa.Column("likelihood", sa.Float, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("features", sa.Text, nullable=False),
        sa.Column("guard", sa.Text),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO bonds SELECT * FROM bonds_before ORDER BY article, other")
    op.drop_table("bonds_before")
    op.create_index("ix_bonds_other", "bonds", ["other"])
    op.create_index("bonds_by_age", "bonds", ["standing", "at"])


def _article() -> sa.ForeignKey:
    return sa.ForeignKey("articles.nr", ondelete="CASCADE")
