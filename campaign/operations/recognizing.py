"""The matcher's own word: what is surely the same organization shares a line from the moment that it stands.

Only the very same name from the same domain is sure (:mod:`signatories.recognition`). Like any judgement it can be taken back,
and then it is not given again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.blanks import slices
from campaign.queries import STANDS
from signatories.clusters import in_order
from signatories.folding import name_key
from signatories.judgements import APART, MATCHER, Judgement
from signatories.models import STANDING, Signature
from signatories.recognition import Known, recognized

REASON = "The same name came from the same mail domain or with the same website."


def recognize(session: Session, campaign: Campaign, signatures: Iterable[Signature], *, now: datetime) -> list[Judgement]:
    """Look at signatures that came to stand, or whose line was changed; gives the judgements that came of it.

    The matcher's own earlier word about one whose name is another one now is taken back, and so is that of a signer who
    said that they are the same as the old name.
    """
    session.flush()
    changed = [one for one in signatures if one.confirmed_at is not None and one.status in STANDING]
    keys = set(_keyed(session, campaign, changed))
    _take_back(session, changed, now)
    query = select(Signature).where(Signature.campaign_id == campaign.id, STANDS)
    found: list[Judgement] = []
    for part in slices(sorted(keys)):
        bearers = session.scalars(query.where(Signature.name_key.in_(part)).order_by(Signature.id)).all()
        found += _joined(session, campaign, {one.id: one for one in bearers}, now)
    session.add_all(found)
    session.flush()
    return found


def _keyed(session: Session, campaign: Campaign, changed: Iterable[Signature]) -> Iterable[str]:
    """The names to look at: of those that changed, and of those that stand and were never looked at (from before an
    upgrade)."""
    never = select(Signature).where(Signature.campaign_id == campaign.id, STANDS, Signature.name_key.is_(None))
    for one in {*changed, *session.scalars(never)}:
        one.name_key = name_key(one.line)
        yield one.name_key
    session.flush()


def _joined(session: Session, campaign: Campaign, bearers: dict[int, Signature], now: datetime) -> list[Judgement]:
    known = (Known(one.id, one.kind, one.line, one.contact_email, _own_website(one)) for one in bearers.values())
    found = []
    for one, other in recognized(known):
        if not _spoken_of(session, campaign, bearers[one], bearers[other]):
            judgement = Judgement.about(bearers[one], bearers[other], "same", by=MATCHER, at=now)
            judgement.source, judgement.score, judgement.reasons = "matcher", 1.0, [REASON]
            found.append(judgement)
    return found


def _own_website(signature: Signature) -> str:
    """The website, where more speaks for it than that somebody typed it: anybody may type another's."""
    return signature.website if signature.trust == "domain" or signature.origin == "import" else ""


def _spoken_of(session: Session, campaign: Campaign, one: Signature, other: Signature) -> bool:
    """Whether anything was said of the two already, even if it was taken back; or whether on any letter of the coalition two of
    this name were kept apart."""
    first, second = in_order((one.id, other.id))
    pair = Judgement.one_id == first, Judgement.other_id == second
    if session.scalar(select(Judgement.id).where(*pair).limit(1)) is not None:
        return True
    key = name_key(one.line)
    apart = (
        select(Judgement.id)
        .join(Campaign, Campaign.id == Judgement.campaign_id)
        .where(
            Campaign.coalition_id == campaign.coalition_id,
            Judgement.one_key == key,
            Judgement.other_key == key,
            Judgement.verdict.in_(APART),
            Judgement.revoked_at.is_(None),
        )
    )
    return session.scalar(apart.limit(1)) is not None


def _take_back(session: Session, changed: list[Signature], now: datetime) -> None:
    """Names that were one and are two now are no longer surely the same; whoever stays on the line is for people to say.

    A signer whose line gave way to another one did so for the words that it had then.
    """
    for part in slices(sorted(one.id for one in changed)):
        query = select(Judgement).where(
            Judgement.verdict == "same",
            Judgement.source != "coordinator",
            Judgement.revoked_at.is_(None),
            or_(Judgement.one_id.in_(part), Judgement.other_id.in_(part)),
        )
        for judgement in session.scalars(query):
            keys = {number: name_key(session.get_one(Signature, number).line) for number in judgement.pair}
            if judgement.signer_id is None:
                holds = len(set(keys.values())) == 1
            else:
                known = {judgement.one_id: judgement.one_key, judgement.other_id: judgement.other_key}
                named = judgement.partner(judgement.signer_id)
                holds = keys[named] == known[named]
            if not holds:
                judgement.revoked_at, judgement.revoked_by = now, MATCHER
