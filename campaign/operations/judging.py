"""Somebody says whether two signatures are of one organization. Nothing is merged for good: each word can be taken back, and
then the list is as it was.

A coordinator may join and part what they like, one word after the other. A signer may say once that they are the same as
another line: with one such word each, nobody can tie two organizations together that are not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.judged import live
from campaign.models import Campaign
from campaign.operations.acts import SIGNER
from campaign.queries import hold
from campaign.shared_lines import shared_lines
from coalition.permissions import Actor, called
from errors import UserError
from signatories import directory
from signatories.clusters import Clusters, Pair, in_order
from signatories.judgements import APART, Judgement
from signatories.models import STANDING, Signature

Verdict = Literal["same", "different", "chapter", "unsure"]

MOST_AT_ONCE = 50
"""Signatures in one word: every pair of them is looked at."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the matcher had said of a pair when somebody judged it."""

    score: float
    reasons: tuple[str, ...] = ()


class Contradiction(UserError):  # noqa: N818
    """Joining these would put on one line what was judged apart."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(
            "“%(one)s” and “%(other)s” were judged to be two (by %(by)s), so they cannot share a line. Take that back first.",
            one=judgement.one_name[:80] or "…",
            other=judgement.other_name[:80] or "…",
            by=judgement.by,
        )
        self.judgement = judgement


class NotAPair(UserError):  # noqa: N818
    """These cannot be judged together."""


def judge(
    session: Session,
    campaign: Campaign,
    numbers: Sequence[int],
    verdict: Verdict,
    *,
    prints: int | None = None,
    part: int | None = None,
    opinion: Opinion | None = None,
    by: Actor,
    now: datetime,
) -> list[Judgement]:
    """A coordinator's word about signatures of the campaign, two or more; gives the judgements that are new.

    "same" joins all of them, and ``prints`` names the one whose words the line has; it is refused (:class:`Contradiction`) when
    any two that would come to share a line were judged apart. "different" and "unsure" are said of every pair among them.
    "chapter" is said of two, ``part`` being the chapter. What a coordinator said of a pair before is taken back by it. What a
    signer or the matcher said stays: "different" beats "same", whoever said either.

    Raises :class:`NotAPair` for less than two, for more than :data:`MOST_AT_ONCE`, for what does not stand, for a person beside
    an organization, and for a ``part`` or ``prints`` that is none of them.
    """
    hold(session, campaign)
    chosen = _chosen(session, campaign, numbers)
    _check(chosen, verdict, prints, part)
    pairs = list(combinations(sorted(chosen), 2))
    if verdict == "same":
        first = prints if prints is not None else min(chosen)
        pairs = sorted(in_order((first, other)) for other in chosen if other != first)
        _refuse_contradiction(session, campaign, shared_lines(session, campaign.id).clusters, pairs)
    for pair in pairs:
        _supersede(session, campaign, pair, by, now)
    session.flush()
    made = []
    for pair in pairs:
        judgement = Judgement.about(chosen[pair[0]], chosen[pair[1]], verdict, by=by.called, at=now)
        judgement.source, judgement.prints_id, judgement.part_id = "coordinator", prints, part
        _heard(judgement, opinion)
        made.append(judgement)
    session.add_all(made)
    session.flush()
    for judgement in made:
        _note(session, campaign, f"judgement.{verdict}", judgement, by=by, now=now)
        _teach(session, campaign, judgement, by, now)
    return made


def judge_as_signer(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    other: Signature,
    verdict: Literal["same", "different", "chapter"],
    *,
    opinion: Opinion | None = None,
    now: datetime,
) -> Judgement:
    """The signer's word about another line, which keeps its words: theirs gives way to it. ``signature`` must be locked.

    "chapter" means that they are one of the other. Their earlier word about it is taken back, and with "same" whatever else
    they called the same: each signer joins one line. Raises :class:`NotAPair` as :func:`judge` does, and
    :class:`Contradiction`.
    """
    chosen = {signature.id: signature, other.id: other}
    _check(chosen, verdict, None, signature.id if verdict == "chapter" else None)
    if other.campaign_id != campaign.id or other.status not in STANDING:
        raise NotAPair("That line is not on this letter any more.")
    for earlier in live(session, campaign):
        about = signature.id in earlier.pair and earlier.signer_id == signature.id
        if about and (other.id in earlier.pair or (verdict == "same" and earlier.verdict == "same")):
            _revoke(session, campaign, earlier, SIGNER, now)
    session.flush()
    pair = in_order((signature.id, other.id))
    if verdict == "same":
        _refuse_contradiction(session, campaign, shared_lines(session, campaign.id).clusters, [pair])
    judgement = Judgement.about(signature, other, verdict, by=SIGNER, at=now)
    judgement.source, judgement.signer_id = "signer", signature.id
    judgement.part_id = signature.id if verdict == "chapter" else None
    judgement.prints_id = other.id if verdict == "same" else None
    _heard(judgement, opinion)
    session.add(judgement)
    session.flush()
    _note(session, campaign, f"judgement.{verdict}", judgement, by=SIGNER, now=now)
    return judgement


def take_back(session: Session, campaign: Campaign, judgement: Judgement, *, by: Actor | str, now: datetime) -> None:
    """Take a judgement back, whoever gave it. Twice is once."""
    hold(session, campaign)
    if judgement.revoked_at is None:
        _revoke(session, campaign, judgement, by, now)


def take_back_as_signer(session: Session, campaign: Campaign, signature: Signature, number: int, *, now: datetime) -> bool:
    """Take back what the signer said, the judgement of that ``number``; False when it is not theirs, or is taken back already.
    ``signature`` must be locked, as for :func:`judge_as_signer`."""
    judgement = judgement_at(session, campaign, number)
    if judgement is None or judgement.signer_id != signature.id or judgement.revoked_at is not None:
        return False
    _revoke(session, campaign, judgement, SIGNER, now)
    return True


def judgement_at(session: Session, campaign: Campaign, number: int) -> Judgement | None:
    """A judgement about this campaign's signatures; None for another's."""
    found = session.get(Judgement, number)
    return found if found is not None and found.campaign_id == campaign.id else None


def _chosen(session: Session, campaign: Campaign, numbers: Sequence[int]) -> dict[int, Signature]:
    wanted = set(numbers)
    if len(wanted) > MOST_AT_ONCE:
        raise NotAPair("These are more than %(most)d at once. Judge fewer of them.", most=MOST_AT_ONCE)
    query = select(Signature).where(Signature.campaign_id == campaign.id, Signature.id.in_(wanted)).order_by(Signature.id)
    found = {one.id: one for one in session.scalars(query) if one.status in STANDING}
    if len(found) != len(wanted):
        raise NotAPair("One of these does not stand any more. Look at the list again.")
    return found


def _check(chosen: dict[int, Signature], verdict: Verdict, prints: int | None, part: int | None) -> None:
    if len(chosen) < 2:
        raise NotAPair("Choose two signatures or more.")
    if len({one.kind for one in chosen.values()}) > 1:
        raise NotAPair("A person who signs in their own name and an organization are never one line.")
    if (verdict == "chapter") != (part is not None) or (verdict == "chapter" and len(chosen) != 2):
        raise NotAPair("Say which of two is the chapter.")
    if any(number is not None and number not in chosen for number in (prints, part)):
        raise NotAPair("Choose one of these.")


def _refuse_contradiction(session: Session, campaign: Campaign, found: Clusters, pairs: Iterable[Pair]) -> None:
    """Look at every cross pair of the lines that would become one.

    Judging a hundred lines the same, one would not see that two of them were parted a week ago by somebody who knew.
    """
    joined: dict[int, set[int]] = {}
    for pair in pairs:
        members = {member for number in pair for member in (*joined.get(number, ()), *found.of.get(number, (number,)))}
        joined.update(dict.fromkeys(members, members))
    for judgement in live(session, campaign):
        if judgement.verdict in APART and judgement.other_id in joined.get(judgement.one_id, ()):
            raise Contradiction(judgement)


def _supersede(session: Session, campaign: Campaign, pair: Pair, by: Actor, now: datetime) -> None:
    query = select(Judgement).where(
        Judgement.one_id == pair[0],
        Judgement.other_id == pair[1],
        Judgement.source == "coordinator",
        Judgement.revoked_at.is_(None),
    )
    for earlier in session.scalars(query):
        _revoke(session, campaign, earlier, by, now)


def _revoke(session: Session, campaign: Campaign, judgement: Judgement, by: Actor | str, now: datetime) -> None:
    judgement.revoked_at, judgement.revoked_by = now, called(by)
    _note(session, campaign, "judgement.taken_back", judgement, by=by, now=now)
    if _teaches(judgement):
        directory.forget(session, judgement.id, by=by, now=now)
        for other in _saying_the_same(session, campaign, judgement):
            _teach(session, campaign, other, by, now)


def _teach(session: Session, campaign: Campaign, judgement: Judgement, by: Actor | str, now: datetime) -> None:
    """The coalition's directory learns from a coordinator's word that two names are one organization's."""
    if _teaches(judgement):
        names = (judgement.one_name, judgement.other_name)
        names = names[::-1] if judgement.prints_id == judgement.other_id else names
        directory.learn(session, campaign.coalition_id, names, judgement.id, by=by, now=now)


def _teaches(judgement: Judgement) -> bool:
    """A signer knows their own organization, but anybody may sign under any name; the matcher joins what is one name anyway."""
    names = judgement.one_key and judgement.other_key and judgement.one_key != judgement.other_key
    return judgement.source == "coordinator" and judgement.verdict == "same" and bool(names)


def _saying_the_same(session: Session, campaign: Campaign, judgement: Judgement) -> Sequence[Judgement]:
    """What was judged of the same two names on any letter of the coalition, and still counts."""
    keys = (judgement.one_key, judgement.other_key)
    query = (
        select(Judgement)
        .join(Campaign, Campaign.id == Judgement.campaign_id)
        .where(
            Campaign.coalition_id == campaign.coalition_id,
            Judgement.source == "coordinator",
            Judgement.verdict == "same",
            Judgement.revoked_at.is_(None),
            Judgement.one_key.in_(keys),
            Judgement.other_key.in_(keys),
            Judgement.id != judgement.id,
        )
    )
    return session.scalars(query.order_by(Judgement.id)).all()


def _heard(judgement: Judgement, opinion: Opinion | None) -> None:
    if opinion is not None:
        judgement.score, judgement.reasons = opinion.score, list(opinion.reasons)


def _note(session: Session, campaign: Campaign, act: str, judgement: Judgement, *, by: Actor | str, now: datetime) -> None:
    note(
        session,
        campaign,
        act,
        by=by,
        now=now,
        judgement=judgement.id,
        verdict=judgement.verdict,
        one=judgement.one_name,
        other=judgement.other_name,
    )
