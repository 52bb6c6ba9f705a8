"""The form on which an organization signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Email, Length, ValidationError

from signatories.lines import Line

NAME_LIMIT = 300
"""Characters in a printed name; the longest real one we know has 164."""


class SignForm(FlaskForm):  # type: ignore[misc]
    """Who signs, and on whose word. ``print_line`` tells how a name will stand in the letter."""

    organization = StringField(
        _l("Organization"),
        validators=[
            DataRequired(_l("Write the name of your organization.")),
            Length(max=NAME_LIMIT, message=_l("This name is longer than %(max)d characters. Use the short form.")),
        ],
    )
    contact_name = StringField(
        _l("Your name"),
        validators=[DataRequired(_l("Write your name.")), Length(max=200, message=_l("Use at most %(max)d characters."))],
    )
    contact_title = StringField(_l("Your title"), validators=[Length(max=200, message=_l("Use at most %(max)d characters."))])
    contact_email = EmailField(
        _l("Your e-mail address"),
        validators=[
            DataRequired(_l("Write your e-mail address.")),
            Length(max=254, message=_l("Use at most %(max)d characters.")),
            Email(_l("This is not a complete e-mail address, like name@example.org."), allow_smtputf8=False),
        ],
    )
    authorized = BooleanField(
        _l("I am authorized to sign this letter for this organization."),
        validators=[DataRequired(_l("Only somebody who is authorized may sign for an organization. Tick the box if you are."))],
    )
    version = HiddenField(validators=[Length(max=64)])
    """Hash of the text that the page showed: what the person read is what they sign."""

    def __init__(
        self, *args: Any, print_line: Callable[[str], Line], name_marks: Callable[[tuple[str, ...]], str], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self._print_line = print_line
        self._name_marks = name_marks

    def validate_organization(self, field: StringField) -> None:
        """Refuse what cannot print, naming the character, so that no export ever has to."""
        line = self._print_line(field.data or "")
        if line.unprintable:
            raise ValidationError(
                _(
                    "The letter cannot print %(characters)s. Please write the name without it.",
                    characters=self._name_marks(line.unprintable),
                )
            )
        if not line.text:
            raise ValidationError(_("Write the name of your organization."))

    @property
    def line(self) -> str:
        """The line that will be printed for what is typed so far."""
        return self._print_line(self.organization.data or "").text

    @property
    def attestation(self) -> str:
        """The sentence agreed to, word for word, in the language in which it was read."""
        return str(self.authorized.label.text)
