"""The files of editions, and what became of requests that came too late."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("closed_by", sa.String(length=320), server_default=sa.text("''"), nullable=False))
    op.add_column("edition", sa.Column("left_open", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("edition", sa.Column("mark", sa.Text(), server_default=sa.text("''"), nullable=False))
    _files()
    _late_requests()


def _files() -> None:
    op.create_table(
        "edition_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "form IN ('docx', 'pdf', 'html', 'addendum-docx', 'addendum-pdf', 'addendum-html')",
            name=op.f("ck_edition_file_form_known"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_edition_file_hash_whole")),
        sa.CheckConstraint("size > 0", name=op.f("ck_edition_file_not_empty")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_file")),
        sa.UniqueConstraint("edition_id", "form", name=op.f("uq_edition_file_edition_id_form")),
    )
    op.create_table(
        "edition_trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tries >= 1", name=op.f("ck_edition_trouble_was_tried")),
        sa.CheckConstraint("problem <> ''", name=op.f("ck_edition_trouble_problem_said")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_trouble_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_trouble")),
        sa.UniqueConstraint("edition_id", "form", name=op.f("uq_edition_trouble_edition_id_form")),
    )


def _late_requests() -> None:
    # Written out with their checks and keys: added so, neither database writes the table anew.
    op.execute(
        "ALTER TABLE late_request ADD COLUMN status VARCHAR(10) DEFAULT 'new' NOT NULL"
        " CONSTRAINT ck_late_request_status_known CHECK (status IN ('new', 'accepted', 'declined'))"
    )
    op.add_column("late_request", sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("late_request", sa.Column("decided_by", sa.String(length=320), server_default=sa.text("''"), nullable=False))
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(
        f"ALTER TABLE late_request ADD COLUMN decided_at {moment}"
        " CONSTRAINT ck_late_request_decided_at_a_moment CHECK ((status = 'new') = (decided_at IS NULL))"
    )
    op.execute(
        "ALTER TABLE late_request ADD COLUMN signature_id INTEGER"
        " CONSTRAINT fk_late_request_signature_id_signature REFERENCES signature (id)"
        " CONSTRAINT ck_late_request_accepted_as_a_signature CHECK (status <> 'accepted' OR signature_id IS NOT NULL)"
    )
    op.execute(
        "ALTER TABLE late_request ADD COLUMN invitation_id INTEGER"
        " CONSTRAINT fk_late_request_invitation_id_invitation REFERENCES invitation (id)"
    )
    op.create_index(op.f("ix_late_request_signature_id"), "late_request", ["signature_id"])
    op.create_index(op.f("ix_late_request_invitation_id"), "late_request", ["invitation_id"])


def downgrade() -> None:
    """Back to editions that are written anew at each export; the stored files are lost, and so is what was decided
    about late requests (what was accepted stays as a signature)."""
    op.drop_index(op.f("ix_late_request_invitation_id"), table_name="late_request")
    op.drop_index(op.f("ix_late_request_signature_id"), table_name="late_request")
    # Each check goes with its column, so those that look at the status go first.
    for column in ("invitation_id", "signature_id", "decided_at", "decided_by", "reason", "status"):
        op.drop_column("late_request", column)
    op.drop_table("edition_trouble")
    op.drop_table("edition_file")
    for column in ("mark", "left_open", "closed_by"):
        op.drop_column("edition", column)
