"""The desk's forms: a campaign, its deadline, how it prints. The letter's own form is in ``letter_form``."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import DateTimeLocalInput

from campaign.desk.zones import zone_choices

ORDERS: list[tuple[str, str]] = [("by name", _l("By name")), ("as listed", _l("As they came"))]
COLUMNS: list[tuple[int, str]] = [(1, _l("One")), (2, _l("Two")), (3, _l("Three"))]
GROUPS: list[tuple[str, str]] = [
    ("", _l("None")),
    ("scope", _l("National, state, local")),
    ("state", _l("By state")),
    ("type", _l("By type")),
]
NUMERALS: list[tuple[str, str]] = [
    ("by value", _l("By their value, before all letters")),
    ("as words", _l("As the words that they are read as")),
]

MODERATIONS: list[tuple[str, str]] = [
    ("none", _l("Every confirmed signature stands at once")),
    ("free-mail", _l("Those from free-mail addresses wait for you")),
    ("all", _l("Every signature waits for you")),
]
_DIGITS = 9
"""Of a number that somebody types into a form of ours."""

SILENCES: list[tuple[str, str]] = [
    ("drop", _l("They are taken off the letter")),
    ("keep", _l("They stay on the letter")),
]


class LocalMoment(StringField):
    """A date and time as typed, handed on as text: the operations know best what is wrong with one."""

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        return (self.data or "")[:16]  # to the minute, which is what browsers offer


class WholeNumber(IntegerField):
    """A whole number of a few digits. What is longer is no number: Python would read it, and its float has no room for it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        if valuelist and len(valuelist[0].strip()) > _DIGITS:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class ZoneField(SelectField):
    """A time zone."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, choices=lambda: zone_choices(None), **kwargs)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Offer the zone that is set already, whatever it is."""
        super().process(*args, **kwargs)
        self.choices = zone_choices(self.data)


class CoalitionField(SelectField):
    """In which coalition; shown only to somebody who has a choice. Whoever takes it must authorize it."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, validate_choice=False, choices=list, **kwargs)


class NewCampaignForm(FlaskForm):  # type: ignore[misc]
    """A campaign begun from nothing."""

    coalition = CoalitionField(_l("Coalition"))
    title = StringField(_l("Title"), [DataRequired(_l("Give the campaign a title.")), Length(max=300)])
    slug = StringField(_l("Address"), [Length(max=80, message=_l("An address has at most %(max)d characters."))])
    hosts = TextAreaField(_l("Host organizations"))
    deadline = LocalMoment(_l("Deadline"))
    timezone = ZoneField(_l("Time zone"))


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A campaign brought along as a bundle."""

    coalition = CoalitionField(_l("Coalition"), id="upload-coalition")
    bundle = FileField(_l("Bundle (a zip file)"), [FileRequired(_l("Choose a file."))])
    replace = BooleanField(_l("If a draft has the same address, move it to the archive and take its place"))
    accepted = BooleanField(_l("Import it without these"))


class DeadlineForm(FlaskForm):  # type: ignore[misc]
    """Until when, and on whose clock; and by when people are asked to sign, if that is earlier."""

    deadline = LocalMoment(_l("Deadline"), [DataRequired(_l("Choose a date and a time."))])
    timezone = ZoneField(_l("Time zone"))
    announced = LocalMoment(_l("Announced date"))
    named = BooleanField(_l("Once the announced date is past, the letter’s page names the deadline"))
    tell = BooleanField()


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """A closed letter takes signatures again: until when, and why."""

    deadline = LocalMoment(_l("New deadline"), [DataRequired(_l("Choose a date and a time."))])
    timezone = ZoneField(_l("Time zone"))
    reason = TextAreaField(_l("Reason"), [DataRequired(_l("Say why: the letter’s page shows this sentence."))])
    tell = BooleanField()


class EmbargoForm(FlaskForm):  # type: ignore[misc]
    """Until when the letter is private."""

    until = LocalMoment(_l("Private until"))


class RetentionForm(FlaskForm):  # type: ignore[misc]
    """What can still be set when the letter has closed."""

    retention_days = StringField(_l("Days that contacts are kept after delivery"))
    reply_to = StringField(_l("Where answers to this letter’s mail go"), filters=[lambda value: value or ""])


class SettingsForm(RetentionForm):
    """How the campaign is called, printed and signed. Its fields are those of :class:`~campaign.models.Campaign`."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the campaign a title.")), Length(max=300)])
    hosts = TextAreaField(_l("Host organizations"))
    show_signatories = BooleanField(_l("Show who has signed on the letter’s public page"))
    signature_order = RadioField(_l("Order of the signatories"), choices=lambda: ORDERS)
    ignore_the = BooleanField(_l("Ignore a leading “The” when sorting by name"))
    numerals = RadioField(_l("Numbers in names"), choices=lambda: NUMERALS)
    columns = RadioField(_l("Columns of the list"), coerce=int, choices=lambda: COLUMNS)
    group_by = RadioField(_l("Groups"), choices=lambda: GROUPS)
    types = TextAreaField(_l("Types of organizations"))
    allow_individuals = BooleanField(_l("People may sign in their own name, too"))
    moderation = RadioField(_l("Which signatures you look at before they print"), choices=lambda: MODERATIONS)
    silence = RadioField(_l("Who does not answer when the text changes in substance"), choices=lambda: SILENCES)
    questions = TextAreaField(_l("Your own questions to signers"))


def lines_of(text: str | None) -> list[str]:
    """The lines of a text field that hold something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def whole_number(text: str | None) -> int | None:
    """The number in a form field that our own page filled in; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
