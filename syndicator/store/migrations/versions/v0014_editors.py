"""Who decided what became of a story, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("who", "why"):
        op.add_column("story_changes", sa.Column(name, sa.Text, nullable=False, server_default=""))
