"""The workers and their jobs, put together: what works beside the web server, or in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from flask import Flask

import web
from campaign.doors import Doors
from campaign.link_jobs import archiving, checking
from campaign.operations import letterhead  # noqa: F401  (whose mail it is, is registered by importing it)
from campaign.operations.circulating import close_due, due
from campaign.operations.retention import purging
from campaign.operations.settling import settle_due, unsettled
from configuration import ArchiveSettings, Settings
from database import Database
from letters.links.archive import Archive, Perma, Wayback
from letters.links.fetch import Fetcher
from mail.background import Job, Worker
from mail.beats import beating
from mail.channels import Channel, MailChannel
from mail.sealing import MailSeal
from mail.sender import sender_for
from mail.worker import Postman, sending
from signatories.links import Seal


def make_workers(app: Flask) -> tuple[Worker, ...]:
    """The workers for an application.

    One closes letters whose deadline has passed. Another sends mail, and a third goes out to the sites that letters cite:
    other people's servers are slow, and in threads of their own they keep nothing else waiting.
    """
    around = web.surroundings(app)
    here: Sequence[Job] = (closing(around.settings), purging())
    stopping = threading.Event()
    postman = Postman(around.database, channels_of(around.settings, around.database, around.clock), stopping=stopping.is_set)
    fetcher = Fetcher()
    away: Sequence[Job] = (checking(fetcher), archiving(archives_of(around.settings.archives, fetcher)))
    return (
        Worker(around.database, (beating("deadlines"), *here), around.clock),
        Worker(around.database, (beating("mail"), sending(postman)), around.clock, name="undersigned-mail", stopping=stopping),
        Worker(around.database, (beating("links"), *away), around.clock, name="undersigned-links", pause=10.0),
    )


def channels_of(settings: Settings, database: Database, clock: web.Clock) -> dict[str, Channel]:
    """The ways for messages to go."""
    sender = sender_for(settings, database, clock)
    return {"mail": MailChannel(sender, MailSeal(settings.secret_key), settings.base_url)}


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
