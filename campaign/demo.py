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
from campaign.operations import SignatureEntry, Signed, circulate, import_bundle, inviting, sign
from campaign.operations.confirming import stand
from campaign.printing import PRINTING
from coalition.models import Coalition, Coordinator, Person
from coalition.operations import people
from coalition.permissions import Actor
from signatories import directory
from signatories.links import Opened
from signatories.models import Signature
from signatories.reading import DIRECTORY, guess, map_rows, read_list
from signatories.reading.directory_rows import plan

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
        # The last one has not looked into the mailbox yet.
        _signs(session, campaign, entry, doors(campaign.slug), moment, confirming=hours < len(_SIGNERS))
    for minutes, (organization, name, title, email) in enumerate(_DOUBLES):
        entry = SignatureEntry(organization, name, title, email, _ATTESTATION)
        _signs(session, campaign, entry, doors(campaign.slug), now - timedelta(hours=9, minutes=-7 * minutes))
    _invite(session, campaign, coordinator, doors(campaign.slug), now)
    _know(session, coalition, now - timedelta(days=3))
    return campaign, coordinator.person


def _signs(
    session: Session, campaign: Campaign, entry: SignatureEntry, doors: Doors, moment: datetime, *, confirming: bool = True
) -> None:
    """Somebody signs through the open form, and confirms it a minute later."""
    signed = sign(session, campaign, entry, doors=doors, now=moment)
    assert isinstance(signed, Signed)  # the demo's letter is open
    if confirming:
        signature = session.get_one(Signature, signed.number)
        stand(session, campaign, signature, how="mail", choice="", doors=doors, now=moment + timedelta(minutes=1))


def _invite(session: Session, campaign: Campaign, coordinator: Coordinator, doors: Doors, now: datetime) -> None:
    """Ask a few by mail; some of them answer, each in another way."""
    person = coordinator.person
    by = Actor(person.id, person.email, person.name, {coordinator.coalition_id: "owner"}, 0)
    read = read_list(_INVITED)
    rows = map_rows(read, guess(read), inviting.known(session, campaign), printing=PRINTING)
    asked = now - timedelta(hours=20)
    inviting.bring(session, campaign, rows, source="partners.csv", by=by, now=asked)
    fresh = inviting.sendable(session, campaign, inviting.standing(session, campaign)).recipients
    inviting.send(session, campaign, fresh, doors=doors, by=by, now=asked)
    invited = [one.invitation for one in inviting.standing(session, campaign)]
    inviting.open_link(invited[_OPENS], now=now - timedelta(hours=6))
    meeting = now.astimezone(ZoneInfo(campaign.timezone)).date() + timedelta(days=10)
    inviting.needs_time(
        session,
        campaign,
        invited[_REVIEWS],
        leaning="likely",
        until=meeting.isoformat(),
        remark="The executive board meets that evening.",
        now=now - timedelta(hours=5),
    )
    reason = "We are a party in the docket and may not comment on it."
    inviting.decline(session, campaign, invited[_DECLINES], reason=reason, now=now - timedelta(hours=4))
    first = invited[_SIGNS]
    entry = SignatureEntry(
        first.organization,
        first.contact_name,
        first.contact_title,
        first.contact_email,
        _ATTESTATION,
        invitation=Opened(first.id, first.generation),
    )
    sign(session, campaign, entry, doors=doors, now=now - timedelta(hours=2))


def _know(session: Session, coalition: Coalition, now: datetime) -> None:
    """Fill the directory of organizations from a list."""
    read = read_list(_KNOWN, purpose=DIRECTORY)
    seen = directory.known(session, coalition.id)
    columns = guess(read, DIRECTORY)
    rows = plan(read, columns, seen, printing=PRINTING)
    directory.bring(session, coalition.id, rows, seen=seen, source="organizations.csv", by=BY, now=now)
    (westmark,) = (found.organization for found in directory.find(session, coalition.id, words="Westmark Legal Aid").rows)
    directory.add_name(session, westmark, "Legal Aid Society", "alias", printing=PRINTING, by=BY, now=now)
