"""The example campaign as the demo shows it: open for signature, half on the way to its deadline whenever the demo starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import update
from sqlalchemy.orm import Session

from campaign.bundles import Bundle, read_bundle
from campaign.deadlines import deadline
from campaign.delivery_queries import recipients_of
from campaign.demo.delivered import earlier_letter
from campaign.demo.signing import ATTESTATION, BY, signs
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations import SignatureEntry, circulate, import_bundle, inviting, reminding, sign
from campaign.operations.delivering import recipients
from campaign.printing import PRINTING
from campaign.reminders import USUAL
from coalition.models import Coalition, Person
from coalition.operations import people
from coalition.permissions import Actor
from mail.models import OutboxMessage
from signatories import directory
from signatories.links import Opened
from signatories.reading import DIRECTORY, guess, map_rows, read_list
from signatories.reading.directory_rows import plan

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "river-cities"
COALITION = "River Cities Water Table"
COORDINATOR = "imogen@rivercities.example"

_SIGNERS = (
    ("Tern Falls Tool Library", "Odalys Brannigan", "Director", "odalys@tooltern.example"),
    ("Cofradía del Agua – Old Quarry", "Ximena Ledezma", "Presidenta", "ximena@cofradia.example"),
    ("Harbor & Hearth Legal Clinic, Inc.", "P. J. Abernathy", "Managing Attorney", "pj@hearth.example"),
)

_DOUBLES = (
    ("Hearth and Well Legal Clinic, Inc.", "Ngozi Fairweather", "Managing Attorney", "intake@hearthandwell.example"),
    ("Tern Falls Friends of the Library", "Leopold Anand", "Treasurer", "leopold@tflibraryfriends.example"),
    ("TF Tenants’ Council", "Rosario Blythe", "Lead Organizer", "organizing@tftenants.example"),
    ("League of River Households", "Sunniva Quaye", "National Chair", "chair@riverhouseholds.example"),
)
"""Who signs although their organization, or a chapter of it, may be on the list already: something to decide."""

_INVITED = """\
Organization,Name,Title,Email
Heron Lake Tenants Union,Ada Okafor,Organizing Director,ada@heronlake.example
Northside Community Clinic,Ben Lindqvist,Executive Director,ben@northsideclinic.example
Millrace Metalworkers Local 88,Cyprian Duarte,Recording Secretary,cy@local88.example
Old Quarry Parents' Council,Dee Nolan,Chair,dee@quarryparents.example
Faith in Water,Eve Stonebridge,Pastor,eve@faithinwater.example
Lower Basin Growers' League,Farouk Hale,President,farouk@basingrowers.example
"""
_SIGNS, _OPENS, _REVIEWS, _DECLINES = 0, 1, 2, 3
"""Which of these have answered; the others have not looked yet."""

_OPENED, _ASKED, _DECLINED = timedelta(days=10), timedelta(days=9), timedelta(days=8)
"""How long ago. Whoever had declined was not reminded two weeks before the deadline; the others were."""
_WAYS: dict[str, dict[str, Any]] = {
    "The Honorable Casimir Thornbury-Vale": {"channels": ("mail", "hand"), "email": "chair@avonmere-psc.example"},
    "Dr. Maren Oduya-Holt": {"channels": ("mail",), "email": "commissioner@avonmere-deh.example"},
    "Governor Lucinda Farrow-Osei": {"channels": ("portal",), "portal": "https://governor.avonmere.example/write"},
    "Attorney General Desmond Achterberg": {"channels": ("post",), "postal": "1 Court Square\nPort Lorne, Avonmere 00012"},
}
"""How the letter reaches some of those whom it names; for the others that is still to be said."""


_KNOWN = """\
Organization,Also known as,Former names,Scope,State,Website,Type,Contact,Contact title,Email
American Brotherhood of Pump and Meter Workers,ABPMW | Pump and Meter Workers,United Meter Readers of America,national,,\
https://abpmw.example,union,,,
ABPMW Local 12,Pump and Meter Workers Local 12,,local,Avonmere,,union,,,
ABPMW Local 21,,,local,Avonmere,,union,,,
Watershed Parish Network,WPN,Parishes on the Merrow,state,Westmark,,faith group,,,
Tern Falls Tenants’ Council,TFTC,,local,Avonmere,https://tftenants.example,tenants,Lio Marchetti,Organizer,lio@tftenants.example
Tern Falls Tool Library,Tool Library of Tern Falls,,local,Avonmere,https://tooltern.example,library,Odalys Brannigan,Director,\
odalys@tooltern.example
Harbor & Hearth Legal Clinic,Harbor and Hearth,Harbor Legal Aid Society,local,Avonmere,https://hearth.example,clinic,,,
Old Quarry Legal Aid,Legal Aid Society,,local,Avonmere,,clinic,,,
Westmark Legal Aid,WLA,,state,Westmark,,clinic,,,
Heron Lake Tenants Union,Heron Lake Tenants,,local,Avonmere,,tenants,Ada Okafor,Organizing Director,ada@heronlake.example
Faith in Water,,Interfaith Water Table,local,Avonmere,,faith group,Eve Stonebridge,Pastor,eve@faithinwater.example
"""
"""What the coalition knows already. Two legal aids go by one name, which the pages point out."""


def example(now: datetime) -> Bundle:
    """The example with its deadline at 5 PM on a workday less than two weeks from ``now``, so that the first reminder is behind
    it; the letter is dated four days after that."""
    bundle = read_bundle(EXAMPLE).bundle
    day = workday_before(now.astimezone(ZoneInfo(bundle.timezone)).date() + timedelta(days=12))
    until = deadline(datetime(day.year, day.month, day.day, 17), bundle.timezone)  # noqa: DTZ001  (wall time is what is meant)
    dated = format_date(day + timedelta(days=4), "MMMM d, y", locale="en_US")
    return replace(bundle, deadline=until, letter=replace(bundle.letter, date=dated))


def workday_before(day: date) -> date:
    """``day``, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def prepare(session: Session, *, doors: Callable[[str], Doors], now: datetime) -> tuple[Campaign, Person]:
    """Fill an empty database: a coalition with its coordinator, the example open for signature, a few who just signed, and an
    earlier letter that was delivered.

    ``doors`` gives a letter's doors for its slug. Gives the campaign and the coordinator.
    """
    coordinator = people.appoint(
        session, COORDINATOR, name="Imogen Castellane", coalition_name=COALITION, role="owner", by=BY, now=now
    )
    coalition: Coalition = coordinator.coalition
    campaign = import_bundle(session, coalition.id, example(now), by=BY, now=now - _OPENED - timedelta(days=1))
    circulate(session, campaign, by=BY, now=now - _OPENED)
    for hours, (organization, name, title, email) in enumerate(_SIGNERS, start=1):
        entry = SignatureEntry(organization, name, title, email, ATTESTATION)
        moment = now - timedelta(hours=4 - hours)
        # The last one has not looked into the mailbox yet.
        signs(session, campaign, entry, doors(campaign.slug), moment, confirming=hours < len(_SIGNERS))
    for minutes, (organization, name, title, email) in enumerate(_DOUBLES):
        entry = SignatureEntry(organization, name, title, email, ATTESTATION)
        signs(session, campaign, entry, doors(campaign.slug), now - timedelta(hours=9, minutes=-7 * minutes))
    person = coordinator.person
    by = Actor(person.id, person.email, person.name, {coalition.id: "owner"}, 0)
    _invite(session, campaign, by, doors(campaign.slug), now)
    _say_how_it_goes_out(session, campaign, by, now - timedelta(days=1))
    _know(session, coalition, now - _OPENED - timedelta(days=2))
    earlier_letter(session, coalition, doors=doors, by=by, now=now)
    return campaign, coordinator.person


def _invite(session: Session, campaign: Campaign, by: Actor, doors: Doors, now: datetime) -> None:
    """Ask a few by mail, and remind them once; some of them answer, each in another way."""
    read = read_list(_INVITED)
    rows = map_rows(read, guess(read), inviting.known(session, campaign), printing=PRINTING)
    asked = now - _ASKED
    inviting.bring(session, campaign, rows, source="partners.csv", by=by, now=asked)
    fresh = inviting.sendable(session, campaign, inviting.standing(session, campaign)).recipients
    inviting.send(session, campaign, fresh, doors=doors, by=by, now=asked)
    invited = [one.invitation for one in inviting.standing(session, campaign)]
    reason = "We are a party in the docket and may not comment on it."
    inviting.decline(session, campaign, invited[_DECLINES], reason=reason, now=now - _DECLINED)
    _remind(session, campaign, by, doors, now)
    inviting.open_link(invited[_OPENS], now=now - timedelta(hours=6))
    meeting = now.astimezone(ZoneInfo(campaign.timezone)).date() + timedelta(days=6)
    inviting.needs_time(
        session,
        campaign,
        invited[_REVIEWS],
        leaning="likely",
        until=meeting.isoformat(),
        remark="The executive board meets that evening.",
        now=now - timedelta(hours=5),
    )
    first = invited[_SIGNS]
    entry = SignatureEntry(
        first.organization,
        first.contact_name,
        first.contact_title,
        first.contact_email,
        ATTESTATION,
        invitation=Opened(first.id, first.generation),
    )
    sign(session, campaign, entry, doors=doors, now=now - timedelta(hours=2))


def _remind(session: Session, campaign: Campaign, by: Actor, doors: Doors, now: datetime) -> None:
    """The reminder two weeks before the deadline went out at its time, some days before ``now``."""
    asked = now - _ASKED
    steps = ("14-days", *USUAL)
    reminding.keep_rules(
        session,
        campaign,
        active=True,
        nudging=True,
        steps=steps,
        quiet_from="20:00",
        quiet_until="08:00",
        weekends=False,
        by=by,
        now=asked,
    )
    first = next(row for row in reminding.steps_of(session, campaign) if row.step == "14-days")
    at = first.planned_for
    reminding.send_now(session, campaign, first, doors=doors, by=by, now=at)
    went = {"status": "sent", "sent_at": at, "attempts": 1}
    session.execute(update(OutboxMessage).where(OutboxMessage.kind == "reminder").values(went))


def _say_how_it_goes_out(session: Session, campaign: Campaign, by: Actor, now: datetime) -> None:
    """Whom the letter names is on the list of recipients, and of some it is said how the letter reaches them."""
    recipients.take_over(session, campaign, by=by, now=now)
    for one in recipients_of(session, campaign):
        if one.name in _WAYS:
            recipients.change(session, campaign, one, replace(recipients.entry_of(one), **_WAYS[one.name]), by=by, now=now)


def _know(session: Session, coalition: Coalition, now: datetime) -> None:
    """Fill the directory of organizations from a list."""
    read = read_list(_KNOWN, purpose=DIRECTORY)
    seen = directory.known(session, coalition.id)
    columns = guess(read, DIRECTORY)
    rows = plan(read, columns, seen, printing=PRINTING)
    directory.bring(session, coalition.id, rows, seen=seen, source="organizations.csv", by=BY, now=now)
    (westmark,) = (found.organization for found in directory.find(session, coalition.id, words="Westmark Legal Aid").rows)
    directory.add_name(session, westmark, "Legal Aid Society", "alias", printing=PRINTING, by=BY, now=now)
