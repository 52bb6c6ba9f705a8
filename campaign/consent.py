"""What a changed text asks of those who signed, and what their silence means. Pure: ``now`` is always handed in.

A signer agreed to one text. When another one circulates, an editorial change is told and a substantive one is asked about;
nobody is asked twice about one text, and nobody is asked about a text that they agreed to before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from campaign.deadlines import Deadline, DeadlineError, deadline, parse_local
from errors import UserError

Kind = Literal["editorial", "substantive"]

Way = Literal["ask", "tell", "agreed", "waits"]
"""ask: the signer is asked to agree; tell: only told; agreed: told as well, they agreed to this very text before; waits: asked
about an earlier change already, and the page behind that question shows the newest text."""

Outcome = Literal["keep", "drop", "hold"]

LEAST_NOTICE = timedelta(hours=1)
"""Nobody can be asked to answer within less."""


def way_of(kind: Kind, *, agreed: bool, asked: bool) -> Way:
    """What happens to one signer. ``agreed``: to these very words, before; ``asked``: about an earlier change, unanswered."""
    if agreed:
        return "agreed"
    if kind == "substantive":
        return "ask"
    return "waits" if asked else "tell"


def outcome_of_silence(silence: str, *, reachable: bool) -> Outcome:
    """What becomes of a signer who did not answer in time. The rule ("keep" or "drop") was announced before they signed.

    Whom no mail could reach was not silent: a coordinator decides about them.
    """
    if not reachable:
        return "hold"
    return "keep" if silence == "keep" else "drop"


def reconfirm_until(local: str, timezone: str, closes: datetime, now: datetime) -> Deadline:
    """Until when signers may answer: ``local`` is wall time in ``timezone``, ``closes`` the letter's deadline (aware).

    Raises a :class:`~errors.UserError` (field "reconfirm_local") for a time that is none, that leaves less than an hour, or
    that comes after the letter has closed.
    """
    if not local.strip():
        raise UserError("Say until when signers may answer.", field="reconfirm_local")
    try:
        until = deadline(parse_local(local), timezone)
    except DeadlineError as error:
        raise UserError(error.sentence, field="reconfirm_local") from error
    if until.moment < now + LEAST_NOTICE:
        raise UserError("Give signers at least an hour to answer.", field="reconfirm_local")
    if until.moment > closes:
        raise UserError(
            "The letter closes before that time. Choose an earlier one, or move the deadline.", field="reconfirm_local"
        )
    return until
