"""What is said about two signatures: that they are of one organization, or not; and by which name one is found again.

Until now the same words that came twice from one address were printed once, without a word about it. What prints must not
change by an upgrade, so each such pair gets its judgement, which can be taken back like any other.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SAME_WORDS = """
INSERT INTO judgement (
    campaign_id, one_id, other_id, verdict, one_name, other_name, one_key, other_key, reasons, source, "by", at
)
SELECT
    other.campaign_id, min(one.id), other.id, 'same', other.line, other.line, '', '',
    '["The same words came twice from one address."]', 'matcher', 'the matcher', other.signed_at
FROM signature AS other
JOIN signature AS one ON one.campaign_id = other.campaign_id AND one.kind = other.kind AND one.line = other.line
    AND lower(one.contact_email) = lower(other.contact_email) AND one.id < other.id
WHERE other.contact_email <> '' AND other.confirmed_at IS NOT NULL AND one.confirmed_at IS NOT NULL
    AND other.status IN ('pending', 'accepted', 'held') AND one.status IN ('pending', 'accepted', 'held')
GROUP BY other.id, other.campaign_id, other.line, other.signed_at
"""


def upgrade() -> None:
    op.add_column("signature", sa.Column("name_key", sa.Text(), nullable=True))
    op.create_index("ix_signature_campaign_name", "signature", ["campaign_id", "name_key"])
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("prints_id", sa.Integer(), nullable=True),
        sa.Column("one_name", sa.Text(), nullable=False),
        sa.Column("other_name", sa.Text(), nullable=False),
        sa.Column("one_key", sa.Text(), nullable=False),
        sa.Column("other_key", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reasons", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("by", sa.String(320), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(320), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_judgement_pair_in_order")),
        sa.CheckConstraint("verdict IN ('same', 'different', 'chapter', 'unsure')", name=op.f("ck_judgement_verdict_known")),
        sa.CheckConstraint("source IN ('coordinator', 'signer', 'matcher')", name=op.f("ck_judgement_source_known")),
        sa.CheckConstraint("source <> 'matcher' OR verdict = 'same'", name=op.f("ck_judgement_matcher_only_joins")),
        sa.CheckConstraint("(verdict = 'chapter') = (part_id IS NOT NULL)", name=op.f("ck_judgement_chapter_of_something")),
        sa.CheckConstraint("part_id IS NULL OR part_id IN (one_id, other_id)", name=op.f("ck_judgement_part_is_one_of_them")),
        sa.CheckConstraint(
            "prints_id IS NULL OR (verdict = 'same' AND prints_id IN (one_id, other_id))",
            name=op.f("ck_judgement_prints_one_of_them"),
        ),
        sa.CheckConstraint("(source = 'signer') = (signer_id IS NOT NULL)", name=op.f("ck_judgement_signer_named")),
        sa.CheckConstraint(
            "signer_id IS NULL OR signer_id IN (one_id, other_id)", name=op.f("ck_judgement_signer_is_one_of_them")
        ),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by = '')", name=op.f("ck_judgement_revoked_by_somebody")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_judgement_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["one_id"], ["signature.id"], name=op.f("fk_judgement_one_id_signature")),
        sa.ForeignKeyConstraint(["other_id"], ["signature.id"], name=op.f("fk_judgement_other_id_signature")),
        sa.ForeignKeyConstraint(["part_id"], ["signature.id"], name=op.f("fk_judgement_part_id_signature")),
        sa.ForeignKeyConstraint(["prints_id"], ["signature.id"], name=op.f("fk_judgement_prints_id_signature")),
        sa.ForeignKeyConstraint(["signer_id"], ["signature.id"], name=op.f("fk_judgement_signer_id_signature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index("ix_judgement_campaign_pair", "judgement", ["campaign_id", "one_id", "other_id"])
    op.create_index("ix_judgement_other_id", "judgement", ["other_id"])
    op.create_index("ix_judgement_keys", "judgement", ["one_key", "other_key"])
    for name, last, where in (
        ("uq_judgement_one_counts", "source", "revoked_at IS NULL AND signer_id IS NULL"),
        ("uq_judgement_one_of_signer", "signer_id", "revoked_at IS NULL AND signer_id IS NOT NULL"),
    ):
        columns = ["one_id", "other_id", last]
        op.create_index(name, "judgement", columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.execute(_SAME_WORDS)


def downgrade() -> None:
    """Back to one line for the same words from one address, and for nothing else: every other judgement is lost."""
    op.drop_table("judgement")
    op.drop_index("ix_signature_campaign_name", "signature")
    op.drop_column("signature", "name_key")
