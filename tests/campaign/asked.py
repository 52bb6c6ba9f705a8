"""Acts around invitations, each in a transaction of its own, and what is in the database after them."""

from __future__ import annotations

from sqlalchemy import select

from campaign.operations import inviting
from campaign.operations.inviting import Words
from campaign.operations.signing import SignatureEntry, sign
from campaign.queries import find
from mail.models import OutboxMessage
from mail.wanted import reason_to_skip
from signatories.links import Opened
from signatories.models import Invitation
from tests.tools.invitations import doors

LIST = "Organization,Name,Email\nReef,Ben,ben@reef.example\nMills,Cy,cy@mills.example\nHills,Dee,dee@hills.example\n"


def in_campaign(database, act, slug="harbor"):
    """``act(session, campaign)`` in a transaction of its own."""
    with database.write() as session:
        return act(session, find(session, slug))


def mails(database, *kinds):
    with database.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.kind.in_(kinds)).order_by(OutboxMessage.id)
        return list(session.scalars(query))


def all_of(database):
    with database.read() as session:
        return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def signed(database, invitation, clock, email=None):
    """Sign through a personal link, with the invited address or another one."""
    entry = SignatureEntry(
        name=invitation.organization,
        contact_name="Ben Li",
        contact_title="",
        contact_email=email or invitation.contact_email,
        attestation="I may.",
        invitation=Opened(invitation.id, invitation.generation),
    )
    return in_campaign(database, lambda session, campaign: sign(session, campaign, entry, doors=doors(), now=clock.now))


def send(database, clock, by):
    def act(session, campaign):
        waiting = inviting.sendable(session, campaign, inviting.standing(session, campaign, status="not sent")).recipients
        return inviting.send(session, campaign, waiting, doors=doors(base_url="https://l.example"), by=by, now=clock.now)

    return in_campaign(database, act)


def note(database, clock, by, numbers=None, words=None, **more):
    """A note to everybody, or to the invitations of these numbers; gives what became of it."""
    words = words or Words("Still time: {title}", "Dear {contact}, {link}")

    def act(session, campaign):
        found = inviting.standing(session, campaign, numbers=numbers)
        return inviting.write(session, campaign, found, words, doors=doors(), by=by, now=clock.now, **more)

    return in_campaign(database, act)


def skips(database, clock, kind):
    """Why each message of a kind would not go out now; None for one that would."""
    with database.read() as session:
        return [reason_to_skip(session, message, clock.now) for message in mails(database, kind)]


def ask(database, clock, email, organization="Mills", name="Cy"):
    def act(session, campaign):
        inviting.ask_for_link(
            session,
            campaign,
            organization=organization,
            contact_name=name,
            email=email,
            doors=doors(base_url="https://l.example"),
            language="en",
            now=clock.now,
        )

    in_campaign(database, act)
