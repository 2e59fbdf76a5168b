"""When the text of an article left, and in which order texts leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("departed", sa.BigInteger))
    here = sa.text("departed IS NULL")
    op.create_index("articles_by_age", "articles", ["collected"], sqlite_where=here, postgresql_where=here)
