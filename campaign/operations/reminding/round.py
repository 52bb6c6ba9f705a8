"""One round of a worker: everything that has become due of reminding, and the digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.reminding.answers import nudge_silent, silent_due
from campaign.operations.reminding.boards import boards_due, remind_boards
from campaign.operations.reminding.nudging import first_due, nudge
from campaign.operations.reminding.renewing import renew, to_renew
from campaign.operations.reminding.sending import Done, DoorsOf, remind_due
from database import Database


@dataclass(frozen=True, slots=True)
class Round:
    """What was put into the outbox: steps; and by campaign to how many whose day was over, who have only to confirm, and who
    have not answered a question."""

    steps: list[Done]
    boards: dict[str, int]
    confirming: dict[str, int]
    silent: dict[str, int]


def work(database: Database, doors_of: DoorsOf, now: datetime, slug: str = "") -> Round:
    """Do what is due at ``now`` (aware), of one campaign or of all."""
    steps = remind_due(database, doors_of, now, slug)
    with database.read() as session:
        open_ones = _open(session, slug)
        old = [one for one in open_ones if to_renew(session, one, now)]
        boards = [one for one in open_ones if boards_due(session, one, now)]
        confirming = [one for one in open_ones if first_due(session, one, now)]
        silent = [one for one in open_ones if silent_due(session, one, now)]
    reminded: dict[str, int] = {}
    nudged: dict[str, int] = {}
    asked: dict[str, int] = {}
    for campaign in old:
        with database.write() as session:
            renew(session, session.get_one(Campaign, campaign.id), doors=doors_of(campaign.slug), now=now)
    for campaign in boards:
        with database.write() as session:
            one = session.get_one(Campaign, campaign.id)
            reminded[one.slug] = remind_boards(session, one, doors=doors_of(one.slug), now=now)
    for campaign in confirming:
        with database.write() as session:
            one = session.get_one(Campaign, campaign.id)
            nudged[one.slug] = nudge(session, one, doors=doors_of(one.slug), now=now)
    for campaign in silent:
        with database.write() as session:
            one = session.get_one(Campaign, campaign.id)
            asked[one.slug] = nudge_silent(session, one, doors=doors_of(one.slug), now=now)
    return Round(steps, reminded, nudged, asked)


def _open(session: Session, slug: str) -> list[Campaign]:
    query = select(Campaign).where(Campaign.state == "circulating")
    return list(session.scalars((query.where(Campaign.slug == slug) if slug else query).order_by(Campaign.id)))
