"""Who of the invited is written to, and who is left out, each for a reason that the coordinator reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.inviting.lists import on_letter
from campaign.operations.inviting.status import WAITING, Standing, Status
from campaign.wording import long_day
from signatories.models import Invitation
from signatories.reading import Existing

REASONS: Mapping[Status, str] = {
    "not sent": "has no invitation yet",
    "signed": "has signed",
    "confirming": "has signed, and has a mail to confirm it",
    "declined": "has declined",
    "unsubscribed": "wants no more mail about this letter",
    "bounced": "the last mail came back",
    "revoked": "the link was revoked",
}
"""Why somebody is not written to who is chosen for a note."""

NAMESAKE = "an organization of this name has signed"
"""From another mailbox: most likely a colleague. But anybody may type a name, and a stranger must not silence an organization
by it: whoever is left out for this alone is written to when a person says so."""

NO_ADDRESS = "there is no address any more"

TICKED = "ticked"
"""How somebody was chosen for a note: one by one, by hand. Otherwise it is the status that was filtered by, or ""."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who of those chosen is written to, and who is not, each with the reason."""

    recipients: Sequence[Invitation]
    skipped: Sequence[tuple[Invitation, str]]


def sendable(session: Session, campaign: Campaign, found: Iterable[Standing], *, anyway: Collection[int] = ()) -> Chosen:
    """Those whom nothing was mailed to yet. Left out are those who stand on the letter already; ``anyway`` names the
    invitations that go out although an organization of the same name does."""
    existing = on_letter(session, campaign)
    recipients: list[Invitation] = []
    skipped: list[tuple[Invitation, str]] = []
    for one in (each.invitation for each in found if each.status == "not sent" and each.invitation.contact_email):
        if why := signed_already(existing, one, namesakes=one.id in anyway):
            skipped.append((one, why))
        else:
            recipients.append(one)
    return Chosen(recipients, skipped)


def reachable(
    session: Session,
    campaign: Campaign,
    found: Iterable[Standing],
    *,
    choice: str = "",
    last: bool = False,
    now: datetime,
) -> Chosen:
    """Whom a note goes to: invited, and without an answer. A mailbox gets one for each organization that it answers for.

    ``choice`` tells how they were chosen: :data:`TICKED`, by a status, or "" for everybody. A note to everybody leaves out also
    those who asked for time, those who only have to confirm, and those whose namesake has signed. ``last``: it is one of the
    last words before the deadline, which go also to those who asked for time without naming a day.
    """
    existing, today = on_letter(session, campaign), now.astimezone(ZoneInfo(campaign.timezone)).date()
    recipients: list[Invitation] = []
    skipped: list[tuple[Invitation, str]] = []
    for one in found:
        if why := _left_out(one, existing, today, choice, last=last):
            skipped.append((one.invitation, why))
        else:
            recipients.append(one.invitation)
    return Chosen(recipients, skipped)


def signed_already(existing: Existing, invitation: Invitation, *, namesakes: bool) -> str:
    """Why nobody needs to be asked who stands on the letter, as far as its list tells; "" when they do. ``namesakes``: a
    signature of the same name from another mailbox does not count."""
    key = (invitation.address_key or "", invitation.organization_key)
    if key in existing.signed:
        return REASONS["signed"]
    return NAMESAKE if existing.says(key) and not namesakes else ""


def _left_out(one: Standing, existing: Existing, today: date, choice: str, *, last: bool) -> str:
    invitation, by_hand = one.invitation, choice in (TICKED, one.status)
    if not invitation.contact_email:
        return REASONS.get(one.status, NO_ADDRESS)
    if one.status not in WAITING and not (one.status == "confirming" and by_hand):
        return REASONS[one.status]
    if one.status == "reviewing" and not by_hand:
        until = invitation.needs_until
        if until is None and not last:
            return "asked for time"
        if until is not None and until >= today:
            return f"asked for time until {long_day(until)}"
    return signed_already(existing, invitation, namesakes=choice == TICKED)
