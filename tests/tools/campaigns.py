"""Campaigns made by hand for tests: a short letter with two notes and a source, and a few steps of its life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from campaign.models import Campaign
from campaign.operations import SignatureEntry, Signed, circulate, close, create_campaign, save_letter, sign
from campaign.operations.confirming import Confirmed, confirm
from campaign.queries import current_version, find
from coalition.models import Coalition
from coalition.operations import people
from database import Database
from letters.document import markdown
from signatories.models import Signature
from tests.tools.invitations import doors

DEADLINE = "2026-03-05T17:00"
"""In New York, 22:00 UTC: three days after the tests' clock."""

TEXT = """\
---
recipients:
  - |
    Mayor Ana Ruiz
    1 City Hall
subject: Keep the harbor clean
salutation: Dear Mayor Ruiz,
closing: Signed,
---

We ask the city to stop the dumping of waste.[^waste] It harms **everyone** on the shore.

- First, the boats.
- Second, the mills.[^mills]

[^waste]: The city's own report says so. [See @report, p. 4].

[^mills]: The mills are named in note [#waste].
"""

SOURCES: list[dict[str, Any]] = [
    {"id": "report", "type": "report", "title": "Harbor Report", "issued": {"date-parts": [[2025]]}, "x-kept": "as it came"}
]


@dataclass
class Campaigns:
    """Makes campaigns in ``database`` at the moment that ``clock`` shows."""

    database: Database
    clock: Any
    by: str = "the tests"
    made: list[str] = field(default_factory=list)

    def draft(
        self,
        slug: str = "harbor",
        *,
        coalition: str = "Rivers",
        text: str = TEXT,
        sources: list[dict[str, Any]] | None = None,
        deadline: str = DEADLINE,
        **settings: Any,
    ) -> str:
        """A campaign in drafting; the coalition is made when it is new. ``settings`` are columns of the campaign."""
        letter, losses = markdown.read(text)
        assert not losses, losses
        with self.database.write() as session:
            row = session.scalars(select(Coalition).where(Coalition.name == coalition)).one_or_none()
            row = row or people.create_coalition(session, coalition, by=self.by, now=self.now)
            campaign = create_campaign(
                session,
                by=self.by,
                coalition_id=row.id,
                title=settings.pop("title", "Keep the harbor clean"),
                slug=slug,
                timezone="America/New_York",
                deadline_local=deadline,
                hosts=settings.pop("hosts", ["Harbor Watch"]),
                letter=letter,
                sources=SOURCES if sources is None else sources,
                now=self.now,
            )
            for name, value in settings.items():
                setattr(campaign, name, value)
        return slug

    def open(self, slug: str = "harbor", **kwargs: Any) -> str:
        """A campaign that is open for signature."""
        self.draft(slug, **kwargs)
        with self.database.write() as session:
            circulate(session, self._find(session, slug), by=self.by, now=self.now)
        return slug

    def close(self, slug: str = "harbor") -> None:
        """Close it now."""
        with self.database.write() as session:
            close(session, self._find(session, slug), by=self.by, now=self.now)

    def sign(
        self,
        organization: str = "Friends of the Harbor",
        email: str = "ada@friends.example",
        *,
        slug: str = "harbor",
        confirmed: bool = True,
        **entry: Any,
    ) -> Signature:
        """A signature that came through the open form, and was confirmed by mail unless told otherwise.

        ``entry`` are more fields of :class:`~campaign.operations.SignatureEntry`.
        """
        entry = {"contact_name": "Ada Okafor", "contact_title": "Director", "attestation": "I am authorized."} | entry
        with self.database.write() as session:
            campaign = self._find(session, slug)
            wanted = SignatureEntry(organization, contact_email=email, **entry)
            kept = sign(session, campaign, wanted, doors=doors(slug), now=self.now)
            assert isinstance(kept, Signed), "the letter has closed"
            signature = session.get_one(Signature, kept.number)
            if not confirmed:
                return signature
            done = confirm(session, campaign, signature, doors=doors(slug), now=self.now)
            assert isinstance(done, Confirmed), "this address stands on the letter under another name"
            return done.signature

    def circulate_another_text(self, text: str, slug: str = "harbor") -> None:
        """Open another text in the place of the one that circulates, asking nobody who has signed."""
        letter, losses = markdown.read(text)
        assert not losses, losses
        with self.database.write() as session:
            campaign = self._find(session, slug)
            version = current_version(session, campaign)
            campaign.circulations[-1].closed_at = self.now
            campaign.state = "drafting"
            save_letter(session, campaign, letter, base=version.number, by=self.by, now=self.now)
            circulate(session, campaign, by=self.by, now=self.now)

    def get(self, slug: str = "harbor") -> Campaign:
        """The campaign as it is in the database."""
        with self.database.read() as session:
            return self._find(session, slug)

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        moment: datetime = self.clock.now
        return moment

    def _find(self, session: Any, slug: str) -> Campaign:
        campaign = find(session, slug)
        assert campaign is not None
        return campaign


ENTRY = {
    "organization": "Friends of the Harbor",
    "contact_name": "Ada Okafor",
    "contact_title": "Director",
    "contact_email": "ada@friends.example",
    "authorized": "y",
}
"""A sign form filled in."""
