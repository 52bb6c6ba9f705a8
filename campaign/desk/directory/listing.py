"""The directory: every organization, searched by any of its names; and all of it as a file."""

from __future__ import annotations

from flask import Response, abort, request
from sqlalchemy import select

from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import LONGEST_SEARCH, page
from campaign.desk.forms import whole_number
from campaign.directory_tables import directory_csv, directory_xlsx
from campaign.exports import CSV, XLSX
from coalition.access import authorize
from signatories import directory
from signatories.models import SCOPES
from signatories.organizations import Organization
from web import access, attachment, database


@bp.get("/coalition/<int:coalition_id>/directory", endpoint="directory")
@access("directory.view")
def show_directory(coalition_id: int) -> str:
    """The organizations: ``q`` are words of a name, ``scope`` and ``state`` narrow, ``show=retired`` those taken out."""
    authorize(coalition_id)
    scope, show = request.args.get("scope", ""), request.args.get("show", "")
    if scope not in ("", *SCOPES) or show not in ("", "retired"):
        abort(404)
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    state = request.args.get("state", "")[:LONGEST_SEARCH]
    with database().read() as session:
        listed = directory.find(
            session,
            coalition_id,
            words=words,
            scope=scope,
            state=state,
            retired=show == "retired",
            page=whole_number(request.args.get("page")) or 1,
        )
        mine = select(Organization.id).where(Organization.coalition_id == coalition_id).limit(1)
        return page(
            session,
            coalition_id,
            "directory.html",
            listed=listed,
            words=words,
            scope=scope,
            state=state,
            show=show,
            states=directory.states_of(session, coalition_id),
            any=session.scalar(mine) is not None,
            batches=directory.batches_of(session, coalition_id),
        )


@bp.get("/coalition/<int:coalition_id>/directory.<file_format>")
@access("directory.export")
def directory_table(coalition_id: int, file_format: str) -> Response:
    """The whole directory with its contacts, as csv or xlsx, in columns that it reads back."""
    authorize(coalition_id)
    if file_format not in ("csv", "xlsx"):
        abort(404)
    with database().read() as session:
        if file_format == "csv":
            return attachment(directory_csv(session, coalition_id), "organizations.csv", CSV)
        return attachment(directory_xlsx(session, coalition_id), "organizations.xlsx", XLSX)
