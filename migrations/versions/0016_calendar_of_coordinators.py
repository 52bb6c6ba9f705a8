"""An address from which a coordinator's calendar reads the dates of their letters: none until they ask for one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("calendar_on", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("calendar_generation", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("person", "calendar_generation")
    op.drop_column("person", "calendar_on")
