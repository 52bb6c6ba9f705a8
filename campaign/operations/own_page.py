"""What a signer does to their own signature: spell it right, change who is written to, take it back, find the links again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign
from campaign.operations.acts import (
    MOST_MAILS,
    SIGNER,
    acted,
    address_in,
    confirm_door,
    contact_door,
    mails_lately,
    must_be_open,
    own_door,
    write_to,
)
from campaign.operations.changing import ask_one
from campaign.operations.invited import follow, said_no
from campaign.operations.mailbox import ask_to_confirm
from campaign.operations.recognizing import recognize
from campaign.printing import named, printed_line
from campaign.queries import others_standing, subject
from errors import UserError
from mail.outbox import Draft, enqueue_all
from signatories.addresses import canonical, trust
from signatories.models import STANDING, Invitation, Signature
from signatories.moderation import waits

Withdrawn = Literal["withdrawn", "asked"]
Changed = Literal["kept", "asked", "too often"]

Corrected = Literal["same", "changed", "asked", "dropped"]
"""same: it stands like that already; changed: it stands like that now; asked: a coordinator looks at it first; dropped: the
signer stays with the line as it is, and does not ask for another one any more."""


class AddressTaken(UserError):  # noqa: N818
    """The owner of that address has a signature of their own on this letter."""

    def __init__(self) -> None:
        super().__init__("This address cannot be used here. Please give another one.", field="contact_email")


class NotStanding(UserError):  # noqa: N818
    """The signature is at its end; nothing of it can be changed."""

    def __init__(self) -> None:
        super().__init__("This signature does not stand any more, so nothing of it can be changed. You may sign again.")


class Answered(UserError):  # noqa: N818
    """The link in the mail was used: the owner of the address has confirmed, or said that it was not them."""

    def __init__(self) -> None:
        super().__init__(
            "The link in that mail was used already, so it cannot be sent to another address.", field="contact_email"
        )


def correct_line(session: Session, campaign: Campaign, signature: Signature, typed: str, *, now: datetime) -> Corrected:
    """Spell the line as ``typed``; gives what came of it.

    The name as it was first typed stays beside it. Where coordinators look at every signature first, they look at this again.
    A line that they have accepted stands meanwhile as they did: nobody leaves a letter for mending a letter of their name.

    Raises a :class:`~errors.UserError` (field "line") for what cannot be printed, and what
    :func:`campaign.operations.acts.must_be_open` raises.
    """
    must_be_open(campaign, now)
    _must_stand(signature)
    line = _checked(typed)
    before, wanted = signature.line, signature.line_wanted
    if line == before:
        signature.line_wanted = ""
        if wanted:
            acted(session, campaign, signature, "correction dropped", by=SIGNER, now=now, before=before, after=wanted)
        return "dropped" if wanted else "same"
    if signature.status == "accepted" and waits(campaign.moderation, signature.trust):
        signature.line_wanted = line
        if line != wanted:
            acted(session, campaign, signature, "correction asked", by=SIGNER, now=now, before=before, after=line)
        return "asked"
    signature.line, signature.line_wanted = line, ""
    acted(session, campaign, signature, "corrected", by=SIGNER, now=now, before=before, after=line)
    recognize(session, campaign, [signature], now=now)
    return "changed"


def _checked(typed: str) -> str:
    line = printed_line(typed)
    if line.unprintable:
        raise UserError(
            "The letter cannot print %(characters)s. Please write the name without it.",
            field="line",
            characters=named(line.unprintable),
        )
    if not line.text:
        raise UserError("Write the name of your organization.", field="line")
    if len(typed) > 300:
        raise UserError("This name is longer than 300 characters. Use the short form.", field="line")
    return line.text


def change_contact(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    *,
    name: str,
    title: str,
    email: str,
    doors: Doors,
    now: datetime,
) -> Changed:
    """Change whom the coordinators write to. A new address has to be confirmed first, by a link that is mailed there ("asked");
    no link is mailed when several went out for this signature lately ("too often").

    Until then mail goes to the old one. Raises a :class:`~errors.UserError` for an address that is none.
    """
    _must_stand(signature)
    address, _key = address_in(email, "contact_email")
    if not name.strip():
        raise UserError("Write your name.", field="contact_name")
    changed = [
        field
        for field, value in (("contact_name", name.strip()), ("contact_title", title.strip()))
        if getattr(signature, field) != value
    ]
    signature.contact_name, signature.contact_title = name.strip(), title.strip()
    if changed:
        acted(session, campaign, signature, "contact changed", by=SIGNER, now=now, fields=changed)
    if address == signature.contact_email:
        signature.email_wanted = ""
        return "kept"
    signature.email_wanted = address
    if mails_lately(session, "new_address", f"signature:{signature.id}", now) >= MOST_MAILS:
        return "too often"
    write_to(
        session,
        campaign,
        signature,
        "new_address",
        to=address,
        doors=doors,
        now=now,
        contact_url=contact_door(signature, doors),
    )
    return "asked"


def confirm_contact(session: Session, campaign: Campaign, signature: Signature, *, doors: Doors, now: datetime) -> bool:
    """The owner of the new address says that it is theirs. Links that went to the old one open nothing from then on.

    What the signer has been asked and has not answered is asked again at the new address: the changed text, the galley.
    Gives False when nothing was waiting. Raises :class:`AddressTaken` when that address stands on the letter by itself.
    """
    from campaign.operations.galley.asking import ask_at_new_address  # late: the galley acts through this page

    if not signature.email_wanted:
        return False
    key = canonical(signature.email_wanted)
    if not signature.stands_beside and session.scalars(others_standing(signature, key).limit(1)).first() is not None:
        raise AddressTaken
    before = signature.contact_email
    write_to(session, campaign, signature, "address_changed", to=before, doors=doors, now=now)
    signature.contact_email, signature.email_wanted = signature.email_wanted, ""
    signature.address_key, signature.trust = key, trust(signature.contact_email, signature.website)
    signature.generation += 1
    acted(session, campaign, signature, "contact changed", by=SIGNER, now=now, fields=["contact_email"])
    write_to(session, campaign, signature, "my_page", doors=doors, now=now, own_url=own_door(signature, doors))
    ask_one(session, campaign, signature, anew=True, doors=doors, now=now)
    ask_at_new_address(session, campaign, signature, doors=doors, now=now)
    return True


def withdraw(
    session: Session, campaign: Campaign, signature: Signature, *, reason: str = "", doors: Doors, now: datetime
) -> Withdrawn:
    """Take the signature back: at once until the deadline, afterwards as a request that the coordinators decide on.

    Withdrawing twice is withdrawing once. Raises :class:`NotStanding` for a signature that ended otherwise.
    """
    if signature.status == "withdrawn":
        return "withdrawn"
    _must_stand(signature, unconfirmed=True)
    if state_at(campaign, now) != "circulating":
        if signature.withdrawal_asked_at is None:
            signature.withdrawal_asked_at = now
            acted(session, campaign, signature, "withdrawal asked", by=SIGNER, now=now, reason=reason)
        return "asked"
    signature.status, signature.status_reason = "withdrawn", reason
    signature.asked = None
    follow(session, [signature], now=now)
    said_no(session, signature, reason, now=now)
    acted(session, campaign, signature, "withdrawn", by=SIGNER, now=now, reason=reason)
    write_to(session, campaign, signature, "withdrawn", doors=doors, now=now)
    return "withdrawn"


def correct_address(
    session: Session, campaign: Campaign, signature: Signature, typed: str, *, doors: Doors, now: datetime
) -> bool:
    """Send the link that confirms to another address, because the first was mistyped. Only while nothing is confirmed.

    The link that went to the wrong address opens nothing any more. Gives False when too many mails went out lately.
    """
    if signature.status != "unconfirmed":
        raise Answered
    must_be_open(campaign, now)
    address, key = address_in(typed, "contact_email")
    if address != signature.contact_email:
        signature.contact_email, signature.address_key = address, key
        signature.trust = trust(address, signature.website)
        signature.generation += 1
        acted(session, campaign, signature, "address corrected", by=SIGNER, now=now)
    return ask_to_confirm(session, campaign, signature, doors=doors, now=now)


def mail_links(session: Session, campaign: Campaign, typed: str, *, doors: Doors, language: str, now: datetime) -> bool:
    """Mail the owner of an address every link that it has for this letter, the newest first; nothing for an address that has
    none.

    Gives False when that was asked too often lately. Whether there is anything is not told, and not by the time that it takes
    either: the same statements run. Raises a :class:`~errors.UserError` only for what is no address.
    """
    _address, key = address_in(typed, "email")
    signatures = session.scalars(
        select(Signature)
        .where(
            Signature.campaign_id == campaign.id,
            Signature.address_key == key,
            Signature.contact_email != "",
            Signature.status != "replaced",
        )
        .order_by(Signature.id.desc())
        .limit(20)
    ).all()
    invitations = session.scalars(
        select(Invitation)
        .where(
            Invitation.campaign_id == campaign.id,
            Invitation.address_key == key,
            Invitation.contact_email != "",
            Invitation.revoked_at.is_(None),
            Invitation.signed_at.is_(None),
        )
        .order_by(Invitation.id.desc())
        .limit(20)
    ).all()
    about = f"links:{campaign.id}:{doors.seal.blind(key)}"
    if mails_lately(session, "my_links", about, now) >= MOST_MAILS:
        return False
    drafts = [
        Draft(
            to,
            about,
            {"title": campaign.title, "links": theirs, "letter_url": doors.speaking(language).letter},
            language,
            scope=subject(campaign),
        )
        for to, theirs in _links([*signatures, *invitations], doors.speaking(language))
    ]
    # Written down without the address, which is nobody's that we know.
    nobody = Draft("nobody@unknown.invalid", about, {}, language, skip="nothing is known of that address")
    enqueue_all(session, "my_links", drafts or [nobody], now=now)
    return True


def _links(found: Sequence[Signature | Invitation], doors: Doors) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each address with the links that were made for it. It gets what was given to us under it, and at that very address:
    "+tags" and dots may lead to somebody else."""
    links: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for one in found:
        links.setdefault(one.contact_email.lower(), (one.contact_email, []))[1].append(_link(one, doors))
    return list(links.values())


def _link(one: Signature | Invitation, doors: Doors) -> dict[str, Any]:
    if isinstance(one, Invitation):
        url = doors.to("invited", one.id, one.generation)
        return {"line": one.organization or one.contact_name, "url": url, "waiting": True, "invited": True}
    return {"line": one.whole_line, "url": _door(one, doors), "waiting": one.status == "unconfirmed"}


def _door(signature: Signature, doors: Doors) -> str:
    return confirm_door(signature, doors) if signature.status == "unconfirmed" else own_door(signature, doors)


def _must_stand(signature: Signature, *, unconfirmed: bool = False) -> None:
    if signature.status not in STANDING and not (unconfirmed and signature.status == "unconfirmed"):
        raise NotStanding
