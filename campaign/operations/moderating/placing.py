"""A coordinator says where a line stands on the list: in which group, and by what it is looked up.

None of it is part of the act of signing, and none of it prints within the line.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.acts import TooLate, acted
from campaign.operations.campaigns import LONGEST_PLACE, printable
from campaign.operations.moderating.applying import frozen
from campaign.queries import hold
from coalition.permissions import Actor
from errors import UserError
from signatories.models import SCOPES, Signature, SignatureAct


def place(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    *,
    sort_name: str,
    scope: str | None = None,
    state: str | None = None,
    type: str | None = None,  # noqa: A002  # the column's name
    by: Actor | str,
    now: datetime,
) -> SignatureAct | None:
    """Let the campaign's ``signature`` stand elsewhere on the list; what is None stays. Gives what was written down, or None
    when everything was so already.

    ``sort_name`` is looked up instead of the name; empty for the name itself. Raises a :class:`~errors.UserError` that names
    the field for what cannot print over a group, and :class:`~campaign.operations.acts.TooLate` once the list is frozen.
    """
    hold(session, campaign)
    session.refresh(signature, with_for_update=True)
    if frozen(campaign):
        raise TooLate
    wanted = {"scope": scope, "state": state, "type": type, "sort_name": sort_name}
    if scope not in (None, "", signature.scope, *SCOPES):
        raise UserError("Choose one of those offered.", field="scope")
    after = {field: _checked(text, field) for field, text in wanted.items() if text is not None}
    before = {field: getattr(signature, field) for field in after}
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        return None
    for field in changed:
        setattr(signature, field, after[field])
    return acted(
        session,
        campaign,
        signature,
        "placed",
        by=by,
        now=now,
        before={field: before[field] for field in changed},
        after={field: after[field] for field in changed},
    )


def _checked(text: str, field: str) -> str:
    checked = printable(text, field)
    if field in ("state", "type") and len(checked) > LONGEST_PLACE:
        raise UserError("Use at most %(most)d characters.", field=field, most=LONGEST_PLACE)
    return checked
