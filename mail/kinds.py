"""What may be told of each kind of message, in one table: whether its recipient can do without it.

=============  ======================================================================================================
``asked``      its recipient asked for it a moment ago, by an act of their own: a link to sign in with, to confirm, a
               receipt. It goes also to whoever unsubscribed, and to a mailbox that was said to be dead: the owner of the
               address has just typed it.
``own``        it is about the recipient's own signature or office, and they must learn of it: taken off, text changed.
               It goes also to whoever unsubscribed, and not to a mailbox that is dead.
``unasked``    somebody else thought that they would like to know: an invitation, a reminder. It carries List-Unsubscribe,
               and goes to nobody who unsubscribed, complained, or has no mailbox there.
=============  ======================================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Need = Literal["asked", "own", "unasked"]

KINDS: Mapping[str, Need] = {
    "accepted": "own",
    "address_changed": "own",
    "confirm": "asked",
    "confirm_nudge": "unasked",
    "deadline_moved": "unasked",
    "delivered": "unasked",
    "delivery": "own",
    "delivery_test": "asked",
    "digest": "own",
    "dropped": "own",
    "galley": "own",
    "galley_nudge": "own",
    "invitation": "unasked",
    "invitation_note": "unasked",
    "invitation_test": "asked",
    "late_accepted": "own",
    "late_declined": "own",
    "my_links": "asked",
    "my_page": "asked",
    "new_address": "asked",
    "personal_link": "asked",
    "receipt": "asked",
    "reconfirm": "own",
    "reconfirm_nudge": "own",
    "refused": "own",
    "reminder": "unasked",
    "sign_in": "asked",
    "spelling": "own",
    "taken_off": "own",
    "text_changed": "own",
    "welcome": "own",
    "withdrawn": "asked",
}
"""Every folder under ``mail/messages`` has its line here; a test sees to it."""


def need_of(kind: str) -> Need:
    """Which of the three a kind is. One that is not in the table is treated as the recipient may want it to be: unasked."""
    return KINDS.get(kind, "unasked")
