"""Lists of those who signed elsewhere, brought in and taken back; and how the columns of a source were read last time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=320), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_signature_batch_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_batch")),
    )
    op.create_index(op.f("ix_signature_batch_campaign_id"), "signature_batch", ["campaign_id"])
    op.create_table(
        "list_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("heading", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.String(length=320), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('invitations', 'signatures', 'organizations')", name=op.f("ck_list_mapping_purpose_known")
        ),
        sa.CheckConstraint("heading >= 1", name=op.f("ck_list_mapping_has_headings")),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_list_mapping_source_named")),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalition.id"], name=op.f("fk_list_mapping_coalition_id_coalition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_mapping")),
        sa.UniqueConstraint(
            "coalition_id", "purpose", "fingerprint", name=op.f("uq_list_mapping_coalition_id_purpose_fingerprint")
        ),
    )
    # Written out: added so, neither database writes the table anew, and signatures are referred to by acts and consents.
    op.execute(
        "ALTER TABLE signature ADD COLUMN batch_id INTEGER"
        " CONSTRAINT fk_signature_batch_id_signature_batch REFERENCES signature_batch (id)"
    )
    op.create_index(op.f("ix_signature_batch_id"), "signature", ["batch_id"])


def downgrade() -> None:
    """The signatures stay, brought in with a list that nobody can name any more; how columns were read is asked again."""
    op.drop_index(op.f("ix_signature_batch_id"), table_name="signature")
    op.drop_column("signature", "batch_id")  # with it the key that leads to the lists
    op.drop_table("list_mapping")
    op.drop_index(op.f("ix_signature_batch_campaign_id"), table_name="signature_batch")
    op.drop_table("signature_batch")
