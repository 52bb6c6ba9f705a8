"""A list of people brought along: read, its columns said, each row's fate shown, and only then written down.

The list itself is kept nowhere. The page that shows what would become of it carries its text along, and the coordinator can
mend it there.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import WholeNumber
from campaign.desk.invitations.shown import page
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.queries import campaign_at_desk
from campaign.tables import harmless
from coalition.access import actor
from errors import UserError
from signatories.reading import PEOPLE, ROLES, SEPARATORS, Columns, ReadList, Row, guess, headings, map_rows, read_list
from web import access, attachment, database, now, see_other

LARGEST_TEXT = 1_800_000
"""Bytes. What was read is shown and sent once more, and a form's text has at most 2 MB."""

_SHOWN = 200
"""Rows of each verdict on the page; all of them are in the file to download."""

ROLE_NAMES: Mapping[str, Any] = {
    "": _l("not used"),
    "organization": _l("Organization"),
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
    ("tab", _l("Tabs")),
    ("|", _l("Bars ( | )")),
    (PEOPLE, _l("It is no table, but the recipients of a mail")),
]


class ListForm(FlaskForm):  # type: ignore[misc]
    """A list of people to be read."""

    text = TextAreaField(_l("Paste the list"))
    file = FileField(_l("Or choose a file"))
    separator = SelectField(_l("What stands between the cells"), choices=lambda: _SEPARATORS, default="")
    heading = WholeNumber(_l("Rows above the first person"), [Optional(), NumberRange(0, 50, _l("From 0 to 50."))])


@dataclass(frozen=True, slots=True)
class Review:
    """What was read, and what would become of each row."""

    read: ReadList
    columns: Columns
    rows: Sequence[Row]
    mark: str
    """A short mark of exactly this: agreeing to it is not agreeing to a list that was changed later."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each verdict."""
        return Counter(row.verdict for row in self.rows)

    def shown(self, verdict: str) -> list[Row]:
        """The first rows with that verdict."""
        return [row for row in self.rows if row.verdict == verdict][:_SHOWN]

    @property
    def columns_shown(self) -> list[tuple[str, str, str]]:
        """Each column's heading, an example from it, and its role."""
        people = [row.cells for row in self.read.rows[self.columns.heading :] if not row.empty]
        examples = [next((cells[place] for cells in people if cells[place].strip()), "") for place in range(self.read.width)]
        return list(zip(headings(self.read, self.columns.heading), examples, self.columns.roles, strict=True))


@bp.get("/<slug>/invitations/import")
@access("invitations.send")
def import_invitations(slug: str) -> str:
    """The form to paste a list into, or to choose a file."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), ListForm(formdata=None))


@bp.post("/<slug>/invitations/import")
@access("invitations.send")
def add_invitations(slug: str) -> tuple[str, int] | Response:
    """Show what would become of each row; write the new ones down once a person agreed to exactly that."""
    form = ListForm()
    review, valid = None, False
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        try:
            read = _read(form)
            valid = form.validate()
            review = _review(session, campaign, form, read)
        except UserError as error:
            blame(form, error)
        if review is None or not valid or form.errors:
            return _page(session, campaign, form, review), 422
        if "report" in request.form:
            return _report(campaign, review)
        agreed = request.form.get("agreed") == review.mark
        if "write" not in request.form or not agreed:
            return _page(session, campaign, form, review, otherwise="write" in request.form), 422
    source = request.form.get("source", "") or str(_("pasted"))
    mapping = {"columns": list(review.columns.roles), "heading": review.columns.heading, "read_as": review.read.source}
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            brought = inviting.bring(session, campaign, review.rows, source=source, mapping=mapping, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, review), 422
    flash(
        ngettext(
            "%(num)d person was added. Nothing was mailed yet.",
            "%(num)d people were added. Nothing was mailed yet.",
            brought.count,
        )
    )
    return see_other("desk.invitations", slug=slug, status="not sent")


def _read(form: ListForm) -> ReadList:
    """The list that was sent. A file's text goes into the field, so that it can be shown, mended and sent again."""
    file = form.file.data
    if file:
        read = read_list(file.read(), file.filename or "")
        form.separator.data = _named(read.separator)
    else:
        text = form.text.data or ""
        if not text.strip():
            raise UserError("Paste a list, or choose a file.")
        read = read_list(text, separator="\t" if form.separator.data == "tab" else form.separator.data or "")
    if len(read.text.encode()) > LARGEST_TEXT:
        form.text.data = ""
        raise UserError("That is more than 2 megabytes of text. Bring the list in parts.")
    form.text.data = read.text
    return read


def _named(separator: str) -> str:
    return "tab" if separator == "\t" else separator


def _review(session: Session, campaign: Campaign, form: ListForm, read: ReadList) -> Review:
    said = _columns_sent(form, read)
    columns = said or guess(read)
    form.heading.process_data(columns.heading)
    form.separator.process_data(_named(read.separator))
    try:
        rows = map_rows(read, columns, inviting.known(session, campaign), printing=inviting.PRINTING)
    except UserError as error:
        if said:
            blame(form, error)
        return Review(read, columns, (), "")  # the page asks for the columns
    # Whoever is left out, and in which row, is not what is agreed to.
    new = [row for row in rows if row.verdict == "new"]
    outcome = repr([(row.organization, row.contact_name, row.contact_title, row.email) for row in new])
    return Review(read, columns, rows, hashlib.sha256(outcome.encode()).hexdigest()[:16])


def _columns_sent(form: ListForm, read: ReadList) -> Columns | None:
    """What the coordinator said the columns are; None for a list whose columns they have not seen yet."""
    if form.file.data or request.form.get("width") != str(read.width) or request.form.get("guess"):
        return None
    roles = tuple(request.form.get(f"column_{place}", "") for place in range(read.width))
    known = tuple(role if role in ROLES else "" for role in roles)
    return Columns(known, min(form.heading.data or 0, len(read.rows)))


def _report(campaign: Campaign, review: Review) -> Response:
    """What would become of each row, as a table to download."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("row", "verdict", "organization", "contact name", "title", "e-mail", "remarks"))
    for row in review.rows:
        texts = (
            row.organization,
            row.contact_name,
            row.contact_title,
            row.email,
            " ".join((row.sentence, *row.remarks)).strip(),
        )
        writer.writerow((row.place, row.verdict, *map(harmless, texts)))
    return attachment(buffer.getvalue().encode("utf-8-sig"), f"{campaign.slug}-list-checked.csv", "text/csv; charset=utf-8")


def _page(
    session: Session, campaign: Campaign, form: ListForm, review: Review | None = None, *, otherwise: bool = False
) -> str:
    """``otherwise``: somebody agreed to a list, and this is not that one."""
    file = form.file.data
    return page(
        session,
        campaign,
        "invitations_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        separators=SEPARATORS,
        otherwise=otherwise,
        source=(file.filename if file else request.form.get("source", "")) or "",
    )
