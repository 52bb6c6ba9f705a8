"""Saving the letter's text: every save is a new version, and nobody's words are overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.models import Campaign
from campaign.queries import newest_version
from coalition.permissions import Actor
from errors import UserError
from letters.document.content_hash import content_hash
from letters.document.nodes import Letter
from letters.document.normal import normalize
from letters.document.schema import from_json, to_json
from letters.models import Version


class EditConflict(UserError):  # noqa: N818  (it is what happened, and not an error of either person)
    """Somebody else saved in between. ``theirs`` is the version that is there now."""

    def __init__(self, theirs: Version) -> None:
        who = theirs.saved_by or "Somebody else"
        super().__init__(f"{who} saved this letter while you were writing. Nothing of yours is lost: compare the two below.")
        self.theirs = theirs


class TextLocked(UserError):  # noqa: N818
    """The text is open for signature, or closed: what was signed must stay what was read."""

    def __init__(self) -> None:
        super().__init__(
            "The letter is open for signature or closed, so its text cannot be changed: people signed what they read."
        )


def letter_of(version: Version) -> Letter:
    """The letter that a version holds."""
    return from_json(version.tree)


def save_letter(
    session: Session,
    campaign: Campaign,
    letter: Letter,
    sources: Sequence[Mapping[str, object]],
    *,
    base: int,
    by: Actor | str,
    now: datetime,
) -> Version:
    """Save a new version on top of version ``base``, the one the person began from.

    Saving what is already there gives that version back. Raises :class:`EditConflict` when somebody saved in between,
    :class:`TextLocked` once the letter circulates, and ``SchemaError`` for a tree that is none.
    """
    if campaign.state != "drafting":
        raise TextLocked
    newest = newest_version(session, campaign)
    tree = to_json(normalize(letter))
    library = [dict(item) for item in sources]
    if newest.tree == tree and newest.sources == library:
        return newest
    if newest.number != base:
        raise EditConflict(newest)
    try:
        with session.begin_nested():
            version = new_version(session, campaign.letter_id, letter, library, number=base + 1, by=by, now=now)
    except IntegrityError as error:  # both read the same newest version; the unique key let the other one through
        raise EditConflict(newest_version(session, campaign)) from error
    note(
        session,
        campaign,
        "letter.saved",
        by=by,
        now=now,
        version=version.number,
        hash=version.content_hash,
    )
    return version


def new_version(
    session: Session,
    letter_id: int,
    letter: Letter,
    sources: Sequence[Mapping[str, object]],
    *,
    number: int,
    by: Actor | str,
    now: datetime,
) -> Version:
    """Write a version row; the checks are :func:`save_letter`'s."""
    letter = normalize(letter)
    library = [dict(item) for item in sources]
    version = Version(
        letter_id=letter_id,
        number=number,
        content_hash=content_hash(letter, {str(item["id"]): item for item in library}),
        tree=to_json(letter),
        sources=library,
        saved_at=now,
        saved_by=by.called if isinstance(by, Actor) else by,
    )
    session.add(version)
    session.flush()
    return version
