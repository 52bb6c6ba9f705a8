"""The example campaign as the demo shows it: open for signature, its deadline three weeks away whenever the demo is started."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy.orm import Session

from campaign.bundles import Bundle, read_bundle
from campaign.deadlines import deadline
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations import SignatureEntry, Signed, circulate, import_bundle, sign
from campaign.operations.confirming import stand
from coalition.models import Coalition, Person
from coalition.operations import people
from signatories.models import Signature

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "river-cities"
COALITION = "River Cities Water Table"
COORDINATOR = "imogen@rivercities.example"
BY = "the demo"

_ATTESTATION = "I am authorized to sign this letter for the organization named above."

_SIGNERS = (
    ("Tern Falls Tool Library", "Odalys Brannigan", "Director", "odalys@tooltern.example"),
    ("Cofradía del Agua – Old Quarry", "Ximena Ledezma", "Presidenta", "ximena@cofradia.example"),
    ("Harbor & Hearth Legal Clinic, Inc.", "P. J. Abernathy", "Managing Attorney", "pj@hearth.example"),
)


def example(now: datetime) -> Bundle:
    """The example with its deadline at 5 PM three weeks from ``now``, and the letter dated four days after that."""
    bundle = read_bundle(EXAMPLE).bundle
    day = now.astimezone(ZoneInfo(bundle.timezone)).date() + timedelta(days=21)
    until = deadline(datetime(day.year, day.month, day.day, 17), bundle.timezone)  # noqa: DTZ001  (wall time is what is meant)
    dated = format_date(day + timedelta(days=4), "MMMM d, y", locale="en_US")
    return replace(bundle, deadline=until, letter=replace(bundle.letter, date=dated))


def prepare(session: Session, *, doors: Callable[[str], Doors], now: datetime) -> tuple[Campaign, Person]:
    """Fill an empty database: a coalition with its coordinator, the example open for signature, a few who just signed.

    ``doors`` gives a letter's doors for its slug. Gives the campaign and the coordinator.
    """
    coordinator = people.appoint(
        session, COORDINATOR, name="Imogen Castellane", coalition_name=COALITION, role="owner", by=BY, now=now
    )
    coalition: Coalition = coordinator.coalition
    campaign = import_bundle(session, coalition.id, example(now), by=BY, now=now - timedelta(days=2))
    circulate(session, campaign, by=BY, now=now - timedelta(days=1))
    for hours, (organization, name, title, email) in enumerate(_SIGNERS, start=1):
        entry = SignatureEntry(organization, name, title, email, _ATTESTATION)
        moment = now - timedelta(hours=4 - hours)
        signed = sign(session, campaign, entry, doors=doors(campaign.slug), now=moment)
        assert isinstance(signed, Signed)  # the demo's letter is open
        if hours < len(_SIGNERS):  # the last one has not looked into the mailbox yet
            minute_later = moment + timedelta(minutes=1)
            stand(
                session,
                campaign,
                session.get_one(Signature, signed.number),
                how="mail",
                choice="",
                doors=doors(campaign.slug),
                now=minute_later,
            )
    return campaign, coordinator.person
