"""Whether a signer's organization may stand on the letter already under another name: what is alike, and what may be told.

Only names that the letter's page shows, or that came from the same organization's own mail domain, are compared with or shown.
What is not public is not in the index either, so that nothing of it can be read off an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.in_print import PROVEN, Reader, reader
from campaign.models import Campaign
from campaign.name_index import compared, searched
from campaign.queries import PRINTS
from campaign.shared_lines import SharedLines, shared_lines
from signatories import directory
from signatories.folding import name_key
from signatories.judgements import APART, MATCHER, Judgement
from signatories.models import Signature

if TYPE_CHECKING:
    from signatories.matching import Match

MOST = 3
"""So many names a signer is asked about at once."""

_ASKED = ("pending", "accepted")
"""Who is asked, and about whom; what a coordinator has set aside is theirs to sort out."""

_MOST_OF_DOMAIN = 50

_TOLD = (Signature.id, Signature.line, Signature.status, Signature.asked, Signature.trust, Signature.confirmed_how)


@dataclass(frozen=True, slots=True)
class Alike:
    """A name under which the signer's organization may stand already, as it prints. ``numbers`` are the signatures whose words
    these are: two organizations may bear one name, and who looks at it cannot tell them apart."""

    name: str
    numbers: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]


def may_be_asked(campaign: Campaign, signature: Signature, now: datetime) -> bool:
    """Whether the signer is asked at all, whatever others are called."""
    stands = signature.kind == "organization" and signature.status in _ASKED
    proven = signature.confirmed_how in PROVEN and bool(signature.contact_email)
    return stands and proven and state_at(campaign, now) == "circulating"


def alike(session: Session, campaign: Campaign, signature: Signature, now: datetime) -> list[Alike]:
    """The other lines of the letter under which the signer's organization may stand already, at most :data:`MOST`, the
    likeliest first; nothing where there is nothing to ask.

    A line that several share counts once, with the words that print. Not asked is whoever shares a line already, and about
    whatever somebody has decided. It may take long where an index has to be made: not within a transaction that writes.
    """
    if not may_be_asked(campaign, signature, now):
        return []
    shared = shared_lines(session, campaign.id)
    if signature.id in shared.clusters.of:
        return []
    told = reader(campaign, signature)
    passed_by = _settled(session, signature, shared) | shared.printed_by.keys() | {signature.id}
    public = _public(session, campaign, shared) if told.public else {}
    found = searched(campaign.id, public, signature.line) if public.keys() - passed_by else []
    beside = {number: name for number, name in _of_domain(session, signature, told).items() if number not in public}
    if beside.keys() - passed_by:
        found += compared(beside, signature.line)
    alike_names = {number for number, _match in found}
    found += [item for item in _by_directory(session, campaign, signature, beside | public) if item[0] not in alike_names]
    found.sort(key=lambda item: (-item[1].score, item[0]))
    names = beside | public
    return _by_name((number, names[number], match) for number, match in found if number not in passed_by)


def still_alike(session: Session, campaign: Campaign, signature: Signature, numbers: Iterable[int], now: datetime) -> list[int]:
    """Those of ``numbers``, which :func:`alike` gave a moment ago, that may still be answered about. Quick: for the transaction
    that writes the answer down."""
    if not may_be_asked(campaign, signature, now):
        return []
    shared = shared_lines(session, campaign.id)
    if signature.id in shared.clusters.of:
        return []
    told, settled = reader(campaign, signature), _settled(session, signature, shared)
    rows = session.execute(
        select(*_TOLD, Signature.address_key).where(Signature.campaign_id == campaign.id, Signature.id.in_(list(numbers)))
    )
    seen = {row.id for row in rows if row.status in _ASKED and told.sees(row, row.address_key)}
    good = seen - settled - shared.printed_by.keys() - {signature.id}
    return [number for number in numbers if number in good]


def _by_directory(
    session: Session, campaign: Campaign, signature: Signature, names: Mapping[int, str]
) -> list[tuple[int, Match]]:
    """Those of ``names`` that the coalition's directory knows as names of the same organization, however little alike they are:
    "AFSC" and "Quaker Peace Committee". What was judged on earlier letters is in there too."""
    keys = directory.names_beside(session, campaign.coalition_id, name_key(signature.line))
    if not keys:
        return []
    from signatories.matching import ASK, Match

    match = Match(ASK, ("The coalition’s directory knows both names as one organization’s.",))
    query = select(Signature.id).where(Signature.campaign_id == campaign.id, Signature.name_key.in_(keys))
    return [(number, match) for number in session.scalars(query) if number in names]


def _public(session: Session, campaign: Campaign, shared: SharedLines) -> dict[int, str]:
    query = select(Signature.id, Signature.line)
    query = query.where(Signature.campaign_id == campaign.id, PRINTS, Signature.kind == "organization")
    rows = session.execute(query.order_by(Signature.id))
    return {number: line for number, line in rows if number not in shared.printed_by}


def _of_domain(session: Session, signature: Signature, told: Reader) -> dict[int, str]:
    """The names that came from the signer's own domain, whether they are public or not; of very many the newest."""
    if not told.domain:
        return {}
    query = select(*_TOLD, Signature.address_key).where(
        Signature.campaign_id == signature.campaign_id,
        Signature.kind == "organization",
        Signature.status.in_(_ASKED),
        Signature.trust == "domain",
        Signature.confirmed_how.in_(PROVEN),
        Signature.address_key.endswith(f"@{told.domain}", autoescape=True),
    )
    rows = session.execute(query.order_by(Signature.id.desc()).limit(_MOST_OF_DOMAIN)).all()
    return {row.id: row.line for row in rows if told.sees(row, row.address_key)}


def _settled(session: Session, signature: Signature, shared: SharedLines) -> set[int]:
    """Of whom nothing is to be asked: what a coordinator judged, what anybody judged apart, the signer too, and what somebody
    took back when the matcher had been sure of it. Whoever shares a line with one of these counts like that one."""
    query = select(Judgement).where(
        Judgement.campaign_id == signature.campaign_id,
        or_(Judgement.one_id == signature.id, Judgement.other_id == signature.id),
    )
    found: set[int] = set()
    for one in session.scalars(query):
        live = one.revoked_at is None and (one.source == "coordinator" or one.verdict in APART)
        undone = one.source == "matcher" and one.revoked_by not in ("", MATCHER)
        if live or undone:
            other = one.partner(signature.id)
            found.update(shared.clusters.of.get(other, (other,)))
    return found


def _by_name(found: Iterable[tuple[int, str, Any]]) -> list[Alike]:
    by_name: dict[str, Alike] = {}
    for number, name, match in found:
        known = by_name.get(name)
        numbers = (*(known.numbers if known else ()), number)
        by_name[name] = Alike(name, numbers, known.score if known else match.score, known.reasons if known else match.reasons)
    return list(by_name.values())[:MOST]
