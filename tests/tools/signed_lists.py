"""Lists of those who signed elsewhere, brought in for tests past the desk's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campaign.operations import signed_lists
from campaign.operations.signed_lists import BroughtIn, TakingBack
from campaign.queries import current_version, find
from database import Database
from signatories.models import SignatureBatch
from signatories.reading import SIGNING, SignedRow, guess, read_list
from tests.tools.invitations import Invitations


@dataclass
class SignedLists:
    """Brings lists to the campaign ``slug`` at the moment that ``clock`` shows."""

    database: Database
    clock: Any
    slug: str = "harbor"

    @property
    def by(self) -> Any:
        """A coordinator."""
        return Invitations(self.database, self.clock, self.slug).by

    def rows(self, data: bytes | str, filename: str = "") -> list[SignedRow]:
        """What would become of each row, read as it would be guessed."""
        with self.database.read() as session:
            campaign = find(session, self.slug)
            assert campaign is not None
            read = read_list(data, filename, purpose=SIGNING)
            return list(signed_lists.reviewed(session, campaign, read, guess(read, SIGNING), self.clock.now).rows)

    def brought(self, data: bytes | str, filename: str = "", *, text_hash: str = "", rows: Any = None) -> BroughtIn:
        """A list brought in: its new and its likely rows, or the ``rows`` that are given."""
        by = self.by
        if rows is None:
            rows = [row for row in self.rows(data, filename) if row.verdict in ("new", "likely")]
        with self.database.write() as session:
            campaign = find(session, self.slug)
            assert campaign is not None
            counts = text_hash or current_version(session, campaign).content_hash
            source = filename or "pasted"
            return signed_lists.bring(session, campaign, rows, text_hash=counts, source=source, by=by, now=self.clock.now)

    def taken_back(self, batch: SignatureBatch) -> TakingBack:
        """The list taken back."""
        by = self.by
        with self.database.write() as session:
            campaign = find(session, self.slug)
            assert campaign is not None
            mine = session.get_one(SignatureBatch, batch.id)
            return signed_lists.take_back(session, campaign, mine, by=by, now=self.clock.now)
