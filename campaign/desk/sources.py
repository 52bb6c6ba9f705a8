"""The library: the sources that the letter's notes can cite."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from campaign.bundles.reader import parse_sources
from campaign.desk.blueprint import bp
from campaign.desk.forms import SourcesForm
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import EditConflict, change_library, letter_of
from campaign.queries import campaign_at_desk, current_version, newest_version
from coalition.access import actor
from errors import UserError
from letters.document.nodes import Cite, Letter, Note
from letters.document.walk import inlines_of
from web import access, database, now, see_other

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A source in the list. ``notes`` are the numbers of the notes that cite it."""

    key: str
    kind: str
    title: str
    notes: tuple[int, ...]


@bp.get("/<slug>/sources")
@access("campaign.view")
def sources(slug: str) -> str:
    """The library, and where each source is cited."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), SourcesForm(formdata=None))


@bp.post("/<slug>/sources")
@access("letter.edit")
def add_sources(slug: str) -> tuple[str, int] | AnyResponse:
    """Add sources; one whose id is there already takes that one's place."""
    form = SourcesForm()
    found = _typed(form)
    if found and not form.form_errors:
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                library = newest_version(session, campaign).sources
                replaced = sum(item["id"] in {old["id"] for old in library} for item in found)
                _save(session, campaign, merged(library, found), form.base.data)
            added = len(found) - replaced
            flash(_("%(added)d added, %(replaced)d replaced.", added=added, replaced=replaced))
            return see_other("desk.sources", slug=slug)
        except UserError as error:
            form.form_errors.append(_refusal(error))
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), 422


@bp.post("/<slug>/sources/remove")
@access("letter.edit")
def remove_source(slug: str) -> AnyResponse:
    """Take a source that nothing cites out of the library."""
    key = request.form.get("key", "")
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            version = newest_version(session, campaign)
            notes = citing(letter_of(version)).get(key)
            if notes:
                where = ", ".join(map(str, notes))
                raise UserError(ngettext("Note %(where)s cites it.", "Notes %(where)s cite it.", len(notes), where=where))
            _save(session, campaign, [item for item in version.sources if item["id"] != key], request.form.get("base"))
        flash(_("“%(key)s” is removed.", key=key))
    except UserError as error:
        flash(_("“%(key)s” is still there. %(why)s", key=key, why=_refusal(error)))
    return see_other("desk.sources", slug=slug)


@bp.get("/<slug>/sources.json")
@access("campaign.view")
def export_sources(slug: str) -> Response:
    """The library as CSL-JSON, every field as it came."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        items = current_version(session, campaign).sources
    response = make_response(json.dumps(items, ensure_ascii=False, indent=2) + "\n")
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-sources.json"'
    return response


def citing(letter: Letter) -> dict[str, tuple[int, ...]]:
    """For every cited source the numbers of the notes that cite it, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    notes = [node for node in inlines_of(letter.body) if isinstance(node, Note)]
    for number, note in enumerate(notes, start=1):
        keys = [citation.source for part in note.content if isinstance(part, Cite) for citation in part.citations]
        for key in dict.fromkeys(keys):
            found[key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def merged(library: Sequence[Item], found: Sequence[Item]) -> list[dict[str, Any]]:
    """``library`` with ``found``: one with a known id takes the old one's place, the others follow at the end."""
    fresh = {str(item["id"]): dict(item) for item in found}
    kept = [fresh.pop(str(item["id"]), dict(item)) for item in library]
    return [*kept, *fresh.values()]


def _typed(form: SourcesForm) -> list[dict[str, Any]]:
    """The sources in the form; what is wrong goes to its errors."""
    text = form.items.data or ""
    if form.file.data:
        try:
            text = form.file.data.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            form.form_errors.append(_("The file is not UTF-8 text."))
            return []
    text = text.strip()
    if not text:
        form.form_errors.append(_("Paste sources, or choose a file."))
        return []
    items, problems = parse_sources(f"[{text}]" if text.startswith("{") else text)
    form.form_errors.extend(problems)
    if not items and not problems:
        form.form_errors.append(_("There is no source in it."))
    return [dict(item) for item in items]


def _save(session: Session, campaign: Campaign, library: list[dict[str, Any]], base: str | None) -> None:
    version = newest_version(session, campaign)
    number = int(base) if base and base.isascii() and base.isdigit() and len(base) < 10 else 0
    if version.number != number:
        raise EditConflict(version)
    change_library(session, campaign, lambda _: library, by=actor(), now=now())


def _refusal(error: UserError) -> str:
    if isinstance(error, EditConflict):
        return str(
            _("Somebody saved the letter or its sources while you had this page open. Look at the list, and send it again.")
        )
    return error.sentence


def _page(session: Session, campaign: Campaign, form: SourcesForm) -> str:
    version = current_version(session, campaign)
    form.base.data = str(version.number)
    notes = citing(letter_of(version))
    library = [
        Source(str(item["id"]), str(item.get("type", "")), _title(item), notes.get(str(item["id"]), ()))
        for item in version.sources
    ]
    return campaign_page(session, campaign, "sources.html", form=form, library=library, version=version)


def _title(item: Item) -> str:
    for name in ("title", "title-short", "container-title", "URL"):
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""
