"""Invitations made by hand for tests, and the addresses behind their links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campaign.doors import Doors
from campaign.operations import inviting
from campaign.printing import PRINTING
from campaign.queries import find
from coalition.operations import people
from coalition.permissions import Actor
from database import Database
from signatories.links import Seal
from signatories.models import Invitation, InvitationBatch
from signatories.reading import guess, map_rows, read_list

SECRET = "a-secret-for-tests-only"


def doors(slug: str = "harbor", base_url: str = "") -> Doors:
    """The doors of a letter under the tests' secret; paths on this site unless a base address is given."""
    return Doors(base_url, Seal(SECRET), slug)


@dataclass
class Invitations:
    """Makes invitations to the campaign ``slug`` at the moment that ``clock`` shows."""

    database: Database
    clock: Any
    slug: str = "harbor"

    @property
    def by(self) -> Actor:
        """A coordinator, for the audit log."""
        with self.database.write() as session:
            person = people.person_at(session, "coordinator@rivers.example", now=self.clock.now)
            return Actor(person.id, person.email, "Coordinator", {}, 1)

    def one(
        self, organization: str = "Reef", email: str = "ben@reef.example", *, sent: bool = True, **columns: Any
    ) -> Invitation:
        """One invitation, added by hand; ``columns`` are set on its row. Its mail went out unless ``sent`` is False."""
        by = self.by
        with self.database.write() as session:
            campaign = find(session, self.slug)
            assert campaign is not None
            invitation = inviting.invite_one(
                session,
                campaign,
                organization=organization,
                contact_name=columns.pop("contact_name", "Ben Li"),
                contact_title=columns.pop("contact_title", "Chair"),
                email=email,
                by=by,
                now=self.clock.now,
            )
            for name, value in {"sent_at": self.clock.now if sent else None, **columns}.items():
                setattr(invitation, name, value)
        return invitation

    def listed(self, text: str, source: str = "pasted") -> InvitationBatch:
        """A list brought in."""
        by = self.by
        with self.database.write() as session:
            campaign = find(session, self.slug)
            assert campaign is not None
            read = read_list(text)
            rows = map_rows(read, guess(read), inviting.known(session, campaign), printing=PRINTING)
            return inviting.bring(session, campaign, rows, source=source, by=by, now=self.clock.now).batch

    def get(self, invitation: Invitation) -> Invitation:
        """The invitation as it is in the database."""
        with self.database.read() as session:
            return session.get_one(Invitation, invitation.id)

    def status(self, invitation: Invitation) -> str:
        """How it stands."""
        with self.database.read() as session:
            return inviting.status_of(session, session.get_one(Invitation, invitation.id))

    def path(self, invitation: Invitation, purpose: Any = "invited") -> str:
        """The path behind its link."""
        return doors(self.slug).to(purpose, invitation.id, invitation.generation)
