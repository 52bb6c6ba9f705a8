"""Whom the letter goes to: taken over from its text, added by hand, changed, taken off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.delivery_models import DeliveryRecipient
from campaign.delivery_queries import recipients_of
from campaign.models import Campaign
from campaign.operations.inviting.wording import language_for
from campaign.operations.writing import letter_of
from campaign.queries import hold, working_version
from campaign.recipient_entries import MOST_RECIPIENTS, RecipientEntry, checked
from coalition.permissions import Actor, called
from errors import ProblemsError, UserError
from letters.document.nodes import Letter


def places_in(letter: Letter) -> list[RecipientEntry]:
    """Those whom ``letter`` itself names: its address blocks, then the lines of its CC."""
    language = language_for(letter.language)
    blocks = [tuple(line for line in lines if line.strip()) for lines in letter.recipients]
    found = [RecipientEntry(lines[0], "block", lines, language=language) for lines in blocks if lines]
    return found + [RecipientEntry(line, "cc", (line,), language=language) for line in letter.cc if line.strip()]


@dataclass(frozen=True, slots=True)
class Unfit:
    """What no longer fits between the letter and its recipients.

    ``changed``: recipients whose place in the letter reads otherwise now, with what it reads; ``gone``: those whose place the
    letter has no more; ``missing``: whom it names, and nobody stands for.
    """

    changed: tuple[tuple[DeliveryRecipient, RecipientEntry], ...] = ()
    gone: tuple[DeliveryRecipient, ...] = ()
    missing: tuple[RecipientEntry, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.changed or self.gone or self.missing)


def unfit(letter: Letter, recipients: Iterable[DeliveryRecipient]) -> Unfit:
    """Compare the recipients that stand for a place of ``letter`` with what it says there. Pure.

    Equal words belong together wherever they stand. Of what is left, a recipient and a place belong together when their first
    lines are equal (the office moved), or when each kind has exactly one left (another person has the office now). The block of
    a copy of their own is nobody's but theirs, and never changed.
    """
    changed: list[tuple[DeliveryRecipient, RecipientEntry]] = []
    gone: list[DeliveryRecipient] = []
    missing: list[RecipientEntry] = []
    everybody = list(recipients)
    for kind in ("block", "cc"):
        places = [one for one in places_in(letter) if one.kind == kind]
        rows = [row for row in everybody if row.kind == kind]
        for row in list(rows):
            same = next((place for place in places if list(place.lines) == row.lines), None)
            if same is not None:
                places.remove(same)
                rows.remove(row)
        for row in list(rows):
            like = next((place for place in places if row.lines and place.lines[0] == row.lines[0]), None)
            like = like or (places[0] if len(places) == len(rows) == 1 else None)
            if like is not None:
                if not row.own_copy:
                    changed.append((row, like))
                places.remove(like)
                rows.remove(row)
        gone += rows
        missing += places
    return Unfit(tuple(changed), tuple(gone), tuple(missing))


def take_over(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> Unfit:
    """Take from the letter whom it names: those who are missing are added, those who changed are brought up to date. Nobody is
    taken off. Gives what was found."""
    hold(session, campaign)
    found = unfit(letter_of(working_version(session, campaign)), recipients_of(session, campaign))
    for row, place in found.changed:
        if row.name == (row.lines[0] if row.lines else ""):
            row.name = place.name
        row.lines = list(place.lines)
    _write(session, campaign, found.missing, by=by, now=now)
    if found.changed or found.missing:
        note(
            session,
            campaign,
            "recipients.taken_over",
            by=by,
            now=now,
            added=len(found.missing),
            changed=len(found.changed),
        )
    return found


def add(
    session: Session, campaign: Campaign, entries: Sequence[RecipientEntry], *, by: Actor | str, now: datetime
) -> Sequence[DeliveryRecipient]:
    """Add recipients. Raises :class:`~errors.ProblemsError` for one that cannot be taken, and then none is."""
    hold(session, campaign)
    kept = [_checked(entry) for entry in entries]
    rows = _write(session, campaign, kept, by=by, now=now)
    if rows:
        names = {"recipient": rows[0].name} if len(rows) == 1 else {}
        note(session, campaign, "recipients.added", by=by, now=now, count=len(rows), **names)
    return rows


def change(
    session: Session,
    campaign: Campaign,
    recipient: DeliveryRecipient,
    entry: RecipientEntry,
    *,
    by: Actor | str,
    now: datetime,
) -> None:
    """Write down ``entry`` in the place of what is known of the recipient.

    What of the letter they stand for stays; and while they have no copy of their own, their block is the letter's. Raises
    :class:`~errors.UserError` for what cannot be taken.
    """
    before = _values(recipient)
    if recipient.kind != "other" and not entry.own_copy:
        entry = replace(entry, lines=tuple(recipient.lines))
    kept = _checked(replace(entry, kind=recipient.kind))
    for name, value in _columns(kept).items():
        setattr(recipient, name, value)
    changed = sorted(name for name, value in _values(recipient).items() if value != before[name])
    if changed:
        note(session, campaign, "recipient.changed", by=by, now=now, recipient=recipient.name, fields=changed)


def remove(session: Session, campaign: Campaign, recipient: DeliveryRecipient, *, by: Actor | str, now: datetime) -> None:
    """Take a recipient off. What was delivered to them stays in the log, and so do their copies."""
    if recipient.removed_at is None:
        recipient.removed_at = now
        note(session, campaign, "recipient.removed", by=by, now=now, recipient=recipient.name)


def entry_of(recipient: DeliveryRecipient) -> RecipientEntry:
    """What is written down of the recipient, as it could be typed."""
    values = _values(recipient)
    return RecipientEntry(**values | {"lines": tuple(values["lines"]), "channels": tuple(values["channels"])})


_FIELDS = tuple(RecipientEntry.__dataclass_fields__)


def _values(recipient: DeliveryRecipient) -> dict[str, Any]:
    return {name: getattr(recipient, name) for name in _FIELDS}


def _columns(entry: RecipientEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _FIELDS}
    return values | {"lines": list(entry.lines), "channels": list(entry.channels)}


def _checked(entry: RecipientEntry) -> RecipientEntry:
    kept, problems = checked(entry)
    if len(problems) == 1:
        raise UserError(problems[0][1], field=problems[0][0])
    if problems:
        raise ProblemsError([sentence for _field, sentence in problems])
    return kept


def _write(
    session: Session, campaign: Campaign, entries: Iterable[RecipientEntry], *, by: Actor | str, now: datetime
) -> list[DeliveryRecipient]:
    last, count = session.execute(
        select(func.max(DeliveryRecipient.place), func.count(DeliveryRecipient.id)).where(
            DeliveryRecipient.campaign_id == campaign.id, DeliveryRecipient.removed_at.is_(None)
        )
    ).one()
    rows = [
        DeliveryRecipient(
            campaign_id=campaign.id, place=(last or 0) + number, added_by=called(by), added_at=now, **_columns(entry)
        )
        for number, entry in enumerate(entries, start=1)
    ]
    if count + len(rows) > MOST_RECIPIENTS:
        raise UserError(f"A letter goes to at most {MOST_RECIPIENTS:,} recipients.")
    session.add_all(rows)
    session.flush()
    return rows
