"""Mail that waits gets the words that its templates ask for since they say more.

A message whose words are missing cannot be written, and after some attempts would be given up: what was promised before an
upgrade would never be sent.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MESSAGES = sa.table(
    "outbox_message", sa.column("id", sa.Integer), sa.column("kind"), sa.column("status"), sa.column("context", sa.JSON)
)

_WORDS = {
    "receipt": {"late": False, "replaces": ""},
    "reconfirm": {"again": False, "status": "accepted"},
    "taken_off": {"asked": True},
    "text_changed": {"status": "accepted"},
}
"""By kind what was true of every message of that kind before."""


def upgrade() -> None:
    connection = op.get_bind()
    waiting = sa.select(_MESSAGES).where(_MESSAGES.c.kind.in_(_WORDS), _MESSAGES.c.status.in_(("waiting", "claimed")))
    for message in connection.execute(waiting).all():
        context = _WORDS[message.kind] | message.context
        connection.execute(_MESSAGES.update().where(_MESSAGES.c.id == message.id).values(context=context))


def downgrade() -> None:
    """Nothing: earlier templates pass by words that they do not ask for."""
