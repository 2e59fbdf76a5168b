"""Which articles were withdrawn, when, by whom and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("withdrawn", sa.Text))
    some = sa.text("withdrawn IS NOT NULL")
    op.create_index("articles_withdrawn", "articles", ["source"], sqlite_where=some, postgresql_where=some)
