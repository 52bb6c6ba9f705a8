"""How the line of a signature prints, and what its signer may be told of others.

Several signatures may share a line; the words on it are those of one of them. Each signer sees the words that print, unless the
letter does not show who has signed: then nobody learns the name of another organization from their own page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.shared_lines import shared_lines
from signatories.addresses import own_domain
from signatories.judgements import Judgement
from signatories.models import Signature

Shared = Literal["", "seen", "unseen"]

PROVEN = ("mail", "personal link")
"""How a signature was confirmed of which the owner of the mailbox has shown that it is theirs."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Which names of others the signer may be told: those that are public, and those of the ``domain`` that is theirs as
    well."""

    public: bool
    domain: str

    def sees(self, other: Signature | Row[*tuple[Any, ...]], address_key: str | None) -> bool:
        """Whether this one's name may be told. An address is its organization's own only where their website says so too: of a
        mail service that we do not know, everybody would have the same domain."""
        if self.public and other.status == "accepted" and other.asked is None:
            return True
        own = other.trust == "domain" and other.confirmed_how in PROVEN
        return bool(self.domain) and own and own_domain(address_key or "") == self.domain


def reader(campaign: Campaign, signature: Signature) -> Reader:
    """What the signer behind their own page may be told of others. Nothing, unless they have shown that the address is
    theirs: whatever a coordinator takes on somebody's word may be anybody's."""
    if signature.confirmed_how not in PROVEN or not signature.contact_email:
        return Reader(public=False, domain="")
    return Reader(campaign.show_signatories, own_domain(signature.address_key or ""))


@dataclass(frozen=True, slots=True)
class InPrint:
    """How a signature's line prints. ``words`` are its own, unless it shares a line with another one whose words print;
    ``shared`` says that it does: "" not, "seen" with these words, "unseen" with words that its signer may not be told."""

    words: str
    shared: Shared = ""


def in_print(session: Session, campaign: Campaign, signature: Signature) -> InPrint:
    """How the line of a signature prints, as far as its signer may be told."""
    same = select(Judgement.id).where(
        or_(Judgement.one_id == signature.id, Judgement.other_id == signature.id),
        Judgement.campaign_id == campaign.id,
        Judgement.verdict == "same",
        Judgement.revoked_at.is_(None),
    )
    if session.scalar(same.limit(1)) is None:
        return InPrint(signature.whole_line)
    return all_in_print(session, campaign, [signature])[signature.id]


def all_in_print(session: Session, campaign: Campaign, signatures: Sequence[Signature]) -> dict[int, InPrint]:
    """The same for many, by number."""
    printed_by = shared_lines(session, campaign.id).printed_by
    found = {}
    for one in signatures:
        leader = session.get(Signature, printed_by[one.id]) if one.id in printed_by else None
        if leader is None:
            found[one.id] = InPrint(one.whole_line)
        elif leader.whole_line == one.whole_line or reader(campaign, one).sees(leader, leader.address_key):
            found[one.id] = InPrint(leader.whole_line, "seen")
        else:
            found[one.id] = InPrint(one.whole_line, "unseen")
    return found
