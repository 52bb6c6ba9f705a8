"""Lists that were brought in at once and can be taken back at once; and how the columns of a source were read last time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UTCDateTime


class InvitationBatch(Base):
    """A list of people to be asked."""

    __tablename__ = "invitation_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    """The file's name, or "pasted"."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_by: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SignatureBatch(Base):
    """A list of those who signed elsewhere: on a form of another program, by mail, on paper."""

    __tablename__ = "signature_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    source: Mapped[str] = mapped_column(String(200))
    """The file's name, or "pasted"."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ListMapping(Base):
    """What a coordinator said the columns of a source are, so that its next download opens as they read the last one.

    A source is known by its headings alone, and by a fingerprint of them: nothing of what stands under them is kept.
    """

    __tablename__ = "list_mapping"
    __table_args__ = (
        UniqueConstraint("coalition_id", "purpose", "fingerprint"),
        CheckConstraint("purpose IN ('invitations', 'signatures', 'organizations', 'recipients')", name="purpose_known"),
        CheckConstraint("heading >= 1", name="has_headings"),
        CheckConstraint("length(fingerprint) = 64", name="source_named"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list[str]] = mapped_column(JSON)
    heading: Mapped[int]
    """How many rows stood above the first row that is meant."""
    said_by: Mapped[str] = mapped_column(String(320))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
