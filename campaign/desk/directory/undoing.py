"""A list of organizations taken back."""

from __future__ import annotations

from flask import abort, flash
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import page
from coalition.access import actor, authorize
from signatories import directory
from signatories.organizations import OrganizationBatch
from web import access, database, now, see_other


@bp.get("/coalition/<int:coalition_id>/directory/lists/<int:number>/undo")
@access("directory.edit")
def confirm_undo_organizations(coalition_id: int, number: int) -> str:
    """What taking a list back means."""
    with database().read() as session:
        batch = _batch(session, coalition_id, number)
        return page(session, coalition_id, "directory_undo.html", batch=batch, would=directory.would_undo(session, batch))


@bp.post("/coalition/<int:coalition_id>/directory/lists/<int:number>/undo")
@access("directory.edit")
def undo_organizations(coalition_id: int, number: int) -> Response:
    """Take a list back."""
    with database().write() as session:
        done = directory.undo(session, _batch(session, coalition_id, number), by=actor(), now=now())
    parts = [ngettext("%(num)d organization was taken out.", "%(num)d organizations were taken out.", done.retired)]
    if done.mended:
        parts.append(ngettext("%(num)d is as it was before.", "%(num)d are as they were before.", done.mended))
    if done.kept:
        parts.append(ngettext("%(num)d stays: it was changed since.", "%(num)d stay: they were changed since.", done.kept))
    flash(" ".join(parts))
    return see_other("desk.directory", coalition_id=coalition_id)


def _batch(session: Session, coalition_id: int, number: int) -> OrganizationBatch:
    authorize(coalition_id)
    batch = directory.batch_at(session, coalition_id, number)
    if batch is None:
        abort(404)
    return batch
