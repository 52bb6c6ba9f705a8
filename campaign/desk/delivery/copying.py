"""The recipients' own copies: looked at one by one, written for good, taken away in an archive."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaign.copies import copy_of, file_name, with_own_copy, zipped
from campaign.delivery_models import COPY_FORMS
from campaign.delivery_queries import copies_of, copy_with_bytes, recipients_of
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import found
from campaign.exports import WRITERS, NotWritten
from campaign.operations.delivering import copies
from campaign.queries import campaign_at_desk, edition_of
from campaign.renditions import draft_of, final_of
from coalition.access import actor
from database import Database
from errors import UserError
from letters.document.rendition import Rendition
from web import access, attachment, database, now, see_other


@bp.post("/<slug>/delivery/copies")
@access("delivery.edit")
def write_copies(slug: str) -> Response:
    """Have every copy of the closed letter written that is not there yet."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            edition = edition_of(session, campaign)
            if edition is None:
                raise UserError("Copies are written for good once the letter is closed.")
            count = copies.want(session, campaign, edition, by=actor(), now=now())
        flash(
            ngettext("%(num)d file is being written.", "%(num)d files are being written.", count)
            if count
            else _("All of them are there.")
        )
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.delivery", slug=slug)


@bp.get("/<slug>/delivery/copies-<form>.zip")
@access("delivery.view")
def copies_archive(slug: str, form: str) -> Response:
    """Every copy in one archive: of a closed letter the stored files, before that DRAFTs, written while they are sent."""
    if form not in COPY_FORMS:
        abort(404)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        recipients = with_own_copy(recipients_of(session, campaign))
        edition = edition_of(session, campaign)
        if not recipients:
            abort(404)
        if edition is None:
            whole = draft_of(session, campaign, now())
            drafts = [(file_name(slug, one, form, draft=True), copy_of(whole, one)) for one in recipients]
            pieces = zipped(_drafted(drafts, form))
            name = f"{slug}-copies-DRAFT-{form}.zip"
        else:
            there = copies_of(session, edition, recipients)
            files = [there[one.id, form] for one in recipients if (one.id, form) in there]
            if len(files) < len(recipients) or any(file.written_at is None for file in files):
                flash(_("The copies are not all written yet."))
                return see_other("desk.delivery", slug=slug)
            pieces = zipped(_stored(database(), [(file.id, file.file_name) for file in files]))
            name = f"{slug}-copies-edition-{edition.number}-{form}.zip"
    return attachment(pieces, name, "application/zip")


def _drafted(drafts: list[tuple[str, Rendition]], form: str) -> Iterator[tuple[str, bytes]]:
    """The drafts; in the place of one that cannot be written a text that says why."""
    for name, data, problem in copies.each(drafts, form):
        yield (name, data) if not problem else (f"{name}.not-written.txt", f"{problem}\n".encode())


def _stored(source: Database, files: list[tuple[int, str]]) -> Iterator[tuple[str, bytes]]:
    """The stored copies, one in memory at a time."""
    for number, name in files:
        with source.read() as session:
            file = copy_with_bytes(session, number)
            assert file is not None  # what was written stays
            data = file.data
        assert data is not None
        yield name, data


@bp.get("/<slug>/delivery/<int:number>/copy.<form>")
@access("delivery.view")
def recipient_copy(slug: str, number: int, form: str) -> Response:
    """One recipient's copy: the stored file, else as it would be written now."""
    if form not in COPY_FORMS:
        abort(404)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        one = found(session, campaign, number)
        edition = edition_of(session, campaign)
        there = copies_of(session, edition, [one]).get((one.id, form)) if edition else None
        stored = copy_with_bytes(session, there.id) if there else None
        if stored is not None and stored.data is not None:
            return attachment(stored.data, stored.file_name, WRITERS[form][1])
        rendition = copy_of(final_of(edition) if edition else draft_of(session, campaign, now()), one)
        name = file_name(slug, one, form, draft=edition is None)
    try:
        (data,) = copies.written_each([rendition], form)
    except NotWritten as error:
        flash(error.sentence)
        return see_other("desk.delivery", slug=slug)
    return attachment(data, name, WRITERS[form][1])
