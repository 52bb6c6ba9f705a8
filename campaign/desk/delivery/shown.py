"""What the pages about delivery share: names of channels, finding a row, the frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from campaign.delivery_models import DeliveryRecipient
from campaign.delivery_queries import recipient_at
from campaign.desk.frame import campaign_page
from campaign.models import Campaign

CHANNEL_NAMES: Mapping[str, Any] = {
    "mail": _l("e-mail"),
    "portal": _l("form on their website"),
    "post": _l("post"),
    "hand": _l("by hand"),
}

KIND_NAMES: Mapping[str, Any] = {
    "block": _l("addressed in the letter"),
    "cc": _l("on CC"),
    "other": _l("added here"),
}

STANDING_NAMES: Mapping[str, Any] = {
    "on its way": _l("on its way"),
    "delivered": _l("delivered"),
    "not delivered": _l("not delivered"),
}


def found(session: Session, campaign: Campaign, number: int) -> DeliveryRecipient:
    """The campaign's recipient of that number; ends the request with 404 for any other."""
    recipient = recipient_at(session, campaign, number)
    if recipient is None:
        abort(404)
    return recipient


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page under the heading of delivery."""
    names = {"channel_names": CHANNEL_NAMES, "kind_names": KIND_NAMES, "standing_names": STANDING_NAMES}
    return campaign_page(session, campaign, template, **names, **context)
