"""Saving the letter: every save is a new version, and nobody's words are overwritten unseen.

While a letter circulates, what is saved is the next text: people go on signing the one that was opened, until a coordinator
publishes the change (:mod:`campaign.operations.changing`).

A version holds the text, the library and the citation style together, because all three are what people sign. They are changed
apart: whoever has the text open in one window may add a source in another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import writable
from campaign.models import Campaign
from campaign.queries import hold, newest_version
from coalition.permissions import Actor, called
from errors import UserError
from letters.citations import LinkFact, Style, resolved
from letters.citations.library import Library
from letters.citations.style import STANDARD
from letters.citations.style import from_json as style_from_json
from letters.citations.style import to_json as style_to_json
from letters.document.content_hash import content_hash
from letters.document.nodes import Letter
from letters.document.normal import normalize
from letters.document.resolve import Resolution
from letters.document.schema import from_json, to_json
from letters.models import Version

Item = Mapping[str, Any]

MOST_SOURCES = 5_000
MOST_CHARACTERS = 4_000_000
"""What a library may hold. Every save keeps the whole of it again, so it must stay small enough to be kept a thousand times."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds. ``sources`` is the whole library as CSL-JSON items."""

    letter: Letter
    sources: Sequence[Item] = ()
    style: Style = STANDARD


class EditConflict(UserError):  # noqa: N818  (it is what happened, and not an error of either person)
    """Somebody else saved in between. ``theirs`` is the version that is there now."""

    def __init__(self, theirs: Version) -> None:
        who = theirs.saved_by or "Somebody else"
        super().__init__(f"{who} saved this letter while you were writing. Nothing of yours is lost: compare the two below.")
        self.theirs = theirs


class TextLocked(UserError):  # noqa: N818
    """The letter is closed: what was signed must stay what was read."""

    def __init__(self) -> None:
        super().__init__("The letter is closed, so its text cannot be changed any more: people signed what they read.")


def letter_of(version: Version) -> Letter:
    """The letter that a version holds."""
    return from_json(version.tree)


def style_of(version: Version) -> Style:
    """The style of its citations."""
    return style_from_json(version.style)


def content_of(version: Version) -> Content:
    """All that a version holds."""
    return Content(letter_of(version), version.sources, style_of(version))


def resolution_of(version: Version, links: Mapping[str, LinkFact] | None = None) -> Resolution:
    """The version as it prints, with what a person should look at. ``links`` is what is known of web addresses."""
    return resolved(letter_of(version), version.sources, style_of(version), links)


def save_letter(session: Session, campaign: Campaign, letter: Letter, *, base: int, by: Actor | str, now: datetime) -> Version:
    """Save a new version of the text on top of version ``base``, the one the person began from.

    Saving what is already there gives that version back. What was done to the library meanwhile stays. Raises
    :class:`EditConflict` when somebody changed the text in between, :class:`TextLocked` once the letter is closed, and
    ``SchemaError`` for a tree that is none.
    """
    newest = _newest(session, campaign)
    tree = to_json(normalize(letter))
    if newest.tree == tree:
        return newest
    _same_text(session, campaign, newest, base)
    content = replace(content_of(newest), letter=letter)
    return _save(session, campaign, newest, content, "letter.saved", by=by, now=now)


def change_library(
    session: Session,
    campaign: Campaign,
    change: Callable[[list[dict[str, Any]]], Sequence[Item]],
    *,
    act: str = "library.changed",
    by: Actor | str,
    now: datetime,
    **detail: Any,
) -> Version:
    """Save a new version with the library that ``change`` makes of the present one (it is given a copy).

    A change that changes nothing gives the newest version back. ``act`` and ``detail`` are written into the audit log. Raises
    :class:`TextLocked` once the letter is closed, and whatever ``change`` raises.
    """
    newest = _newest(session, campaign)
    content = content_of(newest)
    sources = list(change([dict(item) for item in newest.sources]))
    if sources == newest.sources:
        return newest
    return _save(session, campaign, newest, replace(content, sources=sources), act, by=by, now=now, **detail)


def change_style(session: Session, campaign: Campaign, style: Style, *, by: Actor | str, now: datetime) -> Version:
    """Save a new version whose citations are written in ``style``. Raises :class:`TextLocked` once the letter is closed."""
    newest = _newest(session, campaign)
    if style_of(newest) == style:
        return newest
    content = replace(content_of(newest), style=style)
    return _save(session, campaign, newest, content, "style.changed", by=by, now=now, style=style_to_json(style))


def change_content(
    session: Session,
    campaign: Campaign,
    change: Callable[[Content], Content],
    act: str,
    *,
    base: int,
    by: Actor | str,
    now: datetime,
    **detail: Any,
) -> Version:
    """Save a new version with what ``change`` makes of the whole present content: text, library and style in one act.

    ``base`` is the version that the person began from; what was done to the library since is ``change``'s affair. A change
    that changes nothing gives the newest version back. Raises :class:`EditConflict` when somebody changed the text in between,
    :class:`TextLocked` once the letter is closed, and whatever ``change`` raises.
    """
    newest = _newest(session, campaign)
    _same_text(session, campaign, newest, base)
    content = change(content_of(newest))
    sources = [dict(item) for item in content.sources]
    if (to_json(normalize(content.letter)), sources, content.style) == (newest.tree, newest.sources, style_of(newest)):
        return newest
    return _save(session, campaign, newest, content, act, by=by, now=now, **detail)


def new_version(session: Session, letter_id: int, content: Content, *, number: int, by: Actor | str, now: datetime) -> Version:
    """Write a version row, whatever is there already; the checks are the other operations'."""
    letter = normalize(content.letter)
    sources = [dict(item) for item in content.sources]
    style = style_to_json(content.style)
    library = Library(sources)
    keys = [str(item["id"]) for item in sources]
    version = Version(
        letter_id=letter_id,
        number=number,
        # What a key leads to is hashed, not what it was written with: a merge that changes what prints is a change.
        content_hash=content_hash(letter, {key: item for key in keys if (item := library.find(key)) is not None}, style),
        tree=to_json(letter),
        sources=sources,
        style=style,
        saved_at=now,
        saved_by=called(by),
    )
    session.add(version)
    session.flush()
    return version


def _newest(session: Session, campaign: Campaign) -> Version:
    """The version to build on, while nobody else can; raises :class:`TextLocked`."""
    hold(session, campaign)
    if not writable(campaign):
        raise TextLocked
    return newest_version(session, campaign)


def _same_text(session: Session, campaign: Campaign, newest: Version, base: int) -> None:
    """Raise :class:`EditConflict` unless the text is still that of version ``base``."""
    if newest.number != base:
        began = select(Version.tree).where(Version.letter_id == campaign.letter_id, Version.number == base)
        if session.scalar(began) != newest.tree:
            raise EditConflict(newest)


def _check_size(before: Sequence[Item], after: Sequence[Item]) -> None:
    """Raise a :class:`~errors.UserError` for a library that grew beyond what it may hold. One that came so large in a bundle
    may still be tidied up."""
    if len(after) > max(MOST_SOURCES, len(before)):
        raise UserError(f"That would make {len(after):,} sources; a library holds at most {MOST_SOURCES:,}.")
    if after != before and (size := len(json.dumps(after))) > MOST_CHARACTERS and size > len(json.dumps(before)):
        raise UserError(f"That is too much text: a library holds at most {MOST_CHARACTERS // 1_000_000} million characters.")


def _save(
    session: Session,
    campaign: Campaign,
    newest: Version,
    content: Content,
    act: str,
    *,
    by: Actor | str,
    now: datetime,
    **detail: Any,
) -> Version:
    _check_size(newest.sources, content.sources)
    version = new_version(session, campaign.letter_id, content, number=newest.number + 1, by=by, now=now)
    note(session, campaign, act, by=by, now=now, version=version.number, hash=version.content_hash, **detail)
    return version
