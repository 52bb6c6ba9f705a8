"""Sources brought along: pasted, or as a file, in any format that reference managers write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.desk.library.printed import in_full
from campaign.models import Campaign
from campaign.operations import style_of
from campaign.operations.library import Added, add_sources, fingerprint, taken_by
from campaign.queries import campaign_at_desk, working_version
from coalition.access import actor
from errors import UserError
from letters.library import formats
from letters.library.reading import Read
from web import access, database, now, see_other

LARGEST_FILE = 2_000_000
"""In characters. What was read is shown before it is saved and sent once more, and a form's text has at most 2 MB."""

_SHOWN = 50


class BringForm(FlaskForm):  # type: ignore[misc]
    """Sources to be read."""

    items = TextAreaField(_l("Paste sources"))
    file = FileField(_l("Or a file"))


@dataclass(frozen=True, slots=True)
class Review:
    """What was read, to be looked at before it is saved. ``taken`` are the ids that other sources of the library have,
    with the fingerprints of those."""

    read: Read
    taken: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    """A short mark of exactly this: agreeing to it is not agreeing to something else that was typed later."""
    printed: tuple[Markup, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether there is nothing to decide."""
        return not (self.read.problems or self.read.losses or self.taken)


@bp.get("/<slug>/sources/import")
@access("letter.edit")
def import_sources(slug: str) -> str:
    """The form to paste sources into, or to choose a file."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), BringForm(formdata=None))


@bp.post("/<slug>/sources/import")
@access("letter.edit")
def add_imported(slug: str) -> tuple[str, int] | Response:
    """Add what was read; or show first what is wrong with it, what would be lost, and which ids are taken."""
    form = BringForm()
    found = _typed(form)
    review = None
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if found is not None and found.items:
            review = _review(session, campaign, found)
            # The file's own words are shown; agreeing comes back with its text alone, which may have less to say of itself.
            again = _review(session, campaign, formats.read(form.items.data or "")) if form.file.data else review
            review = replace(review, mark=again.mark)
        known = _decided(review)
        if review is None or known is None:
            return _page(session, campaign, form, review), 422
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            added = add_sources(session, campaign, review.read.items, known=known, seen=review.taken, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _page(session, campaign, form, _review(session, campaign, review.read)), 422
    flash(_told(added))
    return see_other("desk.sources", slug=slug)


def _typed(form: BringForm) -> Read | None:
    """What the form holds, read; a file's text goes into the field, so that it can be sent again."""
    file = form.file.data
    if file:
        data = file.read()
        found = formats.read_bytes(data, file.filename or "")
        form.items.data = _decoded(data)
    else:
        found = formats.read(form.items.data or "")
    if len(form.items.data or "") > LARGEST_FILE:
        form.form_errors.append(_("That is more than 2 megabytes of sources. Import them in parts."))
        form.items.data = ""
        return None
    if not (form.items.data or "").strip():
        form.form_errors.append(_("Paste sources, or choose a file."))
        return None
    if not found.items:
        form.form_errors.extend(found.problems or (_("There is no source in it."),))
    return found


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").replace("\0", "")


def _review(session: Session, campaign: Campaign, found: Read) -> Review:
    version = working_version(session, campaign)
    taken = taken_by(version.sources, found.items)
    prints = {key: fingerprint(item) for key, item in taken.items()}
    style = style_of(version)
    return Review(
        found,
        prints,
        hashlib.sha256(json.dumps([found.problems, found.losses, prints]).encode()).hexdigest()[:16],
        tuple(in_full(item, style) for item in found.items[:_SHOWN]),
    )


def _decided(review: Review | None) -> Literal["replace", "both"] | None:
    """What to do with ids that are taken; None while something is still to be decided."""
    if review is None:
        return None
    if review.plain:
        return "replace"
    chosen = request.form.get("known", "")
    if request.form.get("anyway") != review.mark or chosen not in ("replace", "both"):
        return None
    return cast(Literal["replace", "both"], chosen)


def _told(added: Added) -> str:
    parts = [ngettext("%(num)d source added.", "%(num)d sources added.", len(added.added))]
    if added.replaced:
        parts.append(ngettext("%(num)d replaced.", "%(num)d replaced.", len(added.replaced)))
    if added.renamed:
        parts.append(_("New ids: %(pairs)s.", pairs=_pairs(list(added.renamed.items()))))
    if added.same:
        parts.append(ngettext("%(num)d was there already.", "%(num)d were there already.", len(added.same)))
    return " ".join(parts)


def _pairs(renamed: Sequence[tuple[str, str]]) -> str:
    shown = ", ".join(f"{old} → {new}" for old, new in renamed[:5])
    return f"{shown}, …" if len(renamed) > 5 else shown


def _page(session: Session, campaign: Campaign, form: BringForm, review: Review | None = None) -> str:
    return campaign_page(session, campaign, "sources_import.html", form=form, review=review)
