"""Which signatures share a line of the letter, and which of them gives it its words. Computed at every look from the judgements
that count; a judgement that is taken back leaves no trace in the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Row, or_, select, union
from sqlalchemy.orm import Session

from campaign.queries import IN_LIST_ORDER, PRINTS
from signatories.clusters import Clusters, clusters, with_signers
from signatories.judgements import APART, Judgement
from signatories.models import Signature

TRUSTED = ("personal link", "coordinator", "import")
"""How a signature was confirmed for whom a coordinator stands in already."""


Why = Literal["chosen", "known", "first", "named"]
"""Why it is this one whose words print: somebody chose them; more is known of who signed than an address; it comes first; the
others said by themselves that they are the same as it."""


@dataclass(frozen=True, slots=True)
class SharedLines:
    """The lines that several signatures share. ``clusters`` has every signature that was judged the same as another one,
    whether it prints now or not; ``printed_by`` says for each that prints and gives no line its words, which one does; ``why``
    says of those that do, and print for another one, why."""

    clusters: Clusters
    printed_by: Mapping[int, int]
    why: Mapping[int, Why] = field(default_factory=dict)

    def leader(self, number: int) -> int:
        """The signature whose words stand on the line of this one, which prints."""
        return self.printed_by.get(number, number)


NONE = SharedLines(Clusters({}, frozenset()), {})


def shared_lines(session: Session, campaign_id: int) -> SharedLines:
    """The shared lines of a campaign as they are now."""
    said = _said(session, campaign_id)
    same = [one for one in said if one.verdict == "same"]
    if not same:
        return NONE
    apart = [(one.one_id, one.other_id) for one in said if one.verdict in APART]
    firm = clusters([(one.one_id, one.other_id) for one in same if one.signer_id is None], apart)
    goes = {one.signer_id: one.prints_id for one in same if one.signer_id is not None}
    found = with_signers(firm, goes, apart)
    printing = _printing(session, campaign_id)
    wished: dict[int, int] = {}
    for one in same:  # the oldest first: the newest wish for a line counts
        members = firm.of.get(one.prints_id)
        if one.signer_id is None and members is not None and one.prints_id in printing:
            wished[members[0]] = one.prints_id
    printed_by: dict[int, int] = {}
    why: dict[int, Why] = {}
    on_line: dict[int, list[int]] = {}
    for number in printing:
        if number in firm.of:
            on_line.setdefault(firm.of[number][0], []).append(number)
    for first, prints in on_line.items():
        if len(prints) > 1:
            leader, reason = _leading(prints, printing, wished.get(first))
            printed_by.update({number: leader for number in prints if number != leader})
            why[leader] = reason
    _give_way(found, firm, goes, printing, printed_by)
    return SharedLines(found, printed_by, {number: why.get(number, "named") for number in printed_by.values()})


def would_lead(session: Session, campaign_id: int, members: Iterable[int]) -> int | None:
    """Whose words a line of all these would have, if nobody chose; None where none of them prints."""
    wanted = set(members)
    printing = _printing(session, campaign_id, wanted)
    said = [one for one in _said(session, campaign_id) if {one.one_id, one.other_id} <= wanted and one.verdict == "same"]
    wishes = [one.prints_id for one in said if one.signer_id is None]
    wished = next((number for number in reversed(wishes) if number in printing), None)
    return _leading([*printing], printing, wished)[0] if printing else None


def _leading(prints: Sequence[int], known: Mapping[int, bool], wished: int | None) -> tuple[int, Why]:
    """The rule: the words that somebody wished for, or of those of whom more is known, or those that come first."""
    if wished is not None:
        return wished, "chosen"
    trusted = next((one for one in prints if known[one]), None)
    return (prints[0], "first") if trusted is None else (trusted, "known")


def _give_way(
    found: Clusters,
    firm: Clusters,
    goes: Mapping[int, int],
    printing: Mapping[int, bool],
    printed_by: dict[int, int],
) -> None:
    """Who went to a line by their own word gives it no words, and none to anybody else: when nobody on the line prints any more
    but such, each of them stands alone again."""
    for number, named in goes.items():
        if number in printing and found.together(number, named) and not firm.together(number, named):
            line = next((one for one in firm.of.get(named, (named,)) if one in printing), None)
            if line is not None:
                printed_by[number] = printed_by.get(line, line)


def _said(session: Session, campaign_id: int) -> Sequence[Row[int, int, str, int | None, int | None]]:
    query = select(Judgement.one_id, Judgement.other_id, Judgement.verdict, Judgement.prints_id, Judgement.signer_id)
    query = query.where(Judgement.campaign_id == campaign_id, Judgement.revoked_at.is_(None))
    return session.execute(query.order_by(Judgement.at, Judgement.id)).all()


def _printing(session: Session, campaign_id: int, members: Collection[int] | None = None) -> dict[int, bool]:
    """Those of ``members`` that print, in the order of the list: whether more is known of who signed than an address. All that
    were judged the same as another one, if none are named."""
    judged = Judgement.campaign_id == campaign_id, Judgement.verdict == "same", Judgement.revoked_at.is_(None)
    either = union(select(Judgement.one_id).where(*judged), select(Judgement.other_id).where(*judged))
    known = or_(Signature.trust == "domain", Signature.confirmed_how.in_(TRUSTED))
    chosen = Signature.id.in_(either if members is None else members)
    query = select(Signature.id, known).where(Signature.campaign_id == campaign_id, PRINTS, chosen)
    return {number: bool(trusted) for number, trusted in session.execute(query.order_by(*IN_LIST_ORDER))}
