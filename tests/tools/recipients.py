"""Recipients for tests: some made by hand, as many as a test wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campaign.delivery_models import DeliveryFile, DeliveryRecipient
from campaign.delivery_queries import recipients_of
from campaign.operations.delivering import copies, recipients
from campaign.queries import edition_of, find
from campaign.recipient_entries import RecipientEntry
from database import Database
from tests.tools.signing import rows

BY_STATE = """\
---
recipients:
  - |
    Mayor Ana Ruiz
    1 City Hall
cc:
  - Governor Farrow
subject: Keep the harbor clean
salutation: Dear Mayor Ruiz,
closing: Signed,
---

The undersigned {organizations} organizations, {organizations_in_state} of them from your state, ask for a clean harbor.
"""
"""A letter that says how many signed from the recipient's state."""


def member(number: int, state: str = "Ohio", **more: Any) -> RecipientEntry:
    """A member of a legislature."""
    return RecipientEntry(
        **{
            "name": f"The Honorable Jo Doe {number}",
            "lines": (f"The Honorable Jo Doe {number}", "House of Representatives", f"Room {number}", "Washington, DC 20515"),
            "own_copy": True,
            "salutation": f"Dear Representative Doe {number},",
            "state": state,
            "channels": ("mail",),
            "email": f"jo{number}@house.example",
        }
        | more
    )


@dataclass
class Recipients:
    """The recipients of one campaign."""

    database: Database
    clock: Any
    slug: str = "harbor"

    def add(self, *entries: RecipientEntry) -> list[int]:
        """Add them; gives their numbers."""
        with self.database.write() as session:
            made = recipients.add(session, self._campaign(session), entries, by="the tests", now=self.clock.now)
            return [one.id for one in made]

    def take_over(self) -> recipients.Unfit:
        """Take from the letter whom it names."""
        with self.database.write() as session:
            return recipients.take_over(session, self._campaign(session), by="the tests", now=self.clock.now)

    def all(self) -> list[DeliveryRecipient]:
        """Those that there are."""
        with self.database.read() as session:
            return list(recipients_of(session, self._campaign(session)))

    def want_copies(self) -> int:
        """Ask for the copies of the newest edition."""
        with self.database.write() as session:
            campaign = self._campaign(session)
            edition = edition_of(session, campaign)
            assert edition is not None
            return copies.want(session, campaign, edition, by="the tests", now=self.clock.now)

    def write_copies(self) -> list[DeliveryFile]:
        """Let the worker write what is wanted; gives every copy there is."""
        while copies.write_some(self.database, lambda: self.clock.now):
            pass
        return rows(self.database, DeliveryFile)

    def _campaign(self, session: Any) -> Any:
        return find(session, self.slug)
