"""Signatures and changed texts for tests, made by the operations that make them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import update

from campaign.consent import Kind
from campaign.operations import letter_of, save_letter
from campaign.operations.changing import publish_change
from campaign.queries import circulating_text, find, newest_version
from letters.document.nodes import Paragraph, Text
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors

UNTIL = "2026-03-04T12:00"
"""17:00 UTC, two days after the tests' clock; the letter closes the day after."""


def add(campaigns: Campaigns, organization: str = "Friends of the Harbor", **more: Any) -> int:
    """Sign, and confirm unless ``confirmed`` is False; gives the signature's id. The address is made from the name."""
    key = "".join(letter for letter in organization.lower() if letter.isascii() and letter.isalnum())
    return campaigns.sign(organization, f"ada@{key}.example", **more).id


def bring(campaigns: Campaigns, organization: str) -> int:
    """A signature that a coordinator brought in with a list, without any address; gives its id."""
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        assert campaign is not None
        text = circulating_text(session, campaign)
        signature = Signature(
            campaign_id=campaign.id,
            version_id=text.id,
            version_hash=text.content_hash,
            name_typed=organization,
            line=organization,
            origin="import",
            status="accepted",
            confirmed_at=campaigns.now,
            confirmed_how="import",
            signed_at=campaigns.now,
        )
        session.add(signature)
        session.flush()
        return signature.id


def get(campaigns: Campaigns, number: int) -> Signature:
    """The signature as it is in the database."""
    with campaigns.database.read() as session:
        return session.get_one(Signature, number)


def changed_door(campaigns: Campaigns, number: int, slug: str = "harbor") -> str:
    """The path behind the link about a changed text."""
    return doors(slug).to("changed", number, get(campaigns, number).generation)


def write(campaigns: Campaigns, words: str = "We ask the city to end the dumping of waste.", *, slug: str = "harbor") -> None:
    """Save a next text: the letter's first three blocks and one more paragraph, or those alone for ""."""
    with campaigns.database.write() as session:
        campaign = find(session, slug)
        assert campaign is not None
        newest = newest_version(session, campaign)
        letter = letter_of(newest)
        more = (Paragraph((Text(words),)),) if words else ()
        changed = replace(letter, body=(*letter.body[:2], *more))
        save_letter(session, campaign, changed, base=newest.number, by="Ana", now=campaigns.now)


def publish(
    campaigns: Campaigns,
    kind: Kind = "editorial",
    *,
    until: str = UNTIL,
    slug: str = "harbor",
    arrives: bool = True,
    **more: Any,
) -> int:
    """Publish the newest text; gives the change's id. The mails that ask signers have gone out, unless ``arrives`` is False."""
    with campaigns.database.write() as session:
        campaign = find(session, slug)
        assert campaign is not None
        words = more.pop("words", "")
        local = until if kind == "substantive" else ""
        change = publish_change(
            session,
            campaign,
            kind=kind,
            words=words,
            reconfirm_local=local,
            doors=doors(slug, "http://localhost"),
            by="Ana",
            now=campaigns.now,
            **more,
        )
        number = change.id
    if arrives:
        arrive(campaigns)
    return number


def arrive(campaigns: Campaigns) -> None:
    """The questions that wait in the outbox go out now. What they say is kept, for tests to read."""
    waiting = update(OutboxMessage).where(OutboxMessage.kind == "reconfirm", OutboxMessage.status == "waiting")
    with campaigns.database.write() as session:
        session.execute(waiting.values(status="sent", sent_at=campaigns.now))
