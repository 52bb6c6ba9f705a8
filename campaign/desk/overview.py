"""All campaigns, and one campaign at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.desk.invitations.shown import invited_in_short
from campaign.desk.step import Step
from campaign.desk.steps import next_step
from campaign.listing import counts
from campaign.models import Campaign
from campaign.queries import activity_of, campaign_at_desk, campaigns_of, current_version
from campaign.renditions import final_edition
from coalition.access import actor, may
from coalition.models import Coalition
from coalition.queries import coalitions_of
from web import access, database, external_url, now, render


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign in the list."""

    campaign: Campaign
    count: int
    step: Step


@bp.get("/")
@access("self")
def campaigns() -> str:
    """The campaigns of every coalition that the person belongs to, each with its next step."""
    with database().read() as session:
        found = campaigns_of(session, actor().roles)
        numbers = counts(session, found)
        lines = [
            Line(campaign, numbers[campaign.id], next_step(session, campaign, numbers[campaign.id], now()))
            for campaign in found
        ]
        groups: list[tuple[Coalition, list[Line]]] = [
            (coalition, [line for line in lines if line.campaign.coalition_id == coalition.id])
            for coalition in coalitions_of(session, actor())
        ]
        creator = any(may(coalition.id, "campaign.create") for coalition, _ in groups)
        return render("desk/campaigns.html", groups=groups, creator=creator)


@bp.get("/<slug>/")
@access("campaign.view")
def overview(slug: str) -> str:
    """One campaign: the next step first, then what it is, its files, and what happened lately."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        count = counts(session, [campaign])[campaign.id]
        return campaign_page(
            session,
            campaign,
            "overview.html",
            step=next_step(session, campaign, count, now()),
            version=current_version(session, campaign),
            final=final_edition(session, campaign, now()) is not None,
            address=external_url("public.letter", slug=campaign.slug),
            invited=invited_in_short(session, campaign),
            activity=activity_of(session, campaign, 8) if may(campaign.coalition_id, "audit.view") else (),
        )
