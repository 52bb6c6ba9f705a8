"""When those who have not answered are reminded. Pure: rules, a deadline and ``now`` go in, a plan in words comes out."""

from campaign.reminders.hours import Hours
from campaign.reminders.planning import APART, LEAD, Planned, Sent, day_before, hours_of, last_morning, plan
from campaign.reminders.rules import MORNING, STEPS, USUAL, Rules, RulesError, Step, rules, step_of

__all__ = [
    "APART",
    "LEAD",
    "MORNING",
    "STEPS",
    "USUAL",
    "Hours",
    "Planned",
    "Rules",
    "RulesError",
    "Sent",
    "Step",
    "day_before",
    "hours_of",
    "last_morning",
    "plan",
    "rules",
    "step_of",
]
