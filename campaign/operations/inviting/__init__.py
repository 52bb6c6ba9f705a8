"""Asking organizations to sign: lists in, mail out, answers back."""

from campaign.operations.inviting import posted  # noqa: F401  (what becomes of mail is registered by importing it)
from campaign.operations.inviting.answering import ask_for_link, decline, needs_time, open_link
from campaign.operations.inviting.choosing import NAMESAKE, TICKED, Chosen, reachable, sendable
from campaign.operations.inviting.lists import (
    Brought,
    Undone,
    bring,
    invitation_at,
    invite_one,
    known,
    undo,
    would_undo,
)
from campaign.operations.inviting.mending import mend, restore, revoke, told
from campaign.operations.inviting.sending import Written, sample, send, send_again, send_test, write
from campaign.operations.inviting.status import (
    STATUSES,
    WAITING,
    Found,
    Standing,
    Status,
    counts,
    find,
    standing,
    status_of,
    waiting_for_boards,
)
from campaign.operations.inviting.wording import PLACES, Words, check, filled, keep_words, words_of

__all__ = [
    "NAMESAKE",
    "PLACES",
    "STATUSES",
    "TICKED",
    "WAITING",
    "Brought",
    "Chosen",
    "Found",
    "Standing",
    "Status",
    "Undone",
    "Words",
    "Written",
    "ask_for_link",
    "bring",
    "check",
    "counts",
    "decline",
    "filled",
    "find",
    "invitation_at",
    "invite_one",
    "keep_words",
    "known",
    "mend",
    "needs_time",
    "open_link",
    "reachable",
    "restore",
    "revoke",
    "sample",
    "send",
    "send_again",
    "send_test",
    "sendable",
    "standing",
    "status_of",
    "told",
    "undo",
    "waiting_for_boards",
    "words_of",
    "would_undo",
    "write",
]
