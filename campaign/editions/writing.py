"""Writing an edition's files: once, right after it was frozen, or when somebody asks for one before that.

Setting a PDF takes seconds, so it is done between two transactions. Of two that write the same file at once, the bytes of the
first are kept, and both hand those out.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.editions.files import file_of
from campaign.exports import WRITERS, Export, NotWritten, export, written
from campaign.models import ADDENDA, FORMS, Campaign, Edition, EditionFile, EditionTrouble
from campaign.renditions import addendum_of, edition_before, final_edition, final_of, has_addendum
from database import Database
from errors import UserError
from letters.document.rendition import Rendition

WRITER = "the program"
"""Whose act it is in the record."""

AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""After how long a file that could not be written is tried again; from then on by the last of these."""

log = logging.getLogger("undersigned.editions")


class NoSuchFile(UserError):  # noqa: N818
    """The edition has no file of that form."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such file. An addendum is there from edition 2 on, where the list changed and the text did not."
        )


class NoSuchEdition(UserError):  # noqa: N818
    """The letter has no edition of that number."""

    def __init__(self) -> None:
        super().__init__("This letter has no such edition.")


def forms_of(session: Session, edition: Edition) -> tuple[str, ...]:
    """The forms in which an edition is kept: the letter's, and from the second on the addendum's where there is one."""
    return (*FORMS, *ADDENDA) if has_addendum(session, edition) else FORMS


def kept(database: Database, number: int, form: str, now: datetime) -> EditionFile:
    """The file of the edition of that id in ``form``, with its bytes: the stored one, else written and stored just now.

    Must be called outside of any transaction. Raises :class:`~campaign.exports.NotWritten` when it cannot be written, which
    is written down for the desk, and :class:`NoSuchFile`.
    """
    with database.read() as session:
        edition = session.get_one(Edition, number)
        stored = file_of(session, edition, form)
        if stored is not None:
            return stored
        if form not in forms_of(session, edition):
            raise NoSuchFile
        before = edition_before(session, edition)
    base = kept(database, before.id, "pdf", now) if form in ADDENDA and before is not None else None
    with database.read() as session:
        rendition = _rendition(session, session.get_one(Edition, number), base)
    plain = form.removeprefix("addendum-")
    try:
        data = written(rendition, plain)
    except Exception as error:
        _troubled(database, number, form, error, now)
        raise
    return _store(database, number, form, data, now)


def _rendition(session: Session, edition: Edition, base: EditionFile | None) -> Rendition:
    return final_of(edition) if base is None else addendum_of(session, edition, base.sha256)


def _store(database: Database, number: int, form: str, data: bytes, now: datetime) -> EditionFile:
    with database.write() as session:
        # Whoever else wrote it meanwhile was first.
        edition = session.get_one(Edition, number, with_for_update=True)
        campaign = session.get_one(Campaign, edition.campaign_id)
        stored = file_of(session, edition, form)
        if stored is not None:
            return stored
        file = EditionFile(
            edition_id=number,
            form=form,
            media_type=WRITERS[form.removeprefix("addendum-")][1],
            file_name=file_name(campaign.slug, edition.number, form),
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            data=data,
            written_at=now,
        )
        session.add(file)
        trouble = _trouble(session, number, form)
        if trouble is not None:
            session.delete(trouble)
        session.flush()
        note(
            session,
            campaign,
            "edition.written",
            by=WRITER,
            now=now,
            edition=edition.number,
            form=form,
            sha256=file.sha256,
            size=file.size,
        )
        return file


def file_name(slug: str, number: int, form: str) -> str:
    """What a file of an edition is called: "harbor.pdf", "harbor-edition-2.pdf", "harbor-edition-2-addendum.pdf"."""
    name = slug if number == 1 else f"{slug}-edition-{number}"
    kind = "-addendum" if form in ADDENDA else ""
    return f"{name}{kind}.{form.removeprefix('addendum-')}"


def _troubled(database: Database, number: int, form: str, error: Exception, now: datetime) -> None:
    """Write down that a file could not be written, for the desk. Only what our writers say in sentences is repeated."""
    problem = error.sentence if isinstance(error, UserError) else f"The program failed ({type(error).__name__})."
    with database.write() as session:
        session.get_one(Edition, number, with_for_update=True)
        trouble = _trouble(session, number, form)
        if trouble is None:
            session.add(EditionTrouble(edition_id=number, form=form, problem=problem, tried_at=now))
        else:
            trouble.problem, trouble.tries, trouble.tried_at = problem, trouble.tries + 1, now


def _trouble(session: Session, number: int, form: str) -> EditionTrouble | None:
    query = select(EditionTrouble).where(EditionTrouble.edition_id == number, EditionTrouble.form == form)
    return session.scalars(query).one_or_none()


def unwritten(session: Session, now: datetime, whole: set[int] | None = None) -> list[tuple[int, str]]:
    """The files that are still to be written at ``now``, as (edition, form), the oldest editions first.

    Those of editions of before there were files are written when somebody asks for them. What failed waits its time.
    ``whole`` remembers for the next call which editions need nothing more.
    """
    whole = set() if whole is None else whole
    files = select(EditionFile.edition_id, func.count().label("written")).group_by(EditionFile.edition_id).subquery()
    enough = or_(files.c.written >= len(FORMS) + len(ADDENDA), and_(Edition.number == 1, files.c.written >= len(FORMS)))
    query = (
        select(Edition.id)
        .outerjoin(files, files.c.edition_id == Edition.id)
        .where(Edition.closed_by != "", or_(files.c.written.is_(None), ~enough))
        .order_by(Edition.id)
    )
    found: list[tuple[int, str]] = []
    for number in session.scalars(query).all():
        if number in whole:
            continue
        edition = session.get_one(Edition, number)
        there = set(session.scalars(select(EditionFile.form).where(EditionFile.edition_id == number)))
        missing = [form for form in forms_of(session, edition) if form not in there]
        if not missing:
            whole.add(number)
        waits = {
            trouble.form
            for trouble in session.scalars(select(EditionTrouble).where(EditionTrouble.edition_id == number))
            if now < trouble.tried_at + AGAIN[min(trouble.tries, len(AGAIN)) - 1]
        }
        found.extend((number, form) for form in missing if form not in waits)
    return found


def writing_files() -> Callable[[Database, datetime], None]:
    """The worker's job of writing the files of editions that were frozen. One that cannot be written keeps no other waiting."""
    whole: set[int] = set()

    def write_edition_files(database: Database, now: datetime) -> None:
        with database.read() as session:
            todo = unwritten(session, now, whole)
        for number, form in todo:
            try:
                kept(database, number, form, now)
            except Exception as error:  # it is written down, and tried again
                log.error("edition %d, %s: %s", number, form, type(error).__name__)

    return write_edition_files


def letter_file(database: Database, campaign_id: int, form: str, *, now: datetime, public: bool = False) -> Export:
    """The campaign's letter in one of :data:`~campaign.models.FORMS`, for a download: the stored file of its newest edition
    once it is closed, before that a copy marked DRAFT.

    ``public`` as for :func:`campaign.exports.export`. Must be called outside of any transaction. Raises
    :class:`~campaign.exports.NotWritten`.
    """
    with database.read() as session:
        campaign = session.get_one(Campaign, campaign_id)
        edition = final_edition(session, campaign, now)
        if edition is None or edition.id is None or (public and not campaign.show_signatories):
            return export(session, campaign, form, now=now, public=public)
    file = kept(database, edition.id, form, now)
    return Export(file.file_name, file.media_type, file.data)


def edition_file(database: Database, campaign_id: int, number: int | None, form: str, *, now: datetime) -> Export:
    """A file of the edition of that number of a campaign, or of its newest one; stored, as by :func:`kept`.

    Raises :class:`NoSuchEdition` and what :func:`kept` raises.
    """
    with database.read() as session:
        query = select(Edition.id).where(Edition.campaign_id == campaign_id).order_by(Edition.number.desc()).limit(1)
        found = session.scalar(query if number is None else query.where(Edition.number == number))
    if found is None:
        raise NoSuchEdition
    file = kept(database, found, form, now)
    return Export(file.file_name, file.media_type, file.data)


__all__ = [
    "AGAIN",
    "NoSuchEdition",
    "NoSuchFile",
    "NotWritten",
    "edition_file",
    "file_name",
    "forms_of",
    "kept",
    "letter_file",
    "unwritten",
    "writing_files",
]
