"""The facts that the doctor is given (:mod:`campaign.doctor`), gathered from the settings, the database and the disk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import migrations
from campaign.doctor import (
    Finding,
    address_public,
    clocks_agree,
    database_new,
    database_safe,
    edition_files_written,
    fonts_there,
    hooks_awake,
    mail_arrives,
    mail_flows,
    records_set,
    reminders_on_time,
    returns_known,
    room_left,
    sender_good,
    server_set,
    server_takes,
    somebody_works,
)
from campaign.hooks.models import Hook
from campaign.models import Campaign, Edition, EditionTrouble
from campaign.operations.reminding.late import Waits, judged
from campaign.operations.reminding.sending import planned
from configuration import Settings
from database import Database
from letters.fonts.shelf import SHELVES
from mail.health import Health, health
from mail.records import Ask, Wanted, wanted

OVERDUE = timedelta(hours=1)
"""How long a step of reminders may be late: a worker looks every few seconds, and is sometimes restarted."""


def examine(settings: Settings, database: Database, now: datetime, ask: Ask | None = None) -> list[Finding]:
    """Everything that can be looked at from here. ``ask`` looks up DNS records (:func:`mail.records.ask_name_server`)."""
    state = migrations.current(database.engine)
    found = [database_new(state, migrations.head())]
    if state == migrations.head():
        with database.read() as session:
            found += of_mail(settings, health(session, now), now)
            found += [
                reminders_on_time(*_overdue(session, now), now),
                hooks_awake(_paused(session)),
                edition_files_written(_unwritten(session)),
                database_safe(_journal(session)),
                clocks_agree(_apart(session)),
            ]
    found += [address_public(settings), room_left(_room(database)), fonts_there(_missing_fonts())]
    if ask is not None or settings.mail.server:
        found += records_set(records_of(settings, ask))
    return found


def of_mail(settings: Settings, known: Health, now: datetime) -> list[Finding]:
    """What the doctor says of mail alone."""
    return [
        server_set(settings),
        sender_good(settings),
        returns_known(settings),
        somebody_works(known),
        mail_flows(known, now),
        server_takes(known),
        mail_arrives(known),
    ]


def records_of(settings: Settings, ask: Ask | None = None) -> Sequence[Wanted]:
    """The DNS records for the sender that the settings name."""
    domain = parseaddr(settings.mail.sender)[1].rpartition("@")[2]
    return wanted(domain, settings.mail.server, settings.mail.bounces.rpartition("@")[2], ask)


def _overdue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many steps of reminders could have been done for an hour, and since when the oldest; not those that wait for the
    morning."""
    query = select(Campaign).where(Campaign.state == "circulating").order_by(Campaign.id)
    moments: list[datetime] = []
    for campaign in session.scalars(query):
        rows = planned(session, campaign)
        late = [row for row in rows if row.planned_for < now - OVERDUE]
        moments += [row.planned_for for row in late if not isinstance(judged(session, campaign, row, rows, now), Waits)]
    return len(moments), min(moments, default=None)


def _paused(session: Session) -> list[tuple[str, str]]:
    query = select(Hook).where(Hook.paused_at.is_not(None), Hook.removed_at.is_(None)).order_by(Hook.id)
    # The host alone: the rest of such an address is often a key.
    return [(urlsplit(hook.url).hostname or "", hook.pause_reason) for hook in session.scalars(query)]


def _unwritten(session: Session) -> list[tuple[str, str]]:
    query = (
        select(Campaign.slug, Edition.number, EditionTrouble.form, EditionTrouble.problem)
        .join(Edition, Edition.id == EditionTrouble.edition_id)
        .join(Campaign, Campaign.id == Edition.campaign_id)
        .order_by(EditionTrouble.id)
    )
    return [(f"{slug}, edition {number}, {form}", problem) for slug, number, form, problem in session.execute(query)]


def _journal(session: Session) -> str | None:
    if session.get_bind().dialect.name != "sqlite":
        return None
    return str(session.execute(text("PRAGMA journal_mode")).scalar_one())


def _apart(session: Session) -> timedelta:
    """How far the database's clock is ahead of ours. SQLite has none of its own."""
    if session.get_bind().dialect.name == "sqlite":
        return timedelta(0)
    before = datetime.now(UTC)
    theirs = session.execute(select(func.clock_timestamp())).scalar_one()
    assert isinstance(theirs, datetime)
    return theirs - before


def _room(database: Database) -> int | None:
    path = database.engine.url.database
    return shutil.disk_usage(Path(path).absolute().parent).free if database.is_sqlite and path else None


def _missing_fonts() -> list[str]:
    return [face.file for shelf in SHELVES for face in shelf.faces if not (shelf.path / face.file).is_file()]
