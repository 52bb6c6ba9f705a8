"""The style of a version's citations, what is known of a letter's links, and whether a coalition lets requests out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default in the table, both databases add the column to rows that are there without writing the table anew.
    op.add_column("coalition", sa.Column("outgoing", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("version", sa.Column("style", sa.JSON(), server_default="{}", nullable=False))
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.String(length=320), nullable=False),
        sa.CheckConstraint("(seen_on IS NULL) = (seen_by = '')", name=op.f("ck_link_seen_by_somebody")),
        sa.CheckConstraint("(state = 'unchecked') = (checked_at IS NULL)", name=op.f("ck_link_checked_or_not")),
        sa.CheckConstraint("length(url) BETWEEN 1 AND 2000", name=op.f("ck_link_url_fits")),
        sa.CheckConstraint(
            "state IN ('unchecked', 'ok', 'moved', 'home-page', 'dead', 'bot-wall',"
            " 'uncertain', 'retry', 'unreachable', 'blocked')",
            name=op.f("ck_link_state_known"),
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_link_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("letter_id", "url", name=op.f("uq_link_letter_id_url")),
    )
    op.create_index("ix_link_due_at", "link", ["due_at"])
    op.create_index(op.f("ix_link_letter_id"), "link", ["letter_id"])
    op.create_table(
        "archive_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("service", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=320), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'kept') = (address <> '')", name=op.f("ck_archive_copy_kept_somewhere")),
        sa.CheckConstraint("length(url) BETWEEN 1 AND 2000", name=op.f("ck_archive_copy_url_fits")),
        sa.CheckConstraint("service IN ('wayback', 'perma')", name=op.f("ck_archive_copy_service_known")),
        sa.CheckConstraint("state IN ('wanted', 'working', 'kept', 'failed')", name=op.f("ck_archive_copy_state_known")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_archive_copy_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_copy")),
        sa.UniqueConstraint("letter_id", "url", "service", name=op.f("uq_archive_copy_letter_id_url_service")),
    )
    op.create_index("ix_archive_copy_due_at", "archive_copy", ["due_at"])
    op.create_index(op.f("ix_archive_copy_letter_id"), "archive_copy", ["letter_id"])


def downgrade() -> None:
    op.drop_table("archive_copy")
    op.drop_table("link")
    op.drop_column("version", "style")
    op.drop_column("coalition", "outgoing")
