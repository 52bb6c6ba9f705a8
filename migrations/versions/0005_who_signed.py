"""Who signed stays beside whom to write to; and a spelling that a signer asks for, beside the one that prints.

The contact as it is now stands in for who signed: what was there before it was changed is not known any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = ("signed_by", "signed_title", "line_wanted")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("signature", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    op.execute("UPDATE signature SET signed_by = contact_name, signed_title = contact_title")


def downgrade() -> None:
    """Back to one person for each signature: the contact. Spellings that wait for a coordinator are lost, and asked again."""
    for name in reversed(_COLUMNS):
        op.drop_column("signature", name)
