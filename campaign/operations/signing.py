"""An organization, or a person, signs.

Signing and confirming are two acts. What the form sends is kept at once; it stands on the letter when the owner of the mail
address has confirmed it (:mod:`campaign.operations.confirming`), or at once when it came through a personal link, which only
that owner has.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import arrival, private_at, state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import FreshSignature, NotOpen
from campaign.operations.confirming import Confirmed, stand
from campaign.operations.mailbox import Before, mail_first_link, mail_link_again, text_and_mailbox, the_same
from campaign.printing import printed_line
from campaign.queries import LetterToSign, closed_at
from database import one_trip
from errors import UserError
from signatories.addresses import canonical, parsed, trust
from signatories.lines import whole_line
from signatories.links import Opened
from signatories.models import STANDING, Invitation, LateRequest, Signature

_KEEP = insert(Signature.__table__).returning(Signature.id)  # type: ignore[arg-type]  # it is a table
"""A row and no object: an object costs four times as much, in the one place where many come at the same moment."""

PRESSED_TWICE = timedelta(minutes=1)
"""Within it the same form through the same personal link is a button pressed twice, and leads to the signer's own page again.
Later that would open the page to whoever the link was forwarded to: its form is filled in."""


@dataclass(frozen=True, slots=True)
class SignatureEntry:
    """What the form sent, already checked by it. ``version_hash`` names the text that the page showed.

    ``name`` is the organization's, or for an individual the person's own. ``answers`` are pairs of question and answer.
    ``invitation`` is what a personal link named, ``language`` the reader's.
    """

    name: str
    contact_name: str
    contact_title: str
    contact_email: str
    attestation: str
    version_hash: str = ""
    kind: str = "organization"
    title: str = ""
    affiliation: str = ""
    scope: str = ""
    state: str = ""
    type: str = ""
    website: str = ""
    answers: Sequence[tuple[str, str]] = ()
    language: str = "en"
    invitation: Opened | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """It is kept: ``number`` names the row, ``generation`` its links. ``confirmed`` tells whether it stands already."""

    number: int
    generation: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """It came after the deadline, and is kept for the coordinator."""

    request: LateRequest


class NotPublic(UserError):  # noqa: N818
    """The letter is private until later, and nobody is told that there is one."""

    def __init__(self) -> None:
        super().__init__("This letter is not open for signature.")


class TextChanged(UserError):  # noqa: N818
    """The letter on the page was not the one that is circulating now."""

    def __init__(self) -> None:
        super().__init__("The text of this letter has changed since you opened the page. Please read it again before you sign.")


def sign(
    session: Session,
    campaign: Campaign | LetterToSign,
    entry: SignatureEntry,
    *,
    doors: Doors,
    now: datetime,
    written: datetime | None = None,
) -> Signed | Late:
    """Keep a signature on the circulating letter, and put its mail into the outbox; ``now`` is when the request arrived,
    ``written`` the present moment (default: the same).

    ``campaign`` must be held (:func:`campaign.queries.letter_to_sign`). A request that arrived after the letter had closed
    gives :class:`Late`: kept, on no letter. So does one that arrived in time and was so long on its way that the list was
    frozen meanwhile; it is marked. Raises :class:`NotPublic` for a letter that is private still, unless it came through a
    personal link. Raises :class:`TextChanged` when the page showed another text than the one that
    circulates, and :class:`~errors.UserError` for what cannot be printed or written to (the form has said so before) or a
    letter that is not open.
    """
    line = _printable(entry.name, "organization" if entry.kind == "organization" else "name")
    title, affiliation = _printable(entry.title, "title"), _printable(entry.affiliation, "affiliation")
    if entry.kind == "organization":  # they may stand over a group
        _printable(entry.state, "state"), _printable(entry.type, "type")
    if not line:
        raise UserError("This name cannot be printed as it stands.", field="organization")
    if entry.kind == "individual" and not campaign.allow_individuals:
        raise UserError("This letter is for organizations; it takes no signatures of individuals.")
    state = state_at(campaign, now)
    if state in ("drafting", "archived"):
        raise NotOpen
    address, key = parsed(entry.contact_email), canonical(entry.contact_email)
    if address is None or key is None:
        raise UserError("This is not a complete e-mail address, like name@example.org.", field="contact_email")
    invitation = invitation_behind(session, campaign, entry.invitation)
    if invitation is None and private_at(campaign, now):
        raise NotPublic
    came = arrival(campaign, now, written or now, closed_at(session, campaign) if campaign.state == "closed" else None)
    if came != "open":
        return Late(_late(session, campaign, entry, now, in_time=came == "in time"))
    text, before = text_and_mailbox(session, campaign.id, key)
    if entry.version_hash and not secrets.compare_digest(entry.version_hash.encode(), text.content_hash.encode()):
        raise TextChanged
    row = {
        "campaign_id": campaign.id,
        "version_id": text.id,
        "version_hash": text.content_hash,
        "line": line,
        "title": title,
        "affiliation": affiliation,
        "contact_email": address,
        "address_key": key,
        "trust": trust(address, entry.website),
        "invitation_id": invitation.id if invitation else None,
        "signed_at": now,
        **_as_typed(entry),
    }
    again = the_same(before, row, ("unconfirmed",))
    personal = invitation if invitation is not None and invitation.address_key == key else None
    if personal and (twice := _pressed_twice(before, row, now)):
        return twice
    at_once = personal if personal and not any(one.status in STANDING for one in before) else None
    number, generation = (again.id, again.generation) if again is not None else (_kept(session, row), 0)
    whole = whole_line(entry.kind, line, title, affiliation)
    signature = FreshSignature(number, whole, entry.contact_name, address, entry.language, generation)

    def mail() -> None:
        send = mail_first_link if again is None else mail_link_again
        send(session, campaign, signature, before, doors=doors, now=now)

    if again is None:
        told = {"signature": number, "line": line, "version": text.number}
        with one_trip(session):
            note(session, campaign, "signature.added", by="the sign form", now=now, **told)
            if at_once is None:
                mail()
    elif at_once is None:
        mail()
    if at_once is not None:
        confirmed = _confirm_at_once(session, campaign, number, at_once, doors=doors, now=now)
        if confirmed is not None:
            return confirmed
        mail()
    return Signed(number, generation)


def _kept(session: Session, row: dict[str, Any]) -> int:
    """Write a new signature down; gives its number."""
    number: int = session.connection().execute(_KEEP, row).scalar_one()
    return number


def _as_typed(entry: SignatureEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "name_typed": entry.name,
        "scope": entry.scope,
        "state": printed_line(entry.state).text,
        "type": printed_line(entry.type).text,
        "website": entry.website,
        "signed_by": entry.contact_name,
        "signed_title": entry.contact_title,
        "contact_name": entry.contact_name,
        "contact_title": entry.contact_title,
        "authorized": True,
        "attestation": entry.attestation,
        "answers": [list(pair) for pair in entry.answers],
        "language": entry.language,
        "origin": "form",
    }


def _pressed_twice(before: Sequence[Before], row: dict[str, Any], now: datetime) -> Signed | None:
    done = the_same(before, row, STANDING)
    if done is None or done.invitation_id != row["invitation_id"] or now - done.signed_at > PRESSED_TWICE:
        return None
    return Signed(done.id, done.generation, confirmed=True)


def _confirm_at_once(
    session: Session, campaign: Campaign | LetterToSign, number: int, invitation: Invitation, *, doors: Doors, now: datetime
) -> Signed | None:
    """Let a signature stand that came through a personal link; None where the owner of the mailbox has to be asked first.

    Asked only while nothing of that mailbox stands: links are forwarded, and whoever holds one must not replace by it what its
    owner signed. Something may have come to stand at this very moment.
    """
    whole = session.get_one(Campaign, campaign.id)
    signature = session.get_one(Signature, number, with_for_update=True)
    if signature.status != "unconfirmed":
        return None
    signature.invitation_id = invitation.id  # the first form may have come without the link
    outcome = stand(session, whole, signature, how="personal link", choice="", doors=doors, now=now)
    if not isinstance(outcome, Confirmed):
        return None
    return Signed(outcome.signature.id, outcome.signature.generation, confirmed=True)


def invitation_behind(session: Session, campaign: Campaign | LetterToSign, opened: Opened | None) -> Invitation | None:
    """The invitation that a personal link names, while the link is good: not revoked, of this campaign, of this generation."""
    if opened is None:
        return None
    found = session.scalars(
        select(Invitation).where(
            Invitation.id == opened.number, Invitation.campaign_id == campaign.id, Invitation.revoked_at.is_(None)
        )
    ).one_or_none()
    return found if found is not None and found.generation == opened.generation else None


def _printable(typed: str, field: str) -> str:
    line = printed_line(typed)
    if line.unprintable:
        raise UserError("This name cannot be printed as it stands.", field=field)
    return line.text


def _late(
    session: Session, campaign: Campaign | LetterToSign, entry: SignatureEntry, now: datetime, *, in_time: bool
) -> LateRequest:
    typed = {**_as_typed(entry), "title": entry.title, "affiliation": entry.affiliation, "version_hash": entry.version_hash}
    for kept in ("name_typed", "signed_by", "signed_title", "contact_name", "contact_title", "authorized", "origin"):
        del typed[kept]
    invitation = invitation_behind(session, campaign, entry.invitation)
    request = LateRequest(
        campaign_id=campaign.id,
        invitation_id=invitation.id if invitation else None,
        name_typed=entry.name,
        contact_name=entry.contact_name,
        contact_title=entry.contact_title,
        contact_email=entry.contact_email,
        typed={name: value for name, value in typed.items() if value},
        received_at=now,
        in_time=in_time,
    )
    session.add(request)
    session.flush()
    note(
        session,
        campaign,
        "signature.late",
        by="the sign form",
        now=now,
        request=request.id,
        in_time=in_time,
        name=printed_line(entry.name).text,
    )
    return request
