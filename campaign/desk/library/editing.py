"""One source: looked at, added, edited by its type, removed and put back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.frame import campaign_page
from campaign.desk.library.kinds import field_label, known_type, type_choices, type_label, worded
from campaign.desk.library.link_panel import panel_of
from campaign.desk.library.links_known import known_links
from campaign.desk.library.printed import in_full, in_short, later
from campaign.desk.library.rows import notes_by_source
from campaign.desk.library.source_form import Laid, applied, form_for, typed_of
from campaign.models import Campaign
from campaign.operations import letter_of, style_of
from campaign.operations import library as operations
from campaign.operations.library import (
    Item,
    NoSource,
    SourceConflict,
    add_sources,
    edit_source,
    fingerprint,
    put_back,
)
from campaign.queries import campaign_at_desk, working_version
from coalition.access import actor
from errors import UserError
from letters.citations.csl import kind
from letters.citations.library import Library, merged_into
from letters.document.markdown.citations import is_plain_key
from letters.library.keys import new_id, usable
from letters.models import Version
from web import access, database, now, see_other


@bp.get("/<slug>/sources/new")
@access("letter.edit")
def new_source(slug: str) -> str:
    """A source to be added: first its type, then the fields of that type."""
    chosen = request.args.get("type", "")
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if not known_type(chosen):
            return campaign_page(session, campaign, "source_type.html", types=type_choices())
        return _new_page(session, campaign, form_for(chosen, {"id": "", "type": chosen}))


@bp.post("/<slug>/sources/new")
@access("letter.edit")
def create_source(slug: str) -> str | tuple[str, int] | Response:
    """Add it; or show how it prints (``preview``), or the fields of another type (``retype``)."""
    laid = form_for(_type_sent())
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        taken = [str(item["id"]) for item in working_version(session, campaign).sources]
        key = (laid.form.key.data or "").strip()
        item, told = applied({"id": key, "type": laid.form.type.data}, laid.form)
        if key and not (usable(key) and is_plain_key(key)):
            _say(laid, "key", _("A key can have letters, digits and hyphens: asher-2024."))
        elif key in taken:
            _say(laid, "key", _("Another source is called so. Choose another key, or leave it empty."))
        if set(item) <= {"id", "type", "custom"}:
            laid.form.form_errors.append(_("Fill in at least one field."))
        if "preview" in request.form or "retype" in request.form:
            return _new_page(session, campaign, laid, item, told)
        if laid.form.errors or not _agreed(told):
            return _new_page(session, campaign, laid, item, told), 422
        item = {**item, "id": key or new_id(item, taken)}
    try:
        with database().write() as session:
            added = add_sources(session, campaign_at_desk(session, slug), [item], known="both", by=actor(), now=now())
    except UserError as error:
        blame(laid.form, error)
        with database().read() as session:
            return _new_page(session, campaign_at_desk(session, slug), laid, item), 422
    made = (added.added or added.same)[0]
    flash(_("Added. In a note it is cited as [@%(key)s].", key=made))
    return see_other("desk.source", slug=slug, key=made)


@bp.get("/<slug>/sources/edit")
@access("campaign.view")
def source(slug: str) -> str:
    """One source: how it prints, where it is cited, its link; for those who may, its fields to edit."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        item = _find(working_version(session, campaign), request.args.get("key", ""))
        laid = form_for(kind(item), item)
        laid.form.seen.data = fingerprint(item)
        return _page(session, campaign, item, laid)


@bp.post("/<slug>/sources/edit")
@access("letter.edit")
def save_source(slug: str) -> str | tuple[str, int] | Response:
    """Save it; or show how it prints (``preview``), the fields of another type (``retype``), or what somebody else saved."""
    key, seen = request.form.get("key", ""), request.form.get("seen", "")
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        before = _find(working_version(session, campaign), key)
        laid = form_for(_type_sent(kind(before)))
        item, told = applied(before, laid.form)
        if "preview" in request.form or "retype" in request.form:
            return _page(session, campaign, before, laid, item, told=told)
        if fingerprint(before) != seen and item != before:
            return _conflict(session, campaign, before, laid, item), 409
        if laid.form.errors or not _agreed(told):
            return _page(session, campaign, before, laid, item, told=told), 422
    try:
        with database().write() as session:
            edit_source(session, campaign_at_desk(session, slug), item, seen=seen, by=actor(), now=now())
    except SourceConflict as conflict:
        with database().read() as session:
            return _conflict(session, campaign_at_desk(session, slug), conflict.theirs, laid, item), 409
    except UserError as error:
        blame(laid.form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), before, laid, item), 409
    flash(_("Saved."))
    return see_other("desk.source", slug=slug, key=key)


@bp.post("/<slug>/sources/remove")
@access("letter.edit")
def remove_source(slug: str) -> Response:
    """Take a source that nothing cites out of the library."""
    key = request.form.get("key", "")
    try:
        with database().write() as session:
            operations.remove_source(session, campaign_at_desk(session, slug), key, by=actor(), now=now())
        flash(_("“%(key)s” is removed. It can be put back at the foot of this page.", key=key))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.sources", slug=slug)


@bp.post("/<slug>/sources/put-back")
@access("letter.edit")
def put_back_source(slug: str) -> Response:
    """Undo a removal."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            key = put_back(session, campaign, whole_number(request.form.get("entry")) or 0, by=actor(), now=now())
        flash(_("“%(key)s” is back.", key=key))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.sources", slug=slug)


def _type_sent(present: str = "") -> str:
    """The type that was chosen; only one of CSL's, or the one that the source has already."""
    sent = request.form.get("type", "")
    return sent if known_type(sent) or sent == present else "document"


def _mark(told: Sequence[str]) -> str:
    """A short mark of exactly these lines: agreeing to them is not agreeing to others that came later."""
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""


def _agreed(told: Sequence[str]) -> bool:
    return not told or request.form.get("anyway") == _mark(told)


def _say(laid: Laid, name: str, sentence: str) -> None:
    control = laid.form[name]
    control.errors = [*control.errors, sentence]


def _find(version: Version, key: str) -> dict[str, Any]:
    for item in version.sources:
        if item["id"] == key:
            return dict(item)
    raise NotFound(NoSource(key).sentence)


def _conflict(session: Session, campaign: Campaign, theirs: Item, laid: Laid, yours: Item) -> str:
    """The same form, now on top of what is there, beneath what differs: saving it again is a decision."""
    laid.form.seen.data = fingerprint(theirs)
    shown, typed = typed_of(theirs), typed_of(yours)
    names = [name for name in typed if name in shown and shown[name] != typed[name]]
    rows = [(field_label(name, kind(yours)), worded(name, shown[name]), worded(name, typed[name])) for name in names]
    return _page(session, campaign, theirs, laid, yours, conflict=SourceConflict(theirs).sentence, rows=rows)


def _new_page(session: Session, campaign: Campaign, laid: Laid, item: Item | None = None, told: Sequence[str] = ()) -> str:
    style = style_of(working_version(session, campaign))
    prints = (in_full(item, style), in_short(item), later(item)) if item else (Markup(), Markup(), "")
    return campaign_page(session, campaign, "source_new.html", laid=laid, prints=prints, told=told, mark=_mark(told))


def _page(
    session: Session,
    campaign: Campaign,
    item: Item,
    laid: Laid,
    typed: Item | None = None,
    told: Sequence[str] = (),
    **context: Any,
) -> str:
    """``item`` as it is in the library; ``typed`` as it would be saved."""
    version = working_version(session, campaign)
    style, key = style_of(version), str(item["id"])
    library = Library(version.sources)
    shown = typed or item
    return campaign_page(
        session,
        campaign,
        "source.html",
        laid=laid,
        key=key,
        type=type_label(kind(shown)),
        prints=(in_full(shown, style), in_short(shown), later(shown)),
        notes=notes_by_source(letter_of(version), version.sources).get(library.root(key), ()),
        into=merged_into(item),
        fields=[
            (field_label(name, kind(item)), worded(name, value))
            for name, value in typed_of(item).items()
            if value and name not in ("key", "type")
        ],
        panel=panel_of(campaign, item, known_links(session, campaign)),
        changed=typed is not None,
        told=told,
        mark=_mark(told),
        **context,
    )
