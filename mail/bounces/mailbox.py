"""Mails out of a mailbox on the disk: an mbox file or a Maildir folder. They are read and left where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mail.bounces.reading import MOST_BYTES


def mails_in(place: Path) -> Iterator[bytes]:
    """The bytes of each mail, no more of one than is looked at. Raises OSError."""
    if place.is_dir():
        for folder in ("new", "cur"):
            for path in sorted((place / folder).glob("*")):
                if path.is_file():
                    with path.open("rb") as file:
                        yield file.read(MOST_BYTES)
        return
    mail: list[bytes] = []
    size = 0
    with place.open("rb") as file:
        for line in file:
            # RFC 4155: each begins with "From ", and a line of its own that does so was written ">From ".
            if line.startswith(b"From "):
                if mail:
                    yield b"".join(mail)
                mail, size = [], 0
            elif size < MOST_BYTES:
                mail.append(line)
                size += len(line)
    if mail:
        yield b"".join(mail)
