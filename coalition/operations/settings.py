"""What a coalition decides once for all its campaigns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from coalition import audit
from coalition.models import Coalition
from coalition.permissions import Actor


def set_outgoing(session: Session, coalition: Coalition, on: bool, *, by: Actor | str, now: datetime) -> None:
    """Allow, or forbid, that the program asks other web sites on the coalition's behalf: checking links, archiving pages.

    Off, nothing goes out from the next look on; what is known of links stays.
    """
    if coalition.outgoing == on:
        return
    coalition.outgoing = on
    audit.record(session, "coalition.outgoing", by=by, coalition_id=coalition.id, now=now, on=on)
