"""What was judged, looked up again: what counts, what belongs to one word, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.shared_lines import shared_lines
from signatories.clusters import clusters
from signatories.judgements import APART, Judgement


def live(session: Session, campaign: Campaign) -> Sequence[Judgement]:
    """What was judged of the campaign's signatures and counts, the oldest first."""
    query = select(Judgement).where(Judgement.campaign_id == campaign.id, Judgement.revoked_at.is_(None))
    return session.scalars(query.order_by(Judgement.at, Judgement.id)).all()


def of_one_act(session: Session, judgement: Judgement) -> Sequence[Judgement]:
    """What was said with it in one word about several, as far as it counts, itself included; in the order of their making."""
    query = select(Judgement).where(
        Judgement.campaign_id == judgement.campaign_id,
        Judgement.at == judgement.at,
        Judgement.by == judgement.by,
        Judgement.source == judgement.source,
        Judgement.verdict == judgement.verdict,
        Judgement.revoked_at.is_(None),
    )
    return session.scalars(query.order_by(Judgement.id)).all()


def contradictions(session: Session, campaign: Campaign) -> list[list[Judgement]]:
    """What was said that cannot all be true: groups of judgements by which two hang together that were judged apart. In each
    the words that join come first; none of these counts (:mod:`signatories.clusters`)."""
    aside = shared_lines(session, campaign.id).clusters.set_aside
    if not aside:
        return []
    said = live(session, campaign)
    joined = clusters(aside, ()).of
    groups: dict[int, list[Judgement]] = {}
    for verdicts in (("same",), APART):
        for one in said:
            members = joined.get(one.one_id, ())
            if one.verdict in verdicts and one.other_id in members and (one.verdict != "same" or one.pair in aside):
                groups.setdefault(members[0], []).append(one)
    return list(groups.values())
