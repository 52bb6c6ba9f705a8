"""The directory: a coalition's organizations with their names and contacts, and the lists that they came with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STANDS = sa.text("removed_at IS NULL")


def upgrade() -> None:
    _batches()
    _organizations()
    _names()
    _contacts()


def _batches() -> None:
    op.create_table(
        "organization_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=320), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalition.id"], name=op.f("fk_organization_batch_coalition_id_coalition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_batch")),
    )
    op.create_index(op.f("ix_organization_batch_coalition_id"), "organization_batch", ["coalition_id"])


def _organizations() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("name <> '' AND name_key <> ''", name=op.f("ck_organization_name_not_empty")),
        sa.CheckConstraint(
            "scope IN ('', 'national', 'state', 'local', 'international')", name=op.f("ck_organization_scope_known")
        ),
        sa.CheckConstraint("merged_into_id IS NULL OR retired_at IS NOT NULL", name=op.f("ck_organization_merged_is_retired")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_organization_merged_into_another")),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalition.id"], name=op.f("fk_organization_coalition_id_coalition")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["organization_batch.id"], name=op.f("fk_organization_batch_id_organization_batch")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organization.id"], name=op.f("fk_organization_merged_into_id_organization")
        ),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_organization_judgement_id_judgement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_index("ix_organization_coalition_key", "organization", ["coalition_id", "name_key"])
    op.create_index(op.f("ix_organization_batch_id"), "organization", ["batch_id"])
    op.create_index(op.f("ix_organization_merged_into_id"), "organization", ["merged_into_id"])


def _names() -> None:
    op.create_table(
        "organization_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> '' AND name_key <> ''", name=op.f("ck_organization_name_name_not_empty")),
        sa.CheckConstraint("kind IN ('alias', 'former')", name=op.f("ck_organization_name_kind_known")),
        sa.CheckConstraint("source IN ('hand', 'list', 'judgement')", name=op.f("ck_organization_name_source_known")),
        sa.CheckConstraint(
            "(source = 'judgement') = (judgement_id IS NOT NULL)", name=op.f("ck_organization_name_judgement_named")
        ),
        sa.CheckConstraint("(source = 'list') = (batch_id IS NOT NULL)", name=op.f("ck_organization_name_list_named")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_organization_name_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["organization_batch.id"], name=op.f("fk_organization_name_batch_id_organization_batch")
        ),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_organization_name_judgement_id_judgement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_name")),
    )
    op.create_index("ix_organization_name_key", "organization_name", ["name_key"])
    op.create_index(op.f("ix_organization_name_organization_id"), "organization_name", ["organization_id"])
    op.create_index(op.f("ix_organization_name_judgement_id"), "organization_name", ["judgement_id"])
    op.create_index(op.f("ix_organization_name_batch_id"), "organization_name", ["batch_id"])
    op.create_index(
        "uq_organization_name_once",
        "organization_name",
        ["organization_id", "name_key"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


def _contacts() -> None:
    op.create_table(
        "organization_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> '' OR email <> ''", name=op.f("ck_organization_contact_names_somebody")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_organization_contact_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["organization_batch.id"], name=op.f("fk_organization_contact_batch_id_organization_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_contact")),
    )
    op.create_index(op.f("ix_organization_contact_organization_id"), "organization_contact", ["organization_id"])
    op.create_index(op.f("ix_organization_contact_address_key"), "organization_contact", ["address_key"])
    op.create_index(op.f("ix_organization_contact_batch_id"), "organization_contact", ["batch_id"])


def downgrade() -> None:
    """Back to no directory: the organizations, their names and contacts are lost. Signatures hold nothing of it."""
    for table in ("organization_contact", "organization_name", "organization", "organization_batch"):
        op.drop_table(table)
