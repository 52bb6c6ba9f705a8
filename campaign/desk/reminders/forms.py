"""The rules of reminders as a form."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.widgets import TimeInput

from campaign.reminder_models import ReminderRules

FIELDS: Mapping[str, str] = {
    "14-days": "days_14",
    "7-days": "days_7",
    "3-days": "days_3",
    "24-hours": "hours_24",
    "last-day": "last_day",
}
"""The field of each step."""


class RulesForm(FlaskForm):  # type: ignore[misc]
    """When a campaign reminds."""

    active = BooleanField(_l("Remind those who were invited and have not answered"))
    days_14 = BooleanField(_l("14 days before"))
    days_7 = BooleanField(_l("7 days before"))
    days_3 = BooleanField(_l("3 days before"))
    hours_24 = BooleanField(_l("The day before"))
    last_day = BooleanField(_l("On the last day, at 9 in the morning"))
    nudging = BooleanField(_l("Write again to those who did not confirm, or did not answer what they were asked"))
    quiet_from = StringField(_l("Nobody is written to from"), widget=TimeInput())
    quiet_until = StringField(_l("until"), widget=TimeInput())
    weekends = BooleanField(_l("Also on Saturdays and Sundays"))

    @property
    def steps(self) -> list[str]:
        """The steps that are ticked."""
        return [step for step, name in FIELDS.items() if self[name].data]


def filled(rules: ReminderRules) -> RulesForm:
    """The form as the rules are."""
    ticked = {name: step in rules.steps for step, name in FIELDS.items()}
    return RulesForm(
        formdata=None,
        active=rules.active,
        nudging=rules.nudging,
        quiet_from=rules.quiet_from,
        quiet_until=rules.quiet_until,
        weekends=rules.weekends,
        **ticked,
    )
