"""The number of signatories in a Word file: that of the names beneath it, in the type around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from letters.document import markdown
from letters.document.rendition import Rendition, Signatories, SignatoryGroup
from letters.docx import write
from tests.letters.docx.examples import lines, names, rendition
from tests.letters.docx.reading import note_texts, paragraphs, texts, words
from tests.letters.docx.test_libreoffice import laid_out, pages
from tests.tools.ooxml import Opened, W

TEXT = """\
# What {signatories} ask

The undersigned **{organizations} organizations** and {individuals} people ask.[^n]

| Who | How many |
| --- | ---: |
| Organizations | {organizations} |

[^n]: All {signatories} of them.
"""


def signed(organizations: int, individuals: int) -> Rendition:
    letter, losses = markdown.read(TEXT)
    assert losses == ()
    groups = (
        SignatoryGroup(names(organizations), "Organizations"),
        SignatoryGroup(lines(*(f"Person {n}" for n in range(individuals))), "Individuals", individuals=True),
    )
    return rendition(letter, Signatories(groups if organizations else ()))


def test_the_number_is_that_of_the_names() -> None:
    opened = Opened(write(signed(1203, 41)))
    assert len(texts(opened, "Signatory")) == 1244
    assert texts(opened, "Heading1") == ["What 1,244 ask"]
    assert texts(opened, "BodyText") == ["The undersigned 1,203 organizations and 41 people ask."]
    assert "1,203" in texts(opened)
    assert note_texts(opened) == ["All 1,244 of them."]


def test_it_is_bold_where_the_words_around_it_are() -> None:
    (paragraph,) = paragraphs(Opened(write(signed(12, 1))), "BodyText")
    bold = [words(run) for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert bold == ["12 organizations"]


def test_without_names_there_is_no_number() -> None:
    opened = Opened(write(signed(0, 0)))
    assert texts(opened, "BodyText") == ["The undersigned [number] organizations and [number] people ask."]


@pytest.mark.needs("soffice")
@pytest.mark.needs("pdftotext")
def test_another_word_processor_prints_it(tmp_path: Path) -> None:
    whole = " ".join(pages(laid_out(signed(1203, 2), tmp_path)))
    assert "The undersigned 1,203 organizations and 2 people ask." in whole
    assert whole.count(" No. ") == 1203
