"""Where letters are kept: a letter is the line of its versions, and a version never changes; and what is known of its links."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UTCDateTime


class LetterRecord(Base):
    """The letter of a campaign. Its text is its newest version's."""

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    versions: Mapped[list[Version]] = relationship(back_populates="letter", order_by="Version.number")


class Version(Base):
    """A saved state of the letter's text and library; what a signature consents to.

    ``number`` counts from 1 in its letter. Two people who both saved on top of version 4 would both write number 5: the unique
    key lets one through, and the other is shown the difference.
    """

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("letter_id", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("length(content_hash) = 64", name="hash_whole"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the normalized tree and the cited sources: the same text has the same hash, whoever saved it."""
    tree: Mapped[dict[str, Any]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The whole library as CSL-JSON items, unknown fields kept."""
    style: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """How its citations are written: the switches that differ from the usual (:mod:`letters.citations.style`). They are part of
    the version, because they change the words that people sign."""
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    saved_by: Mapped[str] = mapped_column(String(320), default="")
    letter: Mapped[LetterRecord] = relationship(back_populates="versions")


class Link(Base):
    """A web address that the letter or its library names, and what became of it when it was last looked at.

    ``due_at`` says when to look (again); None: not by itself. ``claimed_until`` is the lease of the worker that is looking.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("letter_id", "url"),
        CheckConstraint(
            "state IN ('unchecked', 'ok', 'moved', 'home-page', 'dead', 'bot-wall',"
            " 'uncertain', 'retry', 'unreachable', 'blocked')",
            name="state_known",
        ),
        CheckConstraint("length(url) BETWEEN 1 AND 2000", name="url_fits"),
        CheckConstraint("(state = 'unchecked') = (checked_at IS NULL)", name="checked_or_not"),
        CheckConstraint("(seen_on IS NULL) = (seen_by = '')", name="seen_by_somebody"),
        Index("ix_link_due_at", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="unchecked")
    status: Mapped[int | None]
    """The HTTP status that decided, if there was an answer."""
    final_url: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    """Looks in a row with this result ("retry" and "unreachable" count as one): silent sites are asked less often."""
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seen_on: Mapped[date | None]
    """The day on which a person saw it working, whatever a machine was told."""
    seen_by: Mapped[str] = mapped_column(String(320), default="")


class ArchiveCopy(Base):
    """A copy of a page that an archive was asked to keep. ``address`` is where the copy is, once there is one."""

    __tablename__ = "archive_copy"
    __table_args__ = (
        UniqueConstraint("letter_id", "url", "service"),
        CheckConstraint("length(url) BETWEEN 1 AND 2000", name="url_fits"),
        CheckConstraint("service IN ('wayback', 'perma')", name="service_known"),
        CheckConstraint("state IN ('wanted', 'working', 'kept', 'failed')", name="state_known"),
        CheckConstraint("(state = 'kept') = (address <> '')", name="kept_somewhere"),
        Index("ix_archive_copy_due_at", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    service: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="wanted")
    job: Mapped[str] = mapped_column(String(200), default="")
    """What the service calls this job."""
    address: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    asked_by: Mapped[str] = mapped_column(String(320), default="")
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    kept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
