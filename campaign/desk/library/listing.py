"""The library as a list: search, filters, where each source is cited; and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.desk.library.links_known import Item, KnownLinks, address, known_links
from campaign.desk.library.rows import Row, notes_by_source, row_of
from campaign.models import Campaign
from campaign.operations import letter_of, style_of
from campaign.operations.library import removed_lately
from campaign.queries import campaign_at_desk, working_version
from letters.citations.library import Library
from letters.library import formats
from letters.library.doubles import doubles
from letters.library.search import search
from web import access, attachment, database

PER_PAGE = 100

FILTERS: dict[str, str] = {
    "": _l("All"),
    "uncited": _l("Not cited"),
    "links": _l("Links to look at"),
    "unarchived": _l("Without an archive copy"),
}

FILES: dict[str, formats.Format] = {"json": "csl-json", "bib": "biblatex", "ris": "ris"}
FORMATS: dict[str, str] = {"json": "CSL-JSON", "bib": "BibTeX (biblatex)", "ris": "RIS"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. ``counts`` tells how many sources each filter leaves, of all; ``found`` how many are listed."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    found: int
    number: int
    more: bool


@bp.get("/<slug>/sources")
@access("campaign.view")
def sources(slug: str) -> str:
    """The library, and where each source is cited."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        words, chosen = request.args.get("q", "").strip()[:200], request.args.get("show", "")
        chosen = chosen if chosen in FILTERS else ""
        version = working_version(session, campaign)
        return campaign_page(
            session,
            campaign,
            "sources.html",
            listed=_listed(session, campaign, words, chosen),
            words=words,
            chosen=chosen,
            filters=FILTERS,
            total=len(Library(version.sources).items),
            doubles=len(doubles(version.sources)),
            merged=len(version.sources) - len(Library(version.sources).items),
            removed=removed_lately(session, campaign, version),
        )


@bp.get("/<slug>/sources/export")
@access("campaign.view")
def export(slug: str) -> str:
    """The formats in which the library can be taken along, each with what it cannot hold."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        written = {ending: formats.write(_exported(session, campaign, ending), FILES[ending]) for ending in FILES}
        losses = {ending: file.losses for ending, file in written.items()}
        return campaign_page(session, campaign, "sources_export.html", formats=FORMATS, losses=losses)


@bp.get("/<slug>/sources.<file_format>")
@access("campaign.view")
def export_sources(slug: str, file_format: str) -> Response:
    """The library as a file: "json" with every field as it came, "bib" and "ris" with what those formats hold."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in FILES:
            abort(404)
        text = formats.write(_exported(session, campaign, file_format), FILES[file_format]).text
    media = formats.MEDIA[FILES[file_format]][0]
    return attachment(text, f"{slug}-sources.{file_format}", f"{media}; charset=utf-8")


def _exported(session: Session, campaign: Campaign, ending: str) -> Sequence[Item]:
    """All sources; where a format does not know of merged doubles, those that stand for themselves."""
    items = working_version(session, campaign).sources
    return items if ending == "json" else list(cast(Sequence[Any], Library(items).items.values()))


def _listed(session: Session, campaign: Campaign, words: str, chosen: str) -> Page:
    version = working_version(session, campaign)
    letter, style = letter_of(version), style_of(version)
    items = cast(dict[str, Item], Library(version.sources).items)
    notes = notes_by_source(letter, version.sources)
    known = known_links(session, campaign)
    fits = {name: [key for key, item in items.items() if _fits(name, item, notes.get(key, ()), known)] for name in FILTERS}
    keys = fits[chosen]
    if words:
        found = [words] if words in items else []  # what is asked for by its key comes first
        found += [key for key in search(version.sources, words) if key != words]
        left = set(keys)
        keys = [key for key in found if key in left]
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and 1 <= len(typed) <= 6 else 1
    start = (max(number, 1) - 1) * PER_PAGE
    shown = keys[start : start + PER_PAGE]
    rows = tuple(row_of(items[key], style, notes.get(key, ()), known) for key in shown)
    more = len(keys) > start + PER_PAGE
    return Page(rows, {name: len(each) for name, each in fits.items()}, len(keys), max(number, 1), more)


def _fits(name: str, item: Item, notes: Sequence[int], known: KnownLinks) -> bool:
    match name:
        case "uncited":
            return not notes
        case "links":
            line = known.lines.get(address(item))
            return line is not None and line.worth_a_look
        case "unarchived":
            return bool(address(item)) and not known.archived(item)
        case _:
            return True
