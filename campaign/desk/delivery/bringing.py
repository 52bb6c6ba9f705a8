"""A list of recipients brought along: each row's fate is shown, and only then it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.delivery_queries import recipients_of
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import page
from campaign.desk.lists import ByVerdict, ListForm, Mapped, looked_at, mapped, marked, report, source_of
from campaign.models import Campaign
from campaign.operations.batches import remember_mapping
from campaign.operations.delivering.recipients import add, entry_of
from campaign.printing import PRINTING
from campaign.queries import campaign_at_desk
from campaign.recipient_entries import joined
from campaign.recipient_lists import RECEIVING, ROLE_NAMES, RecipientRow, key_of, map_recipients
from coalition.access import actor
from errors import UserError
from signatories.reading import LINES, ReadList
from web import access, database, now, see_other


class RecipientListForm(ListForm):
    """A list of recipients to be read."""

    purpose = RECEIVING
    other = (LINES, _l("Nothing: each line is a name"))


@dataclass(frozen=True, slots=True)
class Review(ByVerdict[RecipientRow]):
    """What was read, and what would become of each row."""

    of: Mapped
    rows: Sequence[RecipientRow]
    mark: str


@bp.get("/<slug>/delivery/import")
@access("delivery.edit")
def import_recipients(slug: str) -> str:
    """The form to paste a list into, or to choose a file."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), RecipientListForm(formdata=None))


@bp.post("/<slug>/delivery/import")
@access("delivery.edit")
def add_recipients(slug: str) -> tuple[str, int] | Response:
    """Show what would become of each row; write the new ones down once a person agreed to exactly that."""
    form = RecipientListForm()
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
    entries = [row.entry for row in review.rows if row.verdict == "new"]
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            add(session, campaign, entries, by=actor(), now=now())
            read, columns = review.of.read, review.of.columns
            remember_mapping(session, campaign.coalition_id, RECEIVING, read, columns, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, review), 422
    flash(ngettext("%(num)d recipient was added.", "%(num)d recipients were added.", len(entries)))
    return see_other("desk.delivery", slug=slug)


def _review(session: Session, campaign: Campaign, form: RecipientListForm, read: ReadList) -> Review:
    found = mapped(session, campaign.coalition_id, form, read)
    there = {key_of(entry_of(one)) for one in recipients_of(session, campaign)}
    try:
        rows = map_recipients(read, found.columns, there, printing=PRINTING)
    except UserError as error:
        if found.said:
            blame(form, error)
        return Review(found, (), "")  # the page asks for the columns
    return Review(found, rows, marked([row.entry for row in rows if row.verdict == "new"]))


def _report(campaign: Campaign, review: Review) -> Response:
    header = ("row", "verdict", "name", "address block", "salutation", "state", "channels", "e-mail", "portal", "remarks")
    return report(
        campaign.slug,
        header,
        (
            (
                str(row.place),
                row.verdict,
                row.entry.name,
                "\n".join(row.entry.lines),
                row.entry.salutation,
                row.entry.state,
                joined(row.entry.channels),
                row.entry.email,
                row.entry.portal,
                " ".join((row.sentence, *row.remarks)).strip(),
            )
            for row in review.rows
        ),
    )


def _page(
    session: Session,
    campaign: Campaign,
    form: RecipientListForm,
    review: Review | None = None,
    *,
    otherwise: bool = False,
) -> str:
    """``otherwise``: somebody agreed to a list, and this is not that one."""
    return page(
        session,
        campaign,
        "delivery_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        otherwise=otherwise,
        source=source_of(form),
    )
