"""Changing the library: sources added, edited, removed and put back. Doubles are in :mod:`campaign.operations.doubles`.

Each verb saves a new version (:func:`~campaign.operations.writing.change_library`) and never touches the letter's text:
citations of a merged double follow by themselves, because the resolver does. Once the letter circulates each raises
:class:`~campaign.operations.writing.TextLocked`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.writing import change_library, letter_of
from campaign.queries import hold, newest_version, subject
from coalition.models import AuditEntry
from coalition.permissions import Actor
from errors import UserError
from letters.citations.csl import field
from letters.citations.library import merged_into
from letters.document.nodes import Letter, Note
from letters.document.walk import inlines_of, keys_in
from letters.library.keys import new_id
from letters.models import Version

Item = Mapping[str, Any]
Known = Literal["replace", "both"]


class NoSource(UserError):  # noqa: N818
    """The library does not have (any more) what was asked for."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no source “{cut(key)}” in the library any more.")


class SourceConflict(UserError):  # noqa: N818
    """Somebody changed that very source meanwhile. ``theirs`` is the source as it is now."""

    def __init__(self, theirs: Item) -> None:
        key = field(theirs, "id")
        super().__init__(f"Somebody changed “{cut(key)}” while you had this page open. Nothing is lost: compare the two.")
        self.theirs = theirs


class SourceCited(UserError):  # noqa: N818
    """A source cannot go while notes cite it. ``notes`` are their numbers."""

    def __init__(self, key: str, notes: Sequence[int]) -> None:
        where = ", ".join(map(str, notes))
        cites = f"Note {where} cites it" if len(notes) == 1 else f"Notes {where} cite it"
        super().__init__(f"“{cut(key)}” is still there: {cites}.")
        self.notes = tuple(notes)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of sources that were to be added: their keys. ``renamed`` leads from the id that was taken to the new one."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    renamed: Mapping[str, str] | None = None
    same: tuple[str, ...] = ()
    """Those that are in the library already, exactly so."""


def fingerprint(item: Item) -> str:
    """A short mark of what a source holds, in whatever order: a form carries the one that it was filled from."""
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:24]


def cited_in(letter: Letter) -> dict[str, tuple[int, ...]]:
    """For every key that a note cites, as it is written there, the numbers of those notes in order."""
    found: dict[str, list[int]] = defaultdict(list)
    notes = [node for node in inlines_of(letter.body) if isinstance(node, Note)]
    for number, note in enumerate(notes, start=1):
        for key in keys_in(note.content):
            found[key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def taken_by(library: Sequence[Item], items: Sequence[Item]) -> dict[str, Item]:
    """Those sources of ``library``, by key, whose id one of ``items`` has as well while holding something else."""
    there = {str(item["id"]): item for item in library}
    shared = ((there[key], item) for item in items if (key := str(item["id"])) in there)
    return {str(old["id"]): old for old, item in shared if _instead(old, item) != old}


def add_sources(
    session: Session,
    campaign: Campaign,
    items: Sequence[Item],
    *,
    known: Known = "replace",
    seen: Mapping[str, str] | None = None,
    by: Actor | str,
    now: datetime,
) -> Added:
    """Put ``items`` (CSL-JSON, each with an id) at the end of the library.

    One whose id is taken takes that one's place, but for our own additions (``custom``) if it brings none; or it gets an id of
    its own (``known`` is "both"). What is there already exactly so is left alone. With ``seen`` (fingerprints by key, as the
    person saw them) replacing anything else raises :class:`SourceConflict`. Raises a :class:`~errors.UserError` for
    more than a library may hold.
    """
    made = Added()

    def change(library: list[dict[str, Any]]) -> list[dict[str, Any]]:
        nonlocal made
        made, changed = _with(library, items, known, seen)
        return changed

    counted = {"keys": [cut(str(item["id"])) for item in items[:20]], "count": len(items)}
    change_library(session, campaign, change, act="library.added", by=by, now=now, **counted)
    return made


def edit_source(session: Session, campaign: Campaign, item: Item, *, seen: str, by: Actor | str, now: datetime) -> None:
    """Put ``item`` in the place of the source with its id. ``seen`` is the fingerprint of what the form was filled from.

    Raises :class:`SourceConflict` when somebody changed that very source in between, and :class:`NoSource`.
    """
    key = str(item["id"])

    def change(library: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = _place(library, key)
        if fingerprint(library[place]) != seen and library[place] != item:
            raise SourceConflict(library[place])
        library[place] = dict(item)
        return library

    change_library(session, campaign, change, act="library.edited", by=by, now=now, key=cut(key))


def remove_source(session: Session, campaign: Campaign, key: str, *, by: Actor | str, now: datetime) -> None:
    """Take a source out. The audit log keeps it whole, so that :func:`put_back` can undo it.

    Raises :class:`SourceCited` while a note cites it, a :class:`~errors.UserError` while another source is merged into it, and
    :class:`NoSource`.
    """
    hold(session, campaign)  # first, so that no note comes to cite it after this has looked
    version = newest_version(session, campaign)
    place = _place(version.sources, key)
    item, notes = version.sources[place], cited_in(letter_of(version)).get(key)

    def change(library: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if notes:
            raise SourceCited(key, notes)
        into = [str(other["id"]) for other in library if merged_into(other) == key]
        if into:
            raise UserError(f"“{cut(key)}” is still there: “{cut(into[0])}” is merged into it. Undo that first.")
        return [other for other in library if other["id"] != key]

    change_library(session, campaign, change, act="library.removed", by=by, now=now, key=cut(key), item=item, place=place)


def put_back(session: Session, campaign: Campaign, entry_id: int, *, by: Actor | str, now: datetime) -> str:
    """Undo a removal: the source of that audit entry stands again where it stood. Gives its key.

    Raises a :class:`~errors.UserError` when another source has its id by now, or when there is no such entry.
    """
    entry = session.get(AuditEntry, entry_id)
    if entry is None or (entry.act, entry.subject) != ("library.removed", subject(campaign)):
        raise UserError("What was removed cannot be found any more.")
    item, place = entry.detail["item"], int(entry.detail["place"])
    key = str(item["id"])

    def change(library: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if any(other["id"] == key for other in library):
            raise UserError(f"There is a source “{cut(key)}” in the library again.")
        library.insert(place, dict(item))
        return library

    change_library(session, campaign, change, act="library.put_back", by=by, now=now, key=cut(key))
    return key


def removed_lately(session: Session, campaign: Campaign, version: Version) -> Sequence[AuditEntry]:
    """The last removals that can be undone: those whose source is not in ``version``, each source once, the newest first."""
    there = {str(item["id"]) for item in version.sources}
    query = select(AuditEntry).where(
        AuditEntry.coalition_id == campaign.coalition_id,
        AuditEntry.subject == subject(campaign),
        AuditEntry.act == "library.removed",
    )
    found: dict[str, AuditEntry] = {}
    for entry in session.scalars(query.order_by(AuditEntry.id.desc()).limit(50)):
        key = str(entry.detail["item"]["id"])
        if key not in there:
            found.setdefault(key, entry)
    return list(found.values())[:10]


def _with(
    library: list[dict[str, Any]], items: Sequence[Item], known: Known, seen: Mapping[str, str] | None
) -> tuple[Added, list[dict[str, Any]]]:
    places = {str(item["id"]): place for place, item in enumerate(library)}
    before = set(places)
    added, replaced, same, renamed = [], [], [], dict[str, str]()
    for item in items:
        key = str(item["id"])
        if key not in places:
            added.append(key)
        elif library[places[key]] == _instead(library[places[key]], item):
            same.append(key)
            continue
        elif known == "both" or key not in before:  # a file that names two works alike keeps both, whatever was asked
            item = {**item, "id": new_id(item, places.keys())}
            renamed[key] = key = str(item["id"])
            added.append(key)
        else:
            if seen is not None and seen.get(key) != fingerprint(library[places[key]]):
                raise SourceConflict(library[places[key]])
            library[places[key]] = _instead(library[places[key]], item)
            replaced.append(key)
            continue
        places[key] = len(library)
        library.append(dict(item))
    return Added(tuple(added), tuple(replaced), renamed, tuple(same)), library


def _instead(old: Item, new: Item) -> dict[str, Any]:
    """``new`` with what only this program knows of ``old`` (its short name, its own wording): no other file has that."""
    return {**new, "custom": old["custom"]} if "custom" in old and "custom" not in new else dict(new)


def _place(library: Sequence[Item], key: str) -> int:
    for place, item in enumerate(library):
        if item["id"] == key:
            return place
    raise NoSource(key)


def cut(text: str) -> str:
    """A key as it may stand in a sentence or in the record: some files have ids of a thousand characters."""
    return text if len(text) <= 120 else f"{text[:119]}…"
