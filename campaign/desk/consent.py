"""The ledger of consent: for each organization the text that it stands under, when, by whom, and how that was confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.signatures.shown import CONSENT_NAMES, HOW_NAMES, STATUS_NAMES
from campaign.desk.signatures.shown import page as signatures_page
from campaign.exports import CSV, XLSX
from campaign.models import Campaign
from campaign.operations.answering import agreed_elsewhere
from campaign.operations.settling import not_reached, open_question
from campaign.queries import campaign_at_desk, circulation_of
from campaign.tables import as_csv
from campaign.texts_agreed import HEADER, count_of, ledger, rows
from coalition.access import actor
from errors import UserError
from signatories.formulas import harmless
from web import access, attachment, database, now, see_other

PER_PAGE = 100

HOW: Mapping[str, Any] = {**HOW_NAMES, **{f"later: {how}": words for how, words in CONSENT_NAMES.items()}}
"""How a consent was given, in words."""


class ElsewhereForm(FlaskForm):  # type: ignore[misc]
    """Signers who answered a coordinator instead of the page."""

    reason = StringField(_l("How you know that they agree"))


@bp.get("/<slug>/consent")
@access("consent.view")
def consent(slug: str) -> str:
    """Who stands under which text, those who are asked just now first."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), ElsewhereForm(formdata=None))


@bp.post("/<slug>/consent")
@access("signatures.moderate")
def record_agreement(slug: str) -> tuple[str, int] | Response:
    """Write down that some who are asked agreed on the telephone or in a letter."""
    form = ElsewhereForm()
    chosen = [number for text in request.form.getlist("signature") if (number := whole_number(text)) is not None]
    if form.validate():
        try:
            if not chosen:
                raise UserError(_("Tick those who agreed."))
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                found = agreed_elsewhere(session, campaign, chosen, form.reason.data or "", by=actor(), now=now())
        except UserError as error:
            blame(form, error)
        else:
            flash(ngettext("%(num)d agreement was written down.", "%(num)d agreements were written down.", len(found)))
            return see_other("desk.consent", slug=slug)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form, frozenset(chosen)), 422


@bp.get("/<slug>/consent.<file_format>")
@access("signatures.export")
def consent_table(slug: str, file_format: str) -> Response:
    """The ledger as csv or xlsx, a row for each consent."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in _TABLES:
            abort(404)
        write, content_type = _TABLES[file_format]
        table = write(rows(ledger(session, campaign)))
    return attachment(table, f"{campaign.slug}-consent.{file_format}", content_type)


def _page(session: Session, campaign: Campaign, form: ElsewhereForm, chosen: frozenset[int] = frozenset()) -> str:
    count = count_of(session, campaign)
    last = max(1, -(-count // PER_PAGE))
    number = min(max(1, whole_number(request.args.get("page")) or 1), last)
    circulation = circulation_of(session, campaign)
    found = ledger(session, campaign, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return signatures_page(
        session,
        campaign,
        "consent.html",
        rows=found,
        not_reached=not_reached(session, [row.id for row in found if row.asked]),
        how=HOW,
        status_names=STATUS_NAMES,
        question=open_question(session, campaign),
        circulates=circulation.version if circulation else None,
        form=form,
        chosen=chosen,
        number=number,
        pages=last,
        total=count,
    )


def as_xlsx(table: Sequence[Sequence[str]]) -> bytes:
    """The rows under their header as a workbook: the header frozen, every cell text."""
    from campaign.workbooks import workbook  # late: a process that writes no workbook saves 10 MB

    return workbook("Consent", HEADER, ([harmless(cell) for cell in row] for row in table), [24] * len(HEADER))


_TABLES: Mapping[str, tuple[Callable[[Sequence[Sequence[str]]], bytes], str]] = {
    "csv": (partial(as_csv, HEADER), CSV),
    "xlsx": (as_xlsx, XLSX),
}
