"""Lists of people brought in, one by one added, and a whole list taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, not_, select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.inviting.status import answered, untouched
from campaign.operations.inviting.wording import language_for
from campaign.operations.writing import letter_of
from campaign.printing import PRINTING
from campaign.queries import STANDS, current_version, hold
from coalition.permissions import Actor
from errors import UserError
from signatories.models import Invitation, InvitationBatch, Signature
from signatories.reading import Existing, RawRow, ReadList, Row, map_rows, organization_key
from signatories.reading.columns import Columns

MOST_INVITATIONS = 50_000
"""In one campaign, taken back ones too: a table and a desk page for people, not a mailing house."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A list was written down: ``count`` people are on it."""

    batch: InvitationBatch
    count: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A list was taken back: how many links were revoked, of how many mails had gone out already; and how many stay, because
    somebody answered."""

    revoked: int
    mailed: int
    kept: int


def known(session: Session, campaign: Campaign) -> Existing:
    """Whom the campaign has invited already, and who stands on its letter.

    Nobody counts as invited for whom a link was asked on the letter's page and who never used it: anybody may type an address
    and any name there, and must not keep its owner from being invited under the right one.
    """
    invited = session.execute(
        select(Invitation.address_key, Invitation.organization_key).where(
            Invitation.campaign_id == campaign.id,
            Invitation.revoked_at.is_(None),
            Invitation.address_key.is_not(None),
            not_(_unused()),
        )
    )
    return replace(
        on_letter(session, campaign), invited=frozenset((address or "", organization) for address, organization in invited)
    )


def on_letter(session: Session, campaign: Campaign, *, mailboxes: Collection[str] | None = None) -> Existing:
    """Who stands on the campaign's letter; only the signatures of these ``mailboxes`` (canonical addresses) where they are
    named, a few hundred at most."""
    query = select(Signature.address_key, Signature.line).where(Signature.campaign_id == campaign.id, STANDS)
    signed = session.execute(query if mailboxes is None else query.where(Signature.address_key.in_(mailboxes)))
    return Existing(signed=frozenset((address or "", organization_key(line)) for address, line in signed))


def bring(
    session: Session,
    campaign: Campaign,
    rows: Sequence[Row],
    *,
    source: str,
    mapping: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Brought:
    """Write down those of ``rows`` that are new, as one list that can be taken back. Nothing is mailed.

    ``rows`` come from :func:`signatories.reading.map_rows`; whoever was invited or signed since then is passed over. Raises
    :class:`~errors.UserError` when none is new, and for a letter that has closed.
    """
    hold(session, campaign)
    now_known = known(session, campaign)
    new = [row for row in rows if row.verdict == "new" and row.key and not now_known.says(row.key)]
    if not new:
        raise UserError("No row of this list is new, so nobody was added.")
    _takes_more(session, campaign, len(new), now)
    batch = InvitationBatch(
        campaign_id=campaign.id, source=source[:200], mapping=dict(mapping or {}), made_by=by.called, made_at=now
    )
    session.add(batch)
    session.flush()
    language = _language(session, campaign)
    unused = _asked_for(session, campaign, new)
    added = []
    for row in new:
        values = _values(campaign, row, language, now) | {"batch_id": batch.id}
        if not _taken_over(unused, values):
            added.append(values)
    session.flush()
    if added:
        session.execute(insert(Invitation), added)
    note(session, campaign, "invitations.brought", by=by, now=now, count=len(new), batch=batch.id)
    return Brought(batch, len(new))


def invite_one(
    session: Session,
    campaign: Campaign,
    *,
    organization: str,
    contact_name: str,
    contact_title: str,
    email: str,
    by: Actor,
    now: datetime,
) -> Invitation:
    """Add one invitation by hand. Nothing is mailed. Raises :class:`~errors.UserError` with what a list would say of it."""
    hold(session, campaign)
    row = checked(
        session, campaign, organization=organization, contact_name=contact_name, contact_title=contact_title, email=email
    )
    _takes_more(session, campaign, 1, now)
    language = _language(session, campaign)
    values = _values(campaign, row, language, now) | {"origin": "hand"}
    invitation = _taken_over(_asked_for(session, campaign, [row]), values) or Invitation(**values)
    session.add(invitation)
    session.flush()
    note(session, campaign, "invitation.added", by=by, now=now, invitation=invitation.id, organization=invitation.organization)
    return invitation


def checked(
    session: Session,
    campaign: Campaign,
    *,
    organization: str,
    contact_name: str,
    contact_title: str,
    email: str,
    besides: Invitation | None = None,
) -> Row:
    """What was typed for one invitation, clean, as a new row of a list. ``besides`` is the one that it is about to become: no
    signature keeps somebody from correcting that.

    Raises :class:`~errors.UserError` (field "email" or "organization") with what a list would say of it.
    """
    read = ReadList((RawRow(1, (organization, contact_name, contact_title, email)),), ",", "typed")
    columns = Columns(("organization", "contact_name", "contact_title", "email"))
    existing = known(session, campaign)
    if besides is not None and besides.address_key is not None:
        existing = Existing(existing.invited - {(besides.address_key, besides.organization_key)})
    (row,) = map_rows(read, columns, existing, printing=PRINTING)
    if row.verdict == "empty":
        raise UserError("Write an e-mail address.", field="email")
    if row.verdict != "new":
        raise UserError(
            row.sentence, field="email" if "address" in row.sentence or "already" in row.sentence else "organization"
        )
    return row


def make_room(session: Session, campaign: Campaign, key: tuple[str, str], *, now: datetime) -> None:
    """Revoke the link that was asked for under this key and never used: an invitation of a coordinator's takes its place."""
    address, organization = key
    same = (Invitation.address_key == address, Invitation.organization_key == organization)
    session.execute(update(Invitation).where(Invitation.campaign_id == campaign.id, *same, _unused()).values(revoked_at=now))


def undo(session: Session, campaign: Campaign, batch: InvitationBatch, *, by: Actor, now: datetime) -> Undone:
    """Take a list back: links that nobody answered are revoked. Whoever signed, declined or asked for time stays.

    Taking it back twice revokes what was left. Mails that went out cannot be called back; their links lead to the letter.
    """
    hold(session, campaign)
    done = would_undo(session, batch)
    ids = session.scalars(select(Invitation.id).where(Invitation.batch_id == batch.id, untouched())).all()
    for start in range(0, len(ids), 500):
        session.execute(update(Invitation).where(Invitation.id.in_(ids[start : start + 500])).values(revoked_at=now))
    batch.undone_at = batch.undone_at or now
    note(session, campaign, "invitations.undone", by=by, now=now, batch=batch.id, revoked=done.revoked, kept=done.kept)
    return done


def would_undo(session: Session, batch: InvitationBatch) -> Undone:
    """What taking the list back would do now."""
    mine = Invitation.batch_id == batch.id

    def count(*conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(Invitation).where(mine, *conditions)) or 0

    return Undone(
        revoked=count(untouched()),
        mailed=count(untouched(), Invitation.sent_at.is_not(None)),
        kept=count(Invitation.revoked_at.is_(None), answered()),
    )


def invitation_at(session: Session, campaign: Campaign, number: int) -> Invitation | None:
    """An invitation of this campaign; None for another's."""
    found = session.get(Invitation, number)
    return found if found is not None and found.campaign_id == campaign.id else None


def _unused() -> ColumnElement[bool]:
    """Whether a link was asked for on the letter's page, and nobody ever did anything with it."""
    return and_(Invitation.origin == "self", Invitation.opened_at.is_(None), untouched())


def _asked_for(session: Session, campaign: Campaign, rows: Sequence[Row]) -> dict[str, list[Invitation]]:
    """The invitations of these mailboxes that nobody used, by mailbox."""
    keys = sorted({row.key[0] for row in rows if row.key})
    found: dict[str, list[Invitation]] = {}
    for start in range(0, len(keys), 500):
        mine = Invitation.address_key.in_(keys[start : start + 500])
        query = select(Invitation).where(Invitation.campaign_id == campaign.id, mine, _unused()).order_by(Invitation.id)
        for one in session.scalars(query):
            found.setdefault(one.address_key or "", []).append(one)
    return found


def _taken_over(unused: dict[str, list[Invitation]], values: Mapping[str, Any]) -> Invitation | None:
    """One of ``unused`` made into the invitation that ``values`` say, so that the mailbox does not get two; None where there is
    none. What a coordinator says of it counts, and it is still to be mailed; the link that its owner has goes on opening it.
    """
    theirs = unused.get(values["address_key"], [])
    # The one of that name first: two of one name would be refused by the database.
    theirs.sort(key=lambda one: one.organization_key != values["organization_key"])
    if not theirs:
        return None
    one = theirs.pop(0)
    for name, value in values.items():
        setattr(one, name, value)
    one.sent_at = None
    return one


def _language(session: Session, campaign: Campaign) -> str:
    """In which language to write to those on a list: the letter's own, as far as we speak it."""
    return language_for(letter_of(current_version(session, campaign)).language)


def _values(campaign: Campaign, row: Row, language: str, now: datetime) -> dict[str, Any]:
    key = row.key
    assert key is not None  # the row was called new
    return {
        "campaign_id": campaign.id,
        "origin": "list",
        "organization": row.organization,
        "organization_key": key[1],
        "contact_name": row.contact_name,
        "contact_title": row.contact_title,
        "contact_email": row.email,
        "address_key": key[0],
        "language": language,
        "created_at": now,
    }


def _takes_more(session: Session, campaign: Campaign, more: int, now: datetime) -> None:
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The letter has closed; nobody can be invited to it any more.")
    there = session.scalar(select(func.count()).where(Invitation.campaign_id == campaign.id)) or 0
    if there + more > MOST_INVITATIONS:
        raise UserError(f"A campaign can invite at most {MOST_INVITATIONS:,} people.")
