"""The directory: the organizations that a coalition knows, the names each goes by, and whom to write to there.

What a letter prints comes from signatures; the directory says which names are one organization's. Nothing is deleted: what is
taken off can be taken back, but for a person's data that is erased.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from database import WHERE, Base, UTCDateTime

FIELDS = ("sort_name", "scope", "state", "website", "type", "notes")
"""What is known of an organization beside its names and contacts."""

_STANDS = text("removed_at IS NULL")


class OrganizationBatch(Base):
    """A list of organizations that was brought in at once, and can be taken back at once."""

    __tablename__ = "organization_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    """The file's name, the letter it came from, or "pasted"."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    filled: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    """What it filled in of organizations that were known already: by the organization's id, the fields with their values."""
    made_by: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Organization(Base):
    """An organization that the coalition knows, by the name that it goes by now."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("name <> '' AND name_key <> ''", name="name_not_empty"),
        CheckConstraint("scope IN ('', 'national', 'state', 'local', 'international')", name="scope_known"),
        CheckConstraint("merged_into_id IS NULL OR retired_at IS NOT NULL", name="merged_is_retired"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        Index("ix_organization_coalition_key", "coalition_id", "name_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"))
    name: Mapped[str] = mapped_column(Text)
    """How it is called now, as it would print."""
    name_key: Mapped[str] = mapped_column(Text)
    """The name as :func:`signatories.folding.name_key` folds it. Two organizations may share one."""
    sort_name: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(60), default="")
    """State or country, as typed."""
    website: Mapped[str] = mapped_column(Text, default="")
    type: Mapped[str] = mapped_column(String(100), default="")
    """What sort of body it is, in the coalition's own words."""
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When a person last changed it by hand; None while it is as a list or a judgement left it."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("organization_batch.id"), index=True)
    """The list that it came with."""
    judgement_id: Mapped[int | None] = mapped_column(ForeignKey("judgement.id"))
    """The judgement that it was learned from."""
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    """The organization that it turned out to be: its names are looked up there."""


class OrganizationName(Base):
    """Another name of an organization: one that it also goes by, or had before."""

    __tablename__ = "organization_name"
    __table_args__ = (
        CheckConstraint("name <> '' AND name_key <> ''", name="name_not_empty"),
        CheckConstraint("kind IN ('alias', 'former')", name="kind_known"),
        CheckConstraint("source IN ('hand', 'list', 'judgement')", name="source_known"),
        CheckConstraint("(source = 'judgement') = (judgement_id IS NOT NULL)", name="judgement_named"),
        CheckConstraint("(source = 'list') = (batch_id IS NOT NULL)", name="list_named"),
        Index("ix_organization_name_key", "name_key"),
        Index(
            "uq_organization_name_once",
            "organization_id",
            "name_key",
            unique=True,
            info={WHERE: _STANDS},
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(6))
    source: Mapped[str] = mapped_column(String(10))
    """Who said so: a person by hand, a list that was brought in, or a judgement about two signatures."""
    judgement_id: Mapped[int | None] = mapped_column(ForeignKey("judgement.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("organization_batch.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class OrganizationContact(Base):
    """A person to write to at an organization. Erased with the person's data, and some time after it was taken off."""

    __tablename__ = "organization_contact"
    __table_args__ = (CheckConstraint("name <> '' OR email <> ''", name="names_somebody"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    address_key: Mapped[str | None] = mapped_column(String(320), index=True)
    """The address in the form in which two spellings of one mailbox are equal (:mod:`signatories.addresses`)."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("organization_batch.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
