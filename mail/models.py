"""The outbox: a durable list of messages to send, a row per message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UTCDateTime


class OutboxMessage(Base):
    """One message to one address, written in the transaction that causes it.

    The unique key makes "twice" impossible: the same kind, to the same address, about the same thing, due at the same moment
    is the same message. ``context`` is what the message's template needs; it is emptied once sent, because it may hold a link
    that opens something.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("kind", "recipient", "about", "due_at"),
        CheckConstraint("status IN ('waiting', 'claimed', 'sent', 'skipped', 'failed')", name="status_known"),
        CheckConstraint("(status = 'claimed') = (claimed_until IS NOT NULL)", name="claim_has_an_end"),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_moment"),
        Index("ix_outbox_message_status_due", "status", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(320))
    about: Mapped[str] = mapped_column(String(120))
    """What it is about: "signature:12", "sign-in:40"."""
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(20), default="en")
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was skipped, or what went wrong last."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CaughtMessage(Base):
    """A message that would have been sent, kept to be read on a page of the app while no mail server is set."""

    __tablename__ = "caught_message"
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    caught_at: Mapped[datetime] = mapped_column(UTCDateTime)
