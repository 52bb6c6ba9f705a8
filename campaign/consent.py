"""What a changed text asks of those who signed, and what their silence means. Pure: ``now`` is always handed in.

A signer agreed to one text. When another one circulates, an editorial change is told and a substantive one is asked about;
nobody is asked twice about one text, and nobody is asked about a text that they agreed to before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from campaign.deadlines import Deadline, DeadlineError, deadline, parse_local
from errors import UserError

Kind = Literal["editorial", "substantive"]

Way = Literal["ask", "tell", "agreed", "waits"]
"""ask: the signer is asked to agree; tell: only told; agreed: told as well, they agreed to this very text before; waits: asked
about an earlier change already, and told that the question now covers this text too."""

Outcome = Literal["keep", "drop", "hold"]

LEAST_NOTICE = timedelta(hours=1)
"""Nobody can be asked to answer within less."""

TIME_TO_DECIDE = timedelta(hours=3)
"""What coordinators need between the time to answer and the deadline to decide about those who could not be asked."""

LATEST_ARRIVAL = timedelta(minutes=30)
"""A question whose mail went out later than this before its time was over did not ask: the mail server was down, say."""


def way_of(kind: Kind, *, agreed: bool, asked: bool) -> Way:
    """What happens to one signer. ``agreed``: to these very words, before; ``asked``: about an earlier change, unanswered."""
    if agreed:
        return "agreed"
    if kind == "substantive":
        return "ask"
    return "waits" if asked else "tell"


def outcome_of_silence(silence: str, *, reachable: bool) -> Outcome:
    """What becomes of a signer who did not answer in time. The rule ("keep" or "drop") was announced before they signed.

    Whom no mail reached in time was not silent: a coordinator decides about them.
    """
    if not reachable:
        return "hold"
    return "keep" if silence == "keep" else "drop"


def was_asked(sent: Sequence[tuple[datetime, datetime]], until: datetime, circulates_since: datetime) -> bool:
    """Whether the mails about a question that went out to a signer asked them, so that no answer is silence.

    ``sent`` are those mails, each with when it was written and when it went out. One must have gone out in time before
    ``until``, and one must be about the text that circulates (since ``circulates_since``): silence carries nobody to a text
    that they were never shown.
    """
    in_time = any(went_out <= until - LATEST_ARRIVAL for _, went_out in sent)
    return in_time and any(written >= circulates_since for written, _ in sent)


def closes_too_early(until: datetime, closes: datetime, *, all_can_be_asked: bool) -> bool:
    """Whether a letter that closes at ``closes`` leaves too little time after ``until``, when the time to answer is over.

    Those who cannot be asked by mail are held then. Were the list frozen in the same moment, they would be off the letter
    without anybody having decided it.
    """
    return until + (timedelta() if all_can_be_asked else TIME_TO_DECIDE) > closes


def reconfirm_until(local: str, timezone: str, closes: datetime, now: datetime, *, all_can_be_asked: bool = True) -> Deadline:
    """Until when signers may answer: ``local`` is wall time in ``timezone``, ``closes`` the letter's deadline (aware).

    Raises a :class:`~errors.UserError` (field "reconfirm_local") for a time that is none, that leaves less than an hour, that
    comes after the letter has closed, or that leaves too little time to decide about those without an address.
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
    if closes_too_early(until.moment, closes, all_can_be_asked=all_can_be_asked):
        raise UserError(
            "Some who stand on the letter cannot be asked by mail. They are held after that time, and you decide about"
            " them before the letter closes: leave three hours for it, or move the deadline.",
            field="reconfirm_local",
        )
    return until
