"""Finding recipients, their copies, and what was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from campaign.delivery_models import DeliveredEdition, Delivery, DeliveryFile, DeliveryRecipient
from campaign.models import Campaign, Edition, EditionFile

_IN_ORDER = (DeliveryRecipient.place, DeliveryRecipient.id)


def recipients_of(session: Session, campaign: Campaign) -> Sequence[DeliveryRecipient]:
    """Those whom the letter goes to, in their order."""
    query = select(DeliveryRecipient).where(
        DeliveryRecipient.campaign_id == campaign.id, DeliveryRecipient.removed_at.is_(None)
    )
    return session.scalars(query.order_by(*_IN_ORDER)).all()


def recipient_at(session: Session, campaign: Campaign, number: int) -> DeliveryRecipient | None:
    """A recipient of this campaign; None for another's, and for one that was taken off."""
    found = session.get(DeliveryRecipient, number)
    return found if found is not None and found.campaign_id == campaign.id and found.removed_at is None else None


def deliveries_of(session: Session, campaign: Campaign, edition: Edition | None = None) -> Sequence[Delivery]:
    """What was delivered, newest first; of one edition where it is named. Also to those who were taken off since."""
    query = select(Delivery).where(Delivery.campaign_id == campaign.id)
    if edition is not None:
        query = query.where(Delivery.edition_id == edition.id)
    return session.scalars(query.order_by(Delivery.at.desc(), Delivery.id.desc())).all()


def delivery_at(session: Session, campaign: Campaign, number: int) -> Delivery | None:
    """A delivery of this campaign; None for another's."""
    found = session.get(Delivery, number)
    return found if found is not None and found.campaign_id == campaign.id else None


def deliveries_with(session: Session, copy: DeliveryFile) -> Sequence[Delivery]:
    """When this very file went out and, as far as anybody knows, arrived; the oldest first."""
    query = select(Delivery).where(Delivery.delivery_file_id == copy.id, Delivery.trouble == "")
    return session.scalars(query.order_by(Delivery.at, Delivery.id)).all()


def follow_ups(session: Session, campaign: Campaign, today: date) -> int:
    """How many deliveries a coordinator wanted to look after by ``today``, and that have no answer yet."""
    query = select(func.count()).where(
        Delivery.campaign_id == campaign.id, Delivery.follow_up_on <= today, Delivery.answered_on.is_(None)
    )
    return session.scalar(query) or 0


def delivered(session: Session, edition: Edition) -> DeliveredEdition | None:
    """A coordinator's word that the edition is delivered; None before it is given."""
    return session.get(DeliveredEdition, edition.id)


def delivered_of(session: Session, campaign: Campaign) -> Sequence[DeliveredEdition]:
    """The delivered editions of a campaign, the newest first."""
    query = select(DeliveredEdition).join(Edition).where(Edition.campaign_id == campaign.id)
    return session.scalars(query.order_by(Edition.number.desc())).all()


def copies_of(
    session: Session, edition: Edition, recipients: Iterable[DeliveryRecipient]
) -> dict[tuple[int, str], DeliveryFile]:
    """The copies of an edition as their recipients are now, by recipient and form; written or wanted, without their bytes."""
    marks = {one.id: one.mark for one in recipients}
    found = session.scalars(select(DeliveryFile).where(DeliveryFile.edition_id == edition.id))
    return {(file.recipient_id, file.form): file for file in found if marks.get(file.recipient_id) == file.mark}


def copy_with_bytes(session: Session, number: int) -> DeliveryFile | None:
    """The copy of that id with its bytes; None when there is none, or it is not written."""
    file = session.get(DeliveryFile, number, options=[undefer(DeliveryFile.data)])
    return file if file is not None and file.data is not None else None


def files_hashed(session: Session, campaign: Campaign, sha256: str) -> tuple[Sequence[EditionFile], Sequence[DeliveryFile]]:
    """The files of a campaign that have this hash: of its editions, and recipients' copies. Usually one at most."""
    ours = Edition.campaign_id == campaign.id
    whole = session.scalars(select(EditionFile).join(Edition).where(ours, EditionFile.sha256 == sha256)).all()
    copies = session.scalars(select(DeliveryFile).join(Edition).where(ours, DeliveryFile.sha256 == sha256)).all()
    return whole, copies
