"""Every saved state of the letter: who saved it, what changed with it, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.difference import difference
from campaign.desk.forms import whole_number
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations import EditConflict, letter_of, resolution_of
from campaign.operations.notes import restore_version
from campaign.queries import campaign_at_desk, circulation_of, newest_version, versions_of
from campaign.renditions import title_for
from coalition.access import actor
from errors import UserError
from letters.document import html, markdown
from letters.document.rendition import Rendition
from letters.models import Version
from web import access, database, now, see_other


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the list, and what it changed on the one before."""

    version: Version
    changes: tuple[str, ...]


@bp.get("/<slug>/versions")
@access("campaign.view")
def versions(slug: str) -> str:
    """All versions, newest first."""
    with database().read() as session:
        return _list(session, campaign_at_desk(session, slug))


@bp.get("/<slug>/versions/<int:number>")
@access("campaign.view")
def version(slug: str, number: int) -> str:
    """One version as it prints, and how its text differs from the newest."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        listed = {row.number: row for row in versions_of(session, campaign)}
        shown, newest = listed.get(number), newest_version(session, campaign)
        if shown is None:
            abort(404)
        letter = resolution_of(shown).letter
        rendition = Rendition(letter, title=title_for(campaign.title, letter), moment=now())
        return campaign_page(
            session,
            campaign,
            "version.html",
            version=shown,
            newest=newest,
            changes=changes(newest, shown) if shown.number != newest.number else (),
            rows=difference(markdown.write(letter_of(newest)), markdown.write(letter_of(shown))),
            sheet=Markup(html.write(rendition)),  # noqa: S704  (the writer escapes)
        )


@bp.post("/<slug>/versions/restore")
@access("letter.edit")
def restore(slug: str) -> tuple[str, int] | Response:
    """Make an earlier version the newest again; what came after it stays in the list."""
    number, base = (whole_number(request.form.get(name)) or 0 for name in ("number", "base"))
    try:
        with database().write() as session:
            restored = restore_version(session, campaign_at_desk(session, slug), number, base=base, by=actor(), now=now())
    except UserError as error:
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _list(session, campaign, _refusal(session, campaign, error)), 409
    flash(_("The letter is as it was in version %(old)d; that is version %(new)d now.", old=number, new=restored.number))
    return see_other("desk.notes" if request.form.get("from") == "notes" else "desk.versions", slug=slug)


def changes(before: Version | None, after: Version) -> tuple[str, ...]:
    """What differs between two versions, in a few words each: the text, the sources, the citation style."""
    if before is None:
        return (_("the beginning"),)
    found: list[str] = []
    if before.tree != after.tree:
        found.append(_("the text"))
    if before.sources != after.sources:
        found.append(_sources(before.sources, after.sources))
    if before.style != after.style:
        found.append(_("the citation style"))
    return tuple(found)


def _sources(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> str:
    old, new = ({str(item["id"]): item for item in items} for items in (before, after))
    added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    edited = sum(old[key] != new[key] for key in old.keys() & new.keys())
    parts = [
        ngettext("%(num)d source more", "%(num)d sources more", added) if added else "",
        ngettext("%(num)d source less", "%(num)d sources less", gone) if gone else "",
        ngettext("%(num)d source edited", "%(num)d sources edited", edited) if edited else "",
    ]
    return ", ".join(part for part in parts if part) or str(_("the order of the sources"))


def _refusal(session: Session, campaign: Campaign, error: UserError) -> str:
    if not isinstance(error, EditConflict):
        return error.sentence
    newest = newest_version(session, campaign)
    who = newest.saved_by or _("Somebody else")
    return str(_("%(who)s saved version %(number)d meanwhile. Look at it first.", who=who, number=newest.number))


def _list(session: Session, campaign: Campaign, refusal: str = "") -> str:
    found = versions_of(session, campaign)
    circulation = circulation_of(session, campaign)
    befores: Sequence[Version | None] = [*found[1:], None]
    return campaign_page(
        session,
        campaign,
        "versions.html",
        lines=[Line(after, changes(before, after)) for after, before in zip(found, befores, strict=True)],
        newest=found[0],
        circulated=circulation.version_id if circulation else None,
        refusal=refusal,
    )
