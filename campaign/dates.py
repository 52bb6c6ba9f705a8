"""The moments of a campaign that its coordinators must not miss, each as an entry for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.calendars import Entry
from campaign.deadlines import state_at
from campaign.delivery_models import Delivery
from campaign.models import Campaign, TextChange
from campaign.operations.reminding.words import step_name
from campaign.queries import deadline_changed
from campaign.reminder_models import ReminderStep
from campaign.wording import long_moment

MORNING = time(9)
"""When a day stands in a calendar that was named without an hour."""


def dates_of(session: Session, campaign: Campaign, *, desk: Callable[[str], str], now: datetime) -> list[Entry]:
    """The entries of one campaign at ``now``, in the order of their moments. ``desk`` gives the address of its desk page.

    A letter that is still a draft has its deadline here as well: those who write it work towards it.
    """
    if campaign.state == "archived":
        return []
    look = _Look(session, campaign, desk(campaign.slug), now, *deadline_changed(session, campaign))
    entries = [entry for source in _SOURCES for entry in source(look)]
    return sorted(entries, key=lambda entry: (entry.at, entry.uid))


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a campaign. ``moved`` is how often its deadline was set, ``changed`` when that was last."""

    session: Session
    campaign: Campaign
    address: str
    now: datetime
    moved: int
    changed: datetime

    def entry(
        self, name: str, at: datetime, summary: str, *, changed: datetime | None = None, alarm: timedelta | None = None
    ) -> Entry:
        """An entry that is called ``name`` for good; with a moment of its own at which it ``changed``, it does not follow the
        deadline."""
        return Entry(
            uid=name,
            at=at,
            summary=f"{summary}: {self.campaign.title}",
            description=long_moment(at, self.campaign.timezone),
            url=self.address,
            changed=changed or self.changed,
            sequence=0 if changed else self.moved,
            alarm=alarm,
        )


def _deadline(look: _Look) -> Iterator[Entry]:
    if look.campaign.deadline is None:
        return
    over = state_at(look.campaign, look.now) in ("closed", "delivered")
    yield look.entry(
        f"closing-{look.campaign.id}",
        look.campaign.deadline,
        _("Closed") if over else _("The letter closes"),
        alarm=None if over else timedelta(days=1),
    )


def _announced(look: _Look) -> Iterator[Entry]:
    if look.campaign.announced is not None:
        yield look.entry(f"announced-{look.campaign.id}", look.campaign.announced, _("People are asked to sign by then"))


def _embargo(look: _Look) -> Iterator[Entry]:
    if look.campaign.embargo is not None:
        yield look.entry(f"embargo-{look.campaign.id}", look.campaign.embargo, _("The letter becomes public"))


def _question(look: _Look) -> Iterator[Entry]:
    asked = select(TextChange).where(TextChange.campaign_id == look.campaign.id, TextChange.reconfirm_by.is_not(None))
    for change in look.session.scalars(asked.order_by(TextChange.id)):
        assert change.reconfirm_by is not None
        summary = _("Signers answer about the changed text")
        yield look.entry(f"text-{change.id}", change.reconfirm_by, summary, changed=change.published_at)


def _galley(look: _Look) -> Iterator[Entry]:
    if look.campaign.galley_until is not None:
        yield look.entry(f"galley-{look.campaign.id}", look.campaign.galley_until, _("Signers answer about their line"))


def _reminders(look: _Look) -> Iterator[Entry]:
    mine = (ReminderStep.campaign_id == look.campaign.id, ReminderStep.state == "planned")
    for step in look.session.scalars(select(ReminderStep).where(*mine).order_by(ReminderStep.id)):
        summary = _("Reminder (%(step)s)", step=step_name(step.step))
        # By its step and not by its row: a plan that is made anew has other rows for the same steps.
        yield look.entry(f"reminder-{look.campaign.id}-{step.step}", step.planned_for, summary)


def _follow_ups(look: _Look) -> Iterator[Entry]:
    waited_for = (Delivery.follow_up_on.is_not(None), Delivery.answered_on.is_(None))
    found = look.session.scalars(select(Delivery).where(Delivery.campaign_id == look.campaign.id, *waited_for))
    for delivery in found:
        assert delivery.follow_up_on is not None
        wall = datetime.combine(delivery.follow_up_on, MORNING, ZoneInfo(look.campaign.timezone))
        summary = _("Follow up with %(name)s", name=delivery.recipient.name)
        yield look.entry(f"follow-up-{delivery.id}", wall.astimezone(UTC), summary, changed=delivery.at)


_SOURCES = (_deadline, _announced, _embargo, _question, _galley, _reminders, _follow_ups)
