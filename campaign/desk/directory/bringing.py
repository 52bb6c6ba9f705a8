"""A list of organizations brought to the directory: read, its columns said, each row's fate shown, and only then written down.

The list itself is kept nowhere. The page that shows what would become of it carries its text along, and the coordinator can
mend it there. What looks like a double is decided on the same page, row by row; without a word it is left out.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import page
from campaign.desk.forms import WholeNumber
from campaign.desk.lists import LARGEST_TEXT, ListForm
from campaign.directory_tables import letter_as_list
from campaign.exports import CSV
from campaign.models import Campaign
from campaign.printing import PRINTING
from campaign.queries import find as find_campaign
from coalition.access import actor, authorize
from errors import UserError
from signatories import directory
from signatories.formulas import harmless
from signatories.reading import SEPARATORS, Columns, ReadList, headings
from signatories.reading.directory_cells import joined_names
from signatories.reading.directory_columns import ROLES, check_organizations, guess_organizations, read_organizations
from signatories.reading.directory_rows import FIELD_NAMES, Choice, DirectoryRow, KnownOrganization, plan
from signatories.reading.purposes import INVITING
from web import access, attachment, database, now, see_other

_SHOWN = 200
"""Rows of each verdict on the page; all of them are in the file to download."""

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

_SEPARATORS: list[tuple[str, Any]] = [
    ("", _l("Find out")),
    (",", _l("Commas")),
    (";", _l("Semicolons")),
    ("tab", _l("Tabs, or a name on each line")),
    ("|", _l("Bars ( | )")),
]


class OrganizationListForm(ListForm):
    """A list of organizations to be read."""

    purpose = INVITING
    other = ("", "")
    separator = SelectField(_l("What stands between the cells"), choices=lambda: _SEPARATORS, default="")
    heading = WholeNumber(_l("Rows above the first organization"), [Optional(), NumberRange(0, 50, _l("From 0 to 50."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.separator.choices = _SEPARATORS


@dataclass(frozen=True, slots=True)
class Review:
    """What was read, and what would become of each row; ``seen`` is the directory that it was held against."""

    read: ReadList
    columns: Columns
    rows: Sequence[DirectoryRow] = ()
    seen: Sequence[KnownOrganization] = ()

    @property
    def mark(self) -> str:
        """A short mark of exactly this list, these columns and this directory: agreeing to it is agreeing to nothing else."""
        what = repr(([row.cells for row in self.read.rows], self.columns, self.seen))
        return hashlib.sha256(what.encode()).hexdigest()[:16] if self.rows else ""

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each verdict."""
        return Counter(row.verdict for row in self.rows)

    def shown(self, verdict: str) -> list[DirectoryRow]:
        """The first rows with that verdict."""
        return [row for row in self.rows if row.verdict == verdict][:_SHOWN]

    @property
    def columns_shown(self) -> list[tuple[str, str, str]]:
        """Each column's heading, an example from it, and its role."""
        rows = [row.cells for row in self.read.rows[self.columns.heading :] if not row.empty]
        examples = [next((cells[place] for cells in rows if cells[place].strip()), "") for place in range(self.read.width)]
        return list(zip(headings(self.read, self.columns.heading), examples, self.columns.roles, strict=True))


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
            review = _review(session, coalition_id, form, read_organizations(form.text.data, separator=","))
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
    review, valid = None, False
    with database().read() as session:
        try:
            read = _read(form)
            valid = form.validate()
            review = _review(session, coalition_id, form, read)
        except UserError as error:
            blame(form, error)
        if review is None or not valid or form.errors:
            return _page(session, coalition_id, form, review), 422
        if "report" in request.form:
            return _report(review)
        agreed = request.form.get("agreed") == review.mark
        if "write" not in request.form or not agreed:
            return _page(session, coalition_id, form, review, otherwise="write" in request.form), 422
    return _written(coalition_id, form, review)


def _written(coalition_id: int, form: OrganizationListForm, review: Review) -> tuple[str, int] | Response:
    source = request.form.get("source", "") or str(_("pasted"))
    mapping = {"columns": list(review.columns.roles), "heading": review.columns.heading, "read_as": review.read.source}
    try:
        choices = _choices(review.rows)
        rows = plan(review.read, review.columns, review.seen, choices=choices, printing=PRINTING) if choices else review.rows
        with database().write() as session:
            brought = directory.bring(
                session, coalition_id, rows, seen=review.seen, source=source, mapping=mapping, by=actor(), now=now()
            )
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, coalition_id, form, review), 422
    parts = [ngettext("%(num)d organization was added.", "%(num)d organizations were added.", brought.made)]
    if brought.added_to:
        parts.append(ngettext("%(num)d was added to.", "%(num)d were added to.", brought.added_to))
    flash(" ".join(parts))
    return see_other("desk.directory", coalition_id=coalition_id)


def _choices(rows: Sequence[DirectoryRow]) -> dict[int, Choice]:
    """What the coordinator said of the rows that look like doubles."""
    said = {row.place: request.form.get(f"double_{row.place}", "") for row in rows if row.verdict == "double"}
    return {place: "new" if word == "new" else "same" for place, word in said.items() if word in ("new", "same")}


def _read(form: OrganizationListForm) -> ReadList:
    """The list that was sent. A file's text goes into the field, so that it can be shown, mended and sent again."""
    file = form.file.data
    if file:
        read = read_organizations(file.read(), file.filename or "")
    else:
        text = form.text.data or ""
        if not text.strip():
            raise UserError("Paste a list, or choose a file.")
        read = read_organizations(text, separator="\t" if form.separator.data == "tab" else form.separator.data or "")
    if len(read.text.encode()) > LARGEST_TEXT:
        form.text.data = ""
        raise UserError("That is more than 2 megabytes of text. Bring the list in parts.")
    form.text.data = read.text
    return read


def _review(session: Session, coalition_id: int, form: OrganizationListForm, read: ReadList) -> Review:
    said = _columns_sent(form, read)
    columns = said or guess_organizations(read)
    form.heading.process_data(columns.heading)
    form.separator.process_data("tab" if read.separator == "\t" else read.separator)
    review = Review(read, columns)
    try:
        check_organizations(columns, read.width)
    except UserError as error:
        if said:
            blame(form, error)
        return review  # the page asks for the columns
    seen = directory.known(session, coalition_id)
    return replace(review, rows=plan(read, columns, seen, printing=PRINTING), seen=seen)


def _columns_sent(form: OrganizationListForm, read: ReadList) -> Columns | None:
    """What the coordinator said the columns are; None for a list whose columns they have not seen yet."""
    if form.file.data or request.form.get("width") != str(read.width) or request.form.get("guess"):
        return None
    roles = tuple(request.form.get(f"column_{place}", "") for place in range(read.width))
    known = tuple(role if role in ROLES else "" for role in roles)
    return Columns(known, min(form.heading.data or 0, len(read.rows)))


def _report(review: Review) -> Response:
    """What would become of each row, as a table to download."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("row", "verdict", "organization", "other names", "fills in", "contact", "remarks"))
    for row in review.rows:
        texts = (
            row.said.name,
            joined_names(name for name, _kind in row.names),
            ", ".join(FIELD_NAMES[name] for name in row.fills),
            ", ".join(part for part in row.said.contact if part) if row.contact else "",
            " ".join((row.sentence, *row.remarks)).strip(),
        )
        writer.writerow((row.place, row.verdict, *map(harmless, texts)))
    return attachment(buffer.getvalue().encode("utf-8-sig"), "organizations-checked.csv", CSV)


def _page(
    session: Session,
    coalition_id: int,
    form: OrganizationListForm,
    review: Review | None = None,
    *,
    source: str = "",
    otherwise: bool = False,
) -> str:
    """``otherwise``: somebody agreed to a list, and this is not that one."""
    file = form.file.data
    letters = select(Campaign).where(Campaign.coalition_id == coalition_id).order_by(Campaign.id.desc())
    return page(
        session,
        coalition_id,
        "directory_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        fields=FIELD_NAMES,
        separators=SEPARATORS,
        otherwise=otherwise,
        letters=session.scalars(letters).all(),
        source=source or (file.filename if file else request.form.get("source", "")) or "",
    )
