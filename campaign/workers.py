"""The workers and their jobs, put together: what works beside the web server, or in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Flask

import web
from campaign.doors import Doors
from campaign.doubtful import doubts_of
from campaign.editions.writing import writing_files
from campaign.link_jobs import archiving, checking
from campaign.models import Campaign
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

    One closes letters whose deadline has passed. It has a thread of its own: a mail server that takes a minute for each message
    must not keep a letter from closing. One sends mail. The third writes the files of editions, which takes seconds for each.
    The fourth goes out to the sites that letters cite, which are slow.
    """
    around = web.surroundings(app)
    here: Sequence[Job] = (
        sending(sender_for(around.settings, around.database, around.clock)),
        purging(),
    )
    fetcher = Fetcher()
    away: Sequence[Job] = (checking(fetcher), archiving(archives_of(around.settings.archives, fetcher)))
    return (
        Worker(around.database, here, around.clock),
        Worker(around.database, (closing(around.settings),), around.clock, name="undersigned-closing"),
        Worker(around.database, (writing_files(),), around.clock, name="undersigned-editions"),
        Worker(around.database, away, around.clock, name="undersigned-links", pause=10.0),
    )


def archives_of(keys: ArchiveSettings, fetcher: Fetcher) -> tuple[Archive, ...]:
    """The archives that may be asked for copies: Perma.cc only with a key."""
    wayback = Wayback(fetcher, keys.wayback_keys)
    return (wayback, Perma(fetcher, keys.perma_key)) if keys.perma_key else (wayback,)


def closing(settings: Settings) -> Job:
    """The worker's job of ending what has an end: the time to answer about a changed text, and after it the letter itself.

    It looks before it takes the write lock: nearly always there is nothing to do. One letter after the other, each in
    transactions of its own: what goes wrong with one keeps no other from closing. It is raised when all have had their turn.
    """
    seal = Seal(settings.secret_key)

    def doors_of(slug: str) -> Doors:
        return Doors(settings.base_url, seal, slug)

    def end(database: Database, number: int, now: datetime) -> None:
        waiting = True
        while waiting:
            with database.write() as session:
                waiting = bool(settle_due(session, now, doors_of, only=number))
                if not waiting:
                    close_due(session, now, only=number)

    def close_letters(database: Database, now: datetime) -> None:
        with database.read() as session:
            numbers = {change.campaign_id for change in unsettled(session, now)} | {one.id for one in due(session, now)}
        trouble: Exception | None = None
        for number in sorted(numbers):
            try:
                with database.read() as session:
                    doubts_of(session, session.get_one(Campaign, number))  # it takes long: in the transaction it is at hand
                end(database, number, now)
            except Exception as error:
                trouble = trouble or error
        if trouble is not None:
            raise trouble

    return close_letters
