"""Organizations of a directory made by hand for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from signatories import directory
from signatories.directory import Brought, Contact, Details
from signatories.organizations import Organization
from signatories.reading import DIRECTORY, guess, read_list
from signatories.reading.directory_rows import Choice, DirectoryRow, plan
from tests.signatories.reading.lists import PRINTING


@dataclass
class Directory:
    """Keeps the directory of a coalition in an open session."""

    session: Session
    coalition_id: int
    now: datetime
    by: str = "the tests"

    def add(self, name: str, *aliases: str, former: tuple[str, ...] = (), email: str = "", **details: str) -> Organization:
        """An organization with these other names and perhaps a contact, added by hand."""
        how = {"printing": PRINTING, "by": self.by, "now": self.now}
        made = directory.add(self.session, self.coalition_id, Details(name, **details), **how)
        for alias in aliases:
            directory.add_name(self.session, made, alias, "alias", **how)
        for name in former:
            directory.add_name(self.session, made, name, "former", **how)
        if email:
            directory.add_contact(self.session, made, Contact("Ada Okafor", "Director", email), **how)
        return made

    def plan(self, text: str, **choices: Choice) -> list[DirectoryRow]:
        """What would become of each row of a list; ``choices`` by row: ``row_3="same"``."""
        read = read_list(text, purpose=DIRECTORY)
        said = {int(name.removeprefix("row_")): choice for name, choice in choices.items()}
        known = directory.known(self.session, self.coalition_id)
        return plan(read, guess(read, DIRECTORY), known, choices=said, printing=PRINTING)

    def bring(self, text: str, **choices: Choice) -> Brought:
        """A list, brought in."""
        known = directory.known(self.session, self.coalition_id)
        rows = self.plan(text, **choices)
        return directory.bring(self.session, self.coalition_id, rows, seen=known, source="list.csv", by=self.by, now=self.now)

    def known_as(self) -> dict[str, str]:
        """By folded name the name of the organization that it leads to."""
        found = directory.known_as(self.session, self.coalition_id)
        return {key: self.session.get_one(Organization, number).name for key, number in found.items()}

    def scene(self) -> dict[str, str]:
        """One organization with a name and a contact, another one, and a list: their numbers."""
        made = self.add("Reef Circle", "Circle of the Reef", email="ada@reef.example")
        found = directory.with_parts(self.session, self.coalition_id, [made])[0]
        return {
            "organization": str(made.id),
            "name": str(found.names[0].id),
            "listed_contact": str(found.contacts[0].id),
            "other_organization": str(self.add("Hill Walkers").id),
            "organizations": str(self.bring(f"Organization\nOlive Growers {made.id}\n").batch.id),
        }
