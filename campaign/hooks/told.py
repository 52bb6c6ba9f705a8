"""What a hook is told of one act: the body of the message, made at the moment it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.hooks.events import ACTS, PING
from campaign.listing import counts
from campaign.models import Campaign
from campaign.queries import subject
from coalition.models import AuditEntry
from signatories.models import Signature


def event_id(entry: AuditEntry) -> str:
    """What names the event, at every attempt to tell of it."""
    return f"event-{entry.id}"


def told(session: Session, entry: AuditEntry, *, doors: Callable[[str], Doors], now: datetime) -> bytes:
    """The act of ``entry`` as JSON in UTF-8, with the letter and the signature as they are at ``now``.

    As they are now and not as they were: what arrives late because the receiver was away must not put an older state in the
    place of a newer one. Nothing in it is a contact's: no address, no name of a person who signed for an organization.
    """
    event = ACTS.get(entry.act, PING)
    body: dict[str, Any] = {
        "id": event_id(entry),
        "event": event,
        "at": entry.at.isoformat(),
        "as_of": now.isoformat(),
    }
    if event != PING:
        body["act"] = entry.act
        campaign = _campaign(session, entry)
        if campaign is not None:
            body["letter"] = _letter(session, campaign, doors(campaign.slug), now)
            signature = _signature(session, campaign, entry)
            if signature is not None:
                body["signature"] = _line(signature)
    return json.dumps(body, ensure_ascii=False).encode()


def _campaign(session: Session, entry: AuditEntry) -> Campaign | None:
    number = entry.subject.rpartition(":")[2]
    found = session.get(Campaign, int(number)) if number.isdigit() else None
    return found if found is not None and subject(found) == entry.subject else None


def _letter(session: Session, campaign: Campaign, doors: Doors, now: datetime) -> dict[str, Any]:
    return {
        "slug": campaign.slug,
        "title": campaign.title,
        "state": state_at(campaign, now),
        "deadline": campaign.deadline.isoformat() if campaign.deadline else None,
        "signatories": counts(session, [campaign])[campaign.id],
        "address": doors.letter,
    }


def _signature(session: Session, campaign: Campaign, entry: AuditEntry) -> Signature | None:
    number = entry.detail.get("signature")
    found = session.get(Signature, number) if isinstance(number, int) else None
    return found if found is not None and found.campaign_id == campaign.id else None


def _line(signature: Signature) -> dict[str, Any]:
    return {
        "number": signature.id,
        "kind": signature.kind,
        "line": signature.whole_line,
        "scope": signature.scope,
        "state": signature.state,
        "status": signature.status,
        "prints": signature.prints,
        "signed_at": signature.signed_at.isoformat(),
    }
