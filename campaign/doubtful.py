"""The names on a campaign's letter that may be one organization, and that nobody has decided yet.

Comparing 2,000 names takes a second or more, so what the matcher found in a list is kept until the list is another one.
Everything else (who stands, what was judged) is looked up at every call.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.queries import PRINTS, STANDS
from campaign.shared_lines import SharedLines, shared_lines
from signatories.addresses import own_domain, page_of
from signatories.clusters import Pair, in_order
from signatories.directory import known_as
from signatories.doubtful import Alike, Doubt, KeyPair, Knowledge, Signer, doubts, key_pair
from signatories.folding import name_key
from signatories.judgements import APART, Judgement
from signatories.models import Signature

PEOPLE = ("coordinator", "signer")
"""Whose word decides a pair; the matcher's own joins only what is sure."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """The pairs of a campaign by what becomes of them. ``decided`` is how many pairs people said something of that counts.

    ``open`` are to be decided; ``unsure`` somebody looked at and could not tell; ``before`` were told apart on another letter
    of the coalition. Each in the order of :func:`signatories.doubtful.doubts`.
    """

    open: Sequence[Doubt]
    unsure: Sequence[Doubt]
    before: Sequence[Doubt]
    decided: int
    shared: SharedLines

    @property
    def likely(self) -> int:
        """How many of the open ones are likely doubles: the matcher's tiers "ask" and "same"."""
        return sum(doubt.tier in ("ask", "same") for doubt in self.open)

    def of(self, show: str) -> Sequence[Doubt]:
        """Those of one filter: "open", "unsure" or "before"."""
        return {"open": self.open, "unsure": self.unsure, "before": self.before}[show]


def doubts_of(session: Session, campaign: Campaign, *, at_hand: bool = False) -> Doubts:
    """The pairs to decide of a campaign, among signatures that stand and are on different lines, and those put aside.

    ``at_hand`` does without comparing a long list anew: it takes what the matcher found when this process last compared the
    campaign's names. Whoever works through the queue must not wait at each key because somebody signed meanwhile.
    """
    signers = _signers(session, campaign)
    shared = shared_lines(session, campaign.id)
    line_of = {number: members[0] for number, members in shared.clusters.of.items()}
    alike = _alike(campaign.id, (one.name for one in signers if one.kind == "organization"), at_hand=at_hand)
    found = doubts(signers, line_of, alike, _known(session, campaign, {one.key for one in signers}))
    said = _said(session, campaign, line_of)
    left = [doubt for doubt in found if said.get(_lines(doubt, line_of)) in (None, "unsure")]
    unsure = [doubt for doubt in left if said.get(_lines(doubt, line_of)) == "unsure"]
    new = [doubt for doubt in left if _lines(doubt, line_of) not in said]
    doubts_now = Doubts(
        open=[doubt for doubt in new if not doubt.before],
        unsure=unsure,
        before=[doubt for doubt in new if doubt.before],
        decided=_decided(session, campaign),
        shared=shared,
    )
    _told[campaign.id] = doubts_now.likely
    return doubts_now


def likely_doubles(session: Session, campaign: Campaign) -> int:
    """How many pairs are likely doubles, for a hint that no page must wait for: of a long list what was found when somebody
    last looked at its pairs in this process."""
    query = select(func.count()).where(Signature.campaign_id == campaign.id, STANDS)
    if (session.scalar(query) or 0) > FEW:
        return _told.get(campaign.id, 0)
    return doubts_of(session, campaign).likely


def _lines(doubt: Doubt, line_of: Mapping[int, int]) -> Pair:
    return in_order((line_of.get(doubt.one, doubt.one), line_of.get(doubt.other, doubt.other)))


def _signers(session: Session, campaign: Campaign) -> list[Signer]:
    columns = (Signature.line, Signature.name_key, Signature.kind, Signature.contact_email, Signature.website)
    query = select(Signature.id, *columns, Signature.affiliation, PRINTS).where(Signature.campaign_id == campaign.id, STANDS)
    return [
        Signer(
            number,
            line,
            key or name_key(line),
            kind,
            own_domain(address),
            website and page_of(website),
            bool(prints),
            affiliation,
        )
        for number, line, key, kind, address, website, affiliation, prints in session.execute(query)
    ]


def _said(session: Session, campaign: Campaign, line_of: Mapping[int, int]) -> dict[Pair, str]:
    """What counts of what was said between two lines. What joins nothing although it says "same" (see
    :mod:`signatories.clusters`) is decided too: it waits for somebody to take a word back, and not for another one."""
    query = select(Judgement.one_id, Judgement.other_id, Judgement.verdict).where(
        Judgement.campaign_id == campaign.id, Judgement.revoked_at.is_(None)
    )
    said: dict[Pair, str] = {}
    for one, other, verdict in session.execute(query.order_by(Judgement.id)):
        lines = in_order((line_of.get(one, one), line_of.get(other, other)))
        if lines[0] != lines[1] and (verdict != "unsure" or lines not in said):
            said[lines] = verdict
    return said


def _decided(session: Session, campaign: Campaign) -> int:
    query = select(Judgement.one_id, Judgement.other_id).where(
        Judgement.campaign_id == campaign.id,
        Judgement.revoked_at.is_(None),
        Judgement.verdict != "unsure",
        Judgement.source.in_(PEOPLE),
    )
    return len({(one, other) for one, other in session.execute(query)})


def _known(session: Session, campaign: Campaign, keys: set[str]) -> Knowledge:
    """What people of the coalition said of these names on other letters: the newest word on two names counts.

    A signer's "same" is worth showing; their "different" was about themselves there, and takes nothing off a coordinator's
    queue here.
    """
    query = (
        select(Judgement.one_key, Judgement.other_key, Judgement.verdict, Judgement.by, Judgement.source, Campaign.title)
        .join(Campaign, Campaign.id == Judgement.campaign_id)
        .where(
            Campaign.coalition_id == campaign.coalition_id,
            Campaign.id != campaign.id,
            Judgement.revoked_at.is_(None),
            Judgement.verdict != "unsure",
            Judgement.source.in_(PEOPLE),
        )
        .order_by(Judgement.at, Judgement.id)
    )
    same: dict[KeyPair, str] = {}
    apart: dict[KeyPair, str] = {}
    for one, other, verdict, by, source, title in session.execute(query):
        if one not in keys or other not in keys or (source == "signer" and verdict in APART):
            continue
        pair = key_pair(one, other)
        same.pop(pair, None)
        apart.pop(pair, None)
        if verdict == "same":
            same[pair] = f"Judged the same on “{title}” by {by}."
        elif verdict == "chapter":
            apart[pair] = f"Judged to be a body and its chapter on “{title}” by {by}."
        else:
            apart[pair] = f"Judged different on “{title}” by {by}."
    return Knowledge(same, apart, known_as(session, campaign.coalition_id))


MOST_KEPT = 8
"""Campaigns whose pairs are kept in this process; the one that was asked for longest ago goes."""

FEW = 400
"""So many names are compared at once whoever asks: it takes no longer than the rest of the page."""

_kept: OrderedDict[int, tuple[bytes, tuple[Alike, ...]]] = OrderedDict()
_told: dict[int, int] = {}
"""How many likely doubles each campaign had when somebody last looked."""

_comparing = threading.Lock()
"""One list at a time: two coordinators who open the same queue must not both wait twice as long."""


def _alike(campaign_id: int, names: Iterable[str], *, at_hand: bool) -> tuple[Alike, ...]:
    """What the matcher finds among these names, whatever order they come in; ``at_hand`` as for :func:`doubts_of`."""
    listed = sorted(set(names))
    mark = hashlib.sha256("\0".join(listed).encode()).digest()
    kept = _kept.get(campaign_id)
    if kept is not None and (kept[0] == mark or (at_hand and len(listed) > FEW)):
        return kept[1]
    with _comparing:
        kept = _kept.pop(campaign_id, None)
        if kept is None or kept[0] != mark:
            from signatories.matching import NameIndex  # late: most processes compare no names

            pairs = NameIndex[int](listed).pairs()
            kept = mark, tuple((listed[one], listed[other], match) for one, other, match in pairs)
        _kept[campaign_id] = kept
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return kept[1]
