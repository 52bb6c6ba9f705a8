"""The worker's jobs that go out to other sites: looking whether links work, and asking archives for copies.

Each works as the mail worker does: a row is *claimed* with a lease, the site is asked outside any transaction, and the result
is recorded on that claim only. A worker that dies in between leaves a lease behind, and when it ends the row is taken again: a
page may be looked at twice, and an archive asked twice. Whether the coalition wants requests to go out is read in the claim
itself, so that turning them off holds from the next request on.

Sites are slow, and mail is not to wait for them: run these jobs in a worker of their own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.links import SERVICES, enter_copy, watch
from coalition.models import Coalition
from database import Database
from letters.document.hrefs import is_safe
from letters.links.archive import Archive, Failed, Kept, Progress, Waiting
from letters.links.fetch import Fetcher
from letters.links.states import Judged, judge, next_check
from letters.models import ArchiveCopy, Link, Version

LEASE = timedelta(minutes=3)
"""How long a claim holds: much longer than a fetch may take."""

ROUND = 30.0
"""Seconds after which a round takes nothing new, and :data:`MOST` rows: stopping the program must not take long."""
MOST = 30

GIVE_UP = timedelta(days=2)
"""How long after it was asked for a copy is given up."""
SOONEST = timedelta(minutes=5)
"""The first pause after an archive that failed. Each is as long as the time since the asking, so they double."""

_SILENT = ("retry", "unreachable")

log = logging.getLogger("undersigned.links")

Row = TypeVar("Row", Link, ArchiveCopy)
Job = Callable[[Database, datetime], None]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The moment of a round as it goes on: ``begin`` (aware) and the seconds spent since, by a clock that never goes back."""

    begin: datetime
    started: float

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    @property
    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.spent)


def checking(fetcher: Fetcher) -> Job:
    """The job of looking whether links work."""
    watched: dict[int, int] = {}

    def check_links(database: Database, now: datetime) -> None:
        _watch_all(database, watched, now)
        looked = check_due(database, fetcher, now)
        if looked:
            log.info("links: %d looked at", looked)

    return check_links


def archiving(archives: Sequence[Archive]) -> Job:
    """The job of asking ``archives`` for copies. Copies wanted from others wait until there is a key for them."""
    by_name = {archive.name: archive for archive in archives}

    def archive_pages(database: Database, now: datetime) -> None:
        asked = archive_due(database, by_name, now)
        if asked:
            log.info("archives: %d asked", asked)

    return archive_pages


def check_due(database: Database, fetcher: Fetcher, now: datetime, most: int = MOST) -> int:
    """Look at the links that are due at ``now`` (aware), at most ``most`` of them; gives how many were looked at.

    Whatever a site does is recorded; only a database that fails raises.
    """
    count = 0
    for link, moment in _claims(database, Link, [], now, most):
        count += 1
        attempts = link.attempts + 1 if link.state in _SILENT else 1
        try:
            judged = judge(link.url, fetcher.fetch(link.url), attempts)
        except Exception as error:  # a mistake of ours: the other links must not wait behind it for ever
            log.error("link %d could not be looked at: %s", link.id, type(error).__name__)
            judged = Judged("uncertain", 0, link.url, "This address could not be looked at: the program has a fault.")
        _record_look(database, link, judged, moment.now)
    return count


def archive_due(database: Database, archives: dict[str, Archive], now: datetime, most: int = MOST) -> int:
    """Ask the archives for the copies that are due at ``now``, and how those that they are making go; gives how many."""
    count = 0
    for copy, moment in _claims(database, ArchiveCopy, [ArchiveCopy.service.in_(archives)], now, most):
        count += 1
        if moment.now - copy.asked_at > GIVE_UP:
            reason = copy.reason or "The archive did not come to an end with it."
            _record(database, copy, {"state": "failed", "reason": reason, "due_at": None})
            continue
        try:
            progress = _progress(archives[copy.service], copy)
        except Exception as error:
            log.error("copy %d could not be asked for: %s", copy.id, type(error).__name__)
            progress = Failed("The archive could not be asked: the program has a fault.", again=False)
        _record_progress(database, copy, progress, moment.now)
    return count


def _progress(archive: Archive, copy: ArchiveCopy) -> Progress:
    return archive.look(copy.job, copy.url) if copy.state == "working" else archive.ask(copy.url)


# --- what is watched --------------------------------------------------------------------------------------------------


def _watch_all(database: Database, watched: dict[int, int], now: datetime) -> None:
    """Have a row for every address of every letter that may be looked at.

    ``watched`` remembers the newest version of each letter that was gone through: reading all letters every few seconds would
    be work for nothing. It is filled anew by each process, and forgets letters that may not be looked at any more.
    """
    newest = (
        select(Campaign.id, func.max(Version.id))
        .join(Coalition, Coalition.id == Campaign.coalition_id)
        .join(Version, Version.letter_id == Campaign.letter_id)
        .where(Coalition.outgoing, Campaign.state != "archived")
        .group_by(Campaign.id)
    )
    with database.read() as session:
        wanted = {row[0]: row[1] for row in session.execute(newest)}
    for campaign_id in watched.keys() - wanted.keys():
        del watched[campaign_id]
    for campaign_id, version_id in wanted.items():
        if watched.get(campaign_id) != version_id:
            with database.write() as session:
                campaign = session.get(Campaign, campaign_id)
                if campaign is not None:
                    watch(session, campaign, now)
            watched[campaign_id] = version_id


# --- claiming ---------------------------------------------------------------------------------------------------------


def _claims(
    database: Database, kind: type[Row], also: list[ColumnElement[bool]], now: datetime, most: int
) -> Iterator[tuple[Row, _Moment]]:
    """Claimed rows one by one, each claimed only when the one before is done with, until the round is over."""
    moment = _Moment(now, time.monotonic())
    for _ in range(most):
        row = _claim(database, kind, also, moment.now) if moment.spent < ROUND else None
        if row is None:
            return
        yield row, moment


def _claim(database: Database, kind: type[Row], also: list[ColumnElement[bool]], moment: datetime) -> Row | None:
    """Take the next due row, so that nobody else does before the lease ends (see ``mail.worker``)."""
    due = and_(kind.due_at <= moment, or_(kind.claimed_until.is_(None), kind.claimed_until <= moment), _allowed(kind), *also)
    next_due = select(kind.id).where(due).order_by(kind.due_at, kind.id).limit(1)
    with database.read() as session:
        if session.scalar(next_due) is None:
            return None  # looking first costs nobody the write lock, every few seconds, for nothing
    with database.write() as session:
        chosen = session.scalar(next_due.with_for_update(skip_locked=True, of=kind))
        return session.scalars(
            update(kind).where(kind.id == chosen, due).values(claimed_until=moment + LEASE).returning(kind)
        ).one_or_none()


def _allowed(kind: type[Row]) -> ColumnElement[bool]:
    """Whether requests may go out for a row: its coalition wants it, and its campaign is not put away."""
    return exists(
        select(Campaign.id)
        .join(Coalition, Coalition.id == Campaign.coalition_id)
        .where(Campaign.letter_id == kind.letter_id, Campaign.state != "archived", Coalition.outgoing)
    )


# --- recording --------------------------------------------------------------------------------------------------------


def _record_look(database: Database, link: Link, judged: Judged, now: datetime) -> None:
    same = judged.state == link.state or (judged.state in _SILENT and link.state in _SILENT)
    attempts = link.attempts + 1 if same else 1
    _record(
        database,
        link,
        {
            "state": judged.state,
            "status": judged.status or None,
            "final_url": judged.final_url if is_safe(judged.final_url) else "",
            "reason": judged.reason[:500],
            "attempts": attempts,
            "checked_at": now,
            "due_at": next_check(judged.state, attempts, now),
        },
    )


def _record_progress(database: Database, copy: ArchiveCopy, progress: Progress, now: datetime) -> None:
    age = now - copy.asked_at
    asked = copy.attempts + (copy.state == "wanted")
    match progress:
        case Waiting(job, pause):
            values: dict[str, Any] = {"state": "working", "job": job, "due_at": now + max(pause, age / 10)}
        case Kept(address, moment) if is_safe(address):
            values = {"state": "kept", "address": address, "kept_at": moment or now, "reason": "", "due_at": None}
        case Kept():
            reason = f"The address that {SERVICES[copy.service]} gave for the copy cannot be used."
            values = {"state": "failed", "reason": reason, "due_at": None}
        case Failed(reason, True, pause):
            values = {"state": "wanted", "job": "", "reason": reason[:500], "due_at": now + (pause or max(SOONEST, age))}
        case Failed(reason):
            values = {"state": "failed", "reason": reason[:500], "due_at": None}
    kept = values["address"] if values["state"] == "kept" else ""
    _record(database, copy, {**values, "attempts": asked}, kept)


def _record(database: Database, row: Link | ArchiveCopy, values: dict[str, Any], kept: str = "") -> None:
    """Record only on our own claim: if the lease ended and another worker has the row now, the word is theirs.

    ``kept`` is the address of a copy that the library is to know, in the same transaction.
    """
    kind = type(row)
    with database.write() as session:
        _stays_at_rest(session, row, values)
        ours = session.scalar(
            update(kind)
            .where(kind.id == row.id, kind.claimed_until == row.claimed_until)
            .values(claimed_until=None, **values)
            .returning(kind.id)
        )
        if kept and ours is not None and isinstance(row, ArchiveCopy):
            enter_copy(session, row, kept, values["kept_at"])


def _stays_at_rest(session: Session, row: Link | ArchiveCopy, values: dict[str, Any]) -> None:
    """A link whose address was taken out of the letter while we looked is not to be looked at again by itself."""
    if isinstance(row, Link) and session.scalar(select(Link.due_at).where(Link.id == row.id)) is None:
        values["due_at"] = None
