"""The forms of the coalition's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import DataRequired, Length

ROLE_CHOICES = [
    SelectChoice("editor", _("Editor: writes, opens and closes letters")),
    SelectChoice("viewer", _("Viewer: reads letters and sees who signed")),
    SelectChoice("owner", _("Owner: everything, and decides who takes part")),
]

ROLE_NAMES = [SelectChoice("owner", _("Owner")), SelectChoice("editor", _("Editor")), SelectChoice("viewer", _("Viewer"))]


class SignInForm(FlaskForm):  # type: ignore[misc]
    """The address to send a sign-in link to."""

    email = EmailField(_("Your mail address"), [DataRequired(_("Please type your mail address.")), Length(max=320)])
    submit = SubmitField(_("Send me a link"))


class NameForm(FlaskForm):  # type: ignore[misc]
    """What others in the coalition see instead of a mail address."""

    name = StringField(_("Your name"), [Length(max=200, message=_("A name has at most 200 characters."))])
    submit = SubmitField(_("Save"))


class AddPersonForm(FlaskForm):  # type: ignore[misc]
    """Somebody to be made a coordinator."""

    email = EmailField(_("Mail address"), [DataRequired(_("Please type a mail address.")), Length(max=320)])
    name = StringField(_("Name"), [Length(max=200, message=_("A name has at most 200 characters."))])
    role = SelectField(_("Role"), choices=ROLE_CHOICES)
    submit = SubmitField(_("Add"))


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Another role for a coordinator."""

    role = SelectField(_("Role"), choices=ROLE_NAMES)
    submit = SubmitField(_("Change"))
