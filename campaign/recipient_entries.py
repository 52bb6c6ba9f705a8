"""What is written down of a recipient, checked: by hand, from a list, or from a bundle. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from campaign.printing import named, printed_line
from mail.addresses import parsed
from signatories.ordering.states import state_name

KINDS = ("block", "cc", "other")
CHANNELS = ("mail", "portal", "post", "hand")
LANGUAGES = ("en", "es")

MOST_LINES = 12
LONGEST_LINE = 200
LONGEST_NAME = 300
LONGEST_STATE = 60
LONGEST_TEXT = 2_000
MOST_RECIPIENTS = 2_000
"""Of one letter. A parliament of several hundred fits; every one of them may get files of their own."""


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """A recipient as typed, or as :func:`checked` leaves it; for the fields see
    :class:`campaign.delivery_models.DeliveryRecipient`."""

    name: str
    kind: str = "other"
    lines: tuple[str, ...] = ()
    own_copy: bool = False
    salutation: str = ""
    state: str = ""
    channels: tuple[str, ...] = ()
    email: str = ""
    portal: str = ""
    postal: str = ""
    language: str = "en"
    note: str = ""


Problem = tuple[str, str]
"""A field and a sentence about it."""


def checked(entry: RecipientEntry) -> tuple[RecipientEntry, list[Problem]]:
    """The entry as it is kept, and what keeps it from that. Of what prints, characters that no page shows are taken out, and
    those that no typeface has are refused."""
    problems: list[Problem] = []

    def line(text: str, field: str, what: str, most: int) -> str:
        found = printed_line(text)
        if found.unprintable:
            problems.append((field, f"{what} cannot be printed: {named(found.unprintable)}."))
        if len(found.text) > most:
            problems.append((field, f"{what} has more than {most} characters."))
        return found.text

    lines = tuple(text for typed in entry.lines if (text := line(typed, "lines", "The address block", LONGEST_LINE)))
    name = line(entry.name, "name", "The name", LONGEST_NAME) or (lines[0] if lines else "")
    email = entry.email.strip()
    address = parsed(email) if email else ""
    kept = replace(
        entry,
        name=name,
        lines=lines,
        salutation=line(entry.salutation, "salutation", "The salutation", LONGEST_NAME),
        state=line(state_name(entry.state), "state", "The state", LONGEST_STATE),
        channels=tuple(channel for channel in CHANNELS if channel in entry.channels),
        email=address or email,
        portal=entry.portal.strip(),
        postal="\n".join(text.strip() for text in entry.postal.strip().splitlines()),
        note=entry.note.strip(),
    )
    if email and address is None:
        problems.append(("email", "This is not a complete e-mail address, like name@example.org."))
    problems += _of_fields(kept)
    return kept, problems


def _of_fields(entry: RecipientEntry) -> Iterable[Problem]:
    if not entry.name:
        yield "name", "Write the recipient’s name."
    if entry.kind not in KINDS or entry.language not in LANGUAGES:
        yield "kind", "This recipient cannot be taken as it is."
    if len(entry.lines) > MOST_LINES:
        yield "lines", f"An address block has at most {MOST_LINES} lines."
    if entry.own_copy and entry.kind == "cc":
        yield "own_copy", "Whoever is on CC gets the letter as it is. Add them once more for a copy of their own."
    if entry.own_copy and not entry.lines:
        yield "lines", "A copy of their own needs an address block."
    if "mail" in entry.channels and not entry.email:
        yield "email", "Write the e-mail address that the letter goes to."
    if "portal" in entry.channels and not entry.portal:
        yield "portal", "Write the address of the form on their website."
    if not _is_form(entry.portal):
        yield "portal", "The address of a form begins with https://."
    if len(entry.portal) > LONGEST_TEXT or len(entry.postal) > LONGEST_TEXT or len(entry.note) > LONGEST_TEXT:
        yield "note", f"Use at most {LONGEST_TEXT:,} characters for a note or an address."


def _is_form(portal: str) -> bool:
    """Whether this may be the address of a form: people write it with and without https://, and "[" without an end is none."""
    try:
        scheme = urlsplit(portal).scheme if "://" in portal else "https"
    except ValueError:
        return False
    return scheme in ("http", "https") and portal.isprintable()


def words_of_channels(typed: str) -> tuple[str, ...]:
    """The channels that a cell names, in the order of :data:`CHANNELS`: "e-mail; by hand"."""
    words = _PAPER.sub("post", typed.casefold())
    return tuple(channel for channel in CHANNELS if any(word in words for word in _WORDS[channel]))


_PAPER = re.compile(r"(?:postal|certified|u\.?s\.?|first.class|regular|paper) mail")
_WORDS = {
    "mail": ("mail", "correo electr"),
    "portal": ("portal", "form", "web"),
    "post": ("post", "usps", "letter"),
    "hand": ("hand", "person", "mano"),
}


def joined(channels: Sequence[str]) -> str:
    """The channels in one cell, as :func:`words_of_channels` reads it."""
    return "; ".join(channels)
