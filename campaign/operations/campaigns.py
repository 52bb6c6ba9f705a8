"""Beginning a campaign and setting it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.bundles.bundle import check_slug
from campaign.chronicle import note
from campaign.deadlines import Deadline, deadline, parse_local, zone
from campaign.models import GROUPINGS, ORDERS, Campaign
from campaign.operations.writing import Content, new_version
from campaign.queries import find, hold
from campaign.state import state_at
from coalition.permissions import Actor
from errors import UserError
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Letter
from letters.document.printable import character_name, clean, unprintable
from letters.models import LetterRecord


class SlugTaken(UserError):  # noqa: N818
    """Another campaign has that address."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is already a campaign at “{slug}”; choose another address.", field="slug")


def create_campaign(
    session: Session,
    *,
    by: Actor | str,
    coalition_id: int,
    title: str,
    slug: str,
    timezone: str,
    deadline_local: str = "",
    hosts: Sequence[str] = (),
    letter: Letter | None = None,
    sources: Sequence[dict[str, Any]] = (),
    style: Style = STANDARD,
    now: datetime,
) -> Campaign:
    """Begin a campaign with its first version (an empty letter unless one is given).

    ``deadline_local`` is wall time in ``timezone`` or empty. Raises a :class:`~errors.UserError` that names the field:
    a slug that is taken or cannot stand in an address, a deadline or zone that is none, a title that is empty.
    """
    title, hosts = _title(title), _hosts(hosts)
    problem = check_slug(slug)
    if problem:
        raise UserError(problem, field="slug")
    zone(timezone)
    until = deadline(parse_local(deadline_local), timezone) if deadline_local.strip() else None
    if find(session, slug) is not None:
        raise SlugTaken(slug)
    record = LetterRecord(coalition_id=coalition_id, created_at=now)
    campaign = Campaign(coalition_id=coalition_id, letter=record, slug=slug, title=title, hosts=hosts)
    campaign.timezone, campaign.created_at = timezone, now
    _until(campaign, until)
    try:
        with session.begin_nested():
            session.add(campaign)
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    content = Content(letter or Letter((), closing="Signed,"), sources, style)
    new_version(session, record.id, content, number=1, by=by, now=now)
    note(
        session,
        campaign,
        "campaign.created",
        by=by,
        now=now,
        slug=slug,
        title=title,
    )
    return campaign


def set_deadline(
    session: Session, campaign: Campaign, local: str, timezone: str, *, by: Actor | str, now: datetime
) -> Deadline:
    """Set or move the deadline: ``local`` is wall time in ``timezone``.

    Raises a :class:`~errors.UserError` for a time that is none or is past, and once the campaign is closed: those who missed
    the deadline were told so, and the list is frozen.
    """
    hold(session, campaign)
    until = deadline(parse_local(local), timezone)
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The campaign is closed; its deadline cannot be moved any more.", field="deadline")
    if until.passed(now):
        raise UserError("That time is already past. Choose one that signers can still keep.", field="deadline")
    before = campaign.deadline_local
    _until(campaign, until)
    campaign.timezone = timezone
    note(
        session,
        campaign,
        "deadline.set",
        by=by,
        now=now,
        before=before,
        after=campaign.deadline_local,
        timezone=timezone,
    )
    return until


_SETTINGS = ("title", "hosts", "show_signatories", "signature_order", "ignore_the", "columns", "group_by")


def change_settings(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime, **fields: Any) -> None:
    """Change how the campaign is called and how its list is printed (the fields of ``Campaign`` named in ``_SETTINGS``).

    Raises a :class:`~errors.UserError` for a value that is not allowed, and once the campaign is closed.
    """
    unknown = set(fields) - set(_SETTINGS)
    if unknown:
        raise ValueError(f"not settings of a campaign: {sorted(unknown)}")
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The campaign is closed; its list is frozen as it is.")
    if "title" in fields:
        fields["title"] = _title(fields["title"])
    if "hosts" in fields:
        fields["hosts"] = _hosts(fields["hosts"])
    if fields.get("signature_order", "by name") not in ORDERS or fields.get("group_by", "") not in GROUPINGS:
        raise UserError("Choose one of the orders and groupings offered.")
    if fields.get("columns", 2) not in (1, 2, 3):
        raise UserError("The list can have one, two or three columns.", field="columns")
    changed = {name: value for name, value in fields.items() if getattr(campaign, name) != value}
    for name, value in changed.items():
        setattr(campaign, name, value)
    if changed:
        note(session, campaign, "campaign.settings", by=by, now=now, changed=changed)


def _until(campaign: Campaign, until: Deadline | None) -> None:
    campaign.deadline = until.moment if until else None
    campaign.deadline_local = until.local.isoformat(timespec="seconds") if until else None


def _title(title: str) -> str:
    title = printable(title, "title")
    if not title:
        raise UserError("Give the campaign a title.", field="title")
    return title


def _hosts(hosts: Sequence[str]) -> list[str]:
    return [host for host in (printable(host, "hosts") for host in hosts) if host]


def printable(text: str, field: str) -> str:
    """``text`` cleaned for print; raises a :class:`~errors.UserError` naming the character that no page can show."""
    if len(text) > 300:
        raise UserError(f"That has {len(text):,} characters; at most 300.", field=field)
    cleaned = clean(text).text
    missing = unprintable(cleaned)
    if missing:
        names = ", ".join(character_name(mark) for mark in missing)
        raise UserError(f"This cannot be printed: {names}.", field=field)
    return cleaned
