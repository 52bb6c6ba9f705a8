"""Beginning a campaign and setting it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.bundles.bundle import check_slug
from campaign.chronicle import note
from campaign.deadlines import deadline, parse_local, state_at, zone
from campaign.models import GROUPINGS, MODERATIONS, NUMERALS, ORDERS, SILENCES, Campaign
from campaign.operations.timing import put_deadline
from campaign.operations.writing import Content, new_version
from campaign.queries import find, hold
from coalition.permissions import Actor
from errors import UserError
from letters.citations.style import STANDARD, Style
from letters.document.nodes import Letter
from letters.document.printable import character_name, clean, unprintable
from letters.models import LetterRecord
from mail.addresses import parsed
from signatories.questions import QuestionError, parse, to_json

LONGEST_RETENTION = 3650
"""Days that a campaign may keep the contacts of its signers: ten years, which outlasts what any funder asks for."""

MOST_TYPES = 50
"""Types of organizations in one campaign."""

LONGEST_PLACE = 60
"""Characters in a state and in a type, which stand over a group."""


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
    put_deadline(campaign, until)
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


_PRINTED = ("title", "hosts", "show_signatories", "signature_order", "ignore_the", "numerals", "columns", "group_by", "types")
_SIGNING = ("allow_individuals", "moderation", "silence", "questions")
_AFTERWARDS = ("retention_days", "reply_to")
"""What may be changed when the letter is closed as well: how long contacts are kept after that, who answers mail about it."""


def change_settings(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime, **fields: Any) -> None:
    """Change how the campaign is called, how its list is printed, and how it is signed: columns of ``Campaign`` by name.

    ``questions`` are lines as coordinators write them (:mod:`signatories.questions`). Raises a :class:`~errors.UserError` that
    names the field for a value that is not allowed; for ``silence`` once the letter is open, because every signer is told that
    rule; and for everything but ``retention_days`` and ``reply_to`` once the campaign is closed.
    """
    unknown = set(fields) - {*_PRINTED, *_SIGNING, *_AFTERWARDS}
    if unknown:
        raise ValueError(f"not settings of a campaign: {sorted(unknown)}")
    hold(session, campaign)
    state = state_at(campaign, now)
    if state not in ("drafting", "circulating") and set(fields) - set(_AFTERWARDS):
        raise UserError("The campaign is closed; its list is frozen as it is.")
    checked = {name: _CHECKS[name](value) if name in _CHECKS else value for name, value in fields.items()}
    changed = {name: value for name, value in checked.items() if getattr(campaign, name) != value}
    if "silence" in changed and state != "drafting":
        raise UserError(
            "The letter is open, and its signers were told this rule; it cannot be changed any more.", field="silence"
        )
    for name, value in changed.items():
        setattr(campaign, name, value)
    if changed:
        note(session, campaign, "campaign.settings", by=by, now=now, changed=changed)


def _title(title: str) -> str:
    title = printable(title, "title")
    if not title:
        raise UserError("Give the campaign a title.", field="title")
    return title


def _one_of(offered: Sequence[Any], field: str, sentence: str) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if value not in offered:
            raise UserError(sentence, field=field)
        return value

    return check


def _questions(typed: Sequence[str]) -> list[dict[str, Any]]:
    try:
        return to_json(parse(clean(line).text for line in typed))
    except QuestionError as error:
        raise UserError(str(error), field="questions") from error


def _retention(days: Any) -> int:
    if not isinstance(days, int) or not 1 <= days <= LONGEST_RETENTION:
        raise UserError("Write a number of days from 1 to %(most)s.", field="retention_days", most=f"{LONGEST_RETENTION:,}")
    return days


def _reply_to(typed: str) -> str:
    if not typed.strip():
        return ""
    address = parsed(typed)
    if address is None:
        raise UserError("This is not a complete e-mail address, like name@example.org.", field="reply_to")
    return address


def _hosts(hosts: Sequence[str]) -> list[str]:
    return [host for host in (printable(host, "hosts") for host in hosts) if host]


def _types(types: Sequence[str]) -> list[str]:
    if len(types) > MOST_TYPES:
        raise UserError("Give at most %(most)d types: a signer has to choose one of them.", field="types", most=MOST_TYPES)
    checked = dict.fromkeys(one for one in (printable(one, "types") for one in types) if one)
    if any(len(one) > LONGEST_PLACE for one in checked):
        raise UserError("Keep each type under %(most)d characters.", field="types", most=LONGEST_PLACE)
    return list(checked)


_OFFERED = "Choose one of those offered."

_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "title": _title,
    "hosts": _hosts,
    "signature_order": _one_of(ORDERS, "signature_order", _OFFERED),
    "group_by": _one_of(GROUPINGS, "group_by", _OFFERED),
    "numerals": _one_of(NUMERALS, "numerals", _OFFERED),
    "types": _types,
    "columns": _one_of((1, 2, 3), "columns", "The list can have one, two or three columns."),
    "moderation": _one_of(MODERATIONS, "moderation", _OFFERED),
    "silence": _one_of(SILENCES, "silence", _OFFERED),
    "questions": _questions,
    "retention_days": _retention,
    "reply_to": _reply_to,
}


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
