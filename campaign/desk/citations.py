"""How the letter's citations are written: the switches of the style, beside the letter's own first notes in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, NumberRange

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import WholeNumber
from campaign.desk.frame import campaign_page
from campaign.desk.notes import printed
from campaign.desk.standing import standings
from campaign.models import Campaign
from campaign.operations import change_style, letter_of, style_of
from campaign.queries import campaign_at_desk, working_version
from coalition.access import actor
from errors import UserError
from letters.citations import Style, resolved
from letters.citations.style import MOST_AUTHORS, StyleError, from_json
from letters.document.nodes import Cite
from letters.models import Version
from web import access, database, now, see_other

SHOWN = 4
"""How many notes the example has."""

PROFILES: list[tuple[str, str]] = [
    ("law-review", _l("Law review: full once, then “Young, supra note 3”")),
    ("plain", _l("Plain: author, title, publisher, date, address")),
]
ACCESSED: list[tuple[str, str]] = [
    ("undated", _l("For pages without a date")),
    ("always", _l("Whenever the day is known")),
    ("never", _l("Never")),
]
MONTHS: list[tuple[str, str]] = [("short", _l("Short: Mar. 28, 2024")), ("long", _l("In full: March 28, 2024"))]


class StyleForm(FlaskForm):  # type: ignore[misc]
    """The switches of :class:`letters.citations.style.Style`, under the same names."""

    profile = RadioField(_l("Style"), choices=lambda: PROFILES)
    id_form = BooleanField(_l("Write Id. for what the note before cites alone"))
    italic_signals = BooleanField(_l("Set See, But see, Cf. and the like in italics"))
    angle = BooleanField(_l("Put angle brackets around web addresses"))
    archive = BooleanField(_l("Print the archive copy after the address: [https://…]"))
    accessed = RadioField(_l("“Last accessed” is printed"), choices=lambda: ACCESSED)
    months = RadioField(_l("Months"), choices=lambda: MONTHS)
    et_al = WholeNumber(
        _l("Most authors that are all named"),
        [
            InputRequired(_l("Give a number; 0 names everybody.")),
            NumberRange(0, MOST_AUTHORS, _l("Between %(min)d and %(max)d.")),
        ],
    )
    et_al_everywhere = BooleanField(_l("Shorten the authors of news and reports as well"))


@bp.get("/<slug>/citations")
@access("letter.edit")
def citations(slug: str) -> str:
    """The style as it is."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        style = style_of(working_version(session, campaign))
        return _page(session, campaign, StyleForm(formdata=None, data=asdict(style)), style)


@bp.post("/<slug>/citations")
@access("letter.edit")
def save_style(slug: str) -> str | tuple[str, int] | Response:
    """Save the style; or, with ``preview``, show the letter's notes in it."""
    form = StyleForm()
    style = _typed(form) if form.validate() else None
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if style is None:
            return _page(session, campaign, form, style_of(working_version(session, campaign))), 422
        if "preview" in request.form:
            return _page(session, campaign, form, style)
    try:
        with database().write() as session:
            version = change_style(session, campaign_at_desk(session, slug), style, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, style), 409
    flash(_("The citation style is saved; the letter is at version %(number)d.", number=version.number))
    return see_other("desk.notes", slug=slug)


def _typed(form: StyleForm) -> Style | None:
    """The style in the form, or None when a value was sent that the form does not offer; the form then says so."""
    values: Mapping[str, Any] = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    try:
        return from_json(values)
    except StyleError as error:
        form.form_errors.extend(sentence for _name, sentence in error.problems)
        return None


def _page(session: Session, campaign: Campaign, form: StyleForm, style: Style) -> str:
    version = working_version(session, campaign)
    return campaign_page(
        session, campaign, "citations.html", form=form, version=version, example=_example(version, style), most=MOST_AUTHORS
    )


def _example(version: Version, style: Style) -> list[tuple[int, Markup]]:
    """The first notes of the letter that cite anything, numbered and written in ``style``; the first notes if none does."""
    letter = letter_of(version)
    notes = resolved(letter, version.sources, style).notes
    citing = [
        standing.number - 1 for standing in standings(letter) if any(isinstance(node, Cite) for node in standing.note.content)
    ]
    chosen = citing[:SHOWN] or range(min(SHOWN, len(notes)))
    return [(notes[place].number, printed(notes[place].content, linked=False)) for place in chosen]
