"""What every page of a campaign shows around its own matter."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from campaign.deadlines import private_at, state_at, writable
from campaign.listing import counts
from campaign.models import Campaign
from coalition.access import may
from web import now, render


def campaign_page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page of ``campaign``: ``template`` extends ``desk/campaign.html``.

    The template finds the campaign, its state now, whether its text is ``writable`` and it is ``private`` still, how many
    signed, and ``allowed("letter.edit")`` for what the signed-in person may do.
    """

    def allowed(permission: str) -> bool:
        return may(campaign.coalition_id, permission)

    return render(
        f"desk/{template}",
        campaign=campaign,
        state=state_at(campaign, now()),
        writable=writable(campaign),
        private=private_at(campaign, now()),
        count=counts(session, [campaign])[campaign.id],
        allowed=allowed,
        **context,
    )
