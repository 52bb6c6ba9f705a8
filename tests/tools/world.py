"""A letter on which everything has happened that is mailed about: for tests that walk all links, or search all pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select, update

from campaign.delivery_queries import recipients_of
from campaign.operations import digesting, inviting, reminding, set_deadline
from campaign.operations.circulating import close_due
from campaign.operations.delivering import finishing, sending, wording
from campaign.operations.galley import asking
from campaign.operations.inviting.wording import words_of
from campaign.operations.late import accept_late, decline_late
from campaign.operations.moderating import decide
from campaign.operations.settling import settle_due
from campaign.queries import find, late_requests_of
from mail.compose import compose
from mail.models import OutboxMessage
from mail.outbox import MESSAGES
from signatories.models import Invitation, Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.consenting import doors, publish, write
from tests.tools.invitations import Invitations
from tests.tools.recipients import Recipients, member
from tests.tools.signing import ask, door, mails, sign_on
from web import permission_of

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass
class World:
    """One open letter, ``harbor``. ``client`` is somebody who is not signed in, ``owner`` a coordinator."""

    campaigns: Campaigns
    client: Any
    owner: Any

    def sign(self, organization: str, email: str, **more: str) -> str:
        """Sign and confirm as a browser does; gives the path of the own page."""
        return sign_on(
            self.client, self.campaigns.database, ENTRY | {"organization": organization, "contact_email": email, **more}
        )

    def ask(self, organization: str, email: str, **more: str) -> str:
        """Sign without confirming; gives the path behind the mailed link."""
        return ask(self.client, self.campaigns.database, ENTRY | {"organization": organization, "contact_email": email, **more})

    def decide(self, email: str, decision: Any, reason: str = "") -> None:
        """Decide on the signature of that address, and tell its contact."""
        with self.campaigns.database.write() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            numbers = list(session.scalars(select(Signature.id).where(Signature.contact_email == email)))
            assert numbers, email
            decide(
                session, campaign, numbers, decision, reason=reason, tell=True, doors=doors(), by="Ana", now=self.campaigns.now
            )

    def spelled(self, organization: str, email: str, wanted: str) -> None:
        """Sign, ask for another spelling where coordinators look at everything first, and get it."""
        own = self.sign(organization, email)
        for moderation in ("all", "none"):
            with self.campaigns.database.write() as session:
                campaign = find(session, "harbor")
                assert campaign is not None
                campaign.moderation = moderation
            if moderation == "all":
                assert self.client.fill_in(own, {"line": wanted}, action="/line").status_code == 303
        self.decide(email, "spell")

    def invite(self, organization: str, email: str) -> Invitation:
        """Invite by mail, write a note after it, and send the coordinator a copy to look at."""
        invitations = Invitations(self.campaigns.database, self.campaigns.clock)
        made = invitations.one(organization, email, sent=False)
        by = invitations.by
        with self.campaigns.database.write() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            row = session.get_one(Invitation, made.id)
            common: dict[str, Any] = {"doors": doors(), "by": by, "now": self.campaigns.now}
            inviting.send(session, campaign, [row], **common)
            words = words_of(campaign, "en")
            inviting.write(session, campaign, inviting.find(session, campaign).rows, words, **common)
            inviting.send_test(session, campaign, row, words, **common)
        return made

    def everything_mailed(self) -> None:
        """Let every kind of message go out, except the one after silence (:meth:`silence`)."""
        database, now = self.campaigns.database, self.campaigns.now
        own = self.sign("Friends of the Harbor", "ada@friends.example")
        self.ask("Waiting Hall", "bea@waiting.example")
        self.invite("Reef", "ben@reef.example")
        self.client.fill_in(own, {"contact_email": "ada@new.example"}, action="/contact")
        other = self.sign("Dune Trust", "dora@dune.example")
        self.client.fill_in(other, {"contact_email": "dora@moved.example"}, action="/contact")
        (moved,) = mails(database, "new_address", "dora@moved.example")
        assert self.client.fill_in(door(moved, "contact_url"), {}, action="/contact/").status_code == 303
        self.client.fill_in("/letters/harbor/links", {"email": "ada@friends.example"}, action="/links")
        wanted = {"organization": "Tide Pool", "contact_name": "Tom", "email": "tom@tide.example"}
        assert self.client.fill_in("/letters/harbor/brief", wanted, action="/brief").status_code == 303
        for name in ("refused", "held", "gone"):
            self.sign(name.title() + " Marsh", f"eve@{name}.example")
        self.decide("eve@refused.example", "refuse", "a double")
        self.decide("eve@held.example", "hold", "who are they?")
        self.decide("eve@held.example", "accept")
        self.decide("eve@gone.example", "withdraw", "they telephoned")
        self.spelled("Kelp Forrest", "gus@kelp.example", "Kelp Forest")
        back = self.sign("Backwater", "fay@back.example")
        assert self.client.fill_in(back, {}, action="/withdraw").status_code == 303
        with database.write() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            until = asking.default_until(campaign, now)
            assert asking.ask(session, campaign, asking.to_ask(session, campaign), until, doors=doors(), by="Ana", now=now)
            set_deadline(
                session,
                campaign,
                "2026-03-05T18:00",
                campaign.timezone,
                doors=doors(),
                by="Ana",
                now=now,
            )
        write(self.campaigns, "We ask the city to end it all.")
        publish(self.campaigns, "editorial")
        write(self.campaigns, "We ask the city to end it now.")
        publish(self.campaigns, "substantive")
        self.owner.send(
            f"/desk/coalition/{self.owner.coalition_id}/people/add",
            {"email": "new@rivers.example", "role": "viewer", "name": "N"},
        )
        self.client.fill_in("/desk/sign-in", {"email": "owner@rivers.example"})

    def silence(self) -> None:
        """Nobody answers about the changed text, and those who did not confirm are told again."""
        self.arrived("reconfirm")
        self.campaigns.clock.advance(days=1, hours=2)
        reminding.work(self.campaigns.database, doors, self.campaigns.now)
        self.campaigns.clock.advance(days=1, minutes=5)
        with self.campaigns.database.write() as session:
            settle_due(session, self.campaigns.now, doors)
        reminding.work(self.campaigns.database, doors, self.campaigns.now)
        digesting.digest_due(self.campaigns.database, "http://localhost", self.campaigns.now)

    def arrived(self, kind: str) -> None:
        """What waits of this kind goes out now, and its words are kept."""
        waiting = update(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.status == "waiting")
        with self.campaigns.database.write() as session:
            session.execute(waiting.values(status="sent", sent_at=self.campaigns.now))

    def delivered(self) -> None:
        """The letter closes; two come late, and are told; it goes out by mail, and its signers are thanked."""
        database, clock = self.campaigns.database, self.campaigns.clock
        self.sign("Last Light", "lou@light.example")
        with database.write() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            numbers = asking.to_ask(session, campaign)
            asking.ask(session, campaign, numbers, "2026-03-05T16:00", doors=doors(), by="Ana", now=clock.now)
        self.arrived("galley")
        clock.advance(hours=21)
        reminding.work(database, doors, clock.now)
        clock.advance(days=3)
        with database.write() as session:
            close_due(session, clock.now)
        for name in ("Tardy Shore", "Later Shore"):
            late = ENTRY | {"organization": name, "contact_email": f"late@{name.split()[0].lower()}.example"}
            assert self.client.send("/letters/harbor/sign", late).status_code == 409
        recipients = Recipients(database, clock)
        recipients.add(member(1))
        recipients.want_copies()
        recipients.write_copies()
        by = Invitations(database, clock).by
        common: dict[str, Any] = {"doors": doors(), "by": by, "now": clock.now}
        with database.write() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            first, second = late_requests_of(session, campaign)
            accept_late(session, campaign, first, **common)
            decline_late(session, campaign, second, reason="It has gone out.", tell=True, **common)
            people = recipients_of(session, campaign)
            sending.send_test(session, campaign, people[0], wording.words_for(session, campaign, people[0]), **common)
            assert sending.send(session, campaign, people, **common) == 1
            session.execute(
                update(OutboxMessage).where(OutboxMessage.kind == "delivery").values(status="sent", sent_at=clock.now)
            )
            finishing.deliver(session, campaign, by=by, now=clock.now)
            assert finishing.thank(session, campaign, **common)


def public_addresses(app: Flask, rows: Mapping[str, Signature | Invitation]) -> Iterator[tuple[str, str]]:
    """Every public address that can be fetched, with its endpoint.

    ``rows`` has, by the word in the address ("mine", "i"), whose link is used where one is needed.
    """
    purposes = {"mine": "own", "i": "invited"}
    for rule in app.url_map.iter_rules():
        if permission_of(rule.endpoint, app) != "public" or "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        token = "x" * 43
        if "<token>" in rule.rule and rule.rule.startswith("/letters/<slug>/"):
            kind = rule.rule.split("/")[3]
            token = doors().seal.token(purposes.get(kind, kind), rows[kind].id, rows[kind].generation)  # type: ignore[arg-type]
        yield rule.endpoint, rule.rule.replace("<slug>", "harbor").replace("<token>", token)


def links_in(message: OutboxMessage) -> list[str]:
    """The addresses in a message as it is sent, as paths on this site with their queries."""
    found = _LINK.findall(compose(message).text)
    assert all(urlsplit(link).netloc == "localhost" for link in found), found
    return [link.removeprefix("http://localhost").rstrip(".,)") for link in found]


def kinds_with_links() -> set[str]:
    """The kinds of message whose body names an address."""
    return {folder.name for folder in MESSAGES.iterdir() if folder.is_dir() and "url" in (folder / "body.txt").read_text()}


def paths(messages: Iterable[OutboxMessage]) -> Sequence[str]:
    """Every address in these messages, once, in the order in which they came."""
    return list(dict.fromkeys(link for message in messages for link in links_in(message)))
