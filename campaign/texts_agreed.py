"""Which texts signers agreed to, when, who said so and how: the ledger of consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from letters.models import Version
from signatories.models import Consent, Signature, SignatureAct

HEADER = (
    "printed line",
    "stands",
    "asked again",
    "text version",
    "text hash",
    "when (UTC)",
    "by",
    "title",
    "how",
    "words agreed to",
    "confirmed (UTC)",
    "confirmed by",
)


def agreed_before(signer: Signature | Row[Any], given: Sequence[Consent], content_hash: str) -> dict[str, str]:
    """How the signer agreed to the text of that hash before, in their own act ("how", "attestation", "by"); empty when they did
    not. ``given`` are their consents, the earliest first."""
    if signer.version_hash == content_hash:
        return {"how": "confirmed", "attestation": signer.attestation, "by": signer.signed_by}
    for consent in given:
        if consent.version_hash == content_hash and consent.how in ("confirmed", "reconfirmed"):
            return {"how": consent.how, "attestation": consent.attestation, "by": consent.by}
    return {}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One consent: to which text, when, by whom, how. ``how`` is one of the words of :data:`~signatories.models.CONFIRMED`
    for the signature itself, and of :data:`~signatories.models.CONSENTS`, with "later: " before it, for a later text.

    ``title`` is what whoever signed gave as theirs. ``confirmed`` is for the signature itself: that it was theirs was said at
    another moment than it was signed, and perhaps by somebody else.
    """

    number: int
    content_hash: str
    at: datetime
    by: str
    how: str
    words: str
    title: str = ""
    confirmed: Confirmation | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """When a signature came to stand and on whose word: the signer's, or a coordinator's with how they knew; "" for a list."""

    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A signer in the ledger: how the signature stands, and every consent, the first one first."""

    id: int
    line: str
    status: str
    asked: bool
    reachable: bool
    agreements: tuple[Agreement, ...]

    @property
    def latest(self) -> Agreement:
        """The text that they stand under now."""
        return self.agreements[-1]


def count_of(session: Session, campaign: Campaign) -> int:
    """How many signers the ledger has: everybody whose signature was confirmed."""
    query = select(func.count()).where(Signature.campaign_id == campaign.id, Signature.confirmed_at.is_not(None))
    return session.scalar(query) or 0


def ledger(session: Session, campaign: Campaign, *, offset: int = 0, limit: int | None = None) -> list[Standing]:
    """Who agreed to what, by the printed line: everybody whose signature was confirmed, those asked again first."""
    query = (
        select(Signature)
        .where(Signature.campaign_id == campaign.id, Signature.confirmed_at.is_not(None))
        .order_by(Signature.asked.is_(None), func.lower(Signature.line), Signature.id)
        .offset(offset)
    )
    signatures = session.scalars(query.limit(limit) if limit is not None else query).all()
    numbers = _numbers(session, campaign)
    part = signatures if limit is not None else None
    later, acts = _consents(session, campaign, part), _confirming(session, campaign, part)
    return [_standing(one, later.get(one.id, ()), acts.get(one.id), numbers) for one in signatures]


@dataclass(frozen=True, slots=True)
class Text:
    """Which text a signature stands under: its row and its hash."""

    version_id: int
    content_hash: str


def texts_under(session: Session, signatures: Sequence[Signature]) -> dict[int, Text]:
    """The text that each of these signatures stands under now, by its id: the last one that its signer agreed to or was told
    of, the signed one first."""
    found = {one.id: Text(one.version_id, one.version_hash) for one in signatures}
    consents = select(Consent).where(Consent.signature_id.in_(list(found))).order_by(Consent.at, Consent.id)
    return found | {one.signature_id: Text(one.version_id, one.version_hash) for one in session.scalars(consents)}


def agreed_texts(session: Session, signature: Signature) -> list[Version]:
    """The texts that one signer agreed to or was told of, in that order: the signed one first."""
    consents = select(Consent.version_id).where(Consent.signature_id == signature.id).order_by(Consent.at, Consent.id)
    return [session.get_one(Version, number) for number in [signature.version_id, *session.scalars(consents)]]


def rows(standings: Sequence[Standing]) -> list[tuple[str, ...]]:
    """The ledger as rows under :data:`HEADER`, one for each consent. No contact's address is in them."""
    return [
        (
            standing.line,
            standing.status,
            "yes" if standing.asked else "",
            str(agreement.number),
            agreement.content_hash,
            _moment(agreement.at),
            agreement.by,
            agreement.title,
            _EXPORTED.get(agreement.how, agreement.how),
            agreement.words,
            *_confirmed(agreement.confirmed),
        )
        for standing in standings
        for agreement in standing.agreements
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _confirmed(confirmation: Confirmation | None) -> tuple[str, str]:
    if confirmation is None:
        return ("", "")
    return (_moment(confirmation.at), ": ".join(part for part in (confirmation.by, confirmation.reason) if part))


_EXPORTED = {
    "mail": "form, confirmed by mail",
    "personal link": "form, through a personal link",
    "coordinator": "form, taken on a coordinator's word",
    "earlier": "form, before signatures were confirmed",
    "later: confirmed": "confirmed for this text",
    "later: editorial": "editorial notice",
    "later: reconfirmed": "reconfirmed",
    "later: silence": "silence, as announced",
}


def _numbers(session: Session, campaign: Campaign) -> dict[int, int]:
    query = select(Version.id, Version.number).where(Version.letter_id == campaign.letter_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _consents(session: Session, campaign: Campaign, signatures: Sequence[Signature] | None) -> dict[int, list[Consent]]:
    query = select(Consent).join(Signature, Signature.id == Consent.signature_id).where(Signature.campaign_id == campaign.id)
    if signatures is not None:
        query = query.where(Consent.signature_id.in_([signature.id for signature in signatures]))
    found: dict[int, list[Consent]] = {}
    for consent in session.scalars(query.order_by(Consent.at, Consent.id)):
        found.setdefault(consent.signature_id, []).append(consent)
    return found


def _confirming(session: Session, campaign: Campaign, signatures: Sequence[Signature] | None) -> dict[int, SignatureAct]:
    """The act by which each signature came to stand, by the signature's id; none for what came with a list."""
    query = (
        select(SignatureAct)
        .join(Signature, Signature.id == SignatureAct.signature_id)
        .where(
            Signature.campaign_id == campaign.id,
            SignatureAct.act == case((Signature.confirmed_how == "coordinator", "accepted"), else_="confirmed"),
            SignatureAct.at == Signature.confirmed_at,
        )
    )
    if signatures is not None:
        query = query.where(SignatureAct.signature_id.in_([signature.id for signature in signatures]))
    return {act.signature_id: act for act in session.scalars(query.order_by(SignatureAct.id.desc()))}


def _standing(signature: Signature, later: Sequence[Consent], act: SignatureAct | None, numbers: dict[int, int]) -> Standing:
    first = Agreement(
        numbers[signature.version_id],
        signature.version_hash,
        signature.signed_at,
        signature.signed_by,
        signature.confirmed_how,
        signature.attestation,
        signature.signed_title,
        _confirmation(signature, act),
    )
    more = (
        Agreement(
            numbers[consent.version_id],
            consent.version_hash,
            consent.at,
            consent.by,
            f"later: {consent.how}",
            consent.attestation,
        )
        for consent in later
    )
    return Standing(
        signature.id,
        signature.line,
        signature.status,
        signature.asked is not None,
        signature.reachable,
        (first, *more),
    )


def _confirmation(signature: Signature, act: SignatureAct | None) -> Confirmation | None:
    if signature.confirmed_at is None:
        return None
    if act is None:
        return Confirmation(signature.confirmed_at, "")
    return Confirmation(signature.confirmed_at, act.by, act.reason)
