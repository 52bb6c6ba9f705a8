"""What a writer is handed: a resolved letter with the names under it, and how this copy is to be marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from letters.document.nodes import Letter


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """What the letter prints for one organization or individual.

    ``name`` is printed as it stands; ``detail`` follows it, smaller or after a comma ("Professor of Law, Howard University").
    """

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SignatoryGroup:
    """Lines that stand together, under ``title`` if there is one ("National organizations"), with an optional ``note``
    below the title ("Affiliations are for identification only.")."""

    lines: tuple[SignatoryLine, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatories:
    """The signatory list in its final order, set in one to three ``columns``."""

    groups: tuple[SignatoryGroup, ...] = ()
    columns: int = 2

    @property
    def count(self) -> int:
        """How many lines the list prints."""
        return sum(len(group.lines) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One copy of a letter, ready to be written in any format.

    ``letter`` must be resolved (:func:`letters.document.resolve.resolve`). ``title`` becomes the document's title property.
    ``draft`` is the mark on every page of an unfinished copy ("DRAFT · Signatories as of …"), empty for a final one.
    ``moment`` (aware, UTC) is the only time a writer may put into a file: the same rendition gives the same bytes.
    """

    letter: Letter
    title: str
    moment: datetime
    signatories: Signatories = Signatories()
    author: str = ""
    draft: str = ""
