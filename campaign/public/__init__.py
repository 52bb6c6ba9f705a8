"""The pages that everybody may see: the front page, a letter, signing it, and what a personal link opens."""

from campaign.public import (
    answering,
    answering_alike,
    brief,
    calendar,
    changed,
    checking,
    confirming,
    delivered,
    editions,
    front,
    galley,
    invited,
    own,
    recovering,
    signing,
    unsubscribing,
    waiting,
)
from campaign.public.blueprint import bp

__all__ = [
    "answering",
    "answering_alike",
    "bp",
    "brief",
    "calendar",
    "changed",
    "checking",
    "confirming",
    "delivered",
    "editions",
    "front",
    "galley",
    "invited",
    "own",
    "recovering",
    "signing",
    "unsubscribing",
    "waiting",
]
