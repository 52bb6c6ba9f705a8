"""The forms on which an organization, or a person in their own name, signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from mail.addresses import parsed
from signatories.addresses import web_address as web_address
from signatories.lines import Line, whole_line
from signatories.models import SCOPES
from signatories.questions import Question

NAME_LIMIT = 300
"""Characters in a printed name; the longest real one we know has 164."""

_FITS = _l("Use at most %(max)d characters.")

PrintLine = Callable[[str], Line]
NameMarks = Callable[[tuple[str, ...]], str]


_SCOPES = {
    "national": _l("National"),
    "state": _l("State or regional"),
    "local": _l("Local"),
    "international": _l("International"),
}

SCOPE_LABELS = {"": _l("Not said"), **{scope: _SCOPES[scope] for scope in SCOPES}}
"""The scopes to choose from, the empty one first: nobody is made to say. A label becomes words where it is shown."""


def trimmed(typed: str | None) -> str | None:
    """What was typed without the spaces around it: keyboards of phones add one after a completed word."""
    return typed.strip() if typed else typed


class SignerForm(FlaskForm):  # type: ignore[misc]
    """What every signer is asked. ``print_line`` tells how a name will stand in the letter."""

    class Meta:
        """Flask-WTF's settings of a form."""

        csrf = False
        """The mark is looked at before any view, as that of every form, and the page puts it where its cached bytes end: one of
        the form's own would be signed for nothing each time."""

    contact_email = EmailField(
        _l("Your e-mail address"),
        filters=[trimmed],
        validators=[DataRequired(_l("Write your e-mail address.")), Length(max=254, message=_FITS)],
    )
    authorized = BooleanField()
    version = HiddenField(validators=[Length(max=64)])
    """Hash of the text that the page showed: what the person read is what they sign."""
    invitation = HiddenField(validators=[Length(max=64)])
    """The token of a personal link, where the page was opened through one."""
    person = HiddenField(validators=[Length(max=3)])
    """Set by the button that a form gets when it looked as if a program had filled it in."""
    fax = StringField(_l("Leave this field empty"))
    """A trap: people do not see it, programs fill in whatever they find."""

    kind: str
    """Who signs: an "organization" or an "individual"."""
    named: str
    """The field that holds the name that signs."""
    printed: Sequence[str] = ()
    """The fields whose text prints in the letter."""
    placed: Sequence[str] = ()
    """The fields whose text may print over a group of the list."""
    order: Sequence[str] = ()
    """The fields in the order in which the page shows them; the campaign's questions and the attestation follow."""

    def __init__(
        self, *args: Any, print_line: PrintLine, name_marks: NameMarks, questions: Sequence[Question] = (), **kwargs: Any
    ):
        self.questions = tuple(questions)
        super().__init__(*args, **kwargs)
        self._print_line = print_line
        self._name_marks = name_marks

    def __iter__(self) -> Iterator[Field]:
        """The fields from the top of the page to its end: so the list of what is wrong leads through them."""
        asked = [*(name for name in self.order if name in self), *(field.name for field in self.question_fields), "authorized"]
        return iter([*(field for field in super().__iter__() if field.name not in asked), *(self[name] for name in asked)])

    def validate_contact_email(self, field: EmailField) -> None:
        """Refuse what no mail can be sent to."""
        if parsed(field.data or "") is None:
            raise ValidationError(_("This is not a complete e-mail address, like name@example.org."))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check everything, and refuse what cannot print, naming the character, so that no export ever has to."""
        valid = bool(super().validate(extra_validators))
        return all([valid, *(self.printable(self[name]) for name in (*self.printed, *self.placed))])

    def printable(self, field: Field) -> bool:
        """Whether what is typed in ``field`` can be printed; if not, the field says which character cannot."""
        line = self._print_line(field.data or "")
        if not line.unprintable:
            return True
        problem = _(
            "The letter cannot print %(characters)s. Please write the name without it.",
            characters=self._name_marks(line.unprintable),
        )
        field.errors = [*field.errors, problem]
        return False

    @property
    def name(self) -> str:
        """The name that signs, as typed."""
        return self[self.named].data or ""

    @property
    def line(self) -> str:
        """The whole line that will be printed for what is typed so far."""
        printed = {name: self._print_line(self[name].data or "").text for name in self.printed}
        return whole_line(self.kind, printed[self.named], printed.get("contact_title", ""), printed.get("affiliation", ""))

    @property
    def removed(self) -> str:
        """The sentence about characters that cannot be seen and are left out of the line; empty when there are none."""
        removed = tuple(mark for name in self.printed for mark in self._print_line(self[name].data or "").removed)
        marks = self._name_marks(removed)
        return _("Left out, because it cannot be seen in print: %(characters)s.", characters=marks) if removed else ""

    @property
    def attestation(self) -> str:
        """The sentence agreed to, word for word, in the language in which it was read."""
        return str(self.authorized.label.text)

    @property
    def question_fields(self) -> list[Field]:
        """The fields of the campaign's own questions, in their order."""
        return [self[f"question_{number}"] for number in range(len(self.questions))]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was answered to the campaign's own questions, each with the question; unanswered ones are left out."""
        pairs = zip(self.questions, self.question_fields, strict=True)
        return [(question.label, field.data.strip()) for question, field in pairs if (field.data or "").strip()]


class OrganizationForm(SignerForm):
    """An organization signs, through somebody who may sign for it."""

    kind = "organization"
    named = "organization"
    printed = ("organization",)
    placed = ("state",)
    order = ("organization", "contact_name", "contact_title", "contact_email", "scope", "state", "type", "website")

    organization = StringField(
        _l("Organization"),
        validators=[
            DataRequired(_l("Write the name of your organization.")),
            Length(max=NAME_LIMIT, message=_l("This name is longer than %(max)d characters. Use the short form.")),
        ],
    )
    scope = SelectField(
        _l("Where it works"), choices=[SelectChoice(*choice) for choice in SCOPE_LABELS.items()], validators=[Optional()]
    )
    state = StringField(_l("State or country"), filters=[trimmed], validators=[Length(max=60, message=_FITS)])
    type = SelectField(_l("Type of organization"), choices=list, validators=[Optional()])
    """Asked only where the campaign names types to choose from."""
    website = StringField(_l("Website"), filters=[trimmed], validators=[Length(max=300, message=_FITS)])
    contact_name = StringField(
        _l("Your name"), validators=[DataRequired(_l("Write your name.")), Length(max=200, message=_FITS)]
    )
    contact_title = StringField(_l("Your title"), validators=[Length(max=200, message=_FITS)])
    authorized = BooleanField(
        _l("I am authorized to sign this letter for the organization named above."),
        validators=[DataRequired(_l("Only somebody who is authorized may sign for an organization. Tick the box if you are."))],
    )

    def __init__(self, *args: Any, types: Sequence[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if types:
            self.type.choices = [("", _("Not said")), *((one, one) for one in types)]
        else:
            del self.type

    def validate_organization(self, field: StringField) -> None:
        """Refuse a name of which nothing is left in print."""
        line = self._print_line(field.data or "")
        if not line.text and not line.unprintable:
            raise ValidationError(_("Write the name of your organization."))

    def validate_website(self, field: StringField) -> None:
        """Refuse what is no web address; "reef.example" is taken for https://reef.example."""
        if field.data:
            address = web_address(field.data)
            if address is None:
                raise ValidationError(_("This is not a web address, like https://www.example.org."))
            field.data = address


class IndividualForm(SignerForm):
    """A person signs in their own name; the affiliation tells who they are and binds nobody."""

    kind = "individual"
    named = "contact_name"
    printed = ("contact_name", "contact_title", "affiliation")
    order = (*printed, "state", "contact_email")

    contact_name = StringField(
        _l("Your name, as it should stand in the letter"),
        validators=[DataRequired(_l("Write your name.")), Length(max=200, message=_FITS)],
    )
    contact_title = StringField(_l("Your title"), validators=[Length(max=200, message=_FITS)])
    affiliation = StringField(_l("Your affiliation"), validators=[Length(max=300, message=_FITS)])
    state = StringField(_l("State or country"), filters=[trimmed], validators=[Length(max=60, message=_FITS)])
    authorized = BooleanField(
        _l("I sign this letter in my own name. My affiliation is listed for identification purposes only."),
        validators=[DataRequired(_l("Tick the box if you sign in your own name."))],
    )

    def validate_contact_name(self, field: StringField) -> None:
        """Refuse a name of which nothing is left in print."""
        line = self._print_line(field.data or "")
        if not line.text and not line.unprintable:
            raise ValidationError(_("Write your name."))


def with_questions(form: type[SignerForm], questions: Sequence[Question]) -> type[SignerForm]:
    """``form`` with a field for each of the campaign's own questions."""
    if not questions:
        return form
    fields: dict[str, Any] = {}
    for number, question in enumerate(questions):
        needed = [DataRequired(_l("Please answer this.")) if question.required else Optional()]
        if question.choices:
            choices = [SelectChoice("", "–"), *(SelectChoice(choice, choice) for choice in question.choices)]
            fields[f"question_{number}"] = SelectField(question.label, choices=choices, validators=needed)
        else:
            limit = Length(max=500, message=_FITS)
            fields[f"question_{number}"] = StringField(question.label, validators=[*needed, limit])
    return type(form.__name__, (form,), fields)
