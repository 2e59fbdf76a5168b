"""Fingerprints are made of words that are hashed in another way: those of all texts are owed anew, the latest first."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO meta (name, value)"
        " SELECT 'unprinted', CAST(max(nr) AS TEXT) FROM articles HAVING max(nr) IS NOT NULL"
    )
