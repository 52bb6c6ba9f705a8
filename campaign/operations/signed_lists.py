"""Lists of those who signed elsewhere, brought in as signatures; and a whole list taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, insert, not_, select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.inviting.wording import language_for
from campaign.operations.recognizing import recognize
from campaign.operations.writing import letter_of
from campaign.printing import PRINTING
from campaign.queries import STANDS, current_version, hold
from coalition.permissions import Actor
from errors import UserError
from letters.models import Version
from signatories.addresses import trust
from signatories.models import Consent, Signature, SignatureAct, SignatureBatch
from signatories.reading import (
    Columns,
    ReadList,
    SignedList,
    SignedRow,
    Standing,
    key_of,
    map_signed,
    with_doubles,
)

TAKEN_BACK = "the list was taken back"

_AT_ONCE = 500

_NOBODYS_ACTS = ("galley asked", "unreachable")
"""What happened to a signature without anybody having acted upon it."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A list was written down: ``count`` of its lines stand on the letter, ``passed_by`` came to stand otherwise meanwhile."""

    batch: SignatureBatch
    count: int
    passed_by: int


@dataclass(frozen=True, slots=True)
class TakingBack:
    """What taking a list back does: how many lines go off the letter, and which stay as they are, because somebody acted upon
    them since."""

    going: int
    staying: Sequence[Signature]


def reviewed(session: Session, campaign: Campaign, read: ReadList, columns: Columns, now: datetime) -> SignedList:
    """What would become of each row of a list. Raises :class:`~errors.UserError` for columns that make no signatories."""
    found = map_signed(
        read,
        columns,
        printing=PRINTING,
        zone=ZoneInfo(campaign.timezone),
        now=now,
        individuals=campaign.allow_individuals,
    )
    return SignedList(with_doubles(found.rows, standing(session, campaign)), found.remarks)


def standing(session: Session, campaign: Campaign) -> list[Standing]:
    """Whatever stands on the letter, waits for a coordinator, or is held."""
    columns = (
        Signature.kind,
        Signature.line,
        Signature.affiliation,
        Signature.state,
        Signature.contact_email,
        Signature.website,
    )
    query = select(*columns).where(Signature.campaign_id == campaign.id, STANDS).order_by(Signature.id)
    return [Standing(*row) for row in session.execute(query)]


def says(text: Version) -> str:
    """What whoever brings a list in says of those on it."""
    return f"They signed this text (version {text.number})."


def bring(
    session: Session,
    campaign: Campaign,
    rows: Sequence[SignedRow],
    *,
    text_hash: str,
    source: str,
    mapping: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> BroughtIn:
    """Let ``rows`` stand on the letter, as one list that can be taken back. Nothing is mailed.

    They stand on the word of ``by`` that they signed the text of ``text_hash`` (:func:`says`), which is kept as what was agreed
    to. A row called new whose very name came to stand meanwhile is passed over: nobody has looked at the two of them. Raises
    :class:`~errors.UserError` for no row, for another text than the one that counts, and for a letter that has closed.
    """
    hold(session, campaign)
    _still_open(campaign, now, "nobody can be added to it any more")
    text = current_version(session, campaign)
    if text.content_hash != text_hash:
        raise UserError(
            f"The text has changed meanwhile: version {text.number} counts now. Look once more, and say so of that."
        )
    there = {key_of(one.kind, one.line) for one in standing(session, campaign)}
    coming = [row for row in rows if row.verdict != "new" or key_of(row.kind, row.name) not in there]
    if not coming:
        raise UserError("No row of this list would come in, so nothing was written down.")
    batch = SignatureBatch(
        campaign_id=campaign.id, source=source[:200], mapping=dict(mapping or {}), made_by=by.called, made_at=now
    )
    session.add(batch)
    session.flush()
    last = session.scalar(select(func.max(Signature.position)).where(Signature.campaign_id == campaign.id)) or 0
    common = {
        "campaign_id": campaign.id,
        "batch_id": batch.id,
        "version_id": text.id,
        "version_hash": text.content_hash,
        "attestation": f"{says(text)} On the word of {by.called}.",
        "language": language_for(letter_of(text).language),
        "origin": "import",
        "status": "accepted",
        "confirmed_at": now,
        "confirmed_how": "import",
    }
    added = [common | _values(row, now) | {"position": place} for place, row in enumerate(coming, start=last + 1)]
    for start in range(0, len(added), _AT_ONCE):
        session.execute(insert(Signature), added[start : start + _AT_ONCE])
    session.flush()
    recognize(session, campaign, session.scalars(select(Signature).where(Signature.batch_id == batch.id)), now=now)
    note(session, campaign, "signatures.brought", by=by, now=now, count=len(added), batch=batch.id, version=text.number)
    return BroughtIn(batch, len(added), len(rows) - len(coming))


def _values(row: SignedRow, now: datetime) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name_typed": row.typed,
        "line": row.name,
        "sort_name": row.sort_name,
        "title": row.title,
        "affiliation": row.affiliation,
        "scope": row.scope,
        "state": row.state,
        "type": row.type,
        "website": row.website,
        "signed_by": row.contact_name,
        "signed_title": row.contact_title,
        "contact_name": row.contact_name,
        "contact_title": row.contact_title,
        "contact_email": row.email,
        "trust": trust(row.email, row.website) if row.email else "",
        "signed_at": row.signed_at or now,
    }


def would_take_back(session: Session, batch: SignatureBatch) -> TakingBack:
    """What taking the list back would do now."""
    mine = Signature.batch_id == batch.id
    going = session.scalar(select(func.count()).select_from(Signature).where(mine, _as_brought())) or 0
    staying = select(Signature).where(mine, not_(_as_brought())).order_by(Signature.position, Signature.id)
    return TakingBack(going, session.scalars(staying).all())


def take_back(session: Session, campaign: Campaign, batch: SignatureBatch, *, by: Actor, now: datetime) -> TakingBack:
    """Take a list back: those of it that stand as they were brought in are withdrawn, each with an act that says why.

    Nothing is deleted, and whatever somebody acted upon since stays as it is. The same list can be brought in again. Raises
    :class:`~errors.UserError` once the letter has closed.
    """
    hold(session, campaign)
    _still_open(campaign, now, "its list stands as it is")
    done = would_take_back(session, batch)
    numbers = session.scalars(select(Signature.id).where(Signature.batch_id == batch.id, _as_brought())).all()
    acts = [
        {
            "signature_id": number,
            "act": "withdrawn",
            "by": by.called,
            "reason": TAKEN_BACK,
            "detail": {"was": "accepted", "asked": False},
            "at": now,
        }
        for number in numbers
    ]
    for start in range(0, len(numbers), _AT_ONCE):
        some = Signature.id.in_(numbers[start : start + _AT_ONCE])
        session.execute(update(Signature).where(some).values(status="withdrawn", status_reason=TAKEN_BACK, asked=None))
        session.execute(insert(SignatureAct), acts[start : start + _AT_ONCE])
    batch.undone_at = batch.undone_at or now
    note(
        session,
        campaign,
        "signatures.taken_back",
        by=by,
        now=now,
        batch=batch.id,
        count=done.going,
        kept=len(done.staying),
    )
    return done


def _as_brought() -> ColumnElement[bool]:
    """Whether a signature stands as it came with its list: nobody did anything to it since."""
    acted = select(SignatureAct.id).where(SignatureAct.signature_id == Signature.id, SignatureAct.act.not_in(_NOBODYS_ACTS))
    agreed = select(Consent.id).where(Consent.signature_id == Signature.id, Consent.how.in_(("confirmed", "reconfirmed")))
    return and_(
        Signature.status == "accepted",
        Signature.confirmed_how == "import",
        not_(acted.exists()),
        not_(agreed.exists()),
    )


def _still_open(campaign: Campaign, now: datetime, therefore: str) -> None:
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError(f"The letter has closed; {therefore}.")
