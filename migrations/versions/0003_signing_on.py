"""Signing on: how a signature stands and was confirmed, what was done to it, invitations, changed texts and consent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ONE_CONFIRMED = sa.text(
    "confirmed_at IS NOT NULL AND address_key IS NOT NULL AND NOT stands_beside AND status IN ('pending', 'accepted', 'held')"
)
_LIVE = sa.text("revoked_at IS NULL AND address_key IS NOT NULL")

_CAMPAIGN = (
    "moderation VARCHAR(10) DEFAULT 'none' NOT NULL CONSTRAINT ck_campaign_moderation_known"
    " CHECK (moderation IN ('none', 'free-mail', 'all'))",
    "silence VARCHAR(4) DEFAULT 'drop' NOT NULL CONSTRAINT ck_campaign_silence_known CHECK (silence IN ('keep', 'drop'))",
    "retention_days INTEGER DEFAULT '180' NOT NULL CONSTRAINT ck_campaign_retention_fits"
    " CHECK (retention_days BETWEEN 1 AND 3650)",
)
"""Columns with a check, written out: added so, neither database writes the table anew, and campaigns are referred to."""


def upgrade() -> None:
    _invitations_and_changes()
    for column in _CAMPAIGN:
        op.execute(f"ALTER TABLE campaign ADD COLUMN {column}")
    op.add_column("campaign", sa.Column("questions", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column(
        "campaign", sa.Column("invitation_subject", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("campaign", sa.Column("invitation_text", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("campaign", sa.Column("galley_until", sa.DateTime(timezone=True), nullable=True))
    _signatures()
    _acts_and_consents()


def _invitations_and_changes() -> None:
    op.create_table(
        "invitation_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=320), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_invitation_batch_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_batch")),
    )
    op.create_index(op.f("ix_invitation_batch_campaign_id"), "invitation_batch", ["campaign_id"])

    op.create_table(
        "text_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("silence", sa.String(length=4), nullable=False),
        sa.Column("reconfirm_local", sa.String(length=19), nullable=True),
        sa.Column("reconfirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=320), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'substantive') = (reconfirm_by IS NOT NULL)", name=op.f("ck_text_change_asks_until_a_moment")
        ),
        sa.CheckConstraint("kind IN ('editorial', 'substantive')", name=op.f("ck_text_change_kind_known")),
        sa.CheckConstraint("silence IN ('keep', 'drop')", name=op.f("ck_text_change_silence_known")),
        sa.CheckConstraint("(reconfirm_by IS NULL) = (reconfirm_local IS NULL)", name=op.f("ck_text_change_moment_whole")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_text_change_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["from_version_id"], ["version.id"], name=op.f("fk_text_change_from_version_id_version")),
        sa.ForeignKeyConstraint(["to_version_id"], ["version.id"], name=op.f("fk_text_change_to_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_change")),
    )
    op.create_index(op.f("ix_text_change_campaign_id"), "text_change", ["campaign_id"])

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=6), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("organization_key", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_title", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaning", sa.String(length=6), nullable=False),
        sa.Column("needs_until", sa.Date(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce_reason", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("contact_purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("contact_email <> '' OR contact_purged_at IS NOT NULL", name=op.f("ck_invitation_reaches_somebody")),
        sa.CheckConstraint("leaning IN ('', 'likely', 'unsure')", name=op.f("ck_invitation_leaning_known")),
        sa.CheckConstraint("origin IN ('list', 'hand', 'self')", name=op.f("ck_invitation_origin_known")),
        sa.ForeignKeyConstraint(["batch_id"], ["invitation_batch.id"], name=op.f("fk_invitation_batch_id_invitation_batch")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_invitation_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_batch_id"), "invitation", ["batch_id"])
    op.create_index(op.f("ix_invitation_campaign_id"), "invitation", ["campaign_id"])
    op.create_index(
        "uq_invitation_once",
        "invitation",
        ["campaign_id", "address_key", "organization_key"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def _signatures() -> None:
    with op.batch_alter_table("signature") as batch:
        batch.add_column(sa.Column("answers", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        batch.add_column(sa.Column("language", sa.String(length=20), server_default="en", nullable=False))
        batch.add_column(sa.Column("invitation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("address_key", sa.String(length=320), nullable=True))
        batch.add_column(sa.Column("trust", sa.String(length=10), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("status", sa.String(length=12), server_default="unconfirmed", nullable=False))
        batch.add_column(sa.Column("status_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("confirmed_how", sa.String(length=16), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("stands_beside", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("generation", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("email_wanted", sa.String(length=320), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("withdrawal_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("asked", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("galley", sa.String(length=10), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("contact_purged_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("uq_signature_receipt_hash"), type_="unique")
        batch.drop_column("receipt_hash")
        batch.drop_constraint(op.f("ck_signature_form_is_attested"), type_="check")
    # Whoever signed before confirmations were asked for goes on standing. Where one address signed twice, both do.
    op.execute(
        "UPDATE signature SET status = 'accepted', confirmed_at = signed_at,"
        " confirmed_how = CASE origin WHEN 'import' THEN 'import' ELSE 'earlier' END"
    )
    _name_mailboxes()
    op.execute(
        "UPDATE signature SET stands_beside = (1 = 1) WHERE origin = 'form' AND EXISTS (SELECT 1 FROM signature AS earlier"
        " WHERE earlier.campaign_id = signature.campaign_id AND earlier.address_key = signature.address_key"
        " AND earlier.id < signature.id)"
    )
    with op.batch_alter_table("signature") as batch:
        for name, condition in _CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_signature_{name}"), condition)
        batch.create_foreign_key(op.f("fk_signature_invitation_id_invitation"), "invitation", ["invitation_id"], ["id"])
        batch.create_foreign_key(op.f("fk_signature_asked_text_change"), "text_change", ["asked"], ["id"])
    op.create_index(op.f("ix_signature_asked"), "signature", ["asked"])
    op.create_index("ix_signature_campaign_address", "signature", ["campaign_id", "address_key"])
    op.create_index(op.f("ix_signature_invitation_id"), "signature", ["invitation_id"])
    op.create_index(
        "uq_signature_one_confirmed",
        "signature",
        ["campaign_id", "address_key"],
        unique=True,
        sqlite_where=_ONE_CONFIRMED,
        postgresql_where=_ONE_CONFIRMED,
    )


def _name_mailboxes() -> None:
    """Two spellings of one mailbox get one key, as signing computes it from now on: lower case, no "+tag", no dots at Gmail."""
    signature = sa.table(
        "signature", sa.column("id"), sa.column("origin"), sa.column("contact_email"), sa.column("address_key")
    )
    connection = op.get_bind()
    forms = sa.select(signature.c.id, signature.c.contact_email).where(signature.c.origin == "form")
    for number, address in connection.execute(forms).all():
        local, _, domain = address.lower().rpartition("@")
        domain = "gmail.com" if domain == "googlemail.com" else domain
        bare = local.split("+", 1)[0] or local
        bare = bare.replace(".", "") if domain == "gmail.com" else bare
        bare += "+" if bare.endswith(".") else ""  # no address ends so
        values = {"address_key": f"{bare}@{domain}"}
        connection.execute(sa.update(signature).where(signature.c.id == number).values(values))


_CHECKS = {
    "form_is_attested": "origin <> 'form' OR (authorized AND (contact_email <> '' OR contact_purged_at IS NOT NULL))",
    "status_known": "status IN ('unconfirmed', 'pending', 'accepted', 'held', 'refused', 'withdrawn', 'dropped', 'replaced')",
    "stands_only_confirmed": "status NOT IN ('pending', 'accepted', 'held', 'dropped') OR confirmed_at IS NOT NULL",
    "confirmed_somehow": "(confirmed_at IS NULL) = (confirmed_how = '')",
    "set_aside_for_a_reason": "status NOT IN ('held', 'refused') OR status_reason <> ''",
    "trust_known": "trust IN ('', 'domain', 'free-mail', 'other')",
}


def _acts_and_consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("version_hash", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("attestation", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how <> 'reconfirmed' OR attestation <> ''", name=op.f("ck_consent_answer_is_attested")),
        sa.CheckConstraint("how IN ('confirmed', 'editorial', 'reconfirmed', 'silence')", name=op.f("ck_consent_how_known")),
        sa.CheckConstraint("length(version_hash) = 64", name=op.f("ck_consent_version_named")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_consent_signature_id_signature")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_consent_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("signature_id", "version_id", name=op.f("uq_consent_signature_id_version_id")),
    )
    op.create_table(
        "signature_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=320), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_signature_act_signature_id_signature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_act")),
    )
    op.create_index(op.f("ix_signature_act_signature_id"), "signature_act", ["signature_id"])


def downgrade() -> None:
    """Back to signatures that all print. Receipts that were mailed open nothing any more, and what does not stand is lost."""
    op.drop_table("signature_act")
    op.drop_table("consent")
    op.execute("DELETE FROM signature WHERE status <> 'accepted' OR asked IS NOT NULL")
    for name in (
        "uq_signature_one_confirmed",
        "ix_signature_invitation_id",
        "ix_signature_campaign_address",
        "ix_signature_asked",
    ):
        op.drop_index(name, "signature")
    with op.batch_alter_table("signature") as batch:
        for name in _CHECKS:
            batch.drop_constraint(op.f(f"ck_signature_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_signature_invitation_id_invitation"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_signature_asked_text_change"), type_="foreignkey")
        for name in _COLUMNS:
            batch.drop_column(name)
        batch.add_column(sa.Column("receipt_hash", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(op.f("uq_signature_receipt_hash"), ["receipt_hash"])
    op.execute("UPDATE signature SET contact_email = 'removed@invalid' WHERE origin = 'form' AND contact_email = ''")
    with op.batch_alter_table("signature") as batch:
        batch.create_check_constraint(
            op.f("ck_signature_form_is_attested"), "origin <> 'form' OR (authorized AND contact_email <> '')"
        )
    op.drop_table("invitation")
    op.drop_table("text_change")
    op.drop_table("invitation_batch")
    for name in ("moderation", "silence", "retention_days"):
        _drop_checked(name)
    for name in ("questions", "invitation_subject", "invitation_text", "galley_until"):
        op.drop_column("campaign", name)


def _drop_checked(name: str) -> None:
    """SQLite drops a column together with a check that stands in its definition; PostgreSQL with any check of that column."""
    op.execute(f"ALTER TABLE campaign DROP COLUMN {name}")


_COLUMNS = (
    "answers",
    "language",
    "invitation_id",
    "address_key",
    "trust",
    "status",
    "status_reason",
    "confirmed_at",
    "confirmed_how",
    "stands_beside",
    "generation",
    "email_wanted",
    "withdrawal_asked_at",
    "asked",
    "galley",
    "contact_purged_at",
)
