"""What a later edition and its addendum say about themselves, in the letter's language. Pure.

They are part of a letter and not of a page, so they follow its language and no reader's: Spanish for a Spanish letter, else
English. They are sentences with numbers in them; the headings of the list, which are words, come in more languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from campaign.editions.changes import Changes
from campaign.wording import locale_of
from letters.document.rendition import Signatories

MOST_NAMED = 12
"""So many names stand under the list one by one. A recipient who has more to compare is helped by the addendum."""


@dataclass(frozen=True, slots=True)
class Before:
    """The edition that a later one refers to: its number, the day it was closed in the campaign's zone, and the hash of its
    PDF where that is known."""

    number: int
    closed_at: datetime
    timezone: str
    sha256: str = ""


def day(moment: datetime, timezone: str, language: str) -> str:
    """ "March 9, 2026": the day of a moment, where the campaign lives."""
    return str(format_date(moment.astimezone(ZoneInfo(timezone)).date(), "long", locale=locale_of(language)))


def mark(changes: Changes, number: int, before: Before, language: str) -> str:
    """What prints under the list of edition ``number``: who came and who went since the one before. "" where nobody did."""
    if not changes.any:
        return ""
    spanish = _spanish(language)
    since = day(before.closed_at, before.timezone, language)
    said = [f"{'Edición' if spanish else 'Edition'} {number}."]
    if changes.added.count:
        new = _named(changes.added, spanish)
        if spanish:
            said.append(f"Añadidos desde la edición {before.number} del {since}: {new}.")
        else:
            said.append(f"Added since edition {before.number} of {since}: {new}.")
    if changes.removed.count:
        gone = _named(changes.removed, spanish)
        said.append(f"{'Ya no figuran' if spanish else 'No longer listed'}: {gone}.")
    return " ".join(said)


def heading(subject: str, language: str) -> str:
    """The subject of an addendum."""
    return f"Adenda a la carta “{subject}”" if _spanish(language) else f"Addendum to the letter “{subject}”"


def opening(subject: str, dated: str, author: str, total: int, before: Before, language: str) -> str:
    """The first sentence: which letter it is about, and whose. ``dated`` is what the letter gives as its date, "" for none."""
    closed = day(before.closed_at, before.timezone, language)
    if _spanish(language):
        of = f" con fecha {dated}" if dated else ""
        signed = _number(total, "firma", "firmas")
        return (
            f"Esta es una adenda a la carta “{subject}”{of}, organizada por {author}, que tenía {signed} cuando se cerró su"
            f" edición {before.number}, el {closed}."
        )
    of = f" of {dated}" if dated else ""
    signed = _number(total, "signatory", "signatories")
    return (
        f"This is an addendum to the letter “{subject}”{of}, organized by {author}, which had {signed} when its edition"
        f" {before.number} was closed on {closed}."
    )


def added(counts: Signatories, total: int, language: str) -> str:
    """The sentence over the new names: how many there are, and how many the letter has with them."""
    organizations, individuals = counts.counts["organizations"], counts.counts["individuals"]
    alone = organizations + individuals == 1
    if _spanish(language):
        more = _parts(organizations, individuals, ("organización", "organizaciones"), ("persona", "personas"), " y ")
        verb = "ha firmado" if alone else "han firmado"
        return f"Desde entonces la {verb}, sin cambios en el texto, {more} más. La lista suma ahora {total:,}:"
    if alone:
        who = "organization" if organizations else "individual"
    else:
        who = _parts(organizations, individuals, ("organization", "organizations"), ("individual", "individuals"), " and ")
    verb = "has" if alone else "have"
    return f"Since then, the following {who} {verb} signed the same letter, unchanged. It now has {_signatories(total)}:"


def removed(gone: Signatories, total: int, language: str, *, alone: bool) -> str:
    """The sentence about names that are not listed any more; ``alone`` where nobody was added, and no total was told."""
    names = "; ".join(_names(gone))
    if _spanish(language):
        return f"Ya no figuran en la lista: {names}." + (f" La lista suma ahora {total:,}." if alone else "")
    return f"No longer listed: {names}." + (f" The letter now has {_signatories(total)}." if alone else "")


def proof(before: Before, language: str) -> str:
    """The sentence that names the file that this one belongs to; "" where its hash is not known.

    The hash stands in pieces: 64 characters in a row would fit no column.
    """
    if not before.sha256:
        return ""
    pieces = " ".join(before.sha256[start : start + 8] for start in range(0, 64, 8))
    if _spanish(language):
        return f"Edición {before.number} de la carta, archivo PDF, SHA-256: {pieces}"
    return f"Edition {before.number} of the letter, PDF file, SHA-256: {pieces}"


def _named(listed: Signatories, spanish: bool) -> str:
    if listed.count > MOST_NAMED:
        organizations, individuals = listed.counts["organizations"], listed.counts["individuals"]
        if spanish:
            return _parts(organizations, individuals, ("organización", "organizaciones"), ("persona", "personas"), " y ")
        return _parts(organizations, individuals, ("organization", "organizations"), ("individual", "individuals"), " and ")
    return "; ".join(_names(listed))


def _names(listed: Signatories) -> Sequence[str]:
    return [", ".join(part for part in (line.name, line.detail) if part) for group in listed.groups for line in group.lines]


def _parts(organizations: int, individuals: int, one: tuple[str, str], other: tuple[str, str], joined: str) -> str:
    return joined.join(_number(count, *words) for count, words in ((organizations, one), (individuals, other)) if count)


def _signatories(total: int) -> str:
    return _number(total, "signatory", "signatories")


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _spanish(language: str) -> bool:
    return language.partition("-")[0].lower() == "es"
