"""Where letters are kept: a letter is the line of its versions, and a version never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
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
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    saved_by: Mapped[str] = mapped_column(String(320), default="")
    letter: Mapped[LetterRecord] = relationship(back_populates="versions")
