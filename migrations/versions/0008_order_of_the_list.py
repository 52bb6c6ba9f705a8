"""Groups by type of organization, and numbers sorted as words.

A campaign says so of its list, and a signature has a type.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CHECK = "ck_campaign_grouping_known"
_BEFORE = "group_by IN ('', 'scope', 'state')"
_AFTER = "group_by IN ('', 'scope', 'state', 'type')"


def upgrade() -> None:
    op.add_column("signature", sa.Column("type", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("campaign", sa.Column("types", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    # With its check written out, neither database writes the table anew, and campaigns are referred to.
    op.execute(
        "ALTER TABLE campaign ADD COLUMN numerals VARCHAR(10) DEFAULT 'by value' NOT NULL"
        " CONSTRAINT ck_campaign_numerals_known CHECK (numerals IN ('by value', 'as words'))"
    )
    _exchange(_BEFORE, _AFTER)


def downgrade() -> None:
    """Back to three ways of grouping: a list that is grouped by type is not grouped any more. The types are lost."""
    op.execute("UPDATE campaign SET group_by = '' WHERE group_by = 'type'")
    _exchange(_AFTER, _BEFORE)
    op.drop_column("campaign", "numerals")
    op.drop_column("campaign", "types")
    op.drop_column("signature", "type")


def _exchange(before: str, after: str) -> None:
    """Let the check on ``group_by`` read otherwise."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(_CHECK), "campaign", type_="check")
        op.create_check_constraint(op.f(_CHECK), "campaign", after)
        return
    # SQLite knows no statement for it. Dropping the table, to make it anew, would break all references to campaigns, so
    # the definition is rewritten where it is kept, as its manual says ("Making Other Kinds Of Table Schema Changes").
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    try:
        changed = connection.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
                " WHERE type = 'table' AND name = 'campaign' AND instr(sql, :before)"
            ),
            {"before": before, "after": after},
        ).rowcount
        connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    finally:
        connection.exec_driver_sql("PRAGMA writable_schema=OFF")
    if changed != 1:
        raise RuntimeError(f"the table of campaigns has no check “{before}”")
