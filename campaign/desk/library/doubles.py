"""Likely doubles: looked at side by side, merged, told apart; and all of it undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import flash, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.frame import campaign_page
from campaign.desk.library.kinds import field_label, worded
from campaign.desk.library.links_known import Item
from campaign.desk.library.printed import in_full
from campaign.desk.library.rows import notes_by_source
from campaign.desk.library.source_form import typed_of
from campaign.models import Campaign
from campaign.operations import letter_of, style_of
from campaign.operations.doubles import forget_apart, merge_sources, tell_apart, unmerge_source
from campaign.operations.library import NoSource
from campaign.queries import campaign_at_desk, working_version
from coalition.access import actor
from errors import UserError
from letters.citations.csl import custom, field
from letters.citations.library import Library, merged_into
from letters.citations.style import Style
from letters.library.doubles import doubles as likely_doubles
from letters.models import Version
from web import access, database, now, see_other

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sources: its key, how it prints, and the notes that cite it."""

    key: str
    full: Markup
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """Two sources side by side. ``rows`` are the fields that at least one of them has: label, the two values, alike or not."""

    one: Side
    other: Side
    why: str
    rows: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A person's word about two sources, to be undone: ``away`` was merged into ``keep``; or two that were told apart."""

    keep: str
    away: str
    full: Markup


@bp.get("/<slug>/sources/doubles")
@access("campaign.view")
def doubles(slug: str) -> str:
    """Likely doubles, what was merged, and what was told apart."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        version = working_version(session, campaign)
        items, style = _items(version), style_of(version)
        pairs = [(pair.a, pair.b, pair.why) for pair in likely_doubles(version.sources)]
        return campaign_page(
            session,
            campaign,
            "sources_doubles.html",
            pairs=_side_by_side(version, pairs[:_SHOWN]),
            more=max(0, len(pairs) - _SHOWN),
            merged=_merged(version.sources, items, style),
            apart=_apart(items),
        )


@bp.get("/<slug>/sources/compare")
@access("letter.edit")
def compare(slug: str) -> str:
    """One source against any other, to be merged by hand."""
    key, other = request.args.get("key", ""), request.args.get("other", "")
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        version = working_version(session, campaign)
        roots = cast(Mapping[str, Item], Library(version.sources).items)
        if key not in roots:
            raise NotFound(NoSource(key).sentence)
        if other not in roots or other == key:
            other = ""
        found = [(pair.a, pair.b, pair.why) for pair in likely_doubles(version.sources)]
        pairs = [pair for pair in found if key in pair[:2] and (not other or other in pair[:2])]
        return campaign_page(
            session,
            campaign,
            "sources_compare.html",
            key=key,
            other=other,
            others=[(name, _called(item)) for name, item in roots.items() if name != key],
            pairs=_side_by_side(version, pairs or ([(key, other, "")] if other else [])),
        )


@bp.post("/<slug>/sources/merge")
@access("letter.edit")
def merge(slug: str) -> Response:
    """Merge two sources: the one to keep prints wherever the other is cited."""
    keep, away = request.form.get("keep", ""), request.form.get("away", "")
    return _done(
        slug,
        lambda session, campaign: merge_sources(session, campaign, keep, away, by=actor(), now=now()),
        _("Merged: citations of “%(away)s” print “%(keep)s” now. It can be undone below.", away=away, keep=keep),
    )


@bp.post("/<slug>/sources/unmerge")
@access("letter.edit")
def unmerge(slug: str) -> Response:
    """Undo a merge."""
    away = request.form.get("away", "")
    return _done(
        slug,
        lambda session, campaign: unmerge_source(session, campaign, away, by=actor(), now=now()),
        _("“%(away)s” stands for itself again.", away=away),
    )


@bp.post("/<slug>/sources/apart")
@access("letter.edit")
def apart(slug: str) -> Response:
    """Say that two sources are different works."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    return _done(
        slug,
        lambda session, campaign: tell_apart(session, campaign, one, other, by=actor(), now=now()),
        _("“%(one)s” and “%(other)s” are different works, and not offered any more.", one=one, other=other),
    )


@bp.post("/<slug>/sources/not-apart")
@access("letter.edit")
def not_apart(slug: str) -> Response:
    """Take back that two sources are different works."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    return _done(
        slug,
        lambda session, campaign: forget_apart(session, campaign, one, other, by=actor(), now=now()),
        _("“%(one)s” and “%(other)s” may be doubles again.", one=one, other=other),
    )


def _done(slug: str, act: Callable[[Session, Campaign], None], said: str) -> Response:
    try:
        with database().write() as session:
            act(session, campaign_at_desk(session, slug))
        flash(said)
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.doubles", slug=slug)


def _items(version: Version) -> dict[str, Item]:
    return {str(item["id"]): item for item in version.sources}


def _side_by_side(version: Version, pairs: Sequence[tuple[str, str, str]]) -> list[Versus]:
    items, style = _items(version), style_of(version)
    notes = notes_by_source(letter_of(version), version.sources)
    return [_versus(items, one, other, why, notes, style) for one, other, why in pairs]


def _versus(
    items: Mapping[str, Item], one: str, other: str, why: str, notes: Mapping[str, tuple[int, ...]], style: Style
) -> Versus:
    ones, others = typed_of(items[one]), typed_of(items[other])
    names = [name for name in dict.fromkeys((*ones, *others)) if name != "key" and (ones.get(name) or others.get(name))]
    rows = tuple(
        (
            field_label(name, str(ones["type"])),
            worded(name, ones.get(name)),
            worded(name, others.get(name)),
            ones.get(name) == others.get(name),
        )
        for name in names
    )
    first, second = (Side(key, in_full(items[key], style), notes.get(key, ())) for key in (one, other))
    return Versus(first, second, why, rows)


def _called(item: Item) -> str:
    title = field(item, "title") or field(item, "container-title") or field(item, "URL")
    return f"{title[:80]} ({item['id']})" if title else str(item["id"])


def _merged(sources: Sequence[Item], items: Mapping[str, Item], style: Style) -> list[Told]:
    return [
        Told(into, str(item["id"]), in_full(item, style)) for item in sources if (into := merged_into(item)) and into in items
    ]


def _apart(items: Mapping[str, Item]) -> list[tuple[str, str]]:
    """Each pair of sources that were told apart, once."""
    found: dict[frozenset[str], tuple[str, str]] = {}
    for key, item in items.items():
        listed = custom(item).get("distinct")
        for other in listed if isinstance(listed, list) else ():
            if isinstance(other, str) and other in items and other != key:
                found.setdefault(frozenset((key, other)), (key, other))
    return list(found.values())
