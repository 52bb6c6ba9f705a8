"""Finding campaigns and what belongs to them. What the desk loads is authorized in the same call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from campaign.deadlines import private_at, writable
from campaign.models import Campaign, Circulation, Edition
from coalition.access import authorize
from coalition.models import AuditEntry
from letters.models import Version
from signatories.models import STANDING, Consent, LateRequest, Signature

# Statements of every signature are put together once: for each of them that took as long as running it.
_BY_SLUG = select(Campaign).where(Campaign.slug == bindparam("slug"))
_HELD_BY_SLUG = _BY_SLUG.with_for_update(read=True).execution_options(populate_existing=True)
_TO_SIGN = (
    select(
        Campaign.id,
        Campaign.coalition_id,
        Campaign.title,
        Campaign.state,
        Campaign.deadline,
        Campaign.timezone,
        Campaign.allow_individuals,
        Campaign.embargo,
        Campaign.announced,
    )
    .where(Campaign.slug == bindparam("slug"))
    .with_for_update(read=True)
)
CIRCULATING = (
    select(Circulation.version_id)
    .where(Circulation.campaign_id == bindparam("campaign"))
    .order_by(Circulation.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""The row of the text that was opened for signature last, within a statement that is told the ``campaign``."""

_CIRCULATING_TEXT = select(Version.id, Version.number, Version.content_hash).where(Version.id == CIRCULATING)


def campaign_at_desk(session: Session, slug: str) -> Campaign:
    """The campaign, for the signed-in person and the permission that the running endpoint declared.

    404 when there is none or it belongs to a coalition in which the person has no role; 403 when the role does not suffice.
    """
    campaign = find(session, slug)
    if campaign is None:
        abort(404)
    authorize(campaign.coalition_id)
    return campaign


def public_campaign(session: Session, slug: str, now: datetime) -> Campaign:
    """The campaign that anybody may see at ``now``. 404 for one that is private until later, a draft, an archived one, and one
    that does not exist, all alike: who guesses addresses does not learn which letters are being prepared."""
    campaign = campaign_behind_link(session, slug)
    if private_at(campaign, now):
        abort(404)
    return campaign


def campaign_behind_link(session: Session, slug: str) -> Campaign:
    """The campaign for whoever holds a personal link into it, which the caller must look at: also one that is private until
    later. 404 for a draft, an archived one, and one that does not exist."""
    campaign = find(session, slug)
    if campaign is None or campaign.state in ("drafting", "archived"):
        abort(404)
    return campaign


def campaign_for_signing(session: Session, slug: str) -> Campaign:
    """The public campaign, held while somebody signs: it cannot close underneath. 404 as for :func:`public_campaign`.

    Many may hold it so at once. SQLite's write transaction has the whole database anyway.
    """
    campaign = session.scalars(_HELD_BY_SLUG, {"slug": slug}).one_or_none()
    if campaign is None or campaign.state in ("drafting", "archived"):
        abort(404)
    return campaign


@dataclass(frozen=True, slots=True)
class LetterToSign:
    """As much of a campaign as every signature needs: many sign at once, and a whole row costs twice as much to load."""

    id: int
    coalition_id: int
    title: str
    state: str
    deadline: datetime | None
    timezone: str
    allow_individuals: bool
    embargo: datetime | None
    announced: datetime | None


def letter_to_sign(session: Session, slug: str) -> LetterToSign:
    """The public letter at ``slug``, held as by :func:`campaign_for_signing`. 404 as for :func:`public_campaign`."""
    # The connection and not the session, which would look for objects to build: there are none, and many sign at once.
    found = session.connection().execute(_TO_SIGN, {"slug": slug}).one_or_none()
    if found is None or found.state in ("drafting", "archived"):
        abort(404)
    return LetterToSign(*found)


def find(session: Session, slug: str) -> Campaign | None:
    """The campaign of that slug, without asking who wants it: for the command line and for checking that a slug is free."""
    return session.scalars(_BY_SLUG, {"slug": slug}).one_or_none()


def hold(session: Session, campaign: Campaign, *, shared: bool = False) -> None:
    """See the campaign as it is now, and keep others from changing it until the transaction ends.

    ``shared`` lets others hold it so as well: many may sign at once, while none of them may see it closed underneath. SQLite's
    write transaction has the whole database anyway.
    """
    session.flush()  # refreshing would throw away what was set and not yet written
    session.refresh(campaign, with_for_update={"read": True} if shared else True)


def campaigns_of(session: Session, coalitions: Collection[int]) -> list[Campaign]:
    """The campaigns of these coalitions, newest first."""
    query = select(Campaign).where(Campaign.coalition_id.in_(coalitions)).options(joinedload(Campaign.coalition))
    return list(session.scalars(query.order_by(Campaign.created_at.desc(), Campaign.id.desc())))


def newest_version(session: Session, campaign: Campaign) -> Version:
    """The text as it was last saved. Every letter has one from its beginning."""
    query = select(Version).where(Version.letter_id == campaign.letter_id).order_by(Version.number.desc()).limit(1)
    return session.scalars(query).one()


def versions_of(session: Session, campaign: Campaign) -> Sequence[Version]:
    """All saved texts, newest first."""
    return session.scalars(select(Version).where(Version.letter_id == campaign.letter_id).order_by(Version.number.desc())).all()


def circulation_of(session: Session, campaign: Campaign) -> Circulation | None:
    """The newest circulation, open or closed; None before the first."""
    query = select(Circulation).where(Circulation.campaign_id == campaign.id).order_by(Circulation.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def current_version(session: Session, campaign: Campaign) -> Version:
    """The text that counts: the circulated one once there is one, before that the newest draft."""
    if campaign.state == "drafting":
        return newest_version(session, campaign)
    circulation = circulation_of(session, campaign)
    return circulation.version if circulation else newest_version(session, campaign)


@dataclass(frozen=True, slots=True)
class TextReference:
    """Which text it is, without the text: its row, its number and its hash."""

    id: int
    number: int
    content_hash: str


def circulating_text(session: Session, campaign: Campaign | LetterToSign) -> TextReference:
    """The text that was opened for signature last. Only for a campaign that is past drafting; a tree is not loaded."""
    session.flush()
    return TextReference(*session.connection().execute(_CIRCULATING_TEXT, {"campaign": campaign.id}).one())


def working_version(session: Session, campaign: Campaign) -> Version:
    """The text that the desk works on: the newest while one may be written (also the next one, beside the letter that
    circulates), afterwards the one that counts."""
    return newest_version(session, campaign) if writable(campaign) else current_version(session, campaign)


def edition_of(session: Session, campaign: Campaign) -> Edition | None:
    """The newest edition, as long as it is the letter; None while nothing is frozen, and while a letter that was reopened
    circulates again: what everybody sees then is the list that grows."""
    if campaign.state == "circulating":
        return None
    query = select(Edition).where(Edition.campaign_id == campaign.id).order_by(Edition.number.desc()).limit(1)
    return session.scalars(query).one_or_none()


def next_number(session: Session, campaign: Campaign) -> int:
    """The number of the next edition: one above the highest, whatever became of the earlier ones."""
    return (session.scalar(select(func.max(Edition.number)).where(Edition.campaign_id == campaign.id)) or 0) + 1


IN_LIST_ORDER = (Signature.position == 0, Signature.position, Signature.signed_at, Signature.id)
"""An imported list as it stood, then the others as they came."""

PRINTS = (Signature.status == "accepted") & Signature.asked.is_(None)
"""What stands on the letter now: accepted, and with no question about a changed text open."""


def printing(session: Session, campaign: Campaign) -> Sequence[Signature]:
    """The signatures that stand on the letter now, in the order of the list."""
    return session.scalars(select(Signature).where(Signature.campaign_id == campaign.id, PRINTS).order_by(*IN_LIST_ORDER)).all()


STANDS = Signature.status.in_(STANDING)
"""Confirmed, and not at an end."""


def others_standing(signature: Signature, key: str | None) -> Select[Signature]:
    """Asks for the other signatures that stand on the same letter for the mailbox of ``key``; for none without a key."""
    return select(Signature).where(
        Signature.campaign_id == signature.campaign_id,
        Signature.address_key.is_not(None),
        Signature.address_key == key,
        Signature.id != signature.id,
        Signature.confirmed_at.is_not(None),
        STANDS,
    )


def holder_of_mailbox(session: Session, signature: Signature) -> Signature | None:
    """The other signature that stands for the same mailbox by itself: there is at most one, the database sees to it.

    Those that stand beside another one are passed over.
    """
    query = others_standing(signature, signature.address_key).where(Signature.stands_beside.is_(False))
    return session.scalars(query).one_or_none()


def asked_again(session: Session, campaign: Campaign) -> int:
    """How many have been asked to agree to a changed text and have not answered yet."""
    query = select(func.count()).where(
        Signature.campaign_id == campaign.id, Signature.status == "accepted", Signature.asked.is_not(None)
    )
    return session.scalar(query) or 0


def newest_consent(session: Session, signature: Signature) -> Consent | None:
    """The last text that the signer agreed to, or was told of, after the one that they signed; None when there is none."""
    query = select(Consent).where(Consent.signature_id == signature.id).order_by(Consent.at.desc(), Consent.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def reopened(session: Session, campaign: Campaign) -> Circulation | None:
    """The circulation that reopened the letter last; None for one that never was reopened."""
    query = select(Circulation).where(Circulation.campaign_id == campaign.id, Circulation.reason != "")
    return session.scalars(query.order_by(Circulation.id.desc()).limit(1)).one_or_none()


def closed_at(session: Session, campaign: Campaign | LetterToSign) -> datetime | None:
    """When the newest circulation ended; None while it runs."""
    query = select(Circulation.closed_at).where(Circulation.campaign_id == campaign.id).order_by(Circulation.id.desc()).limit(1)
    return session.scalar(query)


def late_requests_of(session: Session, campaign: Campaign) -> Sequence[LateRequest]:
    """Who asked to sign after the deadline, in the order of their coming; first those that had arrived before it."""
    query = select(LateRequest).where(LateRequest.campaign_id == campaign.id)
    return session.scalars(query.order_by(LateRequest.in_time.desc(), LateRequest.received_at, LateRequest.id)).all()


def welcomed(session: Session, signature: Signature) -> bool:
    """Whether a coordinator has accepted the request to sign late that this signature comes from."""
    query = select(LateRequest.id).where(LateRequest.signature_id == signature.id, LateRequest.status == "accepted")
    return session.scalar(query.limit(1)) is not None


def activity_of(session: Session, campaign: Campaign, limit: int = 100, without: Sequence[str] = ()) -> Sequence[AuditEntry]:
    """What was done to the campaign, newest first; ``without`` the acts of these names."""
    query = select(AuditEntry).where(AuditEntry.coalition_id == campaign.coalition_id, AuditEntry.subject == subject(campaign))
    query = query.where(AuditEntry.act.not_in(without))
    return session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit)).all()


def deadline_changed(session: Session, campaign: Campaign) -> tuple[int, datetime]:
    """How often the deadline was set or moved since the campaign was made, and when it last became what it is to readers: by
    that, or by the opening of the letter."""
    query = select(func.count(), func.max(AuditEntry.at)).where(
        AuditEntry.coalition_id == campaign.coalition_id,
        AuditEntry.subject == subject(campaign),
        AuditEntry.act == "deadline.set",
    )
    count, last = session.execute(query).one()
    opened = [one.opened_at for one in campaign.circulations]
    return count, max([campaign.created_at, *opened, *([last] if last else [])])


def subject(campaign: Campaign | LetterToSign) -> str:
    """How the audit log names a campaign: by number, because a slug can pass to another one."""
    return f"campaign:{campaign.id}"
