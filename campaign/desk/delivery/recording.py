"""The log of delivery: what went when to whom, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from blame import blame
from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.delivery_queries import deliveries_of, delivery_at
from campaign.delivery_standing import Standing, standings
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import CHANNEL_NAMES, found, page
from campaign.desk.forms import LocalMoment, whole_number
from campaign.models import Campaign
from campaign.operations.delivering import log, sending
from campaign.queries import campaign_at_desk, edition_of
from campaign.wording import long_day
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

PER_PAGE = 100


class RecordForm(FlaskForm):  # type: ignore[misc]
    """A delivery by another way than mail."""

    channel = RadioField(
        _l("How it was delivered"),
        choices=lambda: [(name, words) for name, words in CHANNEL_NAMES.items() if name != "mail"],
        default="portal",
    )
    at = LocalMoment(_l("When"))
    receipt = StringField(_l("Receipt"))
    follow_up_on = DateField(_l("Remind me on"), [Optional()])


class FollowForm(FlaskForm):  # type: ignore[misc]
    """What came of a delivery."""

    receipt = StringField(_l("Receipt"))
    answer = TextAreaField(_l("What they answered"))
    answered_on = DateField(_l("On which day"), [Optional()])
    answer_public = BooleanField(_l("Publish the answer on the letter’s page"))
    follow_up_on = DateField(_l("Remind me on"), [Optional()])


@dataclass(frozen=True, slots=True)
class Entry:
    """A delivery in the log; ``due``: the day to look after it has come."""

    row: Delivery
    standing: Standing
    why: str
    due: bool


@bp.get("/<slug>/delivery/log")
@access("delivery.view")
def delivery_log(slug: str) -> str:
    """Everything that was delivered, the newest first; ``show=due`` only what is to be looked after."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        entries = _entries(session, campaign, deliveries_of(session, campaign))
        due = [one for one in entries if one.due]
        show = "due" if request.args.get("show") == "due" else ""
        shown = due if show else entries
        pages = max(1, -(-len(shown) // PER_PAGE))
        at = min(max(1, whole_number(request.args.get("page")) or 1), pages)
        newest: dict[int, int] = {}
        for one in entries:
            if one.row.channel == "mail":
                newest.setdefault(one.row.recipient_id, one.row.id)
        return page(
            session,
            campaign,
            "delivery_log.html",
            entries=shown[(at - 1) * PER_PAGE : at * PER_PAGE],
            everything=len(entries),
            due=len(due),
            show=show,
            at=at,
            pages=pages,
            newest=set(newest.values()),
            edition=edition_of(session, campaign),
            long_day=long_day,
        )


@bp.get("/<slug>/delivery/<int:number>/record")
@access("delivery.edit")
def record_delivery(slug: str, number: int) -> str:
    """The form to write down a delivery to that recipient."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        one = found(session, campaign, number)
        local = now().astimezone(ZoneInfo(campaign.timezone)).strftime("%Y-%m-%dT%H:%M")
        usual = next((channel for channel in one.channels if channel != "mail"), "portal")
        return _record_page(session, campaign, one, RecordForm(formdata=None, at=local, channel=usual))


@bp.post("/<slug>/delivery/<int:number>/record")
@access("delivery.edit")
def keep_delivery(slug: str, number: int) -> tuple[str, int] | Response:
    """Write it down."""
    form = RecordForm()
    try:
        if form.validate():
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                one = found(session, campaign, number)
                kept = log.record(
                    session,
                    campaign,
                    one,
                    form.channel.data or "",
                    attempt=whole_number(request.form.get(f"attempt_{form.channel.data}")) or 0,
                    at=_moment(form.at.data or "", campaign.timezone),
                    receipt=form.receipt.data or "",
                    follow_up_on=form.follow_up_on.data,
                    by=actor(),
                    now=now(),
                )
                flash(
                    _("Written down for %(name)s.", name=one.name) if kept else _("It was written down already from this page.")
                )
            return see_other("desk.delivery_log", slug=slug)
    except UserError as error:
        blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _record_page(session, campaign, found(session, campaign, number), form), 422


@bp.get("/<slug>/delivery/log/<int:number>")
@access("delivery.edit")
def followed(slug: str, number: int) -> str:
    """What is written down of a delivery."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        row = _delivery(session, campaign, number)
        return _follow_page(session, campaign, row, FollowForm(formdata=None, obj=row))


@bp.post("/<slug>/delivery/log/<int:number>")
@access("delivery.edit")
def follow_delivery(slug: str, number: int) -> tuple[str, int] | Response:
    """Write down what came of it."""
    form = FollowForm()
    try:
        if form.validate():
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                log.follow(
                    session,
                    campaign,
                    _delivery(session, campaign, number),
                    receipt=form.receipt.data or "",
                    answer=form.answer.data or "",
                    answered_on=form.answered_on.data,
                    answer_public=bool(form.answer_public.data),
                    follow_up_on=form.follow_up_on.data,
                    by=actor(),
                    now=now(),
                )
            flash(_("Saved."))
            return see_other("desk.delivery_log", slug=slug)
    except UserError as error:
        blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _follow_page(session, campaign, _delivery(session, campaign, number), form), 422


def _entries(session: Session, campaign: Campaign, rows: Sequence[Delivery]) -> list[Entry]:
    known = standings(session, rows)
    today = now().astimezone(ZoneInfo(campaign.timezone)).date()
    return [
        Entry(
            row,
            *known[row.id],
            due=row.follow_up_on is not None and row.follow_up_on <= today and row.answered_on is None,
        )
        for row in rows
    ]


def _delivery(session: Session, campaign: Campaign, number: int) -> Delivery:
    row = delivery_at(session, campaign, number)
    if row is None:
        abort(404)
    return row


def _moment(local: str, timezone: str) -> datetime:
    """Wall time in the campaign's zone as a moment."""
    try:
        typed = datetime.fromisoformat(local)
    except ValueError as error:
        raise UserError("Write a date and a time.", field="at") from error
    return typed.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _record_page(session: Session, campaign: Campaign, one: DeliveryRecipient, form: RecordForm) -> str:
    edition = edition_of(session, campaign)
    times = {
        channel: sending.attempts(session, edition, one, channel) + 1 if edition else 1
        for channel in CHANNEL_NAMES
        if channel != "mail"
    }
    return page(session, campaign, "delivery_record.html", one=one, form=form, edition=edition, times=times)


def _follow_page(session: Session, campaign: Campaign, row: Delivery, form: FollowForm) -> str:
    (entry,) = _entries(session, campaign, [row])
    return page(session, campaign, "delivery_followed.html", entry=entry, row=row, form=form)
