"""Taking in, with one act, those who asked to sign after the deadline: when the letter circulates again, say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.late import LateLine, accept_late, late_lines
from campaign.queries import hold
from coalition.permissions import Actor
from errors import UserError


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were accepted, and how many are left because nothing could be done for them."""

    accepted: int = 0
    left: int = 0


def simple(lines: list[LateLine]) -> list[LateLine]:
    """Those that a coordinator may accept unseen: nobody decided, a contact is known, and neither the matcher nor the mailbox
    says that they stand on the letter already."""
    return [
        one for one in lines if one.request.status == "new" and one.request.contact_email and not one.alike and not one.mailbox
    ]


def accept_simple(session: Session, campaign: Campaign, *, doors: Doors, by: Actor | str, now: datetime) -> Taken:
    """Accept all that are :func:`simple`, each as :func:`~campaign.operations.late.accept_late` does; what it refuses is left
    as it was. Pressing twice accepts once."""
    hold(session, campaign)
    accepted = left = 0
    for line in simple(late_lines(session, campaign)):
        try:
            with session.begin_nested():
                accept_late(session, campaign, line.request, doors=doors, by=by, now=now)
            accepted += 1
        except UserError:
            left += 1
    return Taken(accepted, left)
