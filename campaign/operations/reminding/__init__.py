"""Reminding those who were invited and have not answered, and those who have only to confirm."""

from campaign.operations.reminding import posted  # noqa: F401  (what becomes of mail is registered by importing it)
from campaign.operations.reminding.answers import nudge_silent, silent_due
from campaign.operations.reminding.boards import boards_due, remind_boards
from campaign.operations.reminding.choosing import by_reason, chosen
from campaign.operations.reminding.nudging import first_due, nudge, to_confirm
from campaign.operations.reminding.outcomes import Outcome, outcomes
from campaign.operations.reminding.planning import (
    counted_from,
    foreseen,
    hours_for,
    is_last,
    keep_rules,
    next_step,
    replan,
    rules_of,
    steps_of,
)
from campaign.operations.reminding.round import Round, work
from campaign.operations.reminding.sending import Done, drafts, due, due_now, prepared, remind, remind_due, send_now
from campaign.operations.reminding.wording import (
    BOARD,
    LANGUAGES,
    WORDED,
    deadline_words,
    keep_words,
    ours,
    own_words,
    words_for,
)

__all__ = [
    "BOARD",
    "LANGUAGES",
    "WORDED",
    "Done",
    "Outcome",
    "Round",
    "boards_due",
    "by_reason",
    "chosen",
    "counted_from",
    "deadline_words",
    "drafts",
    "due",
    "due_now",
    "first_due",
    "foreseen",
    "hours_for",
    "is_last",
    "keep_rules",
    "keep_words",
    "next_step",
    "nudge",
    "nudge_silent",
    "ours",
    "outcomes",
    "own_words",
    "prepared",
    "remind",
    "remind_boards",
    "remind_due",
    "replan",
    "rules_of",
    "send_now",
    "silent_due",
    "steps_of",
    "to_confirm",
    "words_for",
    "work",
]
