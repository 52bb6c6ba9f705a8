"""The galley: before the letter closes, each signer sees their line as it will print.

They say that it is right, correct it, or withdraw. Silence keeps it.
"""

from campaign.operations.galley.answering import Neighbours, Printed, around, say_right, spell
from campaign.operations.galley.asking import ask, default_until, to_ask
from campaign.operations.galley.tally import KINDS, Answer, Kind, Spelling, answers, spellings

__all__ = [
    "KINDS",
    "Answer",
    "Kind",
    "Neighbours",
    "Printed",
    "Spelling",
    "answers",
    "around",
    "ask",
    "default_until",
    "say_right",
    "spell",
    "spellings",
    "to_ask",
]
