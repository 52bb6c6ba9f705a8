"""What the pages about invitations share: the names of statuses, and finding a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.inviting import Status, Words
from campaign.public.opening import doors_of
from signatories.models import Invitation
from web import now

STATUS_NAMES: Mapping[Status, Any] = {
    "not sent": _l("not sent"),
    "invited": _l("invited"),
    "opened": _l("opened"),
    "reviewing": _l("with the board"),
    "confirming": _l("to be confirmed"),
    "signed": _l("signed"),
    "declined": _l("declined"),
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


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page under the heading of the invitations."""
    shown = {"names": STATUS_NAMES, "leanings": LEANINGS, "long_day": _long_day}
    return campaign_page(session, campaign, template, **shown, **context)


def _long_day(day: date) -> str:
    return str(format_date(day, "EEEE, MMMM d", locale="en"))


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
    return inviting.filled(words, campaign, invitation, hidden, {})
