"""A signature comes to stand: the owner of the mail address says that it is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.in_print import in_print
from campaign.models import Campaign
from campaign.operations.acts import SIGNER, acted, consent, own_door, write_to
from campaign.operations.invited import follow, replaced
from campaign.operations.recognizing import recognize
from campaign.operations.settling import SILENCE
from campaign.queries import circulating_text, holder_of_mailbox, others_standing, welcomed
from campaign.wording import long_moment
from coalition.permissions import Actor
from signatories.models import STANDING, Consent, Signature, SignatureAct
from signatories.moderation import waits

How = Literal["mail", "personal link", "coordinator"]
Choice = Literal["", "replace", "both"]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """It stands. ``signature`` is the one that does: the earlier one, when the very same line stood already."""

    signature: Signature
    already: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """The same address stands on this letter under another name: its owner has to say what is meant."""

    signature: Signature
    earlier: Signature


def confirm(
    session: Session, campaign: Campaign, signature: Signature, *, choice: Choice = "", doors: Doors, now: datetime
) -> Confirmed | Choose:
    """Confirm a signature through the link in the mail. ``signature`` must be locked.

    Confirming what is confirmed changes nothing. ``choice`` says what to do when the same address stands already under another
    name: put this one in its place, or let both stand (then a coordinator looks at it first). A new line that has to wait, as
    it does after the deadline, takes the place of the earlier one only when a coordinator accepts it.
    """
    if signature.status != "unconfirmed":
        return Confirmed(_standing_instead(session, signature) or signature, already=True)
    return stand(session, campaign, signature, how="mail", choice=choice, doors=doors, now=now)


def stand(
    session: Session, campaign: Campaign, signature: Signature, *, how: How, choice: Choice, doors: Doors, now: datetime
) -> Confirmed | Choose:
    """Let a signature stand, and mail its receipt. At most one of an address does, unless its owner says that both should.

    The database itself holds that line (``uq_signature_one_confirmed``): of two confirmations at the same moment, the one that
    comes second sees the first.
    """
    twin, earlier = _of_mailbox(session, signature)
    if twin is None and earlier is None:
        try:
            with session.begin_nested():
                _settle(session, campaign, signature, how, None, now=now)
        except IntegrityError:
            twin, earlier = _of_mailbox(session, signature)
            if earlier is None:
                raise
            session.refresh(signature)
    if twin is not None:
        return _repeat(session, campaign, signature, twin, now)
    detail: dict[str, Any] = {"how": how}
    if earlier is not None:
        if not choice:
            return Choose(signature, earlier)
        _settle(session, campaign, signature, how, earlier, replacing=choice == "replace", now=now)
        if choice == "replace":
            detail["replaces"] = earlier.id
    acted(session, campaign, signature, "confirmed", by=SIGNER, now=now, **detail)
    recognize(session, campaign, [signature], now=now)
    printed = in_print(session, campaign, signature)
    write_to(
        session,
        campaign,
        signature,
        "receipt",
        doors=doors,
        now=now,
        own_url=own_door(signature, doors),
        line=printed.words,
        shared=printed.shared,
        **_words(campaign, signature),
        late=state_at(campaign, now) != "circulating",
        next_edition=state_at(campaign, now) != "circulating" and signature.status == "accepted",
        replaces=earlier.line if earlier is not None and choice == "replace" and signature.status == "pending" else "",
    )
    return Confirmed(signature)


def why_it_waits(session: Session, campaign: Campaign, signature: Signature, now: datetime) -> str:
    """Why a coordinator must look at the signature before it stands on the letter, were it confirmed now; "" when none must.

    Half a sentence. What the owner of the address may choose besides (that both of two lines should stand) is not in it.
    Whoever asked to sign late and was accepted was looked at then.
    """
    if welcomed(session, signature):
        return _set_aside_before(session, signature)
    if state_at(campaign, now) != "circulating":
        return "it was confirmed after the deadline"
    return _set_aside_before(session, signature) or waits(campaign.moderation, signature.trust)


def replaces(session: Session, signature: Signature) -> Signature | None:
    """The signature whose place this one is meant to take, as its owner chose, and which still stands; None for none.

    Where another one took that place meanwhile, it is that one, unless it was signed later: then nothing is to be replaced.
    """
    meant = _meant_to_replace(session, signature)
    if meant is None or meant.status != "replaced":
        return meant if meant is not None and meant.status in STANDING else None
    holder = holder_of_mailbox(session, signature)
    return holder if holder is not None and holder.id < signature.id else None


def take_the_place(session: Session, campaign: Campaign, signature: Signature, *, by: Actor | str, now: datetime) -> None:
    """Let a signature that waited beside the one that it is meant to replace stand in its place; nothing for any other.

    For whoever accepts it. Where another one of the address stands by itself all the same, the database refuses the next flush
    (``uq_signature_one_confirmed``), as for any second line of an address.
    """
    if _meant_to_replace(session, signature) is None:
        return
    earlier = replaces(session, signature)
    if earlier is not None:
        _end(session, campaign, earlier, signature, by=by, now=now)
        replaced(session, earlier, signature, now=now)
    signature.stands_beside = False


def in_question(session: Session, signature: Signature) -> Signature | None:
    """The earlier signature that the owner of the mailbox has to say something about before this one is confirmed; None when
    there is none, and when the very same line stands: then nothing is to be chosen."""
    twin, earlier = _of_mailbox(session, signature, lock=False)
    return earlier if twin is None else None


def _of_mailbox(session: Session, signature: Signature, *, lock: bool = True) -> tuple[Signature | None, Signature | None]:
    """Of the others that stand for the same mailbox: the one with the very same line, and the one that stands by itself."""
    query = others_standing(signature, signature.address_key).order_by(Signature.stands_beside, Signature.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    others = session.scalars(query).all()
    same = (signature.kind, signature.whole_line)
    twin = next((one for one in others if (one.kind, one.whole_line) == same), None)
    return twin, next((one for one in others if not one.stands_beside), None)


def _settle(
    session: Session,
    campaign: Campaign,
    signature: Signature,
    how: How,
    earlier: Signature | None,
    *,
    replacing: bool = False,
    now: datetime,
) -> None:
    """Let it stand: by itself, in the place of ``earlier``, or beside it, where it waits for a coordinator."""
    reason = "" if how == "coordinator" else why_it_waits(session, campaign, signature, now)
    if earlier is not None and replacing:
        # Whoever signs the changed text under another name has answered the question about it, whatever becomes of the name.
        _answer(session, campaign, earlier, signature, now)
        if reason:
            reason = f"it is meant to replace {_called(earlier)}, and {reason}"
        else:
            _end(session, campaign, earlier, signature, by=SIGNER, now=now)
    elif earlier is not None:
        reason = ", and ".join(part for part in ("the same person signs for another organization as well", reason) if part)
    signature.status, signature.status_reason = ("pending", reason) if reason else ("accepted", "")
    signature.confirmed_at, signature.confirmed_how = now, how
    signature.stands_beside = earlier is not None and bool(reason)
    session.flush()
    text = circulating_text(session, campaign)
    if text.id != signature.version_id:
        # The text changed between the form and the mail; the page that was confirmed on showed the new one.
        by, said = signature.contact_name, signature.attestation
        consent(session, signature, text, how="confirmed", by=by, attestation=said, now=now)
    if earlier is not None and earlier.status == "replaced":
        replaced(session, earlier, signature, now=now)
    else:
        follow(session, [signature], now=now)


def _called(earlier: Signature) -> str:
    """How a reason names it. Reasons outlive the name of an individual who is forgotten, so that name is in none."""
    return f"“{earlier.line}”" if earlier.kind == "organization" else "the earlier line of the same person"


def _end(
    session: Session, campaign: Campaign, earlier: Signature, signature: Signature, *, by: Actor | str, now: datetime
) -> None:
    earlier.status, earlier.asked = "replaced", None
    session.flush()
    # The name of a person is kept with their own signature alone: whoever asks to be forgotten must be found in one place.
    after = {"after": signature.line} if signature.kind == "organization" else {}
    acted(session, campaign, earlier, "replaced", by=by, now=now, **after)


def _set_aside_before(session: Session, signature: Signature) -> str:
    """Why a coordinator should look at it because of what they decided about others of the same mailbox; "" for nothing.

    Whoever was refused or is held must not print again by typing the line once more. What its owner disowned was not theirs,
    and what was held because nobody could be asked was not decided about.
    """
    query = (
        select(Signature.status, SignatureAct.by)
        .join(SignatureAct, SignatureAct.signature_id == Signature.id)
        .where(
            Signature.campaign_id == signature.campaign_id,
            Signature.address_key.is_not(None),
            Signature.address_key == signature.address_key,
            Signature.id != signature.id,
            Signature.status.in_(("refused", "held")),
            SignatureAct.act == Signature.status,
        )
    )
    found = {status for status, by in session.execute(query) if by != SILENCE}
    if "refused" in found:
        return "a coordinator refused an earlier signature of this address"
    return "a coordinator holds an earlier signature of this address" if found else ""


def _meant_to_replace(session: Session, signature: Signature) -> Signature | None:
    """What its owner chose when it was confirmed; None when nothing was to be replaced, and when a coordinator has brought the
    replaced one back since: that is not undone by accepting the other one as well."""
    confirmed = select(SignatureAct).where(SignatureAct.signature_id == signature.id, SignatureAct.act == "confirmed")
    act = session.scalars(confirmed.order_by(SignatureAct.id.desc()).limit(1)).one_or_none()
    number = act.detail.get("replaces") if act is not None else None
    if act is None or not isinstance(number, int):
        return None
    since = select(SignatureAct).where(
        SignatureAct.signature_id == number, SignatureAct.act == "accepted", SignatureAct.id > act.id
    )
    if any(one.detail.get("was") == "replaced" for one in session.scalars(since)):
        return None
    return session.get(Signature, number)


def _repeat(session: Session, campaign: Campaign, signature: Signature, earlier: Signature, now: datetime) -> Confirmed:
    signature.status, signature.status_reason = "replaced", "the same line stood already"
    follow(session, [earlier, signature], now=now)
    acted(session, campaign, signature, "repeated", by=SIGNER, now=now)
    _answer(session, campaign, earlier, signature, now)
    return Confirmed(earlier, already=True)


def _answer(session: Session, campaign: Campaign, earlier: Signature, signature: Signature, now: datetime) -> None:
    """Whoever signs again while they are asked about a changed text read that text, and agreed to it by signing.

    Without this the answer to the question would be missing, and silence would take them off the letter. After the deadline no
    answer counts.
    """
    held = earlier.status == "held" and _held_unasked(session, earlier)
    if not (earlier.asked is not None or held) or state_at(campaign, now) != "circulating":
        return
    text = circulating_text(session, campaign)
    known = select(Consent.id).where(Consent.signature_id == earlier.id, Consent.version_id == text.id).limit(1)
    if text.id != earlier.version_id and session.scalar(known) is None:
        by, said = signature.contact_name, signature.attestation
        consent(session, earlier, text, how="reconfirmed", by=by, attestation=said, now=now)
    earlier.asked = None
    if held:
        reason = why_it_waits(session, campaign, earlier, now)
        earlier.status, earlier.status_reason = ("pending", reason) if reason else ("accepted", "")
    acted(session, campaign, earlier, "reconfirmed", by=SIGNER, now=now, version=text.number)


def _held_unasked(session: Session, signature: Signature) -> bool:
    """Whether it is held only because its signer could not be asked about a changed text: no person decided against it."""
    held = select(SignatureAct.by).where(SignatureAct.signature_id == signature.id, SignatureAct.act == "held")
    return session.scalar(held.order_by(SignatureAct.id.desc()).limit(1)) == SILENCE


def _standing_instead(session: Session, signature: Signature) -> Signature | None:
    if signature.status != "replaced":
        return None
    twin, earlier = _of_mailbox(session, signature)
    return twin or earlier


def _words(campaign: Campaign, signature: Signature) -> dict[str, Any]:
    return {
        "pending": signature.status == "pending",
        "contact": signature.contact_name,
        "attestation": signature.attestation,
        "silence": campaign.silence,
        "signed_at": long_moment(signature.signed_at, campaign.timezone, signature.language),
    }
