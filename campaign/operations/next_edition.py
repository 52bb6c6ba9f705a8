"""After a letter has closed: who came and went since its newest edition, and making the next one.

An edition that is there never changes. The next is the letter with the list as it stands now, beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.editions import freeze, packed, unpacked
from campaign.editions import words as edition_words
from campaign.editions.changes import Changes, changes
from campaign.editions.words import Before
from campaign.listing import signatories_of
from campaign.models import Campaign, Edition, hash_of_list
from campaign.operations.writing import letter_of
from campaign.queries import current_version, edition_of, hold, next_number
from coalition.permissions import Actor
from errors import UserError
from letters.document.rendition import Signatories

ENDED = ("closed", "delivered")


class NothingNew(UserError):  # noqa: N818
    """The list is the one of the newest edition."""

    def __init__(self) -> None:
        super().__init__("Nothing has changed since the newest edition, so there is nothing to make another one of.")


class ListMoved(UserError):  # noqa: N818
    """Somebody came or went since the preview was shown."""

    def __init__(self) -> None:
        super().__init__("The list has changed since you opened this page. Look at it once more.")


@dataclass(frozen=True, slots=True)
class Preview:
    """The next edition as it would be: its ``number``, the edition that it follows, the list, what changed, what would print
    under the list where that is wanted, and a mark that is another one for any other list."""

    number: int
    before: Edition
    listed: Signatories
    changes: Changes
    mark: str
    seen: str
    same_text: bool


def preview(session: Session, campaign: Campaign) -> Preview:
    """What the next edition would be, were it made now. Raises a :class:`~errors.UserError` before the first one."""
    before = edition_of(session, campaign)
    if before is None or campaign.state not in ENDED:
        raise UserError("Only a letter that is closed can have a next edition.")
    version, listed = current_version(session, campaign), signatories_of(session, campaign)
    number = next_number(session, campaign)
    changed = changes(unpacked(before.signatories), listed)
    mark = edition_words.mark(
        changed, number, Before(before.number, before.closed_at, campaign.timezone), letter_of(version).language
    )
    same_text = version.content_hash == before.version.content_hash
    seen = hash_of_list(packed(listed))[:16] + version.content_hash[:16]
    return Preview(number, before, listed, changed, mark, seen, same_text)


def make_next(
    session: Session, campaign: Campaign, *, seen: str = "", marked: bool = False, by: Actor | str, now: datetime
) -> Edition:
    """Freeze the list as it stands into the next edition; ``marked`` prints under it who came since the one before.

    ``seen`` is what :func:`preview` showed. Raises :class:`ListMoved` when that is another list by now, :class:`NothingNew`,
    and a :class:`~errors.UserError` for a letter that is not closed.
    """
    hold(session, campaign)
    shown = preview(session, campaign)
    if seen and seen != shown.seen:
        raise ListMoved
    if not shown.changes.any and shown.same_text:
        raise NothingNew
    edition = freeze(session, campaign, moment=now, by=by, mark=shown.mark if marked else "")
    session.add(edition)
    session.flush()
    note(
        session,
        campaign,
        "edition.made",
        by=by,
        now=now,
        edition=edition.number,
        signatories=edition.count,
        added=shown.changes.added.count,
        removed=shown.changes.removed.count,
        list=edition.list_hash,
    )
    return edition
