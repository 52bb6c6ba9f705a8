"""A recipient's copy of the letter: one body for everybody, with an address block, a salutation and a count of their own."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from campaign.delivery_models import DeliveryRecipient
from letters.document.addressing import addressed
from letters.document.counts import counts_by_state
from letters.document.rendition import Rendition

_FIXED = (1980, 1, 1, 0, 0, 0)
_LONGEST_STEM = 60


def copy_of(rendition: Rendition, recipient: DeliveryRecipient) -> Rendition:
    """The recipient's copy of ``rendition``; for one without a copy of their own the letter as it is."""
    if not recipient.own_copy:
        return rendition
    letter = addressed(rendition.resolved, recipient.lines, recipient.salutation)
    return replace(rendition, resolved=letter, state=recipient.state)


def without_their_count(rendition: Rendition, recipients: Iterable[DeliveryRecipient]) -> list[DeliveryRecipient]:
    """Those whose letter would read "[number by state]": the text counts by state, and they have no copy or no state."""
    if not counts_by_state(rendition.resolved):
        return []
    return [one for one in recipients if not (one.own_copy and one.state)]


class StateCounts:
    """How many from each state stand on a letter: counted once for all of its recipients."""

    def __init__(self, rendition: Rendition) -> None:
        self._told = counts_by_state(rendition.resolved)
        self._of = Counter(line.state for group in rendition.signatories.groups for line in group.lines)

    def told(self, recipient: DeliveryRecipient) -> int | None:
        """How many that recipient is told of; None where their copy does not say."""
        return self._of[recipient.state] if self._told and recipient.own_copy and recipient.state else None


def file_name(slug: str, recipient: DeliveryRecipient, form: str, *, draft: bool = False) -> str:
    """A name that any system takes, no two alike within a campaign: "harbor-007-jane-doe.pdf"."""
    plain = unicodedata.normalize("NFKD", recipient.name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_STEM].strip("-")
    parts = [slug, f"{recipient.place:03d}", stem or "recipient", *(["DRAFT"] if draft else [])]
    return f"{'-'.join(parts)}.{form}"


class _Sink(io.RawIOBase):
    """Where an archive writes to, a piece at a time; nobody can go back in it."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self.parts = self.parts, []
        return b"".join(pieces)


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of these files (name, bytes), in pieces: never more than one of them is in memory. The same files give the same
    bytes."""
    sink = _Sink()
    # Stored: a PDF and a DOCX are compressed already.
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
            yield sink.taken()
    yield sink.taken()


def with_own_copy(recipients: Iterable[DeliveryRecipient]) -> Sequence[DeliveryRecipient]:
    """Those who get a copy of their own."""
    return [one for one in recipients if one.own_copy]
