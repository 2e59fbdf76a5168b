"""All fingerprints of a text beside the few that are keys, and the keys of the last articles beside all others.

What was stored before keeps the keys it has, of which those of today are a part, and has no prints: such an article is
read whole where it shares a key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("article", _NUMBER, _article(), primary_key=True, autoincrement=False),
        sa.Column("prints", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "recent_keys",
        sa.Column("seq", _NUMBER, sa.Identity(), primary_key=True),
        sa.Column("article", _NUMBER, _article(), nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )


def _article() -> sa.ForeignKey:
    return sa.ForeignKey("articles.nr", ondelete="CASCADE")
