"""The table ``[reminders]`` of ``campaign.toml``: when a campaign reminds, if not by the usual rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from campaign.reminders import Rules, RulesError, rules

KEYS = ("active", "nudging", "steps", "quiet_from", "quiet_until", "weekends")

Problem = Callable[[str, str], None]
"""Takes the key and the sentence that says what is wrong with its value."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """Whether anybody is reminded, whether those who have something to confirm are written to again, and when."""

    active: bool = True
    nudging: bool = True
    rules: Rules = field(default_factory=Rules)


def read_reminding(table: Mapping[str, object], problem: Problem) -> Reminding:
    """The rules that ``table`` holds; what it leaves out is as usual. Unknown keys are passed over."""
    usual = Rules()
    steps = table.get("steps", list(usual.steps))
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        problem("reminders.steps", "must be a list of steps in quotes.")
        steps = list(usual.steps)
    try:
        found = rules(
            steps,
            _time(table, "quiet_from", f"{usual.quiet_from:%H:%M}", problem),
            _time(table, "quiet_until", f"{usual.quiet_until:%H:%M}", problem),
            weekends=_flag(table, "weekends", usual.weekends, problem),
        )
    except RulesError as error:
        problem(f"reminders.{error.field}", error.sentence)
        found = usual
    return Reminding(_flag(table, "active", True, problem), _flag(table, "nudging", True, problem), found)


def write_reminding(reminding: Reminding) -> dict[str, bool | str | list[str]]:
    """The table as values: what :func:`read_reminding` takes."""
    when = reminding.rules
    return {
        "active": reminding.active,
        "nudging": reminding.nudging,
        "steps": list(when.steps),
        "quiet_from": f"{when.quiet_from:%H:%M}",
        "quiet_until": f"{when.quiet_until:%H:%M}",
        "weekends": when.weekends,
    }


def _flag(table: Mapping[str, object], key: str, default: bool, problem: Problem) -> bool:
    value = table.get(key, default)
    if isinstance(value, bool):
        return value
    problem(f"reminders.{key}", "must be true or false.")
    return default


def _time(table: Mapping[str, object], key: str, default: str, problem: Problem) -> str:
    value = table.get(key, default)
    if isinstance(value, str):
        return value
    problem(f"reminders.{key}", 'must be a time of day in quotes, like "20:00".')
    return default
