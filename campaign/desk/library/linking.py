"""What a person does about a source's link: look again, say that it works, ask for a copy, use another address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.library.links_known import Item
from campaign.models import Campaign
from campaign.operations.library import NoSource, edit_source
from campaign.operations.links import look_again, mark_seen_working, request_archive
from campaign.queries import campaign_at_desk, newest_version
from coalition.access import actor
from errors import UserError
from letters.document.hrefs import is_safe
from web import access, database, now, see_other

Act = Callable[[Session, Campaign], str]


@bp.post("/<slug>/sources/link/seen")
@access("letter.edit")
def link_seen(slug: str) -> Response:
    """A person saw the page working, today or on the day in the form."""

    def act(session: Session, campaign: Campaign) -> str:
        on = _day(request.form.get("on", ""), campaign)
        mark_seen_working(session, campaign, request.form.get("url", ""), on=on, by=actor(), now=now())
        return str(_("Written down: you saw it working."))

    return _done(slug, act)


@bp.post("/<slug>/sources/link/check")
@access("letter.edit")
def link_check(slug: str) -> Response:
    """Have the link looked at as soon as may be."""

    def act(session: Session, campaign: Campaign) -> str:
        if not campaign.coalition.outgoing:
            raise UserError(_("Requests to other sites are turned off. An owner can turn them on."))
        look_again(session, campaign, [request.form.get("url", "")], now=now())
        return str(_("It will be looked at within a minute or two. Reload this page then."))

    return _done(slug, act)


@bp.post("/<slug>/sources/link/archive")
@access("letter.edit")
def link_archive(slug: str) -> Response:
    """Ask an archive for a copy of the page."""

    def act(session: Session, campaign: Campaign) -> str:
        service = request.form.get("service", "")
        request_archive(session, campaign, request.form.get("url", ""), service, by=actor(), now=now())
        return str(_("The archive will be asked for a copy. That can take some minutes."))

    return _done(slug, act)


@bp.post("/<slug>/sources/link/use-address")
@access("letter.edit")
def use_address(slug: str) -> Response:
    """Cite another address: one where the page may be now. It becomes the source's URL."""
    url = request.form.get("url", "")

    def change(item: Item) -> dict[str, Any]:
        if not is_safe(url) or url.lower().startswith("mailto:"):
            raise UserError(_("That is not a web address."))
        return {**item, "URL": url}

    return _done(
        slug, _editing(change, _("The source now cites that address. Open it once to be sure that it is the same page."))
    )


def _editing(change: Callable[[Item], dict[str, Any]], said: str) -> Act:
    """An act that changes the source whose key is in the form, if it still is as the page showed it."""
    key, seen = request.form.get("key", ""), request.form.get("seen", "")

    def act(session: Session, campaign: Campaign) -> str:
        for item in newest_version(session, campaign).sources:
            if item["id"] == key:
                edit_source(session, campaign, change(item), seen=seen, by=actor(), now=now())
                return said
        raise NoSource(key)

    return act


def _done(slug: str, act: Act) -> Response:
    """Do it, say what came of it, and go back to where the button was: the list, or the source's own page."""
    try:
        with database().write() as session:
            flash(act(session, campaign_at_desk(session, slug)))
    except UserError as error:
        flash(error.sentence)
    if request.form.get("back") == "list":
        return see_other("desk.sources", slug=slug)
    return see_other("desk.source", slug=slug, key=request.form.get("key", ""))


def _day(typed: str, campaign: Campaign) -> date:
    if not typed:
        return now().astimezone(ZoneInfo(campaign.timezone)).date()
    try:
        return datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=ZoneInfo(campaign.timezone)).date()
    except ValueError:
        raise UserError(_("That is not a date.")) from None
