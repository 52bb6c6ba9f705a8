"""What the steps are called, in English: at the desk, on the command line, and in the digest."""

from __future__ import annotations

from collections.abc import Mapping

from campaign.operations.reminding.wording import BOARD
from campaign.reminder_models import CONFIRM

STEP_NAMES: Mapping[str, str] = {
    "14-days": "14 days before",
    "7-days": "7 days before",
    "3-days": "3 days before",
    "24-hours": "The day before",
    "last-day": "On the last day",
    CONFIRM: "To confirm, on the last morning",
    BOARD: "After their board’s day",
}


def step_name(step: str) -> str:
    """What a step is called; its id where nobody knows it any more."""
    return STEP_NAMES.get(step, step)
