"""The stored files of editions. Looking only: :mod:`campaign.editions.writing` writes them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from campaign.models import ADDENDA, FORMS, Edition, EditionFile

_IN_ORDER = {form: place for place, form in enumerate((*FORMS, *ADDENDA))}


def files_of(session: Session, edition: Edition) -> Sequence[EditionFile]:
    """The files of an edition that are written, in the order of :data:`~campaign.models.FORMS` and its addenda; without their
    bytes. Right after closing there may be none yet."""
    found = session.scalars(select(EditionFile).where(EditionFile.edition_id == edition.id)).all()
    return sorted(found, key=lambda file: _IN_ORDER[file.form])


def file_of(session: Session, edition: Edition, form: str) -> EditionFile | None:
    """One file of an edition with its bytes ("pdf", "addendum-docx" …); None while it is not written."""
    query = select(EditionFile).where(EditionFile.edition_id == edition.id, EditionFile.form == form)
    return session.scalars(query.options(undefer(EditionFile.data))).one_or_none()


def bytes_of(session: Session, number: int) -> EditionFile | None:
    """The file of that id with its bytes, for what refers to it by that ("edition-file:12"); None when there is none."""
    return session.get(EditionFile, number, options=[undefer(EditionFile.data)])
