"""The blueprint that the public views hang on, and the words that its templates may use."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from campaign.deadlines import private_at
from campaign.models import Campaign
from campaign.wording import long_moment
from languages import chosen
from web import now

bp = Blueprint("public", __name__, template_folder="templates")


@bp.context_processor
def words() -> dict[str, Callable[[Campaign], object]]:
    """Whether the letter of a page is private still. Then the page leads nowhere that only personal links open, and its title
    does not name the letter: what previews an address that somebody pasted into a chat shows the title to everybody there."""

    def is_private(campaign: Campaign) -> bool:
        return private_at(campaign, now())

    def private_until(campaign: Campaign) -> str:
        return long_moment(campaign.embargo, campaign.timezone, chosen()) if campaign.embargo else ""

    return {"is_private": is_private, "private_until": private_until}
