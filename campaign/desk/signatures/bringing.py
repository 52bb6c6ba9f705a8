"""A list of those who signed elsewhere, brought along: read, each row's fate shown, and only then written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.lists import SHOWN, ByVerdict, ListForm, Mapped, kept_source, looked_at, mapped, marked, report, source_of
from campaign.desk.signatures.shown import STATUS_NAMES, page
from campaign.models import Campaign
from campaign.operations import signed_lists
from campaign.operations.batches import batch_at, batches_of, remember_mapping
from campaign.queries import campaign_at_desk, current_version
from coalition.access import actor
from errors import UserError
from letters.models import Version
from signatories.models import SignatureBatch
from signatories.reading import LINES, SIGNING, ReadList, SignedRow
from web import access, database, now, see_other

ROLE_NAMES: Mapping[str, Any] = {
    "": _l("not used"),
    "organization": _l("Organization"),
    "individual": _l("Person who signs in their own name"),
    "title": _l("Title of that person"),
    "affiliation": _l("Affiliation of that person"),
    "scope": _l("Scope"),
    "state": _l("State or country"),
    "type": _l("Type of organization"),
    "website": _l("Website"),
    "sort_name": _l("Name to sort by"),
    "contact_name": _l("Contact’s name"),
    "first_name": _l("Contact’s first name"),
    "last_name": _l("Contact’s last name"),
    "contact_title": _l("Contact’s title"),
    "email": _l("E-mail address"),
    "signed_at": _l("When they signed"),
    "kind": _l("Organization or individual"),
    "printed": _l("Whether it printed"),
}
"""In the order in which a coordinator looks for them."""

_IN_DOUBT = ("double", "likely")


class SignedForm(ListForm):
    """A list of those who signed elsewhere, to be read."""

    purpose = SIGNING
    other = (LINES, _l("It is no table, but a name on each line"))

    vouched = BooleanField()


@dataclass(frozen=True, slots=True)
class Review(ByVerdict[SignedRow]):
    """What was read, and what would become of each row. ``own`` are the rows in doubt that come in as lines of their own."""

    of: Mapped
    rows: Sequence[SignedRow]
    text: Version
    remarks: Sequence[str] = ()
    mark: str = ""
    """Of the list and of the text, as they are shown (:func:`campaign.desk.lists.marked`)."""
    own: Collection[int] = field(default=frozenset())

    @property
    def coming(self) -> Sequence[SignedRow]:
        """The rows that come in."""
        return [row for row in self.rows if row.verdict == "new" or row.place in self.own]

    @property
    def asked(self) -> list[int]:
        """The rows about which the page asks."""
        return [row.place for verdict in _IN_DOUBT for row in self.shown(verdict)]


@bp.get("/<slug>/signatures/import")
@access("signatures.moderate")
def import_signatures(slug: str) -> str:
    """The form to paste a list into, or to choose a file; and the lists that were brought."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), SignedForm(formdata=None))


@bp.post("/<slug>/signatures/import")
@access("signatures.moderate")
def bring_signatures(slug: str) -> tuple[str, int] | Response:
    """Show what would become of each row; write it down once a person agreed to exactly that, and says that they signed."""
    form = SignedForm()
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        review, fit = looked_at(form, lambda sent: _review(session, campaign, form, sent))
        if review is None or not fit:
            return _page(session, campaign, form, review), 422
        if "report" in request.form:
            return _report(campaign, review)
        agreed = request.form.get("agreed") == review.mark
        writing = "write" in request.form
        if writing and agreed and not form.vouched.data:
            form.vouched.errors = [_("Tick this if it is so: nobody stands on a letter that they did not sign.")]
        if not writing or not agreed or form.errors:
            return _page(session, campaign, form, review, otherwise=writing and not agreed), 422
    try:
        brought = _bring(slug, review)
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, review), 422
    _say(brought)
    return see_other("desk.signatures", slug=slug)


@bp.get("/<slug>/signatures/lists/<int:number>/undo")
@access("signatures.moderate")
def confirm_taking_back(slug: str, number: int) -> str:
    """What taking a list back means."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _undo_page(session, campaign, _batch(session, campaign, number))


@bp.post("/<slug>/signatures/lists/<int:number>/undo")
@access("signatures.moderate")
def take_list_back(slug: str, number: int) -> Response:
    """Take a list back."""
    try:
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            batch = _batch(session, campaign, number)
            done = signed_lists.take_back(session, campaign, batch, by=actor(), now=now())
    except UserError as error:
        flash(error.sentence)
        return see_other("desk.import_signatures", slug=slug)
    parts = [ngettext("%(num)d line was taken off the letter.", "%(num)d lines were taken off the letter.", done.going)]
    if done.staying:
        count = len(done.staying)
        parts.append(ngettext("%(num)d stays as it is.", "%(num)d stay as they are.", count))
    flash(" ".join(parts))
    return see_other("desk.import_signatures", slug=slug)


def _bring(slug: str, review: Review) -> signed_lists.BroughtIn:
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        brought = signed_lists.bring(
            session,
            campaign,
            review.coming,
            text_hash=review.text.content_hash,
            source=kept_source(),
            mapping=review.of.kept,
            by=actor(),
            now=now(),
        )
        remember_mapping(session, campaign.coalition_id, SIGNING, review.of.read, review.of.columns, by=actor(), now=now())
    return brought


def _say(brought: signed_lists.BroughtIn) -> None:
    parts = [ngettext("%(num)d line was brought in.", "%(num)d lines were brought in.", brought.count)]
    if brought.passed_by:
        words = (
            "%(num)d was passed by: its name came to stand on the letter meanwhile.",
            "%(num)d were passed by: their names came to stand on the letter meanwhile.",
        )
        parts.append(ngettext(*words, brought.passed_by))
    parts.append(_("Nothing was mailed. The list can be taken back as a whole, under “Bring a list in”."))
    flash(" ".join(str(part) for part in parts))


def _review(session: Session, campaign: Campaign, form: SignedForm, read: ReadList) -> Review:
    found = mapped(session, campaign.coalition_id, form, read)
    text = current_version(session, campaign)
    try:
        signed = signed_lists.reviewed(session, campaign, read, found.columns, now())
    except UserError as error:
        if found.said:
            blame(form, error)
        return Review(found, (), text)  # the page asks for the columns
    mark = marked(text.content_hash, signed.rows)
    return Review(found, signed.rows, text, signed.remarks, mark, _own(signed.rows, mark))


def _own(rows: Sequence[SignedRow], mark: str) -> frozenset[int]:
    """The rows in doubt that come in: as the page was ticked, if it was this very list; else the likely ones."""
    likely = {row.place for row in rows if row.verdict == "likely"}
    if request.form.get("agreed") != mark:
        return frozenset(likely)
    asked = _numbers(request.form.get("asked", "").split(","))
    return frozenset((likely - asked) | (_numbers(request.form.getlist("own")) & asked))


def _numbers(typed: Sequence[str]) -> set[int]:
    return {number for one in typed if (number := whole_number(one)) is not None}


def _report(campaign: Campaign, review: Review) -> Response:
    header = ("row", "verdict", "comes in", "kind", "name", "title", "affiliation", "scope", "state", "type", "website")
    more = ("contact name", "contact title", "e-mail", "signed at (UTC)", "remarks")
    coming = {row.place for row in review.coming}
    return report(campaign.slug, (*header, *more), (_told(row, row.place in coming) for row in review.rows))


def _told(row: SignedRow, comes_in: bool) -> Sequence[str]:
    named = row.kind if row.name else ""
    moment = row.signed_at.strftime("%Y-%m-%d %H:%M:%S") if row.signed_at else ""
    who = (row.name, row.title, row.affiliation, row.scope, row.state, row.type, row.website)
    contact = (row.contact_name, row.contact_title, row.email)
    remarks = " ".join((row.sentence, *row.remarks)).strip()
    return (str(row.place), row.verdict, "yes" if comes_in else "no", named, *who, *contact, moment, remarks)


def _batch(session: Session, campaign: Campaign, number: int) -> SignatureBatch:
    found = batch_at(session, campaign, SignatureBatch, number)
    if found is None:
        abort(404)
    return found


def _undo_page(session: Session, campaign: Campaign, batch: SignatureBatch) -> str:
    would = signed_lists.would_take_back(session, batch)
    return page(session, campaign, "signatures_undo.html", batch=batch, would=would, most=SHOWN, statuses=STATUS_NAMES)


def _page(
    session: Session, campaign: Campaign, form: SignedForm, review: Review | None = None, *, otherwise: bool = False
) -> str:
    """``otherwise``: somebody agreed to a list, and this is not that one."""
    if otherwise:
        form.vouched.process_data(False)
    return page(
        session,
        campaign,
        "signatures_import.html",
        form=form,
        review=review,
        roles=ROLE_NAMES,
        otherwise=otherwise,
        source=source_of(form),
        batches=batches_of(session, campaign, SignatureBatch),
        says=signed_lists.says(review.text) if review else "",
    )
