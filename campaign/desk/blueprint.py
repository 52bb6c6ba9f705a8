"""The blueprint that the desk's views hang on, and the words that its templates may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response

from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.wording import long_moment, relative, short_moment
from web import now, pages

bp = Blueprint("desk", __name__, template_folder="templates", url_prefix="/desk")


@bp.after_request
def show_at_once(response: Response) -> Response:
    """What a coordinator just did may show on a public page: this process makes it anew for the next reader."""
    if response.status_code == 303:
        pages().clear()
    return response


@bp.context_processor
def words() -> dict[str, Callable[..., str]]:
    """Moments and states as templates say them: each moment in the zone of the campaign that it is about."""

    def far(moment: datetime) -> str:
        return relative(moment, now())

    def state_of(campaign: Campaign) -> str:
        return state_at(campaign, now())

    return {"long_moment": long_moment, "short_moment": short_moment, "far": far, "state_of": state_of}
