"""How a line is spelled, where its signer asked for another spelling than the one that a coordinator accepted.

A wish is taken or left, and either can be taken back by the other: the acts keep both spellings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from signatories.models import Signature, SignatureAct

_ABOUT = ("corrected", "correction asked", "correction dropped", "correction taken", "correction left")


def wanted(session: Session, signature: Signature) -> str:
    """The spelling that a coordinator can take: the one that waits, or the one that was left last. "" for none."""
    if signature.line_wanted:
        return signature.line_wanted
    return str(_last(session, signature, "correction left").get("after", ""))


def earlier(session: Session, signature: Signature) -> str:
    """The spelling that a coordinator can stay with, or go back to after the wish was taken. "" for none."""
    if signature.line_wanted:
        return signature.line
    taken = _last(session, signature, "correction taken")
    return str(taken.get("before", "")) if taken.get("after") == signature.line else ""


def _last(session: Session, signature: Signature, act: str) -> Mapping[str, Any]:
    """What the last act about the spelling says, if that is what was done last; empty otherwise."""
    acts = select(SignatureAct).where(SignatureAct.signature_id == signature.id, SignatureAct.act.in_(_ABOUT))
    last = session.scalars(acts.order_by(SignatureAct.id.desc()).limit(1)).one_or_none()
    return last.detail if last is not None and last.act == act else {}
