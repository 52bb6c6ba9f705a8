"""The recipients' copies of an edition as files: wanted by a coordinator, written by a worker, kept.

A legislature of 535 takes a minute of typesetting, which no request should last. What is written once is what goes out,
whatever our writers do by then.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.copies import copy_of, file_name, with_own_copy, without_their_count
from campaign.delivery_models import COPY_FORMS, DeliveryFile, DeliveryRecipient
from campaign.delivery_queries import copies_of, recipients_of
from campaign.exports import NotWritten, written
from campaign.models import Campaign, Edition
from campaign.renditions import final_of
from coalition.permissions import Actor
from database import Database
from errors import UserError
from letters.document.rendition import Rendition

K = TypeVar("K")

AT_ONCE = 25
"""Copies that are written before the worker looks anew."""

PASS = timedelta(seconds=20)
"""How long a pass of the worker writes copies."""

log = logging.getLogger("undersigned.copies")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the copies of an edition are: how many there should be, are written, and cannot be."""

    wanted: int = 0
    written: int = 0
    failed: int = 0

    @property
    def waiting(self) -> int:
        """How many are still being written."""
        return self.wanted - self.written - self.failed


def want(session: Session, campaign: Campaign, edition: Edition, *, by: Actor | str, now: datetime) -> int:
    """Ask for every copy that is not there yet, in each form; those that could not be written are tried once more. Gives how
    many that are. Raises :class:`~errors.UserError` where nobody has a copy of their own, and where the text counts by state
    and one of them has none."""
    recipients = with_own_copy(recipients_of(session, campaign))
    if not recipients:
        raise UserError("Nobody on the list gets a copy of their own.")
    refuse_without_state(final_of(edition), recipients)
    there = copies_of(session, edition, recipients)
    fresh = [
        DeliveryFile(
            edition_id=edition.id,
            recipient_id=one.id,
            form=form,
            mark=one.mark,
            file_name=file_name(f"{campaign.slug}-{edition.number}", one, form),
            wanted_at=now,
        )
        for one in recipients
        for form in COPY_FORMS
        if (one.id, form) not in there
    ]
    session.add_all(fresh)
    again = [file for file in there.values() if file.problem]
    for file in again:
        file.problem = ""
    session.flush()
    if fresh or again:
        note(session, campaign, "copies.wanted", by=by, now=now, count=len(fresh) + len(again), edition=edition.number)
    return len(fresh) + len(again)


def refuse_without_state(rendition: Rendition, recipients: Iterable[DeliveryRecipient]) -> None:
    """Raise :class:`~errors.UserError` naming those whose letter would read "[number by state]"."""
    lacking = without_their_count(rendition, recipients)
    if lacking:
        names = ", ".join(f"“{one.name}”" for one in lacking[:5]) + (" …" if len(lacking) > 5 else "")
        raise UserError(
            f"The letter says how many signed from the recipient’s state, and {names} would read “[number by state]”:"
            " give each a copy of their own and a state."
        )


def progress(session: Session, campaign: Campaign, edition: Edition) -> Progress:
    """How far the copies of the edition are, as its recipients are now."""
    recipients = with_own_copy(recipients_of(session, campaign))
    files = copies_of(session, edition, recipients).values()
    return Progress(
        wanted=len(recipients) * len(COPY_FORMS),
        written=sum(file.written_at is not None for file in files),
        failed=sum(bool(file.problem) for file in files),
    )


def writing(clock: Callable[[], datetime]) -> Callable[[Database, datetime], None]:
    """The worker's job of writing wanted copies; ``clock`` says when each was."""

    def write_copies(database: Database, now: datetime) -> None:
        done = 0
        while clock() - now < PASS and (part := write_some(database, clock)):
            done += part
        if done:
            log.info("copies: %d written", done)

    return write_copies


def write_some(database: Database, clock: Callable[[], datetime]) -> int:
    """Write the next wanted copies of one edition in one form, at most :data:`AT_ONCE`; gives how many were dealt with.

    Two workers may write the same one: that makes the same bytes, and the first one's count.
    """
    with database.read() as session:
        first = session.scalars(_wanted().limit(1)).one_or_none()
        if first is None:
            return 0
        same = _wanted().where(DeliveryFile.edition_id == first.edition_id, DeliveryFile.form == first.form)
        files = session.scalars(same.limit(AT_ONCE)).all()
        whole = final_of(first.edition)
        jobs: list[DeliveryFile] = []
        stale: list[DeliveryFile] = []
        for file in files:
            # Changed since it was wanted: what is written must be what the recipient's row says, or its mark would lie.
            (jobs if file.mark == file.recipient.mark else stale).append(file)
        copies = [(file.id, copy_of(whole, file.recipient)) for file in jobs]
        form = first.form
    _drop(database, [file.id for file in stale])
    dealt = len(stale)
    for number, data, problem in each(copies, form):
        _keep(database, number, data, problem, clock())
        dealt += 1
    return dealt


def _wanted() -> Select[DeliveryFile]:
    return (
        select(DeliveryFile)
        .where(DeliveryFile.written_at.is_(None), DeliveryFile.problem == "")
        .order_by(DeliveryFile.edition_id, DeliveryFile.form.desc(), DeliveryFile.id)
    )


def each(copies: Sequence[tuple[K, Rendition]], form: str) -> Iterator[tuple[K, bytes, str]]:
    """The bytes of each copy, or why there are none. PDFs share a process until one of them fails."""
    left = list(copies)
    while left:
        stream = written_each([copy for _number, copy in left], form)
        try:
            while left:
                data = next(stream)
                yield left.pop(0)[0], data, ""
        except NotWritten as error:
            yield left.pop(0)[0], b"", error.sentence


def written_each(renditions: Iterable[Rendition], form: str) -> Iterator[bytes]:
    """Each rendition in that form, one after the other. Raises :class:`~campaign.exports.NotWritten`."""
    if form != "pdf":
        yield from (written(rendition, form) for rendition in renditions)
        return
    from letters import pdf  # late: a process that writes no PDF does without

    try:
        yield from pdf.write_each(renditions)
    except pdf.PdfError as error:
        raise NotWritten(error.template, **error.values) from error


def _keep(database: Database, number: int, data: bytes, problem: str, now: datetime) -> None:
    values: dict[str, Any] = {"problem": problem[:500]}
    if data:
        values = {"data": data, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "written_at": now}
    with database.write() as session:
        session.execute(
            update(DeliveryFile).where(DeliveryFile.id == number, DeliveryFile.written_at.is_(None)).values(**values)
        )


def _drop(database: Database, numbers: Sequence[int]) -> None:
    """Take back what nobody wants any more; nothing of it was ever written."""
    if not numbers:
        return
    with database.write() as session:
        for file in session.scalars(
            select(DeliveryFile).where(DeliveryFile.id.in_(numbers), DeliveryFile.written_at.is_(None))
        ):
            session.delete(file)
