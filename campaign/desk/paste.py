"""Pasting a footnote that somebody already wrote: read, shown beside the original, and saved once a person has looked at it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.deadlines import writable
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.frame import campaign_page
from campaign.desk.notes import printed
from campaign.desk.paste_cards import Decisions, cards, decisions
from campaign.desk.paste_original import Original, carried, typed
from campaign.desk.standing import paragraphs, standings, words_of
from campaign.models import Campaign
from campaign.operations import EditConflict, TextLocked, letter_of, resolution_of
from campaign.operations.filing import Filed, Place, at_the_end, filed
from campaign.operations.notes import file_note
from campaign.operations.writing import content_of
from campaign.queries import campaign_at_desk, newest_version, versions_of
from coalition.access import actor
from errors import ProblemsError, UserError
from letters.citations import resolved
from letters.document.nodes import NumberedNote
from letters.document.signals import WRITTEN
from letters.library.fields import TYPES
from letters.models import Version
from web import access, database, now, see_other


@bp.get("/<slug>/paste")
@access("letter.edit")
def paste(slug: str) -> str:
    """A box for one footnote."""
    with database().read() as session:
        return _box(session, campaign_at_desk(session, slug))


@bp.post("/<slug>/paste")
@access("letter.edit")
def read_paste(slug: str) -> str | tuple[str, int]:
    """What was recognized, beside the original. Nothing is saved."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        try:
            _drafting(campaign)
            original, removed = typed(request.form)
        except UserError as error:
            return _box(session, campaign, error.sentence, request.form.get("text", "")), 422
        return _review(session, campaign, original, {}, removed=removed)


@bp.post("/<slug>/paste/confirm")
@access("letter.edit")
def confirm_paste(slug: str) -> str | tuple[str, int] | Response:
    """Save the sources and the note as the person confirmed them; or, with ``preview``, show how the note will print."""
    form = request.form
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        try:
            original = carried(form)
        except UserError as error:
            return _box(session, campaign, error.sentence, form.get("text", "")), 422
        decided = decisions(original.segments, form)
        place = _place(form.get("place", ""))
        if decided.problems or (decided.mark != form.get("told", "") and "preview" not in form):
            problems = {**decided.remarks, **decided.problems}
            return _review(session, campaign, original, form, problems=problems, told=decided.mark), 422
        if "preview" in form:
            return _preview(session, campaign, original, decided, place)
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            base = whole_number(form.get("base")) or 0
            version, done = file_note(
                session,
                campaign,
                decided.segments,
                decided.choices,
                place,
                italics=original.italics,
                base=base,
                by=actor(),
                now=now(),
            )
    except UserError as error:
        return _refused(slug, original, error)
    if place.kind == "nowhere":
        with database().read() as session:
            return campaign_page(session, campaign_at_desk(session, slug), "paste_done.html", done=done)
    flash(_("Note %(note)d is saved as version %(number)d.", note=done.number, number=version.number))
    return see_other("desk.notes", slug=slug, undo=version.number, _anchor=f"note-{done.number}")


def _place(value: str) -> Place:
    kind, _colon, number = value.partition(":")
    place = whole_number(number)
    if kind in ("note", "paragraph") and place is not None:
        return Place(kind, place)  # type: ignore[arg-type]
    return Place()


def _drafting(campaign: Campaign) -> None:
    if not writable(campaign):
        raise TextLocked


def _box(session: Session, campaign: Campaign, problem: str = "", text: str = "") -> str:
    return campaign_page(session, campaign, "paste.html", problem=problem, text=text)


def _refused(slug: str, original: Original, error: UserError) -> tuple[str, int]:
    """The review once more, with everything that was typed, against the letter and the library as they are now."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if isinstance(error, TextLocked):
            return _box(session, campaign, error.sentence, original.text), 409
        if isinstance(error, EditConflict):
            return _review(session, campaign, original, request.form), 409
        if error.field:
            return _review(session, campaign, original, request.form, problems={error.field: error.sentence}), 422
        general = error.problems if isinstance(error, ProblemsError) else [error.sentence]
        return _review(session, campaign, original, request.form, general=general), 422


def _preview(
    session: Session, campaign: Campaign, original: Original, decided: Decisions, place: Place
) -> str | tuple[str, int]:
    """The review with the note as it will print in its place, and as Markdown."""
    version = newest_version(session, campaign)
    if not _same_text(session, campaign, version):
        return _review(session, campaign, original, request.form), 409
    content = content_of(version)
    try:
        done = filed(content, decided.segments, decided.choices, place, original.italics)
    except UserError as error:
        problems = {error.field: error.sentence} if error.field else {}
        general = [] if error.field else error.problems if isinstance(error, ProblemsError) else [error.sentence]
        return _review(session, campaign, original, request.form, problems=problems, general=general), 422
    return _review(session, campaign, original, request.form, problems=decided.remarks, told=decided.mark, shown=done)


def _review(
    session: Session,
    campaign: Campaign,
    original: Original,
    form: Mapping[str, str],
    *,
    problems: Mapping[str, str] | None = None,
    general: list[str] | None = None,
    removed: tuple[str, ...] = (),
    shown: Filed | None = None,
    told: str = "",
) -> str:
    version = newest_version(session, campaign)
    resolution = resolution_of(version)
    letter = letter_of(version)
    segments = original.segments
    unwritten = [NumberedNote(standing.note.id, standing.number, standing.note.content) for standing in standings(letter)]
    place, general = form.get("place", ""), general or []
    if "base" in form and not _same_text(session, campaign, version):
        # Note 3 may be another one by now: the place has to be chosen anew, among what is there.
        place, sentence = (
            "",
            _("%(who)s changed the letter meanwhile. Choose again where the note goes, and confirm once more."),
        )
        general = [sentence % {"who": version.saved_by or _("Somebody else")}, *general]
    return campaign_page(
        session,
        campaign,
        "paste_review.html",
        original=original,
        segments=list(enumerate(segments)),
        cards=cards(segments, version.sources, unwritten, form, problems or {}),
        problems=problems or {},
        general=general,
        removed=removed,
        place=place,
        notes=[(note.number, words_of(note.content)) for note in resolution.notes],
        paragraphs=paragraphs(letter),
        library=[(str(item["id"]), str(item.get("title", ""))) for item in version.sources],
        types=TYPES,
        labels=[(label, written[0]) for label, written in WRITTEN.items()],
        base=version.number,
        shown=_shown(shown) if shown else None,
        told=told,
    )


def _same_text(session: Session, campaign: Campaign, newest: Version) -> bool:
    """Whether the text is still that of the version which the form was filled from."""
    base = whole_number(request.form.get("base"))
    if base == newest.number:
        return True
    began = next((version for version in versions_of(session, campaign) if version.number == base), None)
    return began is not None and began.tree == newest.tree


def _shown(done: Filed) -> dict[str, object]:
    """How the note prints: in its place with the numbers that it will have, else behind the last words of the letter."""
    letter = done.content.letter if done.number else at_the_end(done.content.letter, done.note)
    notes = resolved(letter, done.content.sources, done.content.style).notes
    note = notes[done.number - 1] if done.number else notes[-1]
    return {
        "html": printed(note.content, linked=False),
        "number": done.number,
        "added": done.added,
        "markdown": done.markdown,
    }
