"""To whom a letter goes, the copies that recipients get of their own, and what was delivered when, how, with which answer."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.models import Campaign, Edition
from database import WHERE, Base, UTCDateTime

KINDS = ("block", "cc", "other")
"""What of the letter a recipient stands for: one of its address blocks, a line of its CC, or nothing that it prints."""

CHANNELS = ("mail", "portal", "post", "hand")
"""How a letter reaches somebody: by e-mail from here; through a form on their website, by post, in person."""

COPY_FORMS = ("pdf", "docx")
"""The forms of a recipient's copy."""


class DeliveryRecipient(Base):
    """Somebody the letter goes to.

    What prints stays in the letter's text. A recipient with a copy of their own is the exception: that copy has ``lines`` in
    the place of the letter's address blocks, their salutation where there is one, and counts by their ``state``.
    """

    __tablename__ = "delivery_recipient"
    __table_args__ = (
        CheckConstraint("kind IN ('block', 'cc', 'other')", name="kind_known"),
        CheckConstraint("name <> ''", name="name_not_empty"),
        CheckConstraint("language IN ('en', 'es')", name="language_known"),
        CheckConstraint("NOT own_copy OR kind <> 'cc'", name="no_copy_of_its_own_for_cc"),
        Index("ix_delivery_recipient_campaign_place", "campaign_id", "place"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    place: Mapped[int]
    """The order in which they are shown."""
    kind: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(Text)
    """What to call them, also on the letter's public page."""
    lines: Mapped[list[str]] = mapped_column(JSON)
    """The address block as it prints: as the letter has it, or that of their own copy. Of a CC its one line."""
    own_copy: Mapped[bool] = mapped_column(default=False)
    salutation: Mapped[str] = mapped_column(Text, default="")
    """Of their own copy; empty for the letter's."""
    state: Mapped[str] = mapped_column(String(60), default="")
    """For counts by state: its full name where it is one of the United States."""
    channels: Mapped[list[str]] = mapped_column(JSON)
    """Of :data:`CHANNELS`, the ones that are meant to be used."""
    email: Mapped[str] = mapped_column(String(320), default="")
    portal: Mapped[str] = mapped_column(Text, default="")
    """The address of the form on their website, or what else leads there."""
    postal: Mapped[str] = mapped_column(Text, default="")
    """Where the post goes, where that is not the address block."""
    language: Mapped[str] = mapped_column(String(2), default="en")
    """Of the mail that the letter comes with."""
    note: Mapped[str] = mapped_column(Text, default="")
    """For the desk alone."""
    added_by: Mapped[str] = mapped_column(String(320))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Taken off: nothing goes there any more. What was delivered stays known."""
    campaign: Mapped[Campaign] = relationship()

    @property
    def mark(self) -> str:
        """The SHA-256 of all that makes their copy another one than the letter: block, salutation, state."""
        plain = json.dumps([self.lines, self.salutation, self.state], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


class DeliveryFile(Base):
    """A recipient's copy of an edition as a file: wanted, and then written once. What goes out later are these bytes.

    When block, salutation or state are changed, the mark is another one, and so is the file; the earlier one stays, because it
    may have been handed over.
    """

    __tablename__ = "delivery_file"
    __table_args__ = (
        UniqueConstraint("edition_id", "recipient_id", "form", "mark"),
        CheckConstraint("form IN ('pdf', 'docx')", name="form_known"),
        CheckConstraint("length(mark) = 64", name="mark_whole"),
        CheckConstraint("(written_at IS NULL) = (sha256 = '')", name="written_with_its_hash"),
        CheckConstraint("(written_at IS NULL) = (data IS NULL)", name="written_with_its_bytes"),
        CheckConstraint("written_at IS NULL OR (length(sha256) = 64 AND size > 0)", name="written_whole"),
        Index("ix_delivery_file_sha256", "sha256"),
        Index("ix_delivery_file_wanted", "id", info={WHERE: sql("written_at IS NULL AND problem = ''")}),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("delivery_recipient.id"), index=True)
    form: Mapped[str] = mapped_column(String(4))
    mark: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    """How many bytes."""
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    wanted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why it cannot be written."""
    edition: Mapped[Edition] = relationship()
    recipient: Mapped[DeliveryRecipient] = relationship()


class Delivery(Base):
    """One time that an edition went to a recipient: by which channel, when, by whom, and what came of it.

    ``attempt`` counts: doing it once more is a deliberate act, and pressing a button twice is none.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("edition_id", "recipient_id", "channel", "attempt"),
        CheckConstraint("channel IN ('mail', 'portal', 'post', 'hand')", name="channel_known"),
        CheckConstraint("attempt >= 1", name="attempt_counts"),
        CheckConstraint("delivery_file_id IS NULL OR edition_file_id IS NULL", name="one_file"),
        CheckConstraint("channel <> 'mail' OR address <> ''", name="mail_has_an_address"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("delivery_recipient.id"), index=True)
    channel: Mapped[str] = mapped_column(String(6))
    attempt: Mapped[int] = mapped_column(default=1)
    address: Mapped[str] = mapped_column(Text, default="")
    """Where it went: the mail address, the portal, the postal lines."""
    words: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Of a mail its "subject" and its "text"."""
    delivery_file_id: Mapped[int | None] = mapped_column(ForeignKey("delivery_file.id"))
    edition_file_id: Mapped[int | None] = mapped_column(ForeignKey("edition_file.id"))
    """The file that went: the recipient's own copy, or the edition's."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(320))
    receipt: Mapped[str] = mapped_column(Text, default="")
    """What shows that it arrived: a reference, a tracking number, who signed for it."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why a mail did not arrive."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    answer_public: Mapped[bool] = mapped_column(default=False)
    """Whether the letter's page says what was answered."""
    follow_up_on: Mapped[date | None]
    """The day on which the desk asks to look after it."""
    recipient: Mapped[DeliveryRecipient] = relationship()
    edition: Mapped[Edition] = relationship()


class DeliveredEdition(Base):
    """A coordinator's word that an edition is delivered, and whether its signers were thanked."""

    __tablename__ = "delivered_edition"
    __table_args__ = (
        CheckConstraint("thanks IN ('', 'sent', 'no')", name="thanks_known"),
        CheckConstraint("(thanks = '') = (thanked_at IS NULL)", name="thanked_at_a_moment"),
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    delivered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    delivered_by: Mapped[str] = mapped_column(String(320))
    thanks: Mapped[str] = mapped_column(String(4), default="")
    """"sent", or "no" where the coordinator decided against it."""
    thanked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    edition: Mapped[Edition] = relationship()


class DeliveryWords(Base):
    """The coordinator's own words of the mail that the letter comes with. Without a row they are ours."""

    __tablename__ = "delivery_words"
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
