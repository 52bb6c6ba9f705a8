"""Once a day, at eight on the campaign's clock, the coordinators are told what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import SETTLING, state_at
from campaign.listing import counts
from campaign.models import Campaign
from campaign.operations.digesting.choice import recipients, wants
from campaign.operations.digesting.news import News, gathered
from campaign.operations.reminding.planning import counted_from, next_step
from campaign.operations.reminding.words import step_name
from campaign.queries import hold
from campaign.reminder_models import DigestDay
from campaign.wording import long_moment, relative, weekday_moment
from coalition.models import Person
from database import Database
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from mail.wanted import still_wanted

MORNING = time(8)
EVENING = time(20)
"""After it nobody wants the morning's digest; what is new is told the next day."""

NEAR = timedelta(days=3)
"""So long before the deadline the digest comes every day, with nothing new too."""


def digest_due(database: Database, base_url: str, now: datetime, slug: str = "") -> int:
    """Make the digests that are due at ``now`` (aware), of one campaign or of all; gives how many mails.

    A day's digest is made once, by whichever worker comes first: the day is written down with it, and its mail is due at the
    morning of that day. It is worked out before, while nobody waits: comparing the names of a long letter takes seconds.
    """
    with database.read() as session:
        numbers = [one.id for one in _kept(session) if slug in ("", one.slug) and _due(session, one, now)]
    count = 0
    for number in numbers:
        with database.read() as session:
            drafts = _drafts(session, session.get_one(Campaign, number), base_url, now)
        with database.write() as session:
            campaign = session.get_one(Campaign, number)
            hold(session, campaign)
            if _due(session, campaign, now):
                count += _make(session, campaign, drafts, now)
    return count


def written(session: Session, campaign: Campaign, news: News, base_url: str, now: datetime) -> dict[str, Any]:
    """The digest as its template takes it."""
    state, until = state_at(campaign, now), counted_from(campaign)
    count = counts(session, [campaign])[campaign.id]
    signed = f"{count:,} {'stands' if count == 1 else 'stand'} on the letter."
    upcoming = next_step(session, campaign) if state == "circulating" else None
    if state == "circulating" and until is not None:
        closes = long_moment(until.moment, campaign.timezone)
        standing = f"It closes {relative(until.moment, now)}, {closes}. {signed}"
    else:
        standing = f"The letter is {state}. {signed}"
    fresh = sum(len(lines) for _, lines in news.fresh)
    return {
        "title": campaign.title,
        "headline": "What is new" if fresh else "Nothing new, and it closes soon",
        "standing": standing,
        "sections": [[title, list(lines)] for title, lines in (*news.fresh, *news.waiting)],
        "next_reminder": (
            f"{step_name(upcoming.step)}, {weekday_moment(upcoming.planned_for, campaign.timezone)}" if upcoming else ""
        ),
        "desk_url": f"{base_url}/desk/{campaign.slug}/",
        "choice_url": f"{base_url}/desk/{campaign.slug}/reminders",
    }


def _kept(session: Session) -> Sequence[Campaign]:
    """The campaigns about which anything can be told: open, or closed and not yet put away."""
    states = ("circulating", "closed", "delivered")
    return session.scalars(select(Campaign).where(Campaign.state.in_(states)).order_by(Campaign.id)).all()


def _due(session: Session, campaign: Campaign, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(campaign.timezone))
    if not MORNING <= local.time() < EVENING:
        return False
    done = session.get(DigestDay, campaign.id, populate_existing=True)
    return done is None or done.day < local.date()


def _drafts(session: Session, campaign: Campaign, base_url: str, now: datetime) -> list[Draft]:
    """The mails of the day; none where nobody wants them or nothing is to be told."""
    people = recipients(session, campaign)
    if not people:
        return []
    news = gathered(session, campaign, _told_until(session, campaign, now), now - SETTLING)
    if not (news.fresh or _near(campaign, now)):
        return []
    context = written(session, campaign, news, base_url, now)
    about = f"digest:{campaign.id}:{_today(campaign, now).isoformat()}"
    return [Draft(one.email, about, context) for one in people]


def _make(session: Session, campaign: Campaign, drafts: Sequence[Draft], now: datetime) -> int:
    done, today = session.get(DigestDay, campaign.id), _today(campaign, now)
    # What came in within the last seconds may be on its way to the disk: it is told tomorrow. And a clock that was put back
    # tells nothing twice.
    told_until = max(now - SETTLING, _told_until(session, campaign, now))
    if done is None:
        session.add(DigestDay(campaign_id=campaign.id, day=today, told_until=told_until))
    else:
        done.day, done.told_until = today, told_until
    session.flush()
    return enqueue_all(session, "digest", drafts, now=now, due_at=_morning(campaign, today))


def _told_until(session: Session, campaign: Campaign, now: datetime) -> datetime:
    done = session.get(DigestDay, campaign.id)
    return done.told_until if done is not None else now - timedelta(days=1)


def _today(campaign: Campaign, now: datetime) -> date:
    return now.astimezone(ZoneInfo(campaign.timezone)).date()


def _near(campaign: Campaign, now: datetime) -> bool:
    until = counted_from(campaign)
    return until is not None and state_at(campaign, now) == "circulating" and until.moment - now <= NEAR


def _morning(campaign: Campaign, day: date) -> datetime:
    return datetime.combine(day, MORNING).replace(tzinfo=ZoneInfo(campaign.timezone)).astimezone(UTC)


@still_wanted("digest")
def _wanted(session: Session, message: OutboxMessage, now: datetime) -> str | None:
    _, number, day = message.about.split(":")
    campaign = session.get(Campaign, int(number))
    if campaign is None or campaign.state == "archived":
        return "the letter was put away"
    person = session.scalar(select(Person.id).where(Person.email == message.recipient))
    if person is None or not wants(session, campaign, person):
        return "they do not want it any more"
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    return "it is of another day" if today.isoformat() != day else None
