"""What a writer is handed: a resolved letter with the names under it, and how this copy is to be marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from letters.document.counts import counted
from letters.document.nodes import Counted, Letter


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """What the letter prints for one organization or individual.

    ``name`` is printed as it stands; ``detail`` follows it, smaller or after a comma ("Professor of Law, Howard University").
    """

    name: str
    detail: str = ""
    state: str = ""
    """The full name of the state that it is from. It does not print; counts by state go by it."""


@dataclass(frozen=True, slots=True)
class SignatoryGroup:
    """Lines that stand together, under ``title`` if there is one ("National organizations"), with an optional ``note``
    below the title ("Affiliations are for identification only."). ``individuals``: the lines are people's, not organizations'.
    """

    lines: tuple[SignatoryLine, ...]
    title: str = ""
    note: str = ""
    individuals: bool = False


@dataclass(frozen=True, slots=True)
class Signatories:
    """The signatory list in its final order, set in one to three ``columns``."""

    groups: tuple[SignatoryGroup, ...] = ()
    columns: int = 2

    @property
    def count(self) -> int:
        """How many lines the list prints."""
        return sum(len(group.lines) for group in self.groups)

    def counts_in(self, state: str) -> Mapping[Counted, int]:
        """How many lines of each kind are from ``state``, by its full name."""
        found = [(group.individuals, line.state == state) for group in self.groups for line in group.lines]
        organizations = sum(here for individual, here in found if not individual)
        individuals = sum(here for individual, here in found if individual)
        return {
            "organizations_in_state": organizations,
            "individuals_in_state": individuals,
            "signatories_in_state": organizations + individuals,
        }

    @property
    def counts(self) -> Mapping[Counted, int]:
        """How many lines of each kind the list prints."""
        individuals = sum(len(group.lines) for group in self.groups if group.individuals)
        return {"organizations": self.count - individuals, "individuals": individuals, "signatories": self.count}


@dataclass(frozen=True)
class Rendition:
    """One copy of a letter, ready to be written in any format.

    ``resolved`` is what :func:`letters.document.resolve.resolve` gives. Writers take ``letter``, in which the counts are those
    of the ``signatories`` that this copy prints: a copy without the list cannot tell their number either.

    ``title`` becomes the document's title property. ``draft`` is the mark on every page of an unfinished copy ("DRAFT ·
    Signatories as of …"), empty for a final one. ``moment`` (aware, UTC) is the only time a writer may put into a file: the
    same rendition gives the same bytes. ``state`` is that of the recipient whom this copy is for, by its full name; empty for
    a copy for nobody in particular, which cannot say how many signed from there.
    """

    resolved: Letter
    title: str
    moment: datetime
    signatories: Signatories = Signatories()
    author: str = ""
    draft: str = ""
    state: str = ""

    @cached_property
    def letter(self) -> Letter:
        """The resolved letter with the number of signatories in the place of every count."""
        listed = self.signatories
        by_state = listed.counts_in(self.state) if self.state and listed.count else {}
        return counted(self.resolved, {**listed.counts, **by_state})
