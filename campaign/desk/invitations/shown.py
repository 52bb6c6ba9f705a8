"""What the pages about invitations share: the names of statuses, and finding a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.forms import whole_number
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.inviting import Status, Words
from campaign.public.opening import doors_of
from campaign.wording import long_day
from signatories.models import Invitation
from web import now, see_other

AT_ONCE = 500
"""Mails that are written in one transaction: signers wait for the same lock on SQLite, and must not wait for thousands."""

LONGEST_SEARCH = 200

STATUS_NAMES: Mapping[Status, Any] = {
    "not sent": _l("not sent"),
    "invited": _l("invited"),
    "opened": _l("opened"),
    "reviewing": _l("with the board"),
    "confirming": _l("to be confirmed"),
    "signed": _l("signed"),
    "declined": _l("declined"),
    "unsubscribed": _l("wants no more mail"),
    "bounced": _l("bounced"),
    "revoked": _l("revoked"),
}

LEANINGS: Mapping[str, Any] = {"": _l("no leaning yet"), "likely": _l("likely"), "unsure": _l("unsure")}


def found(session: Session, campaign: Campaign, number: int) -> Invitation:
    """The campaign's invitation of that number; ends the request with 404 for any other."""
    invitation = inviting.invitation_at(session, campaign, number)
    if invitation is None:
        abort(404)
    return invitation


def numbers_sent() -> list[int]:
    """The invitations that were ticked, or that the page carries along in one field."""
    typed = [*request.form.getlist("number"), *request.form.get("numbers", "").split(",")]
    return list(dict.fromkeys(number for one in typed if (number := whole_number(one)) is not None))


def invited_in_short(session: Session, campaign: Campaign) -> str:
    """How many were invited, and how they answered, in one line; "" where nobody was."""
    numbers = inviting.counts(session, campaign)
    everybody = sum(numbers.values())
    if not everybody:
        return ""
    shown: tuple[Status, ...] = ("signed", "reviewing", "declined", "bounced")
    parts = [f"{numbers[status]} {STATUS_NAMES[status]}" for status in shown if numbers[status]]
    return ", ".join([ngettext("%(num)d invited", "%(num)d invited", everybody), *parts])


def back_to_list(slug: str) -> Response:
    """To the list, as it was filtered when the button was pressed. Words that are none of ours lead to the whole list."""
    status, number = request.form.get("status", ""), whole_number(request.form.get("page"))
    if status not in ("waiting", *inviting.STATUSES):
        status = ""
    words = request.form.get("q", "").strip()[:LONGEST_SEARCH]
    return see_other("desk.invitations", slug=slug, status=status or None, q=words or None, page=number)


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page under the heading of the invitations."""
    shown = {"names": STATUS_NAMES, "leanings": LEANINGS, "long_day": long_day}
    return campaign_page(session, campaign, template, **shown, **context)


def called(invitation: Invitation) -> str:
    """What to call an invitation in a sentence."""
    return invitation.organization or invitation.contact_name or invitation.contact_email or str(_("somebody"))


def example(session: Session, campaign: Campaign) -> Invitation:
    """Somebody of the list, to show a mail with: the first whom nothing was sent to, else the first; a made-up one for none."""
    for status in ("not sent", ""):
        rows = inviting.find(session, campaign, status=status).rows
        if rows:
            return rows[0].invitation
    return inviting.sample(campaign, now())


def preview(campaign: Campaign, invitation: Invitation, words: Words) -> Words:
    """``words`` as that contact would read them. The link is shown, not given: who has it can answer for the organization."""
    hidden = f"{doors_of(campaign.slug).letter}/i/…"
    return inviting.filled(words, campaign, invitation, hidden, {}, now=now())
