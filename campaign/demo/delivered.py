"""An earlier letter of the demo's coalition: closed, delivered, answered, and one who came late. So there is something to see
on the pages that come after the deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign.deadlines import SETTLING
from campaign.delivery_queries import deliveries_of, recipients_of
from campaign.demo.signing import ATTESTATION, BY, signs
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations import SignatureEntry, circulate, create_campaign, sign
from campaign.operations.circulating import close_due
from campaign.operations.delivering import finishing, log, recipients
from coalition.models import Coalition
from coalition.permissions import Actor
from letters.document import markdown

ZONE = "America/Chicago"

_TEXT = """\
---
recipients:
  - |
    Mayor Ottoline Pryce
    City Hall
    Ludlow Ferry, Avonmere 00010
subject: Open the boat ramp at Heron Lake to everyone
salutation: Dear Mayor Pryce,
closing: Signed,
cc:
  - Heron Lake Harbor Board
---

The undersigned {organizations} organizations ask the city to build the ramp at Heron Lake so that people who use wheelchairs
reach the water, and to open it before the summer.

The plans have been ready since the spring. What is missing is a date.
"""

_SIGNERS = (
    ("Heron Lake Tenants Union", "Ada Okafor", "Organizing Director", "ada@heronlake.example"),
    ("Tern Falls Tool Library", "Odalys Brannigan", "Director", "odalys@tooltern.example"),
    ("Merrow Rowing Club", "Tobias Kestrel", "President", "tobias@merrowrowing.example"),
)
_LATE = ("Ludlow Ferry Friends of the Shore", "Ines Calloway", "Chair", "ines@lfshore.example")


def earlier_letter(
    session: Session, coalition: Coalition, *, doors: Callable[[str], Doors], by: Actor, now: datetime
) -> Campaign:
    """Make it: it closed at 5 PM two weeks before ``now`` and was handed over the day after."""
    closed = datetime.combine(now.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=14), time(17), ZoneInfo(ZONE))
    letter, losses = markdown.read(_TEXT)
    assert not losses
    opened = closed - timedelta(days=10)
    campaign = create_campaign(
        session,
        by=BY,
        coalition_id=coalition.id,
        title="Open the boat ramp at Heron Lake to everyone",
        slug="heron-lake-ramp",
        timezone=ZONE,
        deadline_local=f"{closed:%Y-%m-%dT%H:%M}",
        hosts=["River Cities Water Table"],
        letter=letter,
        now=opened - timedelta(days=1),
    )
    circulate(session, campaign, by=BY, now=opened)
    theirs = doors(campaign.slug)
    for days, (organization, name, title, email) in enumerate(_SIGNERS, start=1):
        entry = SignatureEntry(organization, name, title, email, ATTESTATION)
        signs(session, campaign, entry, theirs, opened + timedelta(days=days))
    close_due(session, closed + 2 * SETTLING, only=campaign.id)
    _deliver(session, campaign, by, closed + timedelta(days=1))
    organization, name, title, email = _LATE
    late = SignatureEntry(organization, name, title, email, ATTESTATION)
    sign(session, campaign, late, doors=theirs, now=now - timedelta(days=2))
    return campaign


def _deliver(session: Session, campaign: Campaign, by: Actor, at: datetime) -> None:
    """Handed to the mayor, who answers, and posted to the board, who is to be asked again."""
    recipients.take_over(session, campaign, by=by, now=at)
    mayor, board = recipients_of(session, campaign)
    log.record(session, campaign, mayor, "hand", attempt=1, at=at, receipt="Stamped at the front desk", by=by, now=at)
    ask = (at + timedelta(days=60)).date()
    log.record(session, campaign, board, "post", attempt=1, at=at, follow_up_on=ask, by=by, now=at)
    finishing.deliver(session, campaign, by=by, now=at)
    finishing.thank_nobody(session, campaign, by=by, now=at)
    handed = next(row for row in deliveries_of(session, campaign) if row.recipient_id == mayor.id)
    answered = at + timedelta(days=6)
    log.follow(
        session,
        campaign,
        handed,
        receipt=handed.receipt,
        answer="Thank you. The ramp is on the council’s agenda next month.",
        answered_on=answered.date(),
        answer_public=True,
        follow_up_on=None,
        by=by,
        now=answered,
    )
