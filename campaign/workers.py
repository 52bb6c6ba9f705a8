"""The workers and their jobs, put together: what works beside the web server, or in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask

import web
from campaign.doors import doors_under
from campaign.doubtful import doubts_of
from campaign.editions.writing import writing_files
from campaign.hooks.channel import AGENT as HOOK_AGENT
from campaign.hooks.channel import HookChannel
from campaign.hooks.queue import queue_events
from campaign.link_jobs import archiving, checking
from campaign.models import Campaign
from campaign.operations import digesting, letterhead, reminding  # noqa: F401  (whose mail it is, is registered by importing it)
from campaign.operations.circulating import close_due, due
from campaign.operations.delivering.copies import writing
from campaign.operations.retention import purging
from campaign.operations.settling import settle_due, unsettled
from configuration import ArchiveSettings, Settings
from database import Database
from letters.links.archive import Archive, Perma, Wayback
from letters.links.fetch import Fetcher
from mail.background import Job, Worker
from mail.beats import beating
from mail.channels import Channel, MailChannel
from mail.pace import Pace
from mail.sealing import MailSeal
from mail.sender import sender_for
from mail.worker import Postman, sending


def make_workers(app: Flask) -> tuple[Worker, ...]:
    """The workers for an application.

    One closes letters whose deadline has passed, in a thread of its own: nothing must keep a letter from closing. One writes
    files, of which hundreds take minutes. Others send mail, tell hooks, and go out to the sites that letters cite: other
    people's servers are slow, and keep nothing else waiting. The first reminds, and lets contacts go.
    """
    around = web.surroundings(app)
    here: Sequence[Job] = (remind_due(around.settings), purging())
    files: Sequence[Job] = (writing_files(), writing(around.clock))
    stopping = threading.Event()
    postman = Postman(around.database, channels_of(around.settings, around.database, around.clock), stopping=stopping.is_set)
    fetcher = Fetcher()
    hooks = HookChannel(
        Fetcher(agent=HOOK_AGENT),
        around.settings.secret_key,
        doors_under(around.settings.base_url, around.settings.secret_key),
        around.clock,
    )
    told = Postman(around.database, {"hook": hooks}, pace=Pace(batch=1), stopping=stopping.is_set)
    away: Sequence[Job] = (checking(fetcher), archiving(archives_of(around.settings.archives, fetcher)))
    return (
        Worker(around.database, (beating("reminders"), *here), around.clock),
        Worker(around.database, (beating("mail"), sending(postman)), around.clock, name="undersigned-mail", stopping=stopping),
        Worker(
            around.database,
            (beating("hooks"), queue_events, sending(told)),
            around.clock,
            name="undersigned-hooks",
            stopping=stopping,
        ),
        Worker(around.database, (beating("deadlines"), closing(around.settings)), around.clock, name="undersigned-closing"),
        Worker(around.database, (beating("links"), *away), around.clock, name="undersigned-links", pause=10.0),
        Worker(around.database, (beating("files"), *files), around.clock, name="undersigned-files"),
    )


def channels_of(settings: Settings, database: Database, clock: web.Clock) -> dict[str, Channel]:
    """The ways for messages to go."""
    sender = sender_for(settings, database, clock)
    return {"mail": MailChannel(sender, MailSeal(settings.secret_key), settings.base_url, clock)}


def archives_of(keys: ArchiveSettings, fetcher: Fetcher) -> tuple[Archive, ...]:
    """The archives that may be asked for copies: Perma.cc only with a key."""
    wayback = Wayback(fetcher, keys.wayback_keys)
    return (wayback, Perma(fetcher, keys.perma_key)) if keys.perma_key else (wayback,)


def closing(settings: Settings) -> Job:
    """The worker's job of ending what has an end: the time to answer about a changed text, and after it the letter itself.

    It looks before it takes the write lock: nearly always there is nothing to do. One letter after the other, each in
    transactions of its own: what goes wrong with one keeps no other from closing. It is raised when all have had their turn.
    """
    doors = doors_under(settings.base_url, settings.secret_key)

    def end(database: Database, number: int, now: datetime) -> None:
        waiting = True
        while waiting:
            with database.write() as session:
                waiting = bool(settle_due(session, now, doors, only=number))
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


def remind_due(settings: Settings, every: timedelta = timedelta(minutes=1)) -> Job:
    """The worker's job of reminding: the steps of plans at every look, and once in ``every`` what has to be searched for."""
    doors = doors_under(settings.base_url, settings.secret_key)
    last: datetime | None = None

    def remind(database: Database, now: datetime) -> None:
        nonlocal last
        if last is not None and last <= now < last + every:
            reminding.remind_due(database, doors, now)
            return
        last = now
        reminding.work(database, doors, now)
        digesting.digest_due(database, settings.base_url, now)

    return remind
