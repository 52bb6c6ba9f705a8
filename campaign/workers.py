"""The workers and their jobs, put together: what works beside the web server, or in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask

import web
from campaign.doors import Doors
from campaign.link_jobs import archiving, checking
from campaign.operations import digesting, reminding
from campaign.operations.circulating import close_due, due
from campaign.operations.retention import purging
from campaign.operations.settling import settle_due, unsettled
from configuration import ArchiveSettings, Settings
from database import Database
from letters.links.archive import Archive, Perma, Wayback
from letters.links.fetch import Fetcher
from mail.background import Job, Worker
from mail.sender import sender_for
from mail.worker import sending
from signatories.links import Seal


def make_workers(app: Flask) -> tuple[Worker, ...]:
    """The workers for an application.

    One sends mail, reminds, and closes letters whose deadline has passed. The other goes out to the sites that letters cite,
    which are slow; in a thread of its own it keeps neither waiting.
    """
    around = web.surroundings(app)
    here: Sequence[Job] = (
        remind_due(around.settings),
        sending(sender_for(around.settings, around.database, around.clock)),
        closing(around.settings),
        purging(),
    )
    fetcher = Fetcher()
    away: Sequence[Job] = (checking(fetcher), archiving(archives_of(around.settings.archives, fetcher)))
    return (
        Worker(around.database, here, around.clock),
        Worker(around.database, away, around.clock, name="undersigned-links", pause=10.0),
    )


def archives_of(keys: ArchiveSettings, fetcher: Fetcher) -> tuple[Archive, ...]:
    """The archives that may be asked for copies: Perma.cc only with a key."""
    wayback = Wayback(fetcher, keys.wayback_keys)
    return (wayback, Perma(fetcher, keys.perma_key)) if keys.perma_key else (wayback,)


def closing(settings: Settings) -> Job:
    """The worker's job of ending what has an end: the time to answer about a changed text, and after it the letter itself.

    It looks before it takes the write lock: nearly always there is nothing to do.
    """
    seal = Seal(settings.secret_key)

    def close_letters(database: Database, now: datetime) -> None:
        with database.read() as session:
            waiting = bool(unsettled(session, now) or due(session, now))
        while waiting:
            with database.write() as session:
                waiting = bool(settle_due(session, now, lambda slug: Doors(settings.base_url, seal, slug)))
                if not waiting:
                    close_due(session, now)

    return close_letters


def remind_due(settings: Settings, every: timedelta = timedelta(minutes=1)) -> Job:
    """The worker's job of reminding: the steps of plans at every look, and once in ``every`` what has to be searched for."""
    seal = Seal(settings.secret_key)
    last: datetime | None = None

    def doors_of(slug: str) -> Doors:
        return Doors(settings.base_url, seal, slug)

    def remind(database: Database, now: datetime) -> None:
        nonlocal last
        if last is not None and last <= now < last + every:
            reminding.remind_due(database, doors_of, now)
            return
        last = now
        reminding.work(database, doors_of, now)
        digesting.digest_due(database, settings.base_url, now)

    return remind
