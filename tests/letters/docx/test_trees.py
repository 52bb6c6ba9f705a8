"""Any letter at all: the file holds together, and nothing of the text is lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from letters.document.language import language_of
from letters.document.nodes import (
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Heading,
    Letter,
    Note,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve
from letters.document.walk import inlines_of, map_inlines, runs_of
from letters.docx import write
from tests.letters.docx.examples import MOMENT
from tests.letters.docx.reading import note_texts, texts
from tests.letters.docx.test_text import BODY, shown
from tests.tools.ooxml import Opened, structure_faults

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))
WORDS = st.text(CHARACTERS, min_size=1, max_size=12)
HREFS = st.sampled_from([None, None, None, "https://example.org/a", "mailto:a@example.org", "https://[bad"])
TEXTS = st.builds(Text, WORDS, st.booleans(), st.booleans(), st.booleans(), HREFS)
TARGETS = st.integers(0, 5).map(lambda number: XRef(f"n{number}"))
NOTES = st.lists(TEXTS | TARGETS | st.just(Break()), min_size=1, max_size=3).map(lambda content: Note("", tuple(content)))
INLINES = st.lists(TEXTS | TARGETS | NOTES | st.just(Break()), max_size=4).map(tuple)
LEAVES = st.builds(Paragraph, INLINES) | st.builds(Heading, st.integers(1, 3), INLINES)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    items = st.lists(st.lists(inner, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
    quotes = st.lists(inner, min_size=1, max_size=2).map(tuple)
    return st.builds(BulletList, items) | st.builds(NumberedList, items, st.integers(0, 30)) | st.builds(BlockQuote, quotes)


@st.composite
def tables(draw: Callable[..., object]) -> Table:
    width = draw(st.integers(1, 3))
    row = st.lists(INLINES, min_size=width, max_size=width).map(tuple)  # type: ignore[arg-type]
    align = st.lists(st.sampled_from(["left", "center", "right", ""]), min_size=width, max_size=width).map(tuple)  # type: ignore[arg-type]
    return Table(draw(row), draw(st.lists(row, max_size=2).map(tuple)), draw(align))  # type: ignore[arg-type]


BLOCKS = st.recursive(LEAVES | tables(), _nested, max_leaves=5)


@st.composite
def renditions(draw: Callable[..., object]) -> Rendition:
    body = draw(st.lists(BLOCKS | st.just(SignatoryBlock()) | st.just(CCBlock()), max_size=5, unique_by=_once))
    count = 0

    def named(node: object) -> object:
        nonlocal count
        if isinstance(node, Note):
            count += 1
            return Note(f"n{count - 1}", node.content)
        return node

    body = map_inlines(body, named)  # type: ignore[arg-type]
    line = st.builds(SignatoryLine, WORDS, st.just("") | WORDS)
    group = st.builds(SignatoryGroup, st.lists(line, max_size=4).map(tuple), st.just("") | WORDS, st.just("") | WORDS)
    letter = Letter(
        body,
        date=draw(st.just("") | WORDS),
        recipients=draw(st.lists(st.lists(WORDS, max_size=2).map(tuple), max_size=3).map(tuple)),
        recipient_layout=draw(st.sampled_from(["stacked", "side by side"])),
        subject=draw(st.just("") | WORDS),
        closing=draw(st.just("") | WORDS),
        cc=draw(st.lists(WORDS, max_size=2).map(tuple)),
        language=draw(st.sampled_from(["en-US", "ar-EG", "zh-TW", "es"])),
    )
    signatories = Signatories(draw(st.lists(group, max_size=2).map(tuple)), draw(st.integers(1, 3)))
    return Rendition(resolve(letter).letter, draw(WORDS), MOMENT, signatories, "", draw(st.just("") | WORDS))


def _once(block: object) -> object:
    return type(block) if isinstance(block, SignatoryBlock | CCBlock) else id(block)


@given(renditions())
@settings(max_examples=150, deadline=None)
def test_any_letter_holds_together_and_is_whole(rendition: Rendition) -> None:
    content = write(rendition)
    assert structure_faults(content) == []
    opened = Opened(content)
    letter = rendition.letter
    assert [found for found in texts(opened, *BODY) if found] == [found for found in map(shown, runs_of(letter.body)) if found]
    assert note_texts(opened) == [shown(note.content) for note in inlines_of(letter.body) if isinstance(note, NumberedNote)]
    lines = [line for group in rendition.signatories.groups for line in group.lines]
    comma = language_of(letter.language).words.comma
    assert texts(opened, "Signatory") == [f"{line.name}{comma}{line.detail}" if line.detail else line.name for line in lines]
    assert opened.infos[0].filename == "[Content_Types].xml"
