"""What somebody with a personal link says besides signing: I opened it, my board decides, we decline; or: send me a link."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import told
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import address_in, mails_lately, must_be_open
from campaign.operations.inviting.status import status_of
from campaign.operations.own_page import mail_links
from campaign.printing import named, printed_line
from campaign.queries import subject
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import UserError
from mail.outbox import enqueue
from signatories.models import STANDING, Invitation, Signature
from signatories.reading import organization_key

CONTACT = "the contact"
"""Who did it, in the audit log, which names no contact."""

LONGEST_NOTE = 1_000
MOST_LINKS = 3
LINK_WINDOW = timedelta(days=1)
"""At most this many links to one mailbox for one letter in a day, whoever asks for them."""


def open_link(invitation: Invitation, *, now: datetime) -> None:
    """Remember when a person first did something on the page behind the link."""
    invitation.opened_at = invitation.opened_at or now


def needs_time(
    session: Session,
    campaign: Campaign,
    invitation: Invitation,
    *,
    leaning: str,
    until: str,
    remark: str,
    by: Actor | str = CONTACT,
    now: datetime,
) -> None:
    """The board, or a boss, has to approve first. ``until`` is a day as a browser sends it ("2026-03-05"), or "".

    The coordinator sees it; nobody is signed by it. May be said again with another day, and after declining. ``by`` is whoever
    writes it down. Raises
    :class:`~errors.UserError` (field "until" or "remark") for a day that is none, has passed, or is after the deadline.
    """
    must_be_open(campaign, now)
    day = _day(campaign, until, now)
    if leaning not in ("", "likely", "unsure"):
        raise UserError("Choose one of the answers.", field="leaning")
    if len(remark) > LONGEST_NOTE:
        raise UserError("Use at most %(most)d characters.", field="remark", most=LONGEST_NOTE)
    if status_of(session, invitation) == "signed":
        raise UserError("Your organization has signed already.")
    if by == CONTACT:
        open_link(invitation, now=now)
    invitation.reviewing_at = now
    invitation.leaning, invitation.needs_until, invitation.review_note = leaning, day, printed_line(remark).text
    invitation.declined_at, invitation.decline_reason = None, ""
    note(
        session,
        campaign,
        "invitation.reviewing",
        by=by,
        now=now,
        invitation=invitation.id,
        organization=invitation.organization,
        leaning=leaning,
        until=day.isoformat() if day else "",
    )


def decline(
    session: Session, campaign: Campaign, invitation: Invitation, *, reason: str, by: Actor | str = CONTACT, now: datetime
) -> None:
    """The organization does not sign. May be taken back until the deadline, by signing or by saying that the board decides.

    ``by`` is whoever writes it down. Raises :class:`~errors.UserError` after the deadline, for somebody who has signed, and for
    a reason that is too long.
    """
    must_be_open(campaign, now)
    if len(reason) > LONGEST_NOTE:
        raise UserError("Use at most %(most)d characters.", field="reason", most=LONGEST_NOTE)
    if status_of(session, invitation) == "signed":
        raise UserError("Your organization has signed already. To take that back, open your own page.")
    if by == CONTACT:
        open_link(invitation, now=now)
    first = invitation.declined_at is None
    invitation.declined_at, invitation.decline_reason = now, printed_line(reason).text
    if first:
        note(
            session,
            campaign,
            "invitation.declined",
            by=by,
            now=now,
            invitation=invitation.id,
            organization=invitation.organization,
        )


def ask_for_link(
    session: Session,
    campaign: Campaign,
    *,
    organization: str,
    contact_name: str,
    email: str,
    doors: Doors,
    language: str,
    now: datetime,
) -> None:
    """Mail a personal link to whoever owns ``email``. Gives nothing back, so that the page is the same for everybody: for a new
    address, one that was invited already (its own link is mailed), one that has signed (the link to its own page is), and one
    that asked too often.

    The campaign should be held. Raises :class:`~errors.UserError` for what no mail can be sent to or no letter can print, and
    for a letter that is not open.
    """
    must_be_open(campaign, now)
    address, key = address_in(email, "email")
    line, person = printed_line(organization), printed_line(contact_name)
    if line.unprintable:
        raise UserError(
            "The letter cannot print %(characters)s. Please write the name without it.",
            field="organization",
            characters=named(line.unprintable),
        )
    if not line.text:
        raise UserError("Write the name of your organization.", field="organization")
    if len(line.text) > 300 or len(person.text) > 200:
        raise UserError(
            "This name is too long. Use the short form.", field="organization" if len(line.text) > 300 else "contact_name"
        )
    if _links_lately(session, campaign, key, now) >= MOST_LINKS:
        return
    invitation = _invited(session, campaign, key, organization_key(line.text))
    if _has_signed(session, campaign, invitation, key, organization_key(line.text)):
        mail_links(session, campaign, address, doors=doors, language=language, now=now)
        return
    if invitation is None:
        invitation = Invitation(
            campaign_id=campaign.id,
            origin="self",
            organization=line.text,
            organization_key=organization_key(line.text),
            contact_name=person.text,
            contact_email=address,
            address_key=key,
            language=language,
            created_at=now,
        )
        try:
            with session.begin_nested():
                session.add(invitation)
        except IntegrityError:  # the same form at the same moment
            return
        note(session, campaign, "invitation.asked_for", by=CONTACT, now=now, invitation=invitation.id, organization=line.text)
    # To the address as we have it: "+tags" and dots, typed anew, may lead elsewhere.
    invitation.sent_at = invitation.sent_at or now
    doors, date = doors.speaking(language), told(campaign, now)
    enqueue(
        session,
        "personal_link",
        to=invitation.contact_email,
        about=f"invitation:{invitation.id}",
        context={
            "title": campaign.title,
            "organization": invitation.organization,
            "contact": invitation.contact_name,
            "deadline": long_moment(date, campaign.timezone, language) if date else "",
            "personal_url": doors.to("invited", invitation.id, invitation.generation),
            "review_url": doors.to("review", invitation.id, invitation.generation),
            "letter_url": doors.letter,
        },
        now=now,
        language=language,
        scope=subject(campaign),
    )


def _day(campaign: Campaign, until: str, now: datetime) -> date | None:
    """The day that ``until`` says, checked against today and the deadline, both on the campaign's clocks."""
    if not until.strip():
        return None
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise UserError("Write the day like 2026-03-05, or leave it out.", field="until") from None
    zone = ZoneInfo(campaign.timezone)
    if day < now.astimezone(zone).date():
        raise UserError("That day has passed.", field="until")
    if campaign.deadline is not None and day > campaign.deadline.astimezone(zone).date():
        raise UserError("That is after the letter closes. Choose a day before the deadline.", field="until")
    return day


def _invited(session: Session, campaign: Campaign, key: str, organization: str) -> Invitation | None:
    """The living invitation of this mailbox: that of the same organization, or one that names none."""
    found = session.scalars(
        select(Invitation).where(
            Invitation.campaign_id == campaign.id,
            Invitation.address_key == key,
            Invitation.organization_key.in_((organization, "")),
            Invitation.revoked_at.is_(None),
            Invitation.contact_email != "",
        )
    ).all()
    return max(found, key=lambda one: one.organization_key == organization, default=None)


def _has_signed(session: Session, campaign: Campaign, invitation: Invitation | None, key: str, organization: str) -> bool:
    """Whether this mailbox signed for that organization, or through its invitation: what it lacks is the way to its own page.

    Whose colleague signed gets the personal link all the same. It says so, and a mail was promised.
    """
    theirs = select(Signature.line, Signature.invitation_id).where(
        Signature.campaign_id == campaign.id, Signature.address_key == key, Signature.status.in_(STANDING)
    )
    number = invitation.id if invitation is not None else None
    return any(
        organization_key(line) == organization or (number is not None and through == number)
        for line, through in session.execute(theirs)
    )


def _links_lately(session: Session, campaign: Campaign, key: str, now: datetime) -> int:
    """How many links this mailbox was mailed for this letter within :data:`LINK_WINDOW`, whatever organizations were typed."""
    theirs = select(Invitation.id).where(Invitation.campaign_id == campaign.id, Invitation.address_key == key)
    abouts = [f"invitation:{number}" for number in session.scalars(theirs.limit(200))]
    return mails_lately(session, "personal_link", abouts, now, window=LINK_WINDOW)
