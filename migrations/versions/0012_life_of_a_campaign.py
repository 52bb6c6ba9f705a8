"""The life of a campaign: an announced date before the deadline, an embargo, reopening with a reason, the archive.

A late request says whether it had arrived before the letter closed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENTS = ("announced", "embargo")


def upgrade() -> None:
    # With their checks written out, neither database writes the table anew, and campaigns are referred to.
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for name in _MOMENTS:
        op.add_column("campaign", sa.Column(f"{name}_local", sa.String(length=19), nullable=True))
        whole = f"CONSTRAINT ck_campaign_{name}_whole CHECK (({name} IS NULL) = ({name}_local IS NULL))"
        op.execute(f"ALTER TABLE campaign ADD COLUMN {name} {moment} {whole}{_ORDER.get(name, '')}")
    op.add_column("campaign", sa.Column("deadline_named", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "ALTER TABLE campaign ADD COLUMN archived_from VARCHAR(12) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_campaign_archived_from_known CHECK (archived_from IN ('', 'drafting', 'closed', 'delivered'))"
        " CONSTRAINT ck_campaign_archived_from_the_archive CHECK (state = 'archived' OR archived_from = '')"
    )
    # Until now only drafts came into the archive, set aside by an import; whatever circulated had closed.
    op.execute(
        "UPDATE campaign SET archived_from = CASE WHEN EXISTS (SELECT 1 FROM circulation WHERE campaign_id = campaign.id)"
        " THEN 'closed' ELSE 'drafting' END WHERE state = 'archived'"
    )
    op.add_column("circulation", sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("late_request", sa.Column("in_time", sa.Boolean(), server_default=sa.false(), nullable=False))


_ORDER = {
    "announced": " CONSTRAINT ck_campaign_announced_before_deadline"
    " CHECK (announced IS NULL OR (deadline IS NOT NULL AND announced <= deadline))"
}


def downgrade() -> None:
    """Back to one date and no embargo: a letter that is private until a time can be read by anybody from now on."""
    op.drop_column("late_request", "in_time")
    op.drop_column("circulation", "reason")
    op.drop_column("campaign", "archived_from")
    op.drop_column("campaign", "deadline_named")
    for name in _MOMENTS:
        op.drop_column("campaign", name)
        op.drop_column("campaign", f"{name}_local")
