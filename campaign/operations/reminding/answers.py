"""Those who were asked about a changed text, or whether their line is right, and have not answered: told once more, a day
before the time to answer is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from campaign.deadlines import Deadline, state_at
from campaign.doors import Doors
from campaign.in_print import all_in_print
from campaign.models import Campaign, TextChange
from campaign.operations.acts import signature_about
from campaign.operations.blanks import slices
from campaign.operations.reminding.planning import as_rules, rules_of
from campaign.queries import PRINTS, hold, subject
from campaign.reminders import APART, LEAD, Hours, day_before, hours_of
from campaign.wording import long_moment
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.wanted import Later, still_wanted
from signatories.models import STANDING, Signature

What = Literal["galley", "reconfirm"]
"""The kind of the mail that asked; the one that asks again is called so with "_nudge"."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that is open: about the change of that id, or (0) the line; until when, and since when it is asked."""

    what: What
    change: int
    until: datetime
    since: datetime
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """Those who are told about one question, and the moment at which that was due: the same for every worker."""

    question: Open
    due_at: datetime
    signatures: Sequence[Signature]


def silent_due(session: Session, campaign: Campaign, now: datetime) -> list[Silent]:
    """Who is told now (aware). Nobody whom the question itself did not reach, or reached within the last eight hours, and
    nobody twice about one question."""
    kept = rules_of(session, campaign)
    if not kept.nudging or state_at(campaign, now) != "circulating":
        return []
    found = []
    for question in _questions(session, campaign):
        at, hours = _placed(session, campaign, question.until)
        if at is None or not at <= now <= question.until - LEAD or not hours.allow(now):
            continue
        asked = _asked(session, campaign, question)
        reached, told = _mailed(session, question, asked, at)
        silent = [one for one in asked if one.id not in told and one.id in reached and reached[one.id] <= now - APART]
        if silent:
            found.append(Silent(question, at, silent))
    return found


def nudge_silent(session: Session, campaign: Campaign, *, doors: Doors, now: datetime) -> int:
    """Write to those who are :func:`silent_due`; gives to how many."""
    hold(session, campaign)
    count = 0
    for due in silent_due(session, campaign, now):
        drafts = list(_drafts(session, campaign, due, doors))
        count += enqueue_all(session, f"{due.question.what}_nudge", drafts, now=now, due_at=due.due_at)
    return count


def _questions(session: Session, campaign: Campaign) -> Iterator[Open]:
    if campaign.galley_until is not None:
        yield Open("galley", 0, campaign.galley_until, campaign.created_at)
    query = select(TextChange).where(
        TextChange.campaign_id == campaign.id, TextChange.settled_at.is_(None), TextChange.reconfirm_by.is_not(None)
    )
    for change in session.scalars(query.order_by(TextChange.id)):
        assert change.reconfirm_by is not None  # the query asks for it
        yield Open("reconfirm", change.id, change.reconfirm_by, change.published_at, change.silence)


def _placed(session: Session, campaign: Campaign, until: datetime) -> tuple[datetime | None, Hours]:
    """When the day before ``until`` is, and in which hours people may be written to about it."""
    local = until.astimezone(ZoneInfo(campaign.timezone)).replace(tzinfo=None)
    closing, rules = Deadline(local, campaign.timezone), as_rules(rules_of(session, campaign))
    return day_before(closing, rules), hours_of(closing, rules, last=True)


def _asked(session: Session, campaign: Campaign, question: Open) -> list[Signature]:
    query = select(Signature).where(Signature.campaign_id == campaign.id, Signature.reachable)
    if question.what == "galley":
        query = query.where(PRINTS, Signature.galley == "asked")
    else:
        query = query.where(Signature.status.in_(STANDING), Signature.asked == question.change)
    return list(session.scalars(query.order_by(Signature.id)))


def _mailed(
    session: Session, question: Open, asked: Sequence[Signature], due_at: datetime
) -> tuple[dict[int, datetime], set[int]]:
    """When the question reached each of them last, at the address that counts; and who was told again since it was asked.

    A mail that was skipped told nobody. But the one of this very moment is not written twice.
    """
    by_about = {f"signature:{one.id}": one for one in asked}
    abouts, nudge = list(by_about), f"{question.what}_nudge"
    reached: dict[int, datetime] = {}
    told: dict[int, list[datetime]] = defaultdict(list)
    for some in slices(abouts):
        query = select(OutboxMessage).where(
            OutboxMessage.kind.in_((question.what, nudge)),
            OutboxMessage.about.in_(some),
            OutboxMessage.created_at >= question.since,
        )
        for mail in session.scalars(query.options(defer(OutboxMessage.context))):
            one = by_about[mail.about]
            if mail.recipient != one.contact_email:
                continue
            if mail.kind == nudge:
                if mail.status != "skipped" or mail.due_at == due_at:
                    told[one.id].append(mail.created_at)
            elif mail.sent_at is not None and mail.returned_at is None:
                reached[one.id] = max(mail.sent_at, reached.get(one.id, mail.sent_at))
    # About the line they may be asked a second time, because the first mail did not arrive: that is a question of its own.
    return reached, {number for number, when in told.items() if number in reached and max(when) >= reached[number]}


def _drafts(session: Session, campaign: Campaign, due: Silent, doors: Doors) -> Iterator[Draft]:
    printed = all_in_print(session, campaign, due.signatures) if due.question.what == "galley" else {}
    for one in due.signatures:
        behind = doors.speaking(one.language)
        context: dict[str, Any] = {
            "title": campaign.title,
            "line": printed[one.id].words if one.id in printed else one.whole_line,
            "contact": one.contact_name,
            "until": long_moment(due.question.until, campaign.timezone, one.language),
            "answer_by": due.question.until.isoformat(),
        }
        if due.question.what == "galley":
            context |= {"galley_url": behind.to("galley", one.id, one.generation)}
        else:
            context |= {
                "changed_url": behind.to("changed", one.id, one.generation),
                "silence": due.question.silence,
                "change": due.question.change,
            }
        yield Draft(one.contact_email, f"signature:{one.id}", context, one.language, scope=subject(campaign))


@still_wanted("galley_nudge")
def _galley_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | Later | None:
    signature = signature_about(session, message)
    if signature is None or not signature.prints:
        return "the signature does not stand on the letter any more"
    if signature.galley != "asked":
        return "its signer has answered"
    campaign = session.get_one(Campaign, signature.campaign_id)
    return _still(session, campaign, signature, message, campaign.galley_until, now)


@still_wanted("reconfirm_nudge")
def _reconfirm_wanted(session: Session, message: OutboxMessage, now: datetime) -> str | Later | None:
    signature = signature_about(session, message)
    if signature is None or signature.status not in STANDING:
        return "the signature does not stand any more"
    if signature.asked is None:
        return "its signer has answered"
    if signature.asked != message.context.get("change"):
        return "the text was changed again, and they are asked about that"
    question = session.get_one(TextChange, signature.asked)
    return _still(session, session.get_one(Campaign, signature.campaign_id), signature, message, question.reconfirm_by, now)


def _still(
    session: Session, campaign: Campaign, signature: Signature, message: OutboxMessage, until: datetime | None, now: datetime
) -> str | Later | None:
    """What holds for both: the letter, the address, the date and the hour."""
    if state_at(campaign, now) != "circulating":
        return "the letter has closed"
    if signature.contact_email != message.recipient:
        return "the contact has another address now"
    if until is None or message.context.get("answer_by") != until.isoformat():
        return "the time to answer was moved, and the mail names the old one"
    if now > until:
        return "the time to answer is over"
    _, hours = _placed(session, campaign, until)
    if hours.allow(now):
        return None
    later = hours.next(now)
    return Later(later) if later is not None and later <= until - LEAD else "nobody may be written to before the time is over"
