"""The dates of a campaign: until when it takes signatures, what is announced before, and until when it is private."""

from __future__ import annotations

from datetime import datetime

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.deadlines import Deadline, happens_twice, why_not
from campaign.desk.blueprint import bp
from campaign.desk.forms import DeadlineForm, EmbargoForm
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import set_deadline, set_embargo
from campaign.operations.dates_told import to_tell
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from campaign.wording import clock_time, long_moment
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.get("/<slug>/deadline")
@access("campaign.edit")
def deadline(slug: str) -> str:
    """The dates as they are, to set or to move."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/deadline")
@access("campaign.edit")
def save_deadline(slug: str) -> tuple[str, int] | Response:
    """Set or move the deadline, and tell those who have to know."""
    form = DeadlineForm()
    if form.validate():
        try:
            with database().write() as session:
                until = set_deadline(
                    session,
                    campaign_at_desk(session, slug),
                    form.deadline.data or "",
                    form.timezone.data or "",
                    announced=form.announced.data or "",
                    named=form.named.data,
                    tell=form.tell.data,
                    doors=doors_of(slug),
                    by=actor(),
                    now=now(),
                )
            flash(said(until))
            return see_other("desk.overview", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), 422


@bp.post("/<slug>/embargo")
@access("campaign.edit")
def save_embargo(slug: str) -> tuple[str, int] | Response:
    """Keep the letter private until a time, or make it public now."""
    form = EmbargoForm()
    try:
        with database().write() as session:
            until = set_embargo(session, campaign_at_desk(session, slug), form.until.data or "", by=actor(), now=now())
        flash(_("The letter is private until then.") if until else _("The letter is private no longer."))
        return see_other("desk.overview", slug=slug)
    except UserError as error:
        blame(form, error)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), embargo=form), 422


def said(until: Deadline) -> str:
    """What to say once a deadline is set: on the night on which the clocks go back, which of two times it is."""
    done = _("The deadline is set: %(moment)s.", moment=long_moment(until.moment, until.zone))
    return f"{done} {_twice()}" if until.twice else str(done)


def _twice() -> str:
    return str(_("The clocks go back that night, and this time happens twice; the later one counts."))


def told_count(session: Session, campaign: Campaign) -> str:
    """How many would hear of another date, as the words of a box to tick."""
    count = len(to_tell(session, campaign))
    return str(
        ngettext(
            "Tell the %(num)d person who signed, or was invited and has not answered",
            "Tell the %(num)d people who signed, or were invited and have not answered",
            count,
        )
        if count
        else _("Tell those who signed or were invited (nobody yet)")
    )


def _page(session: Session, campaign: Campaign, form: DeadlineForm | None = None, embargo: EmbargoForm | None = None) -> str:
    local = campaign.deadline_local or ""
    form = form or DeadlineForm(
        formdata=None,
        deadline=local,
        timezone=campaign.timezone,
        announced=campaign.announced_local or "",
        named=campaign.deadline_named,
        tell=True,
    )
    return campaign_page(
        session,
        campaign,
        "deadline.html",
        form=form,
        embargo=embargo or EmbargoForm(formdata=None, until=campaign.embargo_local or ""),
        refusal=why_not("move deadline", campaign, now()),
        reopens=why_not("reopen", campaign, now()) is None,
        twice=_twice() if campaign.deadline_local and happens_twice(_local(campaign), campaign.timezone) else "",
        clock_time=clock_time,
        tell=told_count(session, campaign),
    )


def _local(campaign: Campaign) -> datetime:
    assert campaign.deadline_local is not None
    return datetime.fromisoformat(campaign.deadline_local)
