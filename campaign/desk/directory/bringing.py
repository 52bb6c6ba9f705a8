"""A list of organizations brought to the directory: read, its columns said, each row's fate shown, and only then written down.

The list itself is kept nowhere. The page that shows what would become of it carries its text along, and the coordinator can
mend it there. What looks like a double is decided on the same page, row by row; without a word it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import page
from campaign.desk.lists import ByVerdict, ListForm, Mapped, kept_source, looked_at, mapped, marked, report, source_of
from campaign.directory_tables import letter_as_list
from campaign.models import Campaign
from campaign.operations.batches import remember_mapping
from campaign.printing import PRINTING
from campaign.queries import find as find_campaign
from coalition.access import actor, authorize
from errors import UserError
from signatories import directory
from signatories.directory import Brought
from signatories.reading import DIRECTORY, LINES, ReadList, read_list
from signatories.reading.columns import check
from signatories.reading.directory_cells import joined_names
from signatories.reading.directory_rows import FIELD_NAMES, Choice, DirectoryRow, KnownOrganization, Planner
from web import access, database, now, see_other

ROLE_NAMES: Mapping[str, Any] = {
    "": _l("not used"),
    "organization": _l("Organization"),
    "sort_name": _l("Sort name"),
    "aliases": _l("Other names"),
    "former_names": _l("Former names"),
    "scope": _l("Where it works"),
    "state": _l("State or country"),
    "website": _l("Website"),
    "type": _l("Type"),
    "notes": _l("Notes"),
    "contact_name": _l("Contact’s name"),
    "first_name": _l("First name"),
    "last_name": _l("Last name"),
    "contact_title": _l("Title"),
    "email": _l("E-mail address"),
}


class OrganizationListForm(ListForm):
    """A list of organizations to be read."""

    purpose = DIRECTORY
    other = (LINES, _l("It is no table, but a name on each line"))


@dataclass(frozen=True, slots=True)
class Review(ByVerdict[DirectoryRow]):
    """What was read, and what would become of each row; ``seen`` is the directory that ``planner`` held it against."""

    of: Mapped
    rows: Sequence[DirectoryRow] = ()
    mark: str = ""
    """Of every row, with what would become of it (:func:`campaign.desk.lists.marked`)."""
    seen: Sequence[KnownOrganization] = ()
    planner: Planner | None = field(default=None, repr=False)


@bp.get("/coalition/<int:coalition_id>/directory/import")
@access("directory.edit")
def import_organizations(coalition_id: int) -> str | tuple[str, int]:
    """The form to paste a list into, or to choose a file; with ``campaign`` the organizations that stand on that letter."""
    authorize(coalition_id)
    form = OrganizationListForm(formdata=None)
    slug = request.args.get("campaign", "")
    with database().read() as session:
        if not slug:
            return _page(session, coalition_id, form)
        campaign = find_campaign(session, slug)
        if campaign is None or campaign.coalition_id != coalition_id:
            abort(404)
        form.text.data = letter_as_list(session, campaign)
        try:
            review = _review(session, coalition_id, form, read_list(form.text.data, separator=",", purpose=DIRECTORY))
        except UserError as error:
            blame(form, error)
            return _page(session, coalition_id, form), 422
        return _page(session, coalition_id, form, review, source=campaign.title)


@bp.post("/coalition/<int:coalition_id>/directory/import")
@access("directory.edit")
def add_organizations(coalition_id: int) -> tuple[str, int] | Response:
    """Show what would become of each row; write it down once a person agreed to exactly that."""
    authorize(coalition_id)
    form = OrganizationListForm()
    with database().read() as session:
        review, fit = looked_at(form, lambda sent: _review(session, coalition_id, form, sent))
        if review is None or not fit:
            return _page(session, coalition_id, form, review), 422
        if "report" in request.form:
            return _report(review)
        agreed = request.form.get("agreed") == review.mark
        if "write" not in request.form or not agreed:
            return _page(session, coalition_id, form, review, otherwise="write" in request.form), 422
    try:
        brought = _bring(coalition_id, review)
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, coalition_id, form, review), 422
    parts = [ngettext("%(num)d organization was added.", "%(num)d organizations were added.", brought.made)]
    if brought.added_to:
        parts.append(ngettext("%(num)d was added to.", "%(num)d were added to.", brought.added_to))
    flash(" ".join(parts))
    return see_other("desk.directory", coalition_id=coalition_id)


def _bring(coalition_id: int, review: Review) -> Brought:
    choices, rows = _choices(review.rows), review.rows
    if choices and review.planner is not None:
        rows = review.planner.planned(choices)
    with database().write() as session:
        brought = directory.bring(
            session,
            coalition_id,
            rows,
            seen=review.seen,
            source=kept_source(),
            mapping=review.of.kept,
            by=actor(),
            now=now(),
        )
        remember_mapping(session, coalition_id, DIRECTORY, review.of.read, review.of.columns, by=actor(), now=now())
    return brought


def _choices(rows: Sequence[DirectoryRow]) -> dict[int, Choice]:
    """What the coordinator said of the rows that look like doubles."""
    said = {row.place: request.form.get(f"double_{row.place}", "") for row in rows if row.verdict == "double"}
    return {place: "new" if word == "new" else "same" for place, word in said.items() if word in ("new", "same")}


def _review(session: Session, coalition_id: int, form: OrganizationListForm, read: ReadList) -> Review:
    found = mapped(session, coalition_id, form, read)
    try:
        check(found.columns, read.width, DIRECTORY)
    except UserError as error:
        if found.said:
            blame(form, error)
        return Review(found)  # the page asks for the columns
    seen = directory.known(session, coalition_id)
    planner = Planner(read, found.columns, seen, printing=PRINTING)
    rows = planner.planned({})
    return Review(found, rows, marked(rows), seen, planner)


def _report(review: Review) -> Response:
    header = ("row", "verdict", "organization", "other names", "fills in", "contact", "remarks")
    return report("organizations", header, map(_told, review.rows))


def _told(row: DirectoryRow) -> Sequence[str]:
    other_names = joined_names(name for name, _kind in row.names)
    fills = ", ".join(FIELD_NAMES[name] for name in row.fills)
    contact = ", ".join(part for part in row.said.contact if part) if row.contact else ""
    remarks = " ".join((row.sentence, *row.remarks)).strip()
    return (str(row.place), row.verdict, row.said.name, other_names, fills, contact, remarks)


def _page(
    session: Session,
    coalition_id: int,
    form: OrganizationListForm,
    review: Review | None = None,
    *,
    source: str = "",
    otherwise: bool = False,
) -> str:
    """``source``: the letter that the list comes from. ``otherwise``: somebody agreed to a list, and this is not that one."""
    letters = select(Campaign).where(Campaign.coalition_id == coalition_id).order_by(Campaign.id.desc())
    return page(
        session,
        coalition_id,
        "directory_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        fields=FIELD_NAMES,
        otherwise=otherwise,
        letters=session.scalars(letters).all(),
        source=source or source_of(form),
    )
