"""The command that closes a letter, and says before what is left to look at."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from campaign import checklist
from campaign.operations import close
from campaign.queries import find
from command_line import Problem, open_database

BY = "the command line"

_MARKS = {"block": "must be mended", "warn": "look at it", "fine": "fine"}


@click.command("close")
@click.argument("slug")
@click.option("--check", is_flag=True, help="Only say what is left to look at; 1 when something must be mended first.")
def close_command(slug: str, check: bool) -> None:
    """Close the letter of campaign SLUG and freeze its edition.

    Before the deadline it refuses to while something must be mended first: see --check.
    """
    now = datetime.now(UTC)
    with open_database() as database:
        if check:
            with database.read() as session:
                campaign = find(session, slug)
                if campaign is None:
                    raise Problem(f"There is no campaign “{slug}”.")
                if campaign.state != "circulating":
                    raise Problem("Only a letter that is open for signature can be closed.")
                found = checklist.points(session, campaign, now)
            for point in found:
                click.echo(f"{_MARKS[point.verdict]}: {point.sentence}")
                for example in point.examples:
                    click.echo(f"  {example}")
            if checklist.blocks(found):
                raise click.exceptions.Exit(1)
            return
        with database.write() as session:
            campaign = find(session, slug)
            if campaign is None:
                raise Problem(f"There is no campaign “{slug}”.")
            edition = close(session, campaign, by=BY, now=now)
            number, count = edition.number, edition.count
    click.echo(f"Edition {number}: {count}")
