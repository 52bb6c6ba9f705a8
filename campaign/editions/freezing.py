"""Freezing a campaign into an edition, and the list in the shape that an edition keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from campaign.listing import signatories_of
from campaign.models import Campaign, Edition
from campaign.queries import current_version, next_number
from coalition.permissions import Actor, called
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine


def freeze(
    session: Session,
    campaign: Campaign,
    *,
    moment: datetime,
    by: Actor | str = "",
    left_open: Sequence[Mapping[str, Any]] = (),
    mark: str = "",
) -> Edition:
    """The edition of the campaign as it stands, not yet added to the session. Freezing the same state gives equal editions.

    It is numbered after the highest that there is. ``by`` is whose act it is, ``left_open`` what the checklist still had, and
    ``mark`` what prints under the list about the edition before.
    """
    signatories = signatories_of(session, campaign)
    version = current_version(session, campaign)
    return Edition(
        campaign_id=campaign.id,
        number=next_number(session, campaign),
        version_id=version.id,
        version=version,
        title=campaign.title,
        author=author_of(campaign),
        signatories=packed(signatories),
        count=signatories.count,
        closed_at=moment,
        closed_by=called(by),
        left_open=[dict(point) for point in left_open],
        mark=mark,
    )


def author_of(campaign: Campaign) -> str:
    """Who a file names as its author: the hosts, else the coalition."""
    return ", ".join(campaign.hosts)[:300] or campaign.coalition.name


def packed(signatories: Signatories) -> dict[str, Any]:
    """The list as JSON."""
    return {
        "columns": signatories.columns,
        "groups": [
            {
                "title": group.title,
                "note": group.note,
                "individuals": group.individuals,
                "lines": [[line.name, line.detail, *([line.state] if line.state else [])] for line in group.lines],
            }
            for group in signatories.groups
        ],
    }


def unpacked(value: Mapping[str, Any]) -> Signatories:
    """The list that :func:`packed` wrote. Lists of before it said who is an individual, or from which state, stand under texts
    without such counts."""
    groups = tuple(
        SignatoryGroup(
            tuple(SignatoryLine(*line) for line in group["lines"]),
            group["title"],
            group["note"],
            group.get("individuals", False),
        )
        for group in value["groups"]
    )
    return Signatories(groups, value["columns"])
