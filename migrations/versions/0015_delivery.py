"""To whom letters go, the copies of their own, what was delivered; lists of recipients are a purpose of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recipients()
    _files()
    _deliveries()
    _delivered_editions()
    _words()
    with op.batch_alter_table("list_mapping") as table:
        table.drop_constraint(op.f("ck_list_mapping_purpose_known"), type_="check")
        table.create_check_constraint(
            op.f("ck_list_mapping_purpose_known"),
            "purpose IN ('invitations', 'signatures', 'organizations', 'recipients')",
        )


def _recipients() -> None:
    op.create_table(
        "delivery_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("own_copy", sa.Boolean(), nullable=False),
        sa.Column("salutation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("postal", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=320), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('block', 'cc', 'other')", name=op.f("ck_delivery_recipient_kind_known")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_delivery_recipient_name_not_empty")),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_delivery_recipient_language_known")),
        sa.CheckConstraint("NOT own_copy OR kind <> 'cc'", name=op.f("ck_delivery_recipient_no_copy_of_its_own_for_cc")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_delivery_recipient_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_recipient")),
    )
    op.create_index("ix_delivery_recipient_campaign_place", "delivery_recipient", ["campaign_id", "place"])


def _files() -> None:
    op.create_table(
        "delivery_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.CheckConstraint("form IN ('pdf', 'docx')", name=op.f("ck_delivery_file_form_known")),
        sa.CheckConstraint("length(mark) = 64", name=op.f("ck_delivery_file_mark_whole")),
        sa.CheckConstraint("(written_at IS NULL) = (sha256 = '')", name=op.f("ck_delivery_file_written_with_its_hash")),
        sa.CheckConstraint("(written_at IS NULL) = (data IS NULL)", name=op.f("ck_delivery_file_written_with_its_bytes")),
        sa.CheckConstraint(
            "written_at IS NULL OR (length(sha256) = 64 AND size > 0)", name=op.f("ck_delivery_file_written_whole")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delivery_file_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["delivery_recipient.id"], name=op.f("fk_delivery_file_recipient_id_delivery_recipient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_file")),
        sa.UniqueConstraint(
            "edition_id", "recipient_id", "form", "mark", name=op.f("uq_delivery_file_edition_id_recipient_id_form_mark")
        ),
    )
    op.create_index(op.f("ix_delivery_file_recipient_id"), "delivery_file", ["recipient_id"])
    op.create_index("ix_delivery_file_sha256", "delivery_file", ["sha256"])
    wanted = sa.text("written_at IS NULL AND problem = ''")
    op.create_index("ix_delivery_file_wanted", "delivery_file", ["id"], sqlite_where=wanted, postgresql_where=wanted)


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("delivery_file_id", sa.Integer(), nullable=True),
        sa.Column("edition_file_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_public", sa.Boolean(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.CheckConstraint("channel IN ('mail', 'portal', 'post', 'hand')", name=op.f("ck_delivery_channel_known")),
        sa.CheckConstraint("attempt >= 1", name=op.f("ck_delivery_attempt_counts")),
        sa.CheckConstraint("delivery_file_id IS NULL OR edition_file_id IS NULL", name=op.f("ck_delivery_one_file")),
        sa.CheckConstraint("channel <> 'mail' OR address <> ''", name=op.f("ck_delivery_mail_has_an_address")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_delivery_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delivery_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["delivery_recipient.id"], name=op.f("fk_delivery_recipient_id_delivery_recipient")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_file_id"], ["delivery_file.id"], name=op.f("fk_delivery_delivery_file_id_delivery_file")
        ),
        sa.ForeignKeyConstraint(
            ["edition_file_id"], ["edition_file.id"], name=op.f("fk_delivery_edition_file_id_edition_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "edition_id", "recipient_id", "channel", "attempt", name=op.f("uq_delivery_edition_id_recipient_id_channel_attempt")
        ),
    )
    op.create_index(op.f("ix_delivery_campaign_id"), "delivery", ["campaign_id"])
    op.create_index(op.f("ix_delivery_recipient_id"), "delivery", ["recipient_id"])


def _delivered_editions() -> None:
    op.create_table(
        "delivered_edition",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_by", sa.String(length=320), nullable=False),
        sa.Column("thanks", sa.String(length=4), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("thanks IN ('', 'sent', 'no')", name=op.f("ck_delivered_edition_thanks_known")),
        sa.CheckConstraint("(thanks = '') = (thanked_at IS NULL)", name=op.f("ck_delivered_edition_thanked_at_a_moment")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delivered_edition_edition_id_edition")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_delivered_edition")),
    )


def _words() -> None:
    op.create_table(
        "delivery_words",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_delivery_words_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_delivery_words")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM list_mapping WHERE purpose = 'recipients'")
    with op.batch_alter_table("list_mapping") as table:
        table.drop_constraint(op.f("ck_list_mapping_purpose_known"), type_="check")
        table.create_check_constraint(
            op.f("ck_list_mapping_purpose_known"), "purpose IN ('invitations', 'signatures', 'organizations')"
        )
    for name in ("delivery_words", "delivered_edition", "delivery", "delivery_file", "delivery_recipient"):
        op.drop_table(name)
