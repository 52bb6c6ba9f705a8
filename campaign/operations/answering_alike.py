"""What a signer answers when they are asked whether their organization stands on the letter already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from campaign.alike import Alike, still_alike
from campaign.models import Campaign
from campaign.operations.acts import must_be_open
from campaign.operations.judging import Contradiction, NotAPair, Opinion, judge_as_signer, take_back_as_signer
from errors import UserError
from signatories.models import Signature

Answer = Literal["same", "chapter", "different"]


class NotAsked(UserError):  # noqa: N818
    """It is not asked any more, or never was. Why is not told: it may be about others."""

    def __init__(self) -> None:
        super().__init__("What you were asked has changed meanwhile. Please look at it again.")


def answer(
    session: Session, campaign: Campaign, signature: Signature, about: Sequence[Alike], verdict: Answer, *, now: datetime
) -> None:
    """Write down what the signer says about the names ``about``, which :func:`campaign.alike.alike` gave: "different" of
    each of them, the other words of the first. ``signature`` must be locked.

    Raises :class:`NotAsked` for what is not asked any more, and what
    :func:`campaign.operations.acts.must_be_open` raises.
    """
    must_be_open(campaign, now)
    wanted = about if verdict == "different" else about[:1]
    good = set(still_alike(session, campaign, signature, [number for one in wanted for number in one.numbers], now))
    pairs = [(one, number) for one in wanted for number in one.numbers if number in good]
    if not pairs:
        raise NotAsked
    for one, number in pairs if verdict == "different" else pairs[:1]:
        other, opinion = session.get_one(Signature, number), Opinion(one.score, one.reasons)
        try:
            judge_as_signer(session, campaign, signature, other, verdict, opinion=opinion, now=now)
        except (Contradiction, NotAPair) as error:
            raise NotAsked from error


def take_answer_back(session: Session, campaign: Campaign, signature: Signature, number: int, *, now: datetime) -> bool:
    """Take one of the signer's answers back, the judgement of that ``number``; False when it is none of theirs, or was taken
    back already. ``signature`` must be locked. Raises what :func:`campaign.operations.acts.must_be_open` raises."""
    must_be_open(campaign, now)
    return take_back_as_signer(session, campaign, signature, number, now=now)
