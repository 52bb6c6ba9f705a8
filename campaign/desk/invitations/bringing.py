"""A list of people to be asked, brought along: read, its columns said, each row's fate shown, and only then written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.invitations.shown import page
from campaign.desk.lists import ByVerdict, ListForm, Mapped, kept_source, looked_at, mapped, marked, report, source_of
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.batches import remember_mapping
from campaign.printing import PRINTING
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.reading import INVITING, PEOPLE, ReadList, Row, map_rows
from web import access, database, now, see_other

ROLE_NAMES: Mapping[str, Any] = {
    "": _l("not used"),
    "organization": _l("Organization"),
    "contact_name": _l("Contact’s name"),
    "first_name": _l("First name"),
    "last_name": _l("Last name"),
    "contact_title": _l("Title"),
    "email": _l("E-mail address"),
}


class PeopleForm(ListForm):
    """A list of people to be read."""

    purpose = INVITING
    other = (PEOPLE, _l("It is no table, but the recipients of a mail"))


@dataclass(frozen=True, slots=True)
class Review(ByVerdict[Row]):
    """What was read, and what would become of each row."""

    of: Mapped
    rows: Sequence[Row]
    mark: str
    """Of the people who would be added (:func:`campaign.desk.lists.marked`)."""


@bp.get("/<slug>/invitations/import")
@access("invitations.send")
def import_invitations(slug: str) -> str:
    """The form to paste a list into, or to choose a file."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), PeopleForm(formdata=None))


@bp.post("/<slug>/invitations/import")
@access("invitations.send")
def add_invitations(slug: str) -> tuple[str, int] | Response:
    """Show what would become of each row; write the new ones down once a person agreed to exactly that."""
    form = PeopleForm()
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        review, fit = looked_at(form, lambda sent: _review(session, campaign, form, sent))
        if review is None or not fit:
            return _page(session, campaign, form, review), 422
        if "report" in request.form:
            return _report(campaign, review)
        agreed = request.form.get("agreed") == review.mark
        if "write" not in request.form or not agreed:
            return _page(session, campaign, form, review, otherwise="write" in request.form), 422
    read, columns = review.of.read, review.of.columns
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            brought = inviting.bring(
                session,
                campaign,
                review.rows,
                source=kept_source(),
                mapping=review.of.kept,
                by=actor(),
                now=now(),
            )
            remember_mapping(session, campaign.coalition_id, INVITING, read, columns, by=actor(), now=now())
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


def _review(session: Session, campaign: Campaign, form: PeopleForm, read: ReadList) -> Review:
    found = mapped(session, campaign.coalition_id, form, read)
    try:
        rows = map_rows(read, found.columns, inviting.known(session, campaign), printing=PRINTING)
    except UserError as error:
        if found.said:
            blame(form, error)
        return Review(found, (), "")  # the page asks for the columns
    # Whoever is left out, and in which row, is not what is agreed to.
    new = [row for row in rows if row.verdict == "new"]
    outcome = [(row.organization, row.contact_name, row.contact_title, row.email) for row in new]
    return Review(found, rows, marked(outcome))


def _report(campaign: Campaign, review: Review) -> Response:
    header = ("row", "verdict", "organization", "contact name", "title", "e-mail", "remarks")
    return report(
        campaign.slug,
        header,
        (
            (
                str(row.place),
                row.verdict,
                row.organization,
                row.contact_name,
                row.contact_title,
                row.email,
                " ".join((row.sentence, *row.remarks)).strip(),
            )
            for row in review.rows
        ),
    )


def _page(
    session: Session, campaign: Campaign, form: PeopleForm, review: Review | None = None, *, otherwise: bool = False
) -> str:
    """``otherwise``: somebody agreed to a list, and this is not that one."""
    return page(
        session,
        campaign,
        "invitations_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        otherwise=otherwise,
        source=source_of(form),
    )
