"""The moments of a campaign that its coordinators must not miss, each as an entry for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.calendars import Entry
from campaign.deadlines import state_at
from campaign.models import Campaign, TextChange
from campaign.queries import deadline_changed
from campaign.wording import long_moment


def dates_of(session: Session, campaign: Campaign, *, desk: Callable[[str], str], now: datetime) -> list[Entry]:
    """The entries of one campaign at ``now``, in the order of their moments. ``desk`` gives the address of its desk page.

    A letter that is still a draft has its deadline here as well: those who write it work towards it.
    """
    if campaign.state == "archived":
        return []
    entries = [entry for source in _SOURCES for entry in source(session, campaign, desk(campaign.slug), now)]
    return sorted(entries, key=lambda entry: (entry.at, entry.uid))


def _deadline(session: Session, campaign: Campaign, address: str, now: datetime) -> Iterator[Entry]:
    if campaign.deadline is None:
        return
    sequence, changed = deadline_changed(session, campaign)
    over = state_at(campaign, now) in ("closed", "delivered")
    closed = _("Closed: %(title)s", title=campaign.title)
    yield Entry(
        uid=f"closing-{campaign.id}",
        at=campaign.deadline,
        summary=closed if over else _("The letter closes: %(title)s", title=campaign.title),
        description=long_moment(campaign.deadline, campaign.timezone),
        url=address,
        changed=changed,
        sequence=sequence,
        alarm=None if over else timedelta(days=1),
    )


def _announced(session: Session, campaign: Campaign, address: str, _now: datetime) -> Iterator[Entry]:
    if campaign.announced is None:
        return
    sequence, changed = deadline_changed(session, campaign)
    yield Entry(
        uid=f"announced-{campaign.id}",
        at=campaign.announced,
        summary=_("People are asked to sign by then: %(title)s", title=campaign.title),
        description=long_moment(campaign.announced, campaign.timezone),
        url=address,
        changed=changed,
        sequence=sequence,
    )


def _embargo(_session: Session, campaign: Campaign, address: str, _now: datetime) -> Iterator[Entry]:
    if campaign.embargo is None:
        return
    yield Entry(
        uid=f"embargo-{campaign.id}",
        at=campaign.embargo,
        summary=_("The letter becomes public: %(title)s", title=campaign.title),
        description=long_moment(campaign.embargo, campaign.timezone),
        url=address,
        changed=campaign.created_at,
    )


def _question(session: Session, campaign: Campaign, address: str, _now: datetime) -> Iterator[Entry]:
    changes = select(TextChange).where(TextChange.campaign_id == campaign.id, TextChange.reconfirm_by.is_not(None))
    for change in session.scalars(changes.order_by(TextChange.id)):
        assert change.reconfirm_by is not None
        yield Entry(
            uid=f"text-{change.id}",
            at=change.reconfirm_by,
            summary=_("Signers answer about the changed text: %(title)s", title=campaign.title),
            description=long_moment(change.reconfirm_by, campaign.timezone),
            url=address,
            changed=change.published_at,
        )


def _galley(_session: Session, campaign: Campaign, address: str, _now: datetime) -> Iterator[Entry]:
    if campaign.galley_until is None:
        return
    yield Entry(
        uid=f"galley-{campaign.id}",
        at=campaign.galley_until,
        summary=_("Signers answer about their line: %(title)s", title=campaign.title),
        description=long_moment(campaign.galley_until, campaign.timezone),
        url=address,
        # When they were asked is not kept; no later than the moment itself, and the same at every look.
        changed=campaign.galley_until - timedelta(days=1),
    )


_SOURCES = (_deadline, _announced, _embargo, _question, _galley)
