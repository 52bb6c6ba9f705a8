"""On whose behalf a message goes: the name beside the sender's address, and where answers go.

Asked when the message is sent, by its row's ``scope`` ("campaign:12"): who answers may have changed since it was written. The
packages above register what they know; mail knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above a message. ``wider`` is the scope around its own ("coalition:3"), "" when there is none.

    Until ``private_until`` (UTC) the pages that anybody could open are not there, and a message names none of them
    (:data:`mail.compose.PUBLIC_PAGES`).
    """

    sender_name: str = ""
    reply_to: str = ""
    wider: str = ""
    private_until: datetime | None = None


Find = Callable[[Session, int], Letterhead | None]

_finds: dict[str, Find] = {}


def letterhead(what: str) -> Callable[[Find], Find]:
    """Register who knows the letterhead of a scope: ``what`` is the word before its number."""

    def register(find: Find) -> Find:
        if what in _finds:
            raise ValueError(f"there are two letterheads of {what!r}")
        _finds[what] = find
        return find

    return register


def head_of(session: Session, scope: str) -> Letterhead:
    """The letterhead of a scope; an empty one where nobody knows it."""
    what, _, number = scope.partition(":")
    find = _finds.get(what)
    found = find(session, int(number)) if find is not None and number.isdigit() else None
    return found or Letterhead()
