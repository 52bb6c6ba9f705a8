"""Two names side by side as the queue shows them, and the words that its pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.desk.signatures.shown import HOW_NAMES, verdict_said
from campaign.desk.signatures.shown import page as signatures_page
from campaign.models import Campaign
from campaign.operations.judging import Opinion
from campaign.queries import STANDS
from campaign.shared_lines import SharedLines, would_lead
from signatories.differing import Run, likely_part, side_by_side
from signatories.doubtful import Doubt
from signatories.folding import name_key
from signatories.judgements import Judgement
from signatories.models import STANDING, Signature

SHOWS: Mapping[str, Any] = {
    "open": _l("to decide"),
    "unsure": _l("unsure"),
    "before": _l("judged before"),
}
"""The filters of the queue; "before" are pairs that were told apart on another letter."""

TIERS: Mapping[str, Any] = {
    "same": _l("The same but for how it is written"),
    "ask": _l("Likely one organization"),
    "review": _l("Perhaps one organization"),
    "different": _l("Not much alike"),
}

_ELSEWHERE = 6
"""Other letters that are named beside a signature."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A signature under the same name on another letter of the coalition."""

    title: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two: its signature, its name in runs, and what is known of it. ``leads`` has the words on its line, when that
    is another signature; ``beside`` are the names of all others on its line."""

    signature: Signature
    runs: Sequence[Run]
    domain: str
    leads: str
    beside: Sequence[str]
    elsewhere: Sequence[Elsewhere]


@dataclass(frozen=True, slots=True)
class Versus:
    """Two side by side. ``prints`` is the signature whose words the line would have if nobody chose, "" where neither gives it
    them; then ``rule`` has those words. ``part`` is the one that is offered as the chapter."""

    doubt: Doubt
    one: Side
    other: Side
    prints: str
    rule: str
    part: int
    said: Sequence[Judgement]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in the order in which they are shown."""
        return (self.one, self.other)


def name_of(pair: Doubt) -> str:
    """How an address names a pair."""
    return f"{pair.one}-{pair.other}"


def by_hand(one: Signature, other: Signature) -> Doubt:
    """A pair that somebody put side by side, with what the matcher says of it."""
    from signatories.matching import Match, compare  # late: most processes compare no names

    match = compare(one.line, other.line) if one.kind == other.kind == "organization" else Match(0.0, ())
    return Doubt(one.id, other.id, match.score, match.reasons, 0.0)


def opinion(doubt: Doubt) -> Opinion | None:
    """What is kept with a judgement of what was shown beside it."""
    return Opinion(round(doubt.score, 3), doubt.reasons) if doubt.reasons else None


def two_standing(session: Session, campaign: Campaign, numbers: Sequence[int]) -> tuple[Signature, Signature] | None:
    """Two signatures of the campaign that stand; None when these are not."""
    query = select(Signature).where(Signature.campaign_id == campaign.id, Signature.id.in_(numbers))
    found = {one.id: one for one in session.scalars(query) if one.status in STANDING}
    if len(numbers) != 2 or len(found) != 2:
        return None
    return found[numbers[0]], found[numbers[1]]


def versus(session: Session, campaign: Campaign, doubt: Doubt, shared: SharedLines) -> Versus | None:
    """Everything that somebody needs to decide about two; None when one of them does not stand any more."""
    two = two_standing(session, campaign, (doubt.one, doubt.other))
    if two is None:
        return None
    runs = side_by_side(two[0].line, two[1].line)
    one, other = (_side(session, campaign, signature, run, shared) for signature, run in zip(two, runs, strict=True))
    members = {member for signature in two for member in shared.clusters.of.get(signature.id, (signature.id,))}
    leader = would_lead(session, campaign.id, members) or doubt.one
    outside = leader not in (doubt.one, doubt.other)
    query = select(Judgement).where(
        Judgement.one_id == min(doubt.one, doubt.other),
        Judgement.other_id == max(doubt.one, doubt.other),
        Judgement.revoked_at.is_(None),
    )
    return Versus(
        doubt=doubt,
        one=one,
        other=other,
        prints="" if outside else str(leader),
        rule=session.get_one(Signature, leader).whole_line if outside else "",
        part=doubt.one if likely_part(two[0].line, two[1].line) else doubt.other,
        said=session.scalars(query.order_by(Judgement.id)).all(),
    )


def _side(session: Session, campaign: Campaign, signature: Signature, runs: Sequence[Run], shared: SharedLines) -> Side:
    beside = [number for number in shared.clusters.of.get(signature.id, ()) if number != signature.id]
    names = session.scalars(select(Signature.line).where(Signature.id.in_(beside), STANDS).order_by(Signature.id)).all()
    leader = shared.leader(signature.id)
    query = (
        select(Campaign.title, Campaign.slug, Signature.id)
        .join(Campaign, Campaign.id == Signature.campaign_id)
        .where(
            Campaign.coalition_id == campaign.coalition_id,
            Campaign.id != campaign.id,
            STANDS,
            Signature.kind == signature.kind,
            Signature.name_key == (signature.name_key or name_key(signature.line)),
        )
        .order_by(Campaign.created_at.desc(), Signature.id)
        .limit(_ELSEWHERE)
    )
    return Side(
        signature,
        runs,
        signature.contact_email.rpartition("@")[2],
        session.get_one(Signature, leader).line if leader != signature.id else "",
        names,
        [Elsewhere(*row) for row in session.execute(query)],
    )


def percent(score: float) -> str:
    """A score as people say it."""
    return str(_("%(percent)d of 100", percent=round(100 * score)))


def page(session: Session, campaign: Campaign, template: str, **context: Any) -> str:
    """A page of the queue."""
    return signatures_page(
        session,
        campaign,
        template,
        tiers=TIERS,
        filters=SHOWS,
        how=HOW_NAMES,
        verdict_said=verdict_said,
        percent=percent,
        name_of=name_of,
        **context,
    )
