"""How people sign in the demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations import SignatureEntry, Signed, sign
from campaign.operations.confirming import stand
from signatories.models import Signature

BY = "the demo"

ATTESTATION = "I am authorized to sign this letter for the organization named above."


def signs(
    session: Session, campaign: Campaign, entry: SignatureEntry, doors: Doors, moment: datetime, *, confirming: bool = True
) -> None:
    """Somebody signs through the open form, and confirms it a minute later."""
    signed = sign(session, campaign, entry, doors=doors, now=moment)
    assert isinstance(signed, Signed)  # the demo's letter is open
    if confirming:
        signature = session.get_one(Signature, signed.number)
        stand(session, campaign, signature, how="mail", choice="", doors=doors, now=moment + timedelta(minutes=1))
