"""A letter with something about one person in every table that can hold it, and a search that looks into all of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from campaign.models import Campaign
from database import Base, Database
from mail.models import CaughtMessage
from signatories.models import Consent, Invitation, LateRequest, Signature, SignatureAct
from tests.tools.campaigns import Campaigns

ADA = "ada@friends.example"
SECRETS = ("ada@friends", "Ada Okafor", "Deputy of Tides", "blue herons", "left for the mountains")
EVERYWHERE = {"signature", "consent", "signature_act", "invitation", "late_request", "outbox_message", "caught_message"}


def rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text: where nothing can hide."""
    with database.read() as session:
        return {
            table.name: [repr(tuple(row)) for row in session.execute(table.select())] for table in Base.metadata.sorted_tables
        }


def holding(database: Database, words: Sequence[str] = SECRETS) -> set[tuple[str, str]]:
    """In which tables which of the words stand."""
    return {
        (table, word)
        for table, lines in rows(database).items()
        for line in lines
        for word in words
        if word.lower() in line.lower()
    }


def signatures(database: Database) -> Sequence[Signature]:
    with database.read() as session:
        return session.scalars(select(Signature).order_by(Signature.id)).all()


def letter_about_ada(campaigns: Campaigns, database: Database) -> Signature:
    """A letter with something about Ada in every table that can hold it, still open."""
    campaigns.open(allow_individuals=True)
    more = {"contact_title": "Deputy of Tides", "answers": [("What do you watch?", "blue herons")]}
    signature = campaigns.sign(email=ADA, website="https://friends.example", **more)
    with database.write() as session:
        now, campaign = campaigns.now, session.scalars(select(Campaign)).one()
        text = {"version_id": signature.version_id, "version_hash": signature.version_hash}
        session.add(Consent(signature_id=signature.id, how="silence", by="Ada Okafor", at=now, **text))
        session.add(
            SignatureAct(
                signature_id=signature.id, act="withdrawal asked", by="the signer", reason="left for the mountains", at=now
            )
        )
        session.add(
            Invitation(
                campaign_id=campaign.id,
                origin="hand",
                organization="Friends of the Harbor",
                contact_name="Ada Okafor",
                contact_title="Deputy of Tides",
                contact_email="Ada@friends.example",
                address_key=ADA,
                review_note="Ada Okafor asks her board",
                decline_reason="Ada Okafor says no",
                bounce_reason=f"550 <{ADA}> unknown",
                created_at=now,
            )
        )
        late = {"contact_name": "Ada Okafor", "contact_title": "Deputy of Tides", "contact_email": ADA}
        session.add(LateRequest(campaign_id=campaign.id, name_typed="Friends of the Harbor", received_at=now, **late))
        session.add(CaughtMessage(recipient=ADA, subject="A letter", text="Dear Ada Okafor", caught_at=now))
        session.get_one(Signature, signature.id).email_wanted = "ada+new@friends.example"
    return signature
