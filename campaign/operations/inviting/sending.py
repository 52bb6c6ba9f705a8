"""Mailing invitations: first ones, again, a note to those who have not answered, and a test to oneself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.inviting.status import WAITING, Standing, Status, status_of
from campaign.operations.inviting.wording import Words, check, filled, words_of
from campaign.queries import hold
from campaign.state import state_at
from coalition.permissions import Actor
from errors import UserError
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.undeliverable import when_undeliverable
from mail.wanted import still_wanted
from signatories.models import Invitation

Kind = Literal["invitation", "invitation_note"]

REASONS: dict[Status, str] = {
    "not sent": "has no invitation yet",
    "signed": "has signed",
    "confirming": "has signed, and has a mail to confirm it",
    "declined": "has declined",
    "bounced": "the last mail came back",
    "revoked": "the link was revoked",
}
"""Why somebody is not written to who is chosen for a note."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who of those chosen is written to, and who is not, each with the reason."""

    recipients: Sequence[Invitation]
    skipped: Sequence[tuple[Invitation, str]]


def sendable(found: Iterable[Standing]) -> list[Invitation]:
    """Those whom nothing was mailed to yet."""
    return [one.invitation for one in found if one.status == "not sent" and one.invitation.contact_email]


def reachable(found: Iterable[Standing]) -> Chosen:
    """Whom a note goes to: invited, and without an answer. A mailbox gets one for each organization that it answers for."""
    recipients: list[Invitation] = []
    skipped: list[tuple[Invitation, str]] = []
    for one in found:
        if one.status in WAITING and one.invitation.contact_email:
            recipients.append(one.invitation)
        else:
            skipped.append((one.invitation, REASONS.get(one.status, "there is no address any more")))
    return Chosen(recipients, skipped)


def send(
    session: Session, campaign: Campaign, invitations: Sequence[Invitation], *, doors: Doors, by: Actor, now: datetime
) -> int:
    """Mail those of ``invitations`` that nothing was mailed to yet; gives how many. Pressing the button twice mails once.

    Raises :class:`~errors.UserError` for a letter that is not open, and for words of the campaign that cannot be sent.
    """
    _must_be_open(session, campaign, now)
    fresh = [one for one in _fresh(session, invitations) if one.sent_at is None and one.revoked_at is None]
    _mail(session, campaign, "invitation", fresh, None, doors, now)
    _mark_sent(session, fresh, now)
    if fresh:
        note(session, campaign, "invitations.sent", by=by, now=now, count=len(fresh))
    return len(fresh)


def send_again(session: Session, campaign: Campaign, invitation: Invitation, *, doors: Doors, by: Actor, now: datetime) -> None:
    """Mail one invitation once more, after a bounce too. Raises :class:`~errors.UserError` where that would be no use."""
    _must_be_open(session, campaign, now)
    status = status_of(session, invitation)
    if status in ("signed", "confirming", "declined", "revoked") or not invitation.contact_email:
        raise UserError(f"Nothing was sent: {REASONS.get(status, 'there is no address any more')}.")
    _mail(session, campaign, "invitation", [invitation], None, doors, now)
    invitation.sent_at, invitation.bounced_at, invitation.bounce_reason = now, None, ""
    note(
        session,
        campaign,
        "invitation.sent_again",
        by=by,
        now=now,
        invitation=invitation.id,
        organization=invitation.organization,
    )


def write(
    session: Session,
    campaign: Campaign,
    found: Iterable[Standing],
    words: Words,
    *,
    doors: Doors,
    by: Actor,
    now: datetime,
    written_at: datetime | None = None,
) -> Chosen:
    """Mail a note of the coordinator's own words, with each one's link, to those without an answer.

    Raises :class:`~errors.ProblemsError` for words that cannot be sent, :class:`~errors.UserError` when nobody is left to write
    to. ``written_at`` is when the page with the words was opened: the button of one page sends once, however often pressed.
    """
    check(words)
    _must_be_open(session, campaign, now)
    chosen = reachable(found)
    if not chosen.recipients:
        raise UserError("Nobody of those you chose is without an answer, so nothing was sent.")
    _mail(session, campaign, "invitation_note", chosen.recipients, words, doors, now, written_at)
    note(session, campaign, "invitations.written_to", by=by, now=now, count=len(chosen.recipients), words=words.subject)
    return chosen


def send_test(
    session: Session, campaign: Campaign, invitation: Invitation, words: Words, *, doors: Doors, by: Actor, now: datetime
) -> None:
    """Mail the coordinator what ``invitation``'s contact would get, with the letter's address in the place of the link."""
    check(words)
    shown = filled(words, campaign, invitation, doors.letter, {})
    context = {"subject": shown.subject, "lines": shown.text.splitlines()}
    about = f"invitation-test:{campaign.id}"
    enqueue_all(session, "invitation_test", [Draft(by.email, about, context, invitation.language)], now=now)


def revoke(session: Session, campaign: Campaign, invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """Make a link open nothing any more. A signature that came through it stays. Revoking twice is revoking once."""
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        note(
            session,
            campaign,
            "invitation.revoked",
            by=by,
            now=now,
            invitation=invitation.id,
            organization=invitation.organization,
        )


def sample(campaign: Campaign, now: datetime) -> Invitation:
    """An invitation that is none, for previews in a campaign that has nobody on its list yet."""
    return Invitation(
        id=0,
        campaign_id=campaign.id,
        origin="hand",
        organization="Friends of the Harbor",
        contact_name="Ada Okafor",
        contact_email="name@example.org",
        language="en",
        generation=0,
        created_at=now,
    )


def _mail(
    session: Session,
    campaign: Campaign,
    kind: Kind,
    invitations: Sequence[Invitation],
    words: Words | None,
    doors: Doors,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    deadlines: dict[str, str] = {}
    own_words = {language: words or words_of(campaign, language) for language in {one.language for one in invitations}}
    for own in own_words.values():
        check(own)
    drafts = []
    for one in invitations:
        own = own_words[one.language]
        theirs = doors.speaking(one.language)
        shown = filled(own, campaign, one, theirs.to("invited", one.id, one.generation), deadlines)
        context = {"subject": shown.subject, "lines": shown.text.splitlines(), "letter_url": theirs.letter}
        drafts.append(Draft(one.contact_email, f"invitation:{one.id}", context, one.language))
    enqueue_all(session, kind, drafts, now=now, due_at=due_at)


def _must_be_open(session: Session, campaign: Campaign, now: datetime) -> None:
    hold(session, campaign)
    state = state_at(campaign, now)
    if state == "drafting":
        raise UserError("Open the letter for signature first: the links would lead to a page that nobody can see yet.")
    if state != "circulating":
        raise UserError("The letter has closed; nobody is invited to it any more.")


def _fresh(session: Session, invitations: Sequence[Invitation]) -> list[Invitation]:
    """``invitations`` as they are now that the campaign is held: somebody else may have pressed the same button."""
    ids = [one.id for one in invitations]
    found: list[Invitation] = []
    for start in range(0, len(ids), 500):
        query = select(Invitation).where(Invitation.id.in_(ids[start : start + 500])).order_by(Invitation.id)
        found += session.scalars(query.execution_options(populate_existing=True)).all()
    return found


def _mark_sent(session: Session, invitations: Sequence[Invitation], now: datetime) -> None:
    ids = [one.id for one in invitations]
    for start in range(0, len(ids), 500):
        session.execute(update(Invitation).where(Invitation.id.in_(ids[start : start + 500])).values(sent_at=now))


@still_wanted("invitation")
def _invitation_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    return unwanted(session, message.about, now)


@still_wanted("invitation_note")
def _note_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    return unwanted(session, message.about, now)


@still_wanted("personal_link")
def _link_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    return unwanted(session, message.about, now)


@when_undeliverable("invitation", "invitation_note", "personal_link")
def _came_back(session: Session, message: OutboxMessage, reason: str, now: datetime) -> None:
    """The server will never take mail for this contact: the coordinator sees it in the table of invitations."""
    number = message.about.rpartition(":")[2]
    invitation = session.get(Invitation, int(number)) if number.isdigit() else None
    if invitation is not None and invitation.contact_email == message.recipient:
        invitation.bounced_at, invitation.bounce_reason = now, reason[:500]


def unwanted(session: Session, about: str, now: datetime) -> str | None:
    """Why a message about "invitation:12" should not go out any more; None while it should."""
    number = about.rpartition(":")[2]
    invitation = session.get(Invitation, int(number)) if number.isdigit() else None
    if invitation is None:
        return "there is no such invitation any more"
    campaign = session.get(Campaign, invitation.campaign_id)
    if campaign is None or state_at(campaign, now) != "circulating":
        return "the letter has closed"
    status = status_of(session, invitation)
    return REASONS[status] if status in ("signed", "confirming", "declined", "revoked") else None
