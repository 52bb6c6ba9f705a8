"""The tenant: coalitions, the people who coordinate them, how they got in, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from database import Base, UTCDateTime

ROLES = ("owner", "editor", "viewer")


class Coalition(Base):
    """The tenant: its coordinators and campaigns. Everything that is private belongs to exactly one."""

    __tablename__ = "coalition"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    outgoing: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the program may ask other web sites on the coalition's behalf (checking links, archiving pages). Off until an
    owner turns it on: each request tells the site that somebody is preparing something about it."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Person(Base):
    """Somebody who can sign in. ``email`` is kept in its canonical form (lower case), one person each."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    calendar_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether their calendar may read the dates of their letters from an address of its own. Off until they ask for one."""
    calendar_generation: Mapped[int] = mapped_column(default=0, server_default="0")
    """An address that was made for an earlier generation gives nothing any more."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Coordinator(Base):
    """A person's role in a coalition: owner, editor or viewer."""

    __tablename__ = "coordinator"
    __table_args__ = (
        UniqueConstraint("coalition_id", "person_id"),
        CheckConstraint("role IN ('owner', 'editor', 'viewer')", name="role_known"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    coalition: Mapped[Coalition] = relationship()
    person: Mapped[Person] = relationship()


class SignInLink(Base):
    """A one-time link sent by mail. Only the token's hash is kept: whoever reads the database cannot sign in with it."""

    __tablename__ = "sign_in_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class DeskSession(Base):
    """A signed-in browser. The cookie holds the token, the row its hash; revoking the row ends the session at once."""

    __tablename__ = "desk_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    person: Mapped[Person] = relationship()


class AuditEntry(Base):
    """One act: who did what to what, and when. Written in the transaction of the act itself, never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_coalition_at", "coalition_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int | None] = mapped_column(ForeignKey("coalition.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(320))
    """Who did it, as a person reads it: a name or address, "the command line", "the deadline"."""
    act: Mapped[str] = mapped_column(String(60))
    """Which verb, dotted: "campaign.created", "letter.saved"."""
    subject: Mapped[str] = mapped_column(String(120), default="")
    """To what: "campaign:river-cities"."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    person: Mapped[Person | None] = relationship()
