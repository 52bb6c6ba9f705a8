"""The example in every house style: each number that points to a note is alive in every file, and is the right one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaign.bundles import read_bundle
from campaign.renditions import of_bundle
from letters import docx
from letters.citations import Style
from letters.document import html
from letters.document.nodes import NoteLink, NumberedNote
from letters.document.rendition import Rendition
from letters.document.walk import inlines_of, plain_text
from tests.examples.conftest import BUNDLE
from tests.letters.docx.reading import note_texts
from tests.tools.ooxml import Opened, fields, structure_faults

STYLES = [
    Style(),
    Style("plain"),
    Style(id_form=True, italic_signals=True, angle=True, accessed="always", months="long"),
    Style("plain", id_form=True, et_al=1, et_al_everywhere=True, archive=True),
]


@pytest.fixture(params=STYLES, ids=["usual", "plain", "all switches", "plain with id"])
def rendition(request: pytest.FixtureRequest) -> Rendition:
    bundle = replace(read_bundle(BUNDLE).bundle, style=request.param)
    return of_bundle(bundle, datetime(2026, 3, 2, tzinfo=UTC))


def notes_of(rendition: Rendition) -> list[NumberedNote]:
    return [node for node in inlines_of(rendition.letter.body) if isinstance(node, NumberedNote)]


def pointers(rendition: Rendition) -> list[int]:
    """The numbers that notes point to, in the order of the notes."""
    return [node.number for note in notes_of(rendition) for node in note.content if isinstance(node, NoteLink)]


def test_in_the_word_file_each_is_a_field_that_shows_its_note(rendition: Rendition) -> None:
    opened = Opened(docx.write(rendition))
    expected = pointers(rendition)
    assert len(expected) >= 10
    assert [(f"NOTEREF _RefNote{number} \\h", str(number)) for number in expected] == list(
        fields(opened.tree("word/endnotes.xml"))
    )
    assert structure_faults(docx.write(rendition)) == []
    assert note_texts(opened) == [plain_text(note.content) for note in notes_of(rendition)]


def test_on_the_page_each_is_a_link_to_its_note(rendition: Rendition) -> None:
    page = html.write(rendition)
    listed = page[page.index('id="note-1"') :]
    linked = [int(number) for number in re.findall(r'<a href="#note-(\d+)">\1</a>', listed)]
    assert linked == pointers(rendition)
    assert all(f'id="note-{number}"' in page for number in linked)
