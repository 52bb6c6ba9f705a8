"""What the pages of the directory share: the forms, finding a row, and the frame around each page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from campaign.printing import PRINTING
from coalition.access import authorize, may
from coalition.models import Coalition
from signatories import directory
from signatories.directory import Contact, Details
from signatories.forms import SCOPE_LABELS, trimmed
from signatories.organizations import Organization
from signatories.reading.cells import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_PERSON, LONGEST_STATE, LONGEST_TYPE
from signatories.reading.directory_cells import LONGEST_NOTES, LONGEST_WEBSITE
from web import render

__all__ = ["PRINTING", "ContactForm", "NameForm", "OrganizationForm", "found", "page"]

LONGEST_SEARCH = 200

KINDS: Mapping[str, Any] = {"alias": _l("another name"), "former": _l("former name")}

SOURCES: Mapping[str, Any] = {"hand": _l("by hand"), "list": _l("from a list"), "judgement": _l("from a judgement")}


class OrganizationForm(FlaskForm):  # type: ignore[misc]
    """What is known of an organization."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the name of the organization.")), Length(max=LONGEST_NAME)])
    sort_name = StringField(_l("Sort name"), [Length(max=LONGEST_NAME)])
    scope = SelectField(_l("Where it works"), choices=lambda: list(SCOPE_LABELS.items()), validators=[Optional()])
    state = StringField(_l("State or country"), [Length(max=LONGEST_STATE)], [trimmed])
    website = StringField(_l("Website"), [Length(max=LONGEST_WEBSITE)], [trimmed])
    type = StringField(_l("Type"), [Length(max=LONGEST_TYPE)], [trimmed])
    notes = TextAreaField(_l("Notes"), [Length(max=LONGEST_NOTES)])

    @property
    def details(self) -> Details:
        """What was typed."""
        return Details(**{name: self[name].data or "" for name in Details.__dataclass_fields__})


class NameForm(FlaskForm):  # type: ignore[misc]
    """One more name."""

    name = StringField(_l("One more name"), [DataRequired(_l("Write the name.")), Length(max=LONGEST_NAME)], id="other-name")
    kind = RadioField(_l("It is"), choices=lambda: [*KINDS.items()], default="alias", id="other-kind")


class ContactForm(FlaskForm):  # type: ignore[misc]
    """One more person to write to."""

    name = StringField(_l("Contact’s name"), [Length(max=LONGEST_PERSON)], id="contact-name")
    title = StringField(_l("Title"), [Length(max=LONGEST_PERSON)], id="contact-title")
    email = EmailField(_l("E-mail address"), [Length(max=LONGEST_ADDRESS)], [trimmed], id="contact-email")

    @property
    def contact(self) -> Contact:
        """What was typed."""
        return Contact(self.name.data or "", self.title.data or "", self.email.data or "")


def found(session: Session, coalition_id: int, number: int) -> Organization:
    """The organization of that number in the coalition's directory, for the permission that the running endpoint declared; ends
    the request with 404 for any other."""
    authorize(coalition_id)
    organization = directory.organization_at(session, coalition_id, number)
    if organization is None:
        abort(404)
    return organization


def page(session: Session, coalition_id: int, template: str, **context: Any) -> str:
    """A page under the heading of the directory: the template finds the coalition, the words for kinds and scopes, and
    ``editing``: whether the signed-in person may change something."""
    return render(
        f"desk/{template}",
        coalition=session.get_one(Coalition, coalition_id),
        kinds=KINDS,
        sources=SOURCES,
        scopes=SCOPE_LABELS,
        editing=may(coalition_id, "directory.edit"),
        **context,
    )
