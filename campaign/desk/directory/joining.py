"""Two organizations of the directory that are one: joined, and taken apart again."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.directory.shown import LONGEST_SEARCH, found, page
from campaign.desk.forms import whole_number
from coalition.access import actor
from errors import UserError
from signatories import directory
from signatories.directory.finding import with_parts
from signatories.organizations import Organization
from web import access, database, now, see_other

_OFFERED = 20


@bp.get("/coalition/<int:coalition_id>/directory/<int:number>/join")
@access("directory.edit")
def choose_to_join(coalition_id: int, number: int) -> str:
    """Which other organization is this one: those whose names are most like it, or that have the words ``q``."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    with database().read() as session:
        kept = found(session, coalition_id, number)
        if words:
            offered = [(one, "") for one in directory.find(session, coalition_id, words=words, at_once=_OFFERED + 1).rows]
        else:
            offered = _alike(session, kept)
        offered = [(one, why) for one, why in offered if one.organization.id != kept.id][:_OFFERED]
        return page(session, coalition_id, "directory_join.html", organization=kept, offered=offered, words=words)


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/join")
@access("directory.edit")
def join_organizations(coalition_id: int, number: int) -> Response:
    """Say that the organization ``other`` is this one."""
    try:
        with database().write() as session:
            kept = found(session, coalition_id, number)
            other = directory.organization_at(session, coalition_id, whole_number(request.form.get("other")) or 0)
            if other is None:
                abort(404)
            directory.join(session, kept, other, by=actor(), now=now())
        flash(_("%(other)s is a name of %(name)s now.", other=other.name, name=kept.name))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.organization", coalition_id=coalition_id, number=number)


@bp.post("/coalition/<int:coalition_id>/directory/<int:number>/part")
@access("directory.edit")
def part_organizations(coalition_id: int, number: int) -> Response:
    """Take this one apart from the organization that it was joined into."""
    try:
        with database().write() as session:
            other = found(session, coalition_id, number)
            directory.part(session, other, by=actor(), now=now())
        flash(_("%(name)s stands for itself again.", name=other.name))
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.organization", coalition_id=coalition_id, number=number)


def _alike(session: Session, kept: Organization) -> list[tuple[directory.Found, str]]:
    """Organizations with a name like this one's, each with the matcher's reason, the likeliest first."""
    everybody = {one.id: one for one in directory.known(session, kept.coalition_id)}
    if kept.id not in everybody:
        return []
    from signatories.matching import NameIndex  # late: most processes compare no names

    index = NameIndex({(one.id, key): name for one in everybody.values() for key, name in one.names.items()})
    reasons: dict[int, tuple[float, str]] = {}
    for name in everybody[kept.id].names.values():
        for (number, _key), match in index.search(name, limit=_OFFERED):
            if number != kept.id and match.score > reasons.get(number, (0.0, ""))[0]:
                reasons[number] = (match.score, match.reasons[0] if match.reasons else "")
    ranked = sorted(reasons, key=lambda number: -reasons[number][0])
    rows = with_parts(session, kept.coalition_id, [session.get_one(Organization, number) for number in ranked])
    return [(row, reasons[row.organization.id][1]) for row in rows]
