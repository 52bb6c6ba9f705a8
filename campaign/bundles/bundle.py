"""What a bundle holds once it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.bundles.reminding import Reminding
from campaign.deadlines import Deadline
from campaign.recipient_entries import RecipientEntry
from errors import ProblemsError
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Letter
from signatories.ordering.placing import Grouping, Numerals, Order

FILES = ("campaign.toml", "letter.md", "sources.json", "signatories.csv")

OPTIONAL = ("recipients.csv",)
"""Files that a bundle may have besides."""

KNOWN = (*FILES, *OPTIONAL)

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
"""What may stand in a letter's address: lower case letters, digits and hyphens between them, at most 80."""

RESERVED_SLUGS = frozenset({"campaigns", "coalition", "mail", "new", "sign-in", "sign-out", "static", "you"})
"""Words that the desk's own addresses need."""


class BundleError(ProblemsError):
    """The bundle cannot be taken as it is; each problem names the file and the line or key."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of ``signatories.csv``: an organization, or an individual where ``kind`` says so."""

    name: str
    kind: str = "organization"
    scope: str = ""
    state: str = ""
    type: str = ""
    contact_name: str = ""
    contact_title: str = ""
    contact_email: str = ""
    website: str = ""
    sort_name: str = ""
    title: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole campaign. ``sources`` are CSL-JSON items with every field they came with.

    ``announced`` is by when people are asked to sign where that is before the deadline, ``private_until`` the end of the
    embargo, both in ``timezone``. ``reminding`` is None for the usual rules.
    """

    title: str
    slug: str
    timezone: str
    letter: Letter
    deadline: Deadline | None = None
    announced: Deadline | None = None
    deadline_named: bool = True
    private_until: Deadline | None = None
    reminding: Reminding | None = None
    hosts: tuple[str, ...] = ()
    order: Order = "by name"
    ignore_the: bool = True
    numerals: Numerals = "by value"
    columns: int = 2
    group_by: Grouping = ""
    types: tuple[str, ...] = ()
    show: bool = True
    individuals: bool = False
    sources: tuple[Mapping[str, object], ...] = ()
    style: Style = STANDARD
    signatories: tuple[Listed, ...] = ()
    recipients: tuple[RecipientEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A bundle, and a line for each thing it held that could not be kept."""

    bundle: Bundle
    losses: tuple[str, ...]


def check_slug(slug: str) -> str:
    """The sentence that says what is wrong with a slug; empty if nothing is."""
    if not SLUG.fullmatch(slug):
        return f"“{slug[:90]}” cannot stand in an address: use lower case letters, digits and hyphens, at most 80."
    if slug in RESERVED_SLUGS:
        return f"“{slug}” is a word that the program's own addresses need; choose another."
    return ""
