"""The outbox, a durable list of messages to send; who gets no more mail; and which workers are alive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from database import WHERE, Base, UTCDateTime

CHANNELS = ("mail", "hook")
"""How a message goes: by mail to an address, or as a POST to a coalition's own server."""


class OutboxMessage(Base):
    """One message to one address, written in the transaction that causes it.

    The unique key makes "twice" impossible: the same kind, to the same address, about the same thing, due at the same moment
    is the same message. ``context`` is what the message's template needs; it is emptied once sent, because it may hold a link
    that opens something.

    A row that *waits* goes from ``next_at`` on: when it is due, or when it is to be tried again. A *claimed* one is in the
    hands of a worker, and ``claimed_by`` is the word that only this worker knows: nobody else records anything about it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("kind", "recipient", "about", "due_at"),
        CheckConstraint("status IN ('waiting', 'claimed', 'sent', 'skipped', 'failed')", name="status_known"),
        CheckConstraint("channel IN ('mail', 'hook')", name="channel_known"),
        CheckConstraint("(status = 'claimed') = (claimed_by <> '')", name="claimed_by_somebody"),
        CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_moment"),
        # Each of the few that wait or are claimed, and none of the many that are done.
        Index("ix_outbox_message_waiting", "next_at", info={WHERE: sql("status = 'waiting'")}),
        Index("ix_outbox_message_claimed", "claimed_by", info={WHERE: sql("status = 'claimed'")}),
        Index("ix_outbox_message_about", "about"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(8), default="mail", server_default="mail")
    recipient: Mapped[str] = mapped_column(String(320))
    about: Mapped[str] = mapped_column(String(120))
    """What it is about: "signature:12", "sign-in:40"."""
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(20), default="en")
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reply_to: Mapped[str] = mapped_column(String(320), default="", server_default=sql("''"))
    """Whose address an answer goes to; "" for the sender's own."""
    sender_name: Mapped[str] = mapped_column(String(200), default="", server_default=sql("''"))
    """Who speaks. The address stays the one that the settings name: only for it do SPF and DKIM vouch."""
    scope: Mapped[str] = mapped_column(String(60), default="", server_default=sql("''"))
    """On whose behalf it goes: "campaign:12". From there come the name and the address for answers where the row has none of
    its own, and it is what the recipient unsubscribes from."""
    attach: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    """What goes with it, by names that are looked up when it is sent: "edition-file:12"."""
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    next_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_by: Mapped[str] = mapped_column(String(32), default="", server_default=sql("''"))
    cut_off: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    """How often whoever had claimed it was never heard of again."""
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When word came that what was sent did not arrive after all."""
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
    html: Mapped[str] = mapped_column(Text, default="", server_default=sql("''"))
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=sql("'{}'"))
    """What else it would have said of itself, by the name of the header."""
    caught_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Suppression(Base):
    """A mailbox that gets no more mail, and why. Kept when everything else about its owner is erased: so it does not say whose.

    ``address_key`` is an HMAC of the mailbox (:meth:`mail.sealing.MailSeal.key`). *bounced*: there is no such mailbox.
    *complained*: its owner called a message of ours junk. *unsubscribed*: they want no more about ``scope``, a campaign or a
    coalition ("campaign:12").
    """

    __tablename__ = "suppression"
    __table_args__ = (
        UniqueConstraint("address_key", "reason", "scope"),
        CheckConstraint("reason IN ('bounced', 'complained', 'unsubscribed')", name="reason_known"),
        CheckConstraint("(reason = 'unsubscribed') = (scope <> '')", name="unsubscribed_from_something"),
        CheckConstraint("length(address_key) = 64", name="address_is_an_hmac"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    address_key: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(60), default="", server_default=sql("''"))
    detail: Mapped[str] = mapped_column(String(200), default="", server_default=sql("''"))
    """The code that a server gave, such as "5.1.1"; never its words, which quote addresses."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class WorkerBeat(Base):
    """A worker that says from time to time that it is alive."""

    __tablename__ = "worker_beat"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    """The machine, the process and the worker: "letters-1:4711 undersigned-worker"."""
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    beat_at: Mapped[datetime] = mapped_column(UTCDateTime)
