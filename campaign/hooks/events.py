"""Which acts are told to hooks, and under which name. Pure."""

from __future__ import annotations

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, ...]] = {
    "signature": (
        "signature.confirmed",
        "signature.accepted",
        "signature.corrected",
        "signature.held",
        "signature.refused",
        "signature.replaced",
        "signature.repeated",
        "signature.withdrawn",
        "signature.disowned",
        "signature.dropped",
        "signature.reconfirmed",
        "signature.kept",
        "signatures.brought",
        "signatures.taken_back",
    ),
    "letter.opened": ("campaign.circulated",),
    "letter.changed": ("text.changed",),
    "deadline.moved": ("deadline.set",),
    "letter.closed": ("campaign.closed",),
    "letter.reopened": ("campaign.reopened",),
    "edition.made": ("edition.made",),
    "letter.delivered": ("campaign.delivered",),
}
"""The events, each with the acts of the audit log that cause it. What only concerns a contact is none: a hook tells of letters
and of names that print or do not, never of addresses."""

PING = "ping"
"""The event that a coordinator causes, to see whether a hook arrives."""

ACTS: Mapping[str, str] = {act: event for event, acts in EVENTS.items() for act in acts}
"""The event of each act."""
