"""Under which text an accepted signature comes to stand.

A signature that was refused, taken off or never confirmed is passed over when the text changes. When it is accepted, the text
that circulates may be another one than its signer knows. Nobody's agreement is invented then: whoever would have been asked is
asked, whoever would have been told stands as they would, and only where neither serves it takes a coordinator's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign, TextChange
from campaign.queries import TextReference, circulating_text
from campaign.texts_agreed import agreed_before
from signatories.models import STANDING, Consent, Signature


@dataclass(frozen=True, slots=True)
class Agreed:
    """The signer agreed to these very words before: how, in which words of their own, and who said so."""

    text: TextReference
    how: str
    attestation: str
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """Since the text that the signer knows, changes were editorial only: the signature goes over, as all others did."""

    text: TextReference
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Signers are asked about a change of substance just now, and so is this one."""

    change: TextChange


@dataclass(frozen=True, slots=True)
class Vouched:
    """A coordinator has to know that the signer agrees to ``text``."""

    text: TextReference


Way = Agreed | Told | Asked | Vouched


def way_to_stand(session: Session, campaign: Campaign, signature: Signature, now: datetime) -> Way | None:
    """What has to happen so that the signature may stand at ``now`` under the text that circulates; None for nothing.

    Nothing for whoever is asked already: they answer for themselves, and print only then. Nothing for what a coordinator
    brought in from a list, which stood on their word from the first, as long as the letter circulates as it began. What nobody
    ever confirmed was not signed under any text that is known, so it is always vouched for.
    """
    changes = _changes(session, campaign)
    if campaign.state == "drafting" or (signature.origin == "import" and not changes):
        return None
    if signature.asked is not None and signature.status in STANDING:
        return None
    text = circulating_text(session, campaign)
    consents = _consents(session, signature)
    if text.id in (signature.version_id, *(consent.version_id for consent in consents)):
        return None
    if signature.confirmed_at is None:
        return Vouched(text)
    return _agreed(signature, consents, text) or _since(changes, signature, consents, text, now)


def _agreed(signature: Signature, consents: Sequence[Consent], text: TextReference) -> Agreed | None:
    """The text went back to what it was: another version, the same words."""
    before = agreed_before(signature, consents, text.content_hash)
    return Agreed(text, **before) if before else None


def _since(
    changes: Sequence[TextChange], signature: Signature, consents: Sequence[Consent], text: TextReference, now: datetime
) -> Told | Asked | Vouched:
    known = consents[-1].version_id if consents else signature.version_id
    circulated = {number for change in changes for number in (change.from_version_id, change.to_version_id)}
    if signature.origin == "import" and not consents and known not in circulated:
        known = changes[0].from_version_id  # it came with a draft, and stood under what circulated first
    last = max((place for place, change in enumerate(changes, start=1) if change.to_version_id == known), default=0)
    since = changes[last:]
    if not since or since[0].from_version_id != known or since[-1].to_version_id != text.id:
        return Vouched(text)  # the text came otherwise than by a published change
    asking = [change for change in since if change.settled_at is None and change.reconfirm_by and now <= change.reconfirm_by]
    if asking:
        return Asked(asking[-1])
    if all(change.kind == "editorial" for change in since):
        return Told(text, since[-1].published_by)
    return Vouched(text)


def _changes(session: Session, campaign: Campaign) -> Sequence[TextChange]:
    query = select(TextChange).where(TextChange.campaign_id == campaign.id).order_by(TextChange.id)
    return session.scalars(query).all()


def _consents(session: Session, signature: Signature) -> Sequence[Consent]:
    query = select(Consent).where(Consent.signature_id == signature.id).order_by(Consent.at, Consent.id)
    return session.scalars(query).all()
