"""Who signed. A signature is kept as it was typed and never edited or deleted; what prints is computed from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from database import Base, UTCDateTime

KINDS = ("organization", "individual")
ORIGINS = ("form", "import")


class Signature(Base):
    """One act of signing: the name as typed, who did it with what authority, which text, and when."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("kind IN ('organization', 'individual')", name="kind_known"),
        CheckConstraint("origin IN ('form', 'import')", name="origin_known"),
        CheckConstraint("origin <> 'form' OR (authorized AND contact_email <> '')", name="form_is_attested"),
        CheckConstraint("line <> ''", name="line_not_empty"),
        CheckConstraint("length(version_hash) = 64", name="version_named"),
        Index("ix_signature_campaign_position", "campaign_id", "position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    version_hash: Mapped[str] = mapped_column(String(64))
    """The hash of the text consented to, kept beside the key: it must stay provable from this row alone."""
    kind: Mapped[str] = mapped_column(String(12), default="organization")
    name_typed: Mapped[str] = mapped_column(Text)
    """Exactly what was typed, before cleaning."""
    line: Mapped[str] = mapped_column(Text)
    """The name as it prints: cleaned, otherwise untouched."""
    sort_name: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    affiliation: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(60), default="")
    website: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(Text, default="")
    contact_title: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    authorized: Mapped[bool] = mapped_column(default=False)
    attestation: Mapped[str] = mapped_column(Text, default="")
    """The sentence that was agreed to, word for word."""
    origin: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)
    """The place in an imported list; 0 for signatures that came in one by one (they follow, in the order of time)."""
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Hash of the token that opens this signer's receipt page."""


class LateRequest(Base):
    """Somebody who asked to sign after the deadline: kept as typed for the coordinator, on no letter by itself."""

    __tablename__ = "late_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name_typed: Mapped[str] = mapped_column(Text)
    contact_name: Mapped[str] = mapped_column(Text, default="")
    contact_title: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
