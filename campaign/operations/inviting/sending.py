"""Mailing invitations: first ones, again, a note to those who have not answered, and a test to oneself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.inviting.choosing import NO_ADDRESS, REASONS, Chosen, reachable, signed_already
from campaign.operations.inviting.lists import on_letter
from campaign.operations.inviting.status import Standing, status_of
from campaign.operations.inviting.wording import Words, check, filled, words_of
from campaign.queries import hold, subject
from coalition.permissions import Actor
from errors import UserError
from mail.outbox import Draft, enqueue_all
from mail.suppression import lift
from signatories.models import Invitation

Kind = Literal["invitation", "invitation_note"]


@dataclass(frozen=True, slots=True)
class Written(Chosen):
    """A note went to its recipients: ``sent`` new mails, because those that one page sent before are not sent again."""

    sent: int = 0


def send(
    session: Session,
    campaign: Campaign,
    invitations: Sequence[Invitation],
    *,
    anyway: Collection[int] = (),
    doors: Doors,
    by: Actor,
    now: datetime,
) -> int:
    """Mail those of ``invitations`` that nothing was mailed to yet; gives how many. Pressing the button twice mails once.

    Whoever stands on the letter by now is passed over; ``anyway`` is as for
    :func:`~campaign.operations.inviting.choosing.sendable`. Raises :class:`~errors.UserError` for a letter that is not open,
    and for words of the campaign that cannot be sent.
    """
    _must_be_open(session, campaign, now)
    existing = on_letter(session, campaign)
    fresh = [
        one
        for one in _fresh(session, invitations)
        if one.sent_at is None and one.revoked_at is None and not signed_already(existing, one, namesakes=one.id in anyway)
    ]
    _mail(session, campaign, "invitation", fresh, None, doors, now)
    _mark_sent(session, fresh, now)
    if fresh:
        note(session, campaign, "invitations.sent", by=by, now=now, count=len(fresh))
    return len(fresh)


def send_again(session: Session, campaign: Campaign, invitation: Invitation, *, doors: Doors, by: Actor, now: datetime) -> None:
    """Mail one invitation once more, after a bounce too. Raises :class:`~errors.UserError` where that would be no use.

    It is of use to somebody who signed with another address and has not confirmed it: that one may be mistyped, and the one
    that was invited is known to be good.
    """
    _must_be_open(session, campaign, now)
    status = status_of(session, invitation)
    if status in ("signed", "declined", "unsubscribed", "revoked") or not invitation.contact_email:
        raise UserError(f"Nothing was sent: {REASONS.get(status, NO_ADDRESS)}.")
    # Whoever asks for it has corrected the address, or knows that the mailbox is there again.
    lift(session, doors.seal.mail.key(invitation.contact_email), "bounced")
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
    choice: str = "",
    doors: Doors,
    by: Actor,
    now: datetime,
    written_at: datetime | None = None,
) -> Written:
    """Mail a note of the coordinator's own words, with each one's link, to those without an answer.

    ``choice`` is as for :func:`~campaign.operations.inviting.choosing.reachable`. ``written_at`` is when the page with the
    words was opened: the button of one page sends once, however often pressed, and whatever the words are by then. Raises
    :class:`~errors.ProblemsError` for words that cannot be sent, :class:`~errors.UserError` when nobody is left to write to.
    """
    check(words)
    _must_be_open(session, campaign, now)
    chosen = reachable(session, campaign, found, choice=choice, now=now)
    if not chosen.recipients:
        raise UserError("Nobody of those you chose is without an answer, so nothing was sent.")
    sent = _mail(session, campaign, "invitation_note", chosen.recipients, words, doors, now, written_at)
    if sent:
        note(session, campaign, "invitations.written_to", by=by, now=now, count=sent, words=words.subject)
    return Written(chosen.recipients, chosen.skipped, sent)


def send_test(
    session: Session, campaign: Campaign, invitation: Invitation, words: Words, *, doors: Doors, by: Actor, now: datetime
) -> None:
    """Mail the coordinator what ``invitation``'s contact would get, with the letter's address in the place of the link."""
    check(words)
    shown = filled(words, campaign, invitation, doors.letter, {}, now=now)
    context = {"subject": shown.subject, "lines": shown.text.splitlines(), "letter_url": doors.letter}
    about = f"invitation-test:{campaign.id}"
    enqueue_all(
        session, "invitation_test", [Draft(by.email, about, context, invitation.language, scope=subject(campaign))], now=now
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
) -> int:
    """Put the mails into the outbox; gives how many were not there yet."""
    deadlines: dict[str, str] = {}
    own_words = {language: words or words_of(campaign, language) for language in {one.language for one in invitations}}
    for own in own_words.values():
        check(own)
    drafts = []
    for one in invitations:
        own = own_words[one.language]
        theirs = doors.speaking(one.language)
        shown = filled(own, campaign, one, theirs.to("invited", one.id, one.generation), deadlines, now=now)
        context = {"subject": shown.subject, "lines": shown.text.splitlines(), "letter_url": theirs.letter}
        drafts.append(Draft(one.contact_email, f"invitation:{one.id}", context, one.language, scope=subject(campaign)))
    return enqueue_all(session, kind, drafts, now=now, due_at=due_at)


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
