"""The outbox: who answers and what goes with a message, when it is tried next, by whom it is claimed; suppressed mailboxes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OUTBOX = sa.table(
    "outbox_message",
    *(sa.column(name) for name in ("status", "claimed_by")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("due_at", "next_at", "claimed_until")),
)


def upgrade() -> None:
    _outbox()
    op.add_column("caught_message", sa.Column("html", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("caught_message", sa.Column("headers", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("campaign", sa.Column("reply_to", sa.String(length=320), nullable=False, server_default=sa.text("''")))
    op.add_column("invitation", sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False, server_default=sa.text("''")),
        sa.Column("detail", sa.String(length=200), nullable=False, server_default=sa.text("''")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason IN ('bounced', 'complained', 'unsubscribed')", name=op.f("ck_suppression_reason_known")),
        sa.CheckConstraint(
            "(reason = 'unsubscribed') = (scope <> '')", name=op.f("ck_suppression_unsubscribed_from_something")
        ),
        sa.CheckConstraint("length(address_key) = 64", name=op.f("ck_suppression_address_is_an_hmac")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("address_key", "reason", "scope", name=op.f("uq_suppression_address_key_reason_scope")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
        sa.UniqueConstraint("name", name=op.f("uq_worker_beat_name")),
    )


def _outbox() -> None:
    """What was claimed waits: nobody works while the database is upgraded, and being tried again later was a claim before."""
    op.drop_index("ix_outbox_message_status_due", table_name="outbox_message")
    with op.batch_alter_table("outbox_message") as batch:
        for name, length in (("reply_to", 320), ("sender_name", 200), ("scope", 60), ("claimed_by", 32)):
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=sa.text("''")))
        batch.add_column(sa.Column("channel", sa.String(length=8), nullable=False, server_default="mail"))
        batch.add_column(sa.Column("attach", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
        batch.add_column(sa.Column("cut_off", sa.Integer(), nullable=False, server_default=sa.text("0")))
        for name in ("next_at", "first_tried_at", "returned_at"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("ck_outbox_message_claim_has_an_end"), type_="check")
    moment = sa.func.coalesce(_OUTBOX.c.claimed_until, _OUTBOX.c.due_at)
    op.execute(_OUTBOX.update().values(next_at=moment))
    op.execute(_OUTBOX.update().where(_OUTBOX.c.status == "claimed").values(status="waiting"))
    with op.batch_alter_table("outbox_message") as batch:
        batch.alter_column("next_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.drop_column("claimed_until")
        batch.create_check_constraint(op.f("ck_outbox_message_channel_known"), "channel IN ('mail', 'hook')")
        batch.create_check_constraint(
            op.f("ck_outbox_message_claimed_by_somebody"), "(status = 'claimed') = (claimed_by <> '')"
        )
    for name, column, status in (("waiting", "next_at", "waiting"), ("claimed", "claimed_by", "claimed")):
        where = sa.text(f"status = '{status}'")
        op.create_index(f"ix_outbox_message_{name}", "outbox_message", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_outbox_message_about", "outbox_message", ["about"])


def downgrade() -> None:
    """What waits to be tried again goes at once; hooks are given up, which nobody could send."""
    op.drop_table("worker_beat")
    op.drop_table("suppression")
    op.drop_column("invitation", "unsubscribed_at")
    op.drop_column("campaign", "reply_to")
    op.drop_column("caught_message", "headers")
    op.drop_column("caught_message", "html")
    op.drop_index("ix_outbox_message_about", table_name="outbox_message")
    op.drop_index("ix_outbox_message_claimed", table_name="outbox_message")
    op.drop_index("ix_outbox_message_waiting", table_name="outbox_message")
    op.execute("UPDATE outbox_message SET status = 'waiting', claimed_by = '' WHERE status = 'claimed'")
    op.execute("UPDATE outbox_message SET status = 'failed' WHERE channel <> 'mail' AND status = 'waiting'")
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint(op.f("ck_outbox_message_channel_known"), type_="check")
        batch.drop_constraint(op.f("ck_outbox_message_claimed_by_somebody"), type_="check")
        for name in ("reply_to", "sender_name", "scope", "claimed_by", "channel", "attach", "cut_off"):
            batch.drop_column(name)
        for name in ("next_at", "first_tried_at", "returned_at"):
            batch.drop_column(name)
        batch.add_column(sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_outbox_message_claim_has_an_end"), "(status = 'claimed') = (claimed_until IS NOT NULL)"
        )
    op.create_index("ix_outbox_message_status_due", "outbox_message", ["status", "due_at"])
