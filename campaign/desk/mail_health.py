"""Whether mail flows: for owners, what waits of their coalition's, and what is wrong with the mail of the installation."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from campaign.desk.blueprint import bp
from campaign.examining import of_mail, records_of
from campaign.models import Campaign
from campaign.queries import subject
from coalition.access import authorize
from coalition.models import Coalition
from mail.health import health
from web import access, database, now, render, settings


@bp.get("/coalition/<int:coalition_id>/mail")
@access("mail.view")
def mail_health(coalition_id: int) -> str:
    """What waits and since when, what went last, what came back, and the DNS records for the sender's domain."""
    authorize(coalition_id)
    with database().read() as session:
        mine = select(Campaign).where(Campaign.coalition_id == coalition_id)
        scopes = [subject(campaign) for campaign in session.scalars(mine)]
        return render(
            "desk/mail_health.html",
            coalition=session.get_one(Coalition, coalition_id),
            ours=health(session, now(), scopes),
            # Without the server's words: they quote addresses, perhaps those that another coalition writes to.
            findings=of_mail(settings(), replace(health(session, now()), last_trouble=""), now()),
            records=records_of(settings()) if settings().mail.server else (),
            now=now(),
        )
