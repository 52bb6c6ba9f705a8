"""The notes as they will print, and what can be mended in them; every change can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.frame import campaign_page
from campaign.desk.remarks import grouped
from campaign.desk.standing import standings
from campaign.models import Campaign
from campaign.operations import letter_of, resolution_of
from campaign.operations.links import facts_for
from campaign.operations.notes import OfferGone, mend
from campaign.queries import campaign_at_desk, working_version
from coalition.access import actor
from errors import UserError
from letters.citations.library import Library
from letters.citations.short import short_name
from letters.document.html.inline import inline
from letters.document.losses import LetterWarning, Offer
from letters.document.nodes import Count, NoteInline, NoteLink, NumberedNote, Text
from letters.document.walk import keys_in
from letters.models import Version
from web import access, database, now, see_other


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that a note cites: its key, and what to call it; ``known`` when the library has it."""

    key: str
    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as the page shows it: as it prints, the words it follows, its sources, and what to look at."""

    number: int
    html: Markup
    words: str
    sources: tuple[Cited, ...]
    warnings: tuple[LetterWarning, ...]


@bp.get("/<slug>/notes")
@access("campaign.view")
def notes(slug: str) -> str:
    """Every note with its number, its place, its sources and its warnings; before them the warnings by kind."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/notes/mend")
@access("letter.edit")
def mend_note(slug: str) -> tuple[str, int] | Response:
    """Put a living reference in the place of a number typed by hand."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            version = mend(session, campaign, _offer(), by=actor(), now=now())
    except UserError as error:
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), error.sentence), 409
    flash(_("Mended, and saved as version %(number)d.", number=version.number))
    return see_other("desk.notes", slug=slug, undo=version.number)


def printed(content: Sequence[NoteInline], *, linked: bool = True) -> Markup:
    """A resolved note as it prints, but for counts, which are as typed. ``linked``: the page shows all notes, so that a *supra*
    number can lead to its note."""
    return Markup(inline([_shown(node, linked) for node in content]))  # noqa: S704  (the writer escapes)


def _shown(node: NoteInline, linked: bool) -> NoteInline:
    if isinstance(node, Count):
        return node.said(node.typed)
    return Text(str(node.number)) if isinstance(node, NoteLink) and not linked else node


def _page(session: Session, campaign: Campaign, refusal: str = "") -> str:
    version = working_version(session, campaign)
    resolution = resolution_of(version, facts_for(session, campaign))
    return campaign_page(
        session,
        campaign,
        "notes.html",
        version=version,
        lines=_lines(version, resolution.notes, resolution.warnings),
        groups=grouped(resolution.warnings),
        refusal=refusal,
        undo=whole_number(request.args.get("undo")) == version.number,
    )


def _lines(version: Version, resolved: Sequence[NumberedNote], warnings: Sequence[LetterWarning]) -> tuple[NoteLine, ...]:
    library = Library(version.sources)

    def cited(key: str) -> Cited:
        item = library.find(key)
        name = short_name(item).text if item is not None else ""
        return Cited(library.root(key), name or key, item is not None)

    return tuple(
        NoteLine(
            standing.number,
            printed(note.content),
            standing.words,
            tuple(cited(key) for key in keys_in(standing.note.content)),
            tuple(warning for warning in warnings if warning.note == standing.number),
        )
        for standing, note in zip(standings(letter_of(version)), resolved, strict=True)
    )


def _offer() -> Offer:
    """The offer whose button was pressed. Raises :class:`OfferGone` for one that none of our buttons sends."""
    form = request.form
    places = [whole_number(form.get(name)) for name in ("note", "run", "start", "end")]
    label = form.get("label", "page")
    if any(place is None for place in places):
        raise OfferGone
    note, run, start, end = (place or 0 for place in places)
    return Offer(
        note,
        start,
        end,
        form.get("words", ""),
        source=form.get("source", ""),
        locator=form.get("locator", ""),
        label=label,  # type: ignore[arg-type]  # compared with what is offered, never kept
        target=form.get("target", ""),
        run=run,
        count=form.get("count", ""),  # type: ignore[arg-type]  # as for the label
    )
