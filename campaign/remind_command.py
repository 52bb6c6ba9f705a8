"""The command that reminds, for whoever has cron instead of a worker that runs all the time; and that shows the plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.doors import Doors, doors_under
from campaign.models import Campaign
from campaign.operations import digesting, reminding
from campaign.operations.reminding.words import step_name
from campaign.queries import find
from campaign.wording import relative, weekday_moment
from command_line import Problem, open_database
from configuration import Settings, from_environment
from database import Database
from signatories.links import Seal


@click.command("remind")
@click.argument("slug", required=False, default="")
@click.option("--now", "act", is_flag=True, help="Remind whoever is due, send the mail that waits, and say what was done.")
@click.option("--dry-run", is_flag=True, help="With --now: say who would be reminded, and change nothing.")
def remind(slug: str, act: bool, dry_run: bool) -> None:
    """Show the reminders that are planned, of SLUG or of every open letter; with --now do what a worker would do now."""
    settings = from_environment()
    now = datetime.now(UTC)
    doors_of = doors_under(settings.base_url, settings.secret_key)
    with open_database() as database:
        with database.read() as session:
            if slug and find(session, slug) is None:
                raise Problem(f"There is no campaign “{slug}”.")
            lines = list(_foretold(session, slug, now) if act and dry_run else () if act else _plans(session, slug, now))
        if not act:
            _say(lines, "No letter is open for signature.")
            return
        if dry_run:
            _say(lines, "Nothing is due.")
            return
        done = reminding.work(database, doors_of, now, slug)
        digests = digesting.digest_due(database, settings.base_url, now, slug)
        _say(list(_did(done, digests)), "Nothing was due.")
        click.echo(_send(settings, database, now))


def _say(lines: list[str], otherwise: str) -> None:
    for line in lines or [otherwise]:
        click.echo(line)


def _send(settings: Settings, database: Database, now: datetime) -> str:
    """Send what waits, pass after pass, until one has nothing left to do or no server answers; gives a line about it. Mail goes
    as a worker sends it: to nobody who unsubscribed, and with a way out for everybody else."""
    from campaign.workers import channels_of  # late: whoever only serves pages does not load what speaks to a mail server
    from mail.worker import Postman

    postman = Postman(database, channels_of(settings, database, lambda: datetime.now(UTC)))
    sent = skipped = failed = postponed = 0
    while True:
        report = postman.work(now)
        sent, skipped, failed = sent + report.sent, skipped + report.skipped, failed + report.failed
        postponed += report.postponed
        if not report.sent + report.skipped + report.failed:
            return f"Mail: {sent} sent, {skipped} skipped, {failed} failed, {postponed} to try again."


def _open(session: Session, slug: str) -> list[Campaign]:
    query = select(Campaign).where(Campaign.state == "circulating")
    return list(session.scalars((query.where(Campaign.slug == slug) if slug else query).order_by(Campaign.slug)))


def _plans(session: Session, slug: str, now: datetime) -> Iterator[str]:
    for campaign in _open(session, slug):
        yield f"{campaign.slug}: {campaign.title}"
        rows = reminding.steps_of(session, campaign)
        for row in rows:
            at = weekday_moment(row.planned_for, campaign.timezone)
            if row.state == "done":
                yield f"  {step_name(row.step)}: sent to {row.reached}, {at}"
            elif row.state == "dropped":
                yield f"  {step_name(row.step)}: not sent, because {row.reason}"
            else:
                yield f"  {step_name(row.step)}: {at}, {relative(row.planned_for, now)}"
        if not rows:
            yield "  Nothing is planned: reminders are off."


def _foretold(session: Session, slug: str, now: datetime) -> Iterator[str]:
    for campaign in _open(session, slug):
        for fate, row in reminding.due_now(session, campaign, now):
            if fate:
                yield f"{campaign.slug}, {step_name(row.step)}: would not be sent, because {fate}"
                continue
            ready = reminding.prepared(session, campaign, row.step, Doors("", Seal("-" * 16), campaign.slug), now)
            yield f"{campaign.slug}, {step_name(row.step)}: would go to {len(ready.drafts)}"
            yield from _left_out(ready.left_out)
        boards = len(reminding.boards_due(session, campaign, now))
        if boards:
            yield f"{campaign.slug}, {step_name(reminding.BOARD)}: would go to {boards}"
        confirming = len(reminding.first_due(session, campaign, now))
        if confirming:
            yield f"{campaign.slug}, a day after signing, not confirmed: would go to {confirming}"
        silent = sum(len(one.signatures) for one in reminding.silent_due(session, campaign, now))
        if silent:
            yield f"{campaign.slug}, a day before the time to answer is over: would go to {silent}"


def _did(done: reminding.Round, digests: int) -> Iterator[str]:
    for one in done.steps:
        if one.dropped:
            yield f"{one.slug}, {step_name(one.step)}: not sent, because {one.dropped}"
        else:
            yield f"{one.slug}, {step_name(one.step)}: to {one.reached}"
            yield from _left_out(one.left_out)
    for slug, count in done.boards.items():
        yield f"{slug}, {step_name(reminding.BOARD)}: to {count}"
    for slug, count in done.confirming.items():
        yield f"{slug}, a day after signing, not confirmed: to {count}"
    for slug, count in done.silent.items():
        yield f"{slug}, a day before the time to answer is over: to {count}"
    if digests:
        yield f"Digests to coordinators: {digests}"


def _left_out(reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, count in reasons.items():
        yield f"  left out: {count}, {reason}"
