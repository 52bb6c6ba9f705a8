"""Files that go with a message.

A row of the outbox names them ("edition-file:12"), and they are made when it is sent: the outbox stays small, and what is sent
is what is there then. The packages above register how; mail knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its name, its media type ("application/pdf") and its bytes."""

    filename: str
    media_type: str
    content: bytes


Source = Callable[[Session, int], Attachment | None]

_sources: dict[str, Source] = {}


class MissingAttachmentError(Exception):
    """A message names a file that is not there: it must not go without."""


def source(what: str) -> Callable[[Source], Source]:
    """Register who has the files that are called ``what``, followed by a number; None says that there is no such one."""

    def register(find: Source) -> Source:
        if what in _sources:
            raise ValueError(f"there are two sources of {what!r}")
        _sources[what] = find
        return find

    return register


def attachments_of(session: Session, names: Iterable[str]) -> tuple[Attachment, ...]:
    """The files of these names. Raises :class:`MissingAttachmentError`, naming it, when one is not there."""
    found: list[Attachment] = []
    for name in names:
        what, _, number = name.partition(":")
        find = _sources.get(what)
        file = find(session, int(number)) if find is not None and number.isdigit() else None
        if file is None:
            raise MissingAttachmentError(f"there is no file “{name}” to go with it")
        found.append(file)
    return tuple(found)
