"""Many letters set by one process: the same bytes as each by itself, and no letter pays for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from letters.document.addressing import addressed
from letters.document.nodes import Letter, Paragraph, Text
from letters.document.rendition import Rendition
from letters.pdf import MissingGlyphError, PdfTimeoutError, write, write_each, writer
from letters.pdf.child import Child
from tests.letters.pdf.examples import MOMENT, rendition


def copies(count: int) -> Iterator[Rendition]:
    whole = rendition(12)
    for number in range(count):
        letter = addressed(whole.resolved, (f"Recipient {number}", "City"), f"Dear {number},")
        yield replace(whole, resolved=letter)


def test_each_copy_has_the_bytes_that_it_has_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "AT_ONCE", 2)  # the third copy is another process's first
    together = list(write_each(copies(3)))
    assert together == [write(copy) for copy in copies(3)]
    assert len(set(together)) == 3


def test_one_is_taken_after_the_other() -> None:
    """A list of hundreds is never in memory whole."""
    begun: list[int] = []

    def counted() -> Iterator[Rendition]:
        for number, copy in enumerate(copies(60)):
            begun.append(number)
            yield copy

    written = write_each(counted())
    next(written)
    assert len(begun) == writer.AT_ONCE
    written.close()  # type: ignore[attr-defined]


def test_a_copy_that_cannot_be_set_stops_those_after_it() -> None:
    bad = Rendition(Letter((Paragraph((Text("\ue000"),)),)), "T", MOMENT)
    written = write_each([*copies(1), bad, *copies(1)])
    assert next(written).startswith(b"%PDF")
    with pytest.raises(MissingGlyphError):
        next(written)


def test_the_time_is_for_each_letter() -> None:
    first, second = copies(2)
    with Child(30, 1024) as child:
        assert child.pdf(writer._order(first))
        child._end = 0.0  # as if all of the second one's time were gone
        with pytest.raises(PdfTimeoutError):
            child.pdf(writer._order(second))
        assert child._process.returncode is not None
