"""The commands that hand out and erase what is held about a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.operations.erasing import Part, erase, plan
from campaign.operations.personal_data import exported, find
from coalition.models import Coalition
from command_line import Problem, open_database

BY = "the command line"

_WHOSE = click.option("--coalition", "coalition_name", default="", help="Look in this coalition only. Default: in all.")


@click.group()
def person() -> None:
    """What is held about a person, by their mail address: hand it out, or erase it."""


@person.command("export")
@click.argument("address")
@_WHOSE
def export_person(address: str, coalition_name: str) -> None:
    """Print everything that is held about the owner of ADDRESS, as JSON."""
    now = datetime.now(UTC)
    with open_database() as database, database.read() as session:
        holdings = find(session, address, _coalition(session, coalition_name))
        told = exported(session, holdings, now)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@person.command("erase")
@click.argument("address")
@_WHOSE
@click.option("--dry-run", is_flag=True, help="Say what would go and what would stay, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_person(address: str, coalition_name: str, dry_run: bool, yes: bool) -> None:
    """Erase what is held about the owner of ADDRESS, after saying what goes and what stays. It cannot be had back."""
    now = datetime.now(UTC)
    with open_database() as database:
        with database.read() as session:
            coalition_id = _coalition(session, coalition_name)
            parts = plan(session, find(session, address, coalition_id), now)
        for line in told(parts):
            click.echo(line)
        if dry_run or not any(part.goes for part in parts):
            return
        if not yes:
            click.confirm("Erase this? It cannot be had back", abort=True)
        with database.write() as session:
            done = erase(session, address, coalition_id, by=BY, now=now)
    counts = {
        "signatures": done.signatures,
        "invitations": done.invitations,
        "late requests": done.late,
        "contacts in the directory": done.contacts,
        "recipients": done.recipients,
        "messages": done.messages,
    }
    click.echo(f"Erased: {', '.join(f'{count} {what}' for what, count in counts.items())}.")


def told(parts: list[Part]) -> list[str]:
    """The plan as lines."""
    lines = [] if parts else ["Nothing is held about this address."]
    for part in parts:
        lines.append(f"{part.what}{f', on “{part.letter}”' if part.letter else ''}")
        if part.goes:
            lines.append(f"  goes: {part.goes}.")
        if part.stays:
            lines.append(f"  stays: {part.stays}; {part.why}.")
    return lines


def _coalition(session: Session, name: str) -> int | None:
    if not name:
        return None
    found = session.scalar(select(Coalition.id).where(Coalition.name == name))
    if found is None:
        raise Problem(f"There is no coalition “{name}”.")
    return found
