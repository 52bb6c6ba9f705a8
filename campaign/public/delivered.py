"""What the letter's page says of delivery: to whom it goes, what was delivered when, the files, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.delivery_models import Delivery
from campaign.delivery_queries import delivered, delivered_of, deliveries_of, recipients_of
from campaign.delivery_standing import arrived
from campaign.editions import files_of
from campaign.editions.writing import NoSuchFile, kept
from campaign.exports import NotWritten
from campaign.models import Campaign, Edition, EditionFile
from campaign.public.blueprint import bp
from campaign.public.moments import Moment, day_of, moment
from campaign.queries import public_campaign
from web import access, attachment, database, now

FILES = ("pdf", "docx")
"""The forms that everybody may have."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody the letter goes to. ``own``: in a copy of their own; ``day``: on which it was delivered, "" before."""

    name: str
    own: bool
    day: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a recipient answered, where the coordinators publish it."""

    name: str
    words: str
    on: date | None


@dataclass(frozen=True, slots=True)
class SentEdition:
    """A delivered edition; ``files`` are empty where the letter does not show who has signed."""

    edition: Edition
    at: Moment
    files: Sequence[EditionFile]


@dataclass(frozen=True, slots=True)
class Delivered:
    """All of it."""

    recipients: Sequence[Recipient]
    editions: Sequence[SentEdition]
    answers: Sequence[Answer]

    @property
    def own(self) -> int:
        """How many get a copy of their own."""
        return sum(one.own for one in self.recipients)

    @property
    def reached(self) -> int:
        """To how many it was delivered."""
        return sum(bool(one.day) for one in self.recipients)


def delivered_at(session: Session, campaign: Campaign) -> Delivered:
    """What everybody may know. Of a recipient that is the name and the day; no address, no channel, no note."""
    sent = arrived(session, deliveries_of(session, campaign))
    first = {one.recipient_id: one for one in sent}  # they come newest first: what is left is the oldest
    words = delivered_of(session, campaign)
    # Before a coordinator says that it is delivered, what went out is the desk's affair.
    told = bool(words)
    recipients = [
        Recipient(one.name, one.own_copy, _day(campaign, first.get(one.id)) if told else "")
        for one in recipients_of(session, campaign)
    ]
    editions = [
        SentEdition(
            word.edition,
            moment(word.delivered_at, campaign.timezone, now()),
            [file for form in FILES for file in files_of(session, word.edition) if file.form == form]
            if campaign.show_signatories
            else [],
        )
        for word in words
    ]
    answers = [
        Answer(one.recipient.name, one.answer, one.answered_on) for one in reversed(sent) if one.answer_public and one.answer
    ]
    return Delivered(recipients, editions, answers if told else [])


def _day(campaign: Campaign, delivery: Delivery | None) -> str:
    return day_of(delivery.at, campaign.timezone) if delivery else ""


@bp.get("/letters/<slug>/edition-<int:number>.<form>")
@access("public")
def edition_file(slug: str, number: int, form: str) -> Response:
    """A file of a delivered edition. 404 while it is not delivered, and where the letter does not show who has signed."""
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        edition = next((one for one in campaign.editions if one.number == number), None)
        if form not in FILES or not campaign.show_signatories or edition is None or delivered(session, edition) is None:
            abort(404)
    try:
        file = kept(database(), edition.id, form, now())
    except (NotWritten, NoSuchFile):
        abort(404)
    return attachment(file.data, file.file_name, file.media_type)
