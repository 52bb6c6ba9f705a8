"""The commands that take campaigns in and give letters out."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.bundles import read_bundle
from campaign.closing_commands import close_command
from campaign.editions.writing import edition_file, letter_file
from campaign.exports import FORMATS, WRITERS, export, written
from campaign.mail_commands import bounce, doctor
from campaign.match_command import match_command
from campaign.models import Campaign
from campaign.operations import import_bundle, resolution_of
from campaign.operations.links import facts_for
from campaign.queries import current_version, find
from campaign.remind_command import remind
from campaign.renditions import of_bundle
from campaign.retention_commands import person
from coalition.models import Coalition
from coalition.operations import people
from command_line import Problem, open_database
from letters.citations import resolved
from letters.citations.plain_runs import note_data
from letters.document import markdown

BY = "the command line"


@click.command("import")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Let it take the place of a draft at the same address.")
@click.option("--coalition", "coalition_name", default="", help="Whose campaign it is. Default: the only coalition.")
def import_command(bundle: Path, replace: bool, coalition_name: str) -> None:
    """Take a campaign in from BUNDLE, a folder or a zip, and print its slug."""
    reading = read_bundle(bundle)
    now = datetime.now(UTC)
    with open_database() as database, database.write() as session:
        owner = _coalition(session, coalition_name, reading.bundle.hosts, now)
        campaign = import_bundle(session, owner.id, reading.bundle, replace=replace, by=BY, now=now)
        slug = campaign.slug
    _tell(reading.losses)
    click.echo(slug)


@click.command("export")
@click.argument("slug")
@click.option("--format", "file_format", type=click.Choice(FORMATS), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--draft", is_flag=True, help="Mark the copy DRAFT even if the letter is closed.")
@click.option("--edition", "number", type=click.IntRange(1), help="Which edition of a closed letter. Default: the newest.")
@click.option("--addendum", is_flag=True, help="Not the letter, but what the edition adds to the one before.")
def export_command(slug: str, file_format: str, output: Path, draft: bool, number: int | None, addendum: bool) -> None:
    """Write the letter of campaign SLUG to a file. It is marked DRAFT until the campaign is closed."""
    with open_database() as database:
        with database.read() as session:
            campaign = find(session, slug)
            if campaign is None:
                raise Problem(f"There is no campaign “{slug}”.")
            state, now = campaign.state, datetime.now(UTC)
        if number is not None or addendum:
            if draft or file_format not in WRITERS:
                raise Problem(f"An edition is kept as {', '.join(WRITERS)}, and never marked DRAFT.")
            made = edition_file(database, campaign.id, number, f"addendum-{file_format}" if addendum else file_format, now=now)
        elif draft or file_format not in WRITERS:
            with database.read() as session:
                made = export(session, session.get_one(Campaign, campaign.id), file_format, now=now, draft=draft)
        else:
            made = letter_file(database, campaign.id, file_format, now=now)
    write_file(output, made.data)
    if made.draft and not draft:
        click.echo(f"The campaign is {state}, so this copy is marked DRAFT.", err=True)


@click.command("render")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="letter.docx, .pdf, .html or .md")
@click.option("--draft", is_flag=True, help="Mark every page DRAFT.")
def render_command(bundle: Path, output: Path, draft: bool) -> None:
    """Write the letter of BUNDLE, a folder or a zip, to a file. Needs no database."""
    file_format = output.suffix.removeprefix(".").lower()
    if file_format not in (*WRITERS, "md"):
        endings = ", ".join(f".{name}" for name in (*WRITERS, "md"))
        raise Problem(f"{output.name}: the name must end with one of {endings}, which says what to write.")
    reading = read_bundle(bundle)
    if file_format == "md":
        data = markdown.write(reading.bundle.letter).encode("utf-8")
    else:
        # The deadline is the moment a finished letter speaks of; with it the same bundle always gives the same bytes.
        until = reading.bundle.deadline
        moment = until.moment if until and not draft else datetime.now(UTC)
        data = written(of_bundle(reading.bundle, moment, draft=draft), file_format)
    write_file(output, data)
    _tell(reading.losses)


@click.command("notes")
@click.argument("which", metavar="SLUG|BUNDLE")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, each with its runs.")
def notes_command(which: str, as_json: bool) -> None:
    """Print the notes of a campaign or a bundle as they will stand in the letter.

    A folder or a zip is read as a bundle and needs no database; anything else is a campaign's slug. Warnings go to standard
    error; the command ends with 1 if one of them keeps the letter from going out.
    """
    path = Path(which)
    losses: Sequence[str] = ()
    if path.exists() or os.sep in which:
        reading = read_bundle(path, holes=True)
        resolution = resolved(reading.bundle.letter, reading.bundle.sources, reading.bundle.style)
        losses = reading.losses
    else:
        with open_database() as database, database.read() as session:
            campaign = find(session, which)
            if campaign is None:
                raise Problem(f"There is no campaign “{which}”, and no bundle of that name.")
            resolution = resolution_of(current_version(session, campaign), facts_for(session, campaign))
    data = [note_data(note) for note in resolution.notes]
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for note in data:
            click.echo(f"{note['number']}. {note['text']}")
    _tell(losses)
    _tell([str(warning) for warning in resolution.warnings])
    if resolution.blocked:
        raise click.exceptions.Exit(1)


COMMANDS = (
    import_command,
    export_command,
    render_command,
    notes_command,
    close_command,
    person,
    match_command,
    remind,
    bounce,
    doctor,
)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a full disk must not leave half a letter under a finished letter's name.

    Raises :class:`~command_line.Problem`.
    """
    try:
        if path.exists() and not path.is_file():  # /dev/stdout, a pipe: nothing to be careful about
            path.write_bytes(data)
            return
        handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Problem(f"{path}: cannot be written ({error.strerror}).") from None


def _coalition(session: Session, name: str, hosts: Sequence[str], now: datetime) -> Coalition:
    """The coalition of that name; without a name the only one there is, or a first one called after the lead organization."""
    if name:
        named = session.scalars(select(Coalition).where(Coalition.name == name)).one_or_none()
        if named is None:
            raise Problem(f"There is no coalition “{name}”; make it with: undersigned user add EMAIL --coalition “{name}”.")
        return named
    coalitions = session.scalars(select(Coalition).limit(2)).all()
    if len(coalitions) > 1:
        raise Problem("There are several coalitions; say whose campaign this is with --coalition NAME.")
    if coalitions:
        return coalitions[0]
    return people.create_coalition(session, (hosts[0] if hosts else "Coalition")[:200], now=now, by=BY)


def _tell(losses: Sequence[str]) -> None:
    for loss in losses:
        click.echo(loss, err=True)
