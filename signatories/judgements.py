"""What was said about two signatures of a letter: that one organization stands behind both, or not.

A judgement is never changed and never deleted, only taken back. Which signatures share a line of the letter is computed from
the judgements that count (:mod:`signatories.clusters`); no signature is touched by any of them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from database import WHERE, Base, UTCDateTime
from signatories.folding import name_key
from signatories.models import Signature

VERDICTS = ("same", "different", "chapter", "unsure")
"""chapter: one is a chapter or an affiliate of the other; both keep their lines."""

APART = ("different", "chapter")
"""Verdicts that keep two signatures on lines of their own, whatever else was said."""

SOURCES = ("coordinator", "signer", "matcher")

MATCHER = "the matcher"
"""By whom a judgement is that nobody gave."""

_NOBODYS_SIGNER = text("revoked_at IS NULL AND signer_id IS NULL")
_SIGNER = text("revoked_at IS NULL AND signer_id IS NOT NULL")


class Judgement(Base):
    """Somebody's word about two signatures. ``one_id`` is the smaller of the two numbers."""

    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="pair_in_order"),
        CheckConstraint("verdict IN ('same', 'different', 'chapter', 'unsure')", name="verdict_known"),
        CheckConstraint("source IN ('coordinator', 'signer', 'matcher')", name="source_known"),
        CheckConstraint("source <> 'matcher' OR verdict = 'same'", name="matcher_only_joins"),
        CheckConstraint("(verdict = 'chapter') = (part_id IS NOT NULL)", name="chapter_of_something"),
        CheckConstraint("part_id IS NULL OR part_id IN (one_id, other_id)", name="part_is_one_of_them"),
        CheckConstraint(
            "prints_id IS NULL OR (verdict = 'same' AND prints_id IN (one_id, other_id))", name="prints_one_of_them"
        ),
        CheckConstraint("(source = 'signer') = (signer_id IS NOT NULL)", name="signer_named"),
        CheckConstraint("signer_id IS NULL OR signer_id IN (one_id, other_id)", name="signer_is_one_of_them"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by = '')", name="revoked_by_somebody"),
        Index(
            "uq_judgement_one_counts",
            "one_id",
            "other_id",
            "source",
            unique=True,
            info={WHERE: _NOBODYS_SIGNER},
        ),
        Index(
            "uq_judgement_one_of_signer",
            "one_id",
            "other_id",
            "signer_id",
            unique=True,
            info={WHERE: _SIGNER},
        ),
        Index("ix_judgement_campaign_pair", "campaign_id", "one_id", "other_id"),
        Index("ix_judgement_keys", "one_key", "other_key"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    part_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"))
    """Of a body and its chapter, the chapter."""
    prints_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"))
    """Whose spelling prints on the line that both share; None leaves it to the rule (:func:`campaign.shared_lines.leader`)."""
    one_name: Mapped[str] = mapped_column(Text)
    other_name: Mapped[str] = mapped_column(Text)
    """How the two printed when this was said; of people "", for their own rows have it."""
    one_key: Mapped[str] = mapped_column(Text)
    other_key: Mapped[str] = mapped_column(Text)
    """The same names without case, accents and punctuation: by these they are known again on another letter."""
    score: Mapped[float | None] = mapped_column(Float)
    """What the matcher had said of the names, 0 to 1; None where it was not asked."""
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    source: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(320))
    """A coordinator's name, "the signer" or "the matcher"."""
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"))
    """Whose signer said so."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str] = mapped_column(String(320), default="", server_default=text("''"))

    @classmethod
    def about(cls, one: Signature, other: Signature, verdict: str, *, by: str, at: datetime) -> Judgement:
        """A word about two signatures of one campaign, in whichever order, with their lines as they are now.

        The name of a person is kept with their own signature alone: whoever asks to be forgotten must be found in one place.
        """
        first, second = sorted((one, other), key=lambda signature: signature.id)
        return cls(
            campaign_id=first.campaign_id,
            one_id=first.id,
            other_id=second.id,
            verdict=verdict,
            one_name=first.line if first.kind == "organization" else "",
            other_name=second.line if second.kind == "organization" else "",
            one_key=name_key(first.line) if first.kind == "organization" else "",
            other_key=name_key(second.line) if second.kind == "organization" else "",
            by=by,
            at=at,
        )

    @property
    def pair(self) -> tuple[int, int]:
        """The two signatures, the smaller number first."""
        return (self.one_id, self.other_id)

    @property
    def whole_id(self) -> int | None:
        """Of a body and its chapter, the body."""
        return None if self.part_id is None else self.other_id if self.part_id == self.one_id else self.one_id

    def partner(self, number: int) -> int:
        """The other one of the two."""
        return self.other_id if number == self.one_id else self.one_id
