"""Where countries and organisations are named in articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("place_mentions", "organisation_mentions"):
        op.add_column("articles", sa.Column(name, sa.Text, nullable=False, server_default="[]"))
