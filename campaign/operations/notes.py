"""Mending, restoring and filing: acts on the notes that change more than a person typed. Each saves one new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.filing import Choice, Filed, Place, filed
from campaign.operations.writing import Content, EditConflict, change_content, content_of
from campaign.queries import hold, newest_version
from coalition.permissions import Actor
from errors import UserError
from letters.citations import resolved
from letters.citations.mending import OutdatedOffer, mended
from letters.document.losses import Offer
from letters.models import Version

if TYPE_CHECKING:
    from letters.citations.parse import Segment


class OfferGone(UserError):  # noqa: N818
    """What was to be mended does not stand there any more."""

    def __init__(self) -> None:
        super().__init__("The letter has changed since, and those words do not stand there any more. Nothing was changed.")


class NoSuchVersion(UserError):  # noqa: N818
    """The letter has no version of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no version {number} of this letter.")


def offers_in(content: Content) -> tuple[Offer, ...]:
    """Everything that could be mended in ``content`` by one press of a button."""
    resolution = resolved(content.letter, content.sources, content.style)
    return tuple(warning.offer for warning in resolution.warnings if warning.offer is not None)


def mend(session: Session, campaign: Campaign, offer: Offer, *, by: Actor | str, now: datetime) -> Version:
    """Put a living reference in the place of a number typed by hand.

    ``offer`` must still be made by the newest text, whatever else was changed in it: same place, same words, same meaning.
    Raises :class:`OfferGone` when it is not, ``TextLocked`` once the letter is closed.
    """

    def change(content: Content) -> Content:
        if offer not in offers_in(content):
            raise OfferGone
        try:
            return replace(content, letter=mended(content.letter, offer))
        except OutdatedOffer as error:
            raise OfferGone from error

    hold(session, campaign)
    base = newest_version(session, campaign).number
    return change_content(
        session, campaign, change, "note.mended", base=base, by=by, now=now, note=offer.note, words=offer.words[:200]
    )


def restore_version(session: Session, campaign: Campaign, number: int, *, base: int, by: Actor | str, now: datetime) -> Version:
    """Save the content of version ``number`` (text, library and style) as a new version.

    ``base`` is the newest version that the person saw. Everything saved since would be set aside unseen, so any later version
    raises :class:`EditConflict`, one of the library alone too. Restoring what is there already gives the newest version back.
    Raises :class:`NoSuchVersion`, and ``TextLocked`` once the letter is closed.
    """
    hold(session, campaign)
    newest = newest_version(session, campaign)
    if newest.number != base:
        raise EditConflict(newest)
    earlier = session.scalars(
        select(Version).where(Version.letter_id == campaign.letter_id, Version.number == number)
    ).one_or_none()
    if earlier is None:
        raise NoSuchVersion(number)
    content = content_of(earlier)
    return change_content(session, campaign, lambda _: content, "version.restored", base=base, by=by, now=now, restored=number)


def file_note(
    session: Session,
    campaign: Campaign,
    segments: Sequence[Segment],
    choices: Sequence[Choice],
    place: Place,
    *,
    italics: Sequence[tuple[int, int]] = (),
    base: int,
    by: Actor | str,
    now: datetime,
) -> tuple[Version, Filed]:
    """Save a pasted note: its new sources and its text in one version (see :func:`campaign.operations.filing.filed`).

    ``base`` is the version whose notes and paragraphs the person chose the place from: a text that changed since raises
    :class:`EditConflict`, while a library that did is looked at anew. Raises what ``filed`` raises, and ``TextLocked``.
    """
    done: list[Filed] = []

    def change(content: Content) -> Content:
        done.append(filed(content, segments, choices, place, italics))
        return done[-1].content

    hold(session, campaign)
    if place.kind == "nowhere":
        base = newest_version(session, campaign).number  # the text stays as it is, whoever changes it
    version = change_content(session, campaign, change, "note.filed", base=base, by=by, now=now, place=place.kind)
    return version, done[-1]
