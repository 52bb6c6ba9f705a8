"""Who signed, who was asked to, and on what terms.

A signature is an act: what was typed, when, for which text, with what words of authority stays as it was. What may change is
how it stands (``status``), how its line is spelled and whom to write to; each change leaves a :class:`SignatureAct` behind.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    event,
    false,
    inspect,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from database import WHERE, Base, UTCDateTime
from signatories.batches import InvitationBatch as InvitationBatch
from signatories.batches import ListMapping as ListMapping
from signatories.batches import SignatureBatch as SignatureBatch
from signatories.lines import whole_line

STATUSES = ("unconfirmed", "pending", "accepted", "held", "refused", "withdrawn", "dropped", "replaced")
"""How a signature stands. Only "accepted" prints.

unconfirmed: waits for the link in the mail; pending: waits for a coordinator; held: set aside by one; refused: not taken, with
a reason; withdrawn: by the signer; dropped: did not agree to a changed text, as announced; replaced: the same signer's other
signature stands instead.
"""

STANDING = ("pending", "accepted", "held")
"""Confirmed, and not at an end."""

CONFIRMED = ("mail", "personal link", "coordinator", "import", "earlier")
"""How it was made sure that the contact really signed; "earlier" marks what was signed before this was asked."""

CONSENTS = ("confirmed", "editorial", "reconfirmed", "silence")
"""How somebody came to stand under a later text than the one that they signed."""

SCOPES = ("national", "state", "local", "international")

_ONE_CONFIRMED = text(
    "confirmed_at IS NOT NULL AND address_key IS NOT NULL AND NOT stands_beside AND status IN ('pending', 'accepted', 'held')"
)


class Signature(Base):
    """One act of signing: the name as typed, who did it with what authority, which text, and when."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("kind IN ('organization', 'individual')", name="kind_known"),
        CheckConstraint("origin IN ('form', 'import')", name="origin_known"),
        CheckConstraint(
            "origin <> 'form' OR (authorized AND (contact_email <> '' OR contact_purged_at IS NOT NULL))",
            name="form_is_attested",
        ),
        CheckConstraint("line <> ''", name="line_not_empty"),
        CheckConstraint("length(version_hash) = 64", name="version_named"),
        CheckConstraint(
            "status IN ('unconfirmed', 'pending', 'accepted', 'held', 'refused', 'withdrawn', 'dropped', 'replaced')",
            name="status_known",
        ),
        CheckConstraint(
            "status NOT IN ('pending', 'accepted', 'held', 'dropped') OR confirmed_at IS NOT NULL", name="stands_only_confirmed"
        ),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_how = '')", name="confirmed_somehow"),
        CheckConstraint("status NOT IN ('held', 'refused') OR status_reason <> ''", name="set_aside_for_a_reason"),
        CheckConstraint("trust IN ('', 'domain', 'free-mail', 'other')", name="trust_known"),
        Index("ix_signature_campaign_position", "campaign_id", "position"),
        Index("ix_signature_campaign_address", "campaign_id", "address_key"),
        Index("ix_signature_campaign_name", "campaign_id", "name_key"),
        Index(
            "uq_signature_one_confirmed",
            "campaign_id",
            "address_key",
            unique=True,
            info={WHERE: _ONE_CONFIRMED},
        ),
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
    """The name as it prints: cleaned, and as the signer corrected it since."""
    name_key: Mapped[str | None] = mapped_column(Text)
    """The line without case, accents and punctuation (:func:`signatories.folding.name_key`), from when it is confirmed on: by
    it the same name is found again. None until then, and where nobody has looked since an upgrade."""
    sort_name: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    affiliation: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(60), default="")
    """State or country, as typed."""
    type: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Which kind of organization, in the campaign's words: "Faith", "Labor"."""
    website: Mapped[str] = mapped_column(Text, default="")
    signed_by: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Who signed, as typed then. The contact may be somebody else by now; whose act it was does not change."""
    signed_title: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    contact_name: Mapped[str] = mapped_column(Text, default="")
    contact_title: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    authorized: Mapped[bool] = mapped_column(default=False)
    attestation: Mapped[str] = mapped_column(Text, default="")
    """The sentence that was agreed to, word for word."""
    answers: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    """Answers to the campaign's own questions, each with the question as it was asked: [question, answer]."""
    language: Mapped[str] = mapped_column(String(20), default="en", server_default="en")
    """In which language to write to the contact."""
    origin: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)
    """The place in an imported list; 0 for signatures that came in one by one (they follow, in the order of time)."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("signature_batch.id"), index=True)
    """The list that it was brought in with; none for what came one by one, or with a bundle."""
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    address_key: Mapped[str | None] = mapped_column(String(320))
    """The contact's address in the form in which two spellings of one mailbox are equal (:mod:`signatories.addresses`)."""
    trust: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    """What the address tells: it is at the organization's own domain, at a free-mail service, or neither."""
    status: Mapped[str] = mapped_column(String(12), default="unconfirmed", server_default="unconfirmed")
    status_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_how: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    stands_beside: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The same person also signed for another organization, and said that both should stand."""
    generation: Mapped[int] = mapped_column(default=0, server_default="0")
    """Links that were made for an earlier generation open nothing any more."""
    email_wanted: Mapped[str] = mapped_column(String(320), default="", server_default=text("''"))
    """The new address of the contact, until a link that is mailed there is confirmed."""
    line_wanted: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """How the signer wants the line spelled, until a coordinator has taken it or left the line as it is. It prints as it is
    meanwhile."""
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The signer asked to be taken off after the deadline; a coordinator decides."""
    asked: Mapped[int | None] = mapped_column(ForeignKey("text_change.id"), index=True)
    """The change of text that this signer has been asked to agree to and has not answered. While it stands, nothing prints."""
    galley: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    """"asked" once the signer was shown the line as it will print, "right" when they answered, "unreached" when that mail could
    not be delivered."""
    contact_purged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When what is known of the contact was removed; the line and the proof of the act stay."""

    @property
    def whole_line(self) -> str:
        """The whole line as it prints: a person's with title and affiliation."""
        return whole_line(self.kind, self.line, self.title, self.affiliation)

    @property
    def prints(self) -> bool:
        """Whether it stands on the letter as it is now."""
        return self.status == "accepted" and self.asked is None

    @hybrid_property
    def reachable(self) -> bool:
        """Whether the signer can be asked by mail: there is an address, and somebody has shown that it is theirs.

        What a coordinator took on their word names an address that perhaps was mistyped. Its owner must not be handed a link
        that takes an organization off the letter, or agrees in its name.
        """
        return bool(self.contact_email) and self.confirmed_how != "coordinator"

    @reachable.inplace.expression
    @classmethod
    def _reachable(cls) -> ColumnElement[bool]:
        return and_(cls.contact_email != "", cls.confirmed_how != "coordinator")


AS_SIGNED = (
    "campaign_id",
    "version_id",
    "version_hash",
    "kind",
    "name_typed",
    "signed_by",
    "signed_title",
    "authorized",
    "attestation",
    "origin",
    "signed_at",
)
"""What makes the act: no operation may change it afterwards."""


@event.listens_for(Signature, "before_update")
def _keep_the_act(_mapper: Mapper[Any], _connection: Connection, signature: Signature) -> None:
    """Refuse to save a signature whose act was changed: a mistake of ours then stops at once, not in a lawyer's hands."""
    state = inspect(signature)
    changed = [name for name in AS_SIGNED if state.attrs[name].history.has_changes()]
    if changed:
        raise ValueError(f"what was signed is never changed: {', '.join(changed)}")


class SignatureAct(Base):
    """Something that was done to a signature after it was made: confirmed, corrected, held, withdrawn. Never changed."""

    __tablename__ = "signature_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(320))
    """"the signer", a coordinator's name, "the deadline"."""
    reason: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """For a correction the line before and after; never an address."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Consent(Base):
    """A signer's agreement to a later text than the one that they signed. The first consent is the signature itself."""

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("signature_id", "version_id"),
        CheckConstraint("how IN ('confirmed', 'editorial', 'reconfirmed', 'silence')", name="how_known"),
        CheckConstraint("how <> 'reconfirmed' OR attestation <> ''", name="answer_is_attested"),
        CheckConstraint("length(version_hash) = 64", name="version_named"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    version_hash: Mapped[str] = mapped_column(String(64))
    how: Mapped[str] = mapped_column(String(12))
    attestation: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(320), default="")
    """Who answered, by name; for an editorial change who published it; empty where nobody did anything."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)


_LIVE = text("revoked_at IS NULL AND address_key IS NOT NULL")


class Invitation(Base):
    """An organization asked to sign, through one contact, who holds a personal link."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("origin IN ('list', 'hand', 'self')", name="origin_known"),
        CheckConstraint("contact_email <> '' OR contact_purged_at IS NOT NULL", name="reaches_somebody"),
        CheckConstraint("leaning IN ('', 'likely', 'unsure')", name="leaning_known"),
        Index(
            "uq_invitation_once",
            "campaign_id",
            "address_key",
            "organization_key",
            unique=True,
            info={WHERE: _LIVE},
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("invitation_batch.id"), index=True)
    origin: Mapped[str] = mapped_column(String(6))
    """From a list, by a coordinator's hand, or asked for by the contact on the letter's page ("self")."""
    organization: Mapped[str] = mapped_column(Text, default="")
    organization_key: Mapped[str] = mapped_column(Text, default="")
    """The name without case and spaces, so that one organization is not asked twice at one address."""
    contact_name: Mapped[str] = mapped_column(Text, default="")
    contact_title: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    address_key: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(20), default="en")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reviewing_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the contact said that somebody else has to approve first."""
    leaning: Mapped[str] = mapped_column(String(6), default="")
    needs_until: Mapped[date | None]
    """The day until which the contact asked for time, in the campaign's zone."""
    review_note: Mapped[str] = mapped_column(Text, default="")
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when a signature stands that answers it; emptied when none does any more."""
    bounced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    bounce_reason: Mapped[str] = mapped_column(Text, default="")
    unsubscribed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the contact said, or was found to have said, that no more mail about the letter is wanted. The link stays good."""
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    generation: Mapped[int] = mapped_column(default=0)
    contact_purged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class LateRequest(Base):
    """Somebody who asked to sign after the deadline: kept as typed for the coordinator, on no letter by itself."""

    __tablename__ = "late_request"
    __table_args__ = (
        CheckConstraint("status IN ('new', 'accepted', 'declined')", name="status_known"),
        CheckConstraint("status <> 'accepted' OR signature_id IS NOT NULL", name="accepted_as_a_signature"),
        CheckConstraint("(status = 'new') = (decided_at IS NULL)", name="decided_at_a_moment"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name_typed: Mapped[str] = mapped_column(Text)
    contact_name: Mapped[str] = mapped_column(Text, default="")
    contact_title: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    """Everything else that the form sent, as far as it was filled in, by the names that a :class:`Signature` has for it:
    whoever adds a late signer needs all of it."""
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    in_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it had reached us before the letter closed, and the list was frozen while it was on its way to the disk."""
    status: Mapped[str] = mapped_column(String(10), default="new", server_default="new")
    """new: nobody has decided; accepted: it became a signature, which its signer may still have to confirm; declined."""
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """What the coordinator said about the decision."""
    decided_by: Mapped[str] = mapped_column(String(320), default="", server_default=text("''"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"), index=True)
    """The signature that it became; kept when that is taken back, and taken up when it is accepted again."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    """The personal link that it came through."""
