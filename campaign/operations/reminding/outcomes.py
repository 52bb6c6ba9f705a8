"""What became of the mail of a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.reminder_models import CONFIRM, ReminderStep
from mail.models import OutboxMessage
from signatories.models import Invitation, Signature


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of a step's mails were sent, wait, were skipped (and why), and failed. Ninety days later nobody knows."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)


def outcomes(session: Session, campaign: Campaign, rows: Sequence[ReminderStep]) -> dict[int, Outcome]:
    """What became of the mail of these steps that are done, by their ids."""
    return {row.id: _of(session, campaign, row) for row in rows if row.state == "done"}


def _of(session: Session, campaign: Campaign, row: ReminderStep) -> Outcome:
    if row.step == CONFIRM:
        kind, about = "confirm_nudge", literal("signature:").concat(cast(Signature.id, String))
        theirs = select(about).where(Signature.campaign_id == campaign.id)
    else:
        kind = "reminder"
        about = literal("invitation:").concat(cast(Invitation.id, String)).concat(literal(f":{row.step}"))
        theirs = select(about).where(Invitation.campaign_id == campaign.id)
    mine = (OutboxMessage.kind == kind, OutboxMessage.due_at == row.planned_for, OutboxMessage.about.in_(theirs))
    query = select(OutboxMessage.status, OutboxMessage.reason, func.count()).where(*mine)
    numbers = {"sent": 0, "waiting": 0, "claimed": 0, "failed": 0}
    skipped: dict[str, int] = {}
    for status, reason, count in session.execute(query.group_by(OutboxMessage.status, OutboxMessage.reason)):
        if status == "skipped":
            skipped[reason] = count
        else:
            numbers[status] += count
    return Outcome(numbers["sent"], numbers["waiting"] + numbers["claimed"], numbers["failed"], skipped)
