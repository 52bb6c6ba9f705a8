"""The commands about mail: whether it flows, and what came back."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from campaign.examining import examine
from campaign.operations import inviting, settling  # noqa: F401  (what follows from lost mail is registered by importing them)
from campaign.operations.galley import asking  # noqa: F401
from command_line import Problem, open_database
from configuration import from_environment
from database import Database
from mail.bounces.mailbox import mails_in
from mail.bounces.reading import MOST_BYTES
from mail.bounces.recording import record_returned
from mail.records import ask_name_server
from mail.sealing import MailSeal

_SAID = {
    "failed": "could not be delivered",
    "delayed": "is still on its way",
    "complaint": "was called junk",
    "reply": "was answered",
    "nothing": "says nothing of that kind",
}


_MARKS = {"ok": "ok   ", "warn": "warn ", "wrong": "WRONG"}


@click.command("doctor")
@click.option("--dns", is_flag=True, help="Look up whether SPF and DMARC are set for the sender’s domain.")
def doctor(dns: bool) -> None:
    """Say whether mail flows, what waits, and what is wrong; the status is 1 when something is."""
    settings = from_environment()
    database = Database(settings.database_url)
    try:
        findings = examine(settings, database, datetime.now(UTC), ask_name_server if dns else None)
    finally:
        database.dispose()
    for finding in findings:
        click.echo(f"{_MARKS[finding.level]}  {finding.sentence}")
        if finding.advice:
            click.echo(f"       {finding.advice}")
    if any(finding.level == "wrong" for finding in findings):
        raise click.exceptions.Exit(1)


@click.command("bounce")
@click.option(
    "--mailbox", type=click.Path(exists=True, path_type=Path), help="An mbox file or a Maildir folder, instead of one mail."
)
def bounce(mailbox: Path | None) -> None:
    """Take down what came back: one mail from standard input, or all of a mailbox.

    A mail server can pipe each mail that comes back to this command; reading the same mail again changes nothing.
    """
    seal = MailSeal(from_environment().secret_key)
    try:
        mails: Iterable[bytes] = mails_in(mailbox) if mailbox else [sys.stdin.buffer.read(MOST_BYTES)]
        counts, strange = Counter[str](), 0
        with open_database() as database:
            for raw in mails:
                # A transaction each: a mailbox of thousands must not keep anybody from signing.
                with database.write() as session:
                    found = record_returned(session, seal, raw, datetime.now(UTC))
                if found.message is None:
                    strange += 1
                else:
                    counts[found.what] += 1
    except OSError as error:
        raise Problem(f"{mailbox}: cannot be read ({error.strerror}).") from None
    for what, count in sorted(counts.items()):
        click.echo(f"{count}: {_SAID[what]}")
    if strange:
        click.echo(f"{strange}: not about a message of ours, and passed over", err=True)
