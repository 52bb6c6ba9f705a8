"""Every word of the letter is in the file, once, in order, and with its marks."""

from __future__ import annotations

import re

import pytest

from letters.document.nodes import Break, Letter, Note, NoteLink, NumberedNote, XRef
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve
from letters.document.walk import inlines_of, plain_text, runs_of
from letters.docx import UnresolvedError, UnwritableCharacterError, write
from tests.letters.docx.examples import DRAFT, MOMENT, lines, para, real, rendition, rich, rich_letter, simple, text
from tests.letters.docx.reading import note_texts, texts, words
from tests.tools.ooxml import Opened, W, fields

BODY = ("BodyText", "Heading1", "Heading2", "Heading3", "ListParagraph", "ListContinue", "Quote", "TableHeading", "TableText")


def shown(content: tuple[object, ...]) -> str:
    """What a paragraph of the tree reads as; a break is a line end."""
    return "".join("\n" if isinstance(node, Break) else plain_text((node,)) for node in content)


@pytest.mark.parametrize("make", [rich, real])
def test_body_notes_and_names_stand_in_order(make: object) -> None:
    given = make()  # type: ignore[operator]
    opened = Opened(write(given))
    letter = given.letter
    expected = [shown(content) for content in runs_of(letter.body)]
    written = [found for found in texts(opened, *BODY) if found]
    assert written == [found for found in expected if found]
    notes = [node for node in inlines_of(letter.body) if isinstance(node, NumberedNote)]
    assert note_texts(opened) == [shown(note.content) for note in notes]
    names = [line for group in given.signatories.groups for line in group.lines]
    assert texts(opened, "Signatory") == [f"{line.name}, {line.detail}" if line.detail else line.name for line in names]


def test_fields_stand_in_the_order_of_a_letter() -> None:
    opened = Opened(write(rich()))
    letter = rich_letter()
    assert texts(opened, "Date", "Delivery", "InsideAddress", "SubjectLine", "Salutation", "Closing") == [
        letter.date,
        *letter.delivery,
        *("\n".join(block) for block in letter.recipients),
        "",  # the empty fourth cell of two rows of two
        f"Re:\t{letter.subject}",
        letter.salutation,
        letter.closing,
    ]
    assert texts(opened, "CopyLine") == [f"CC:\t{letter.cc[0]}", *(f"\t{name}" for name in letter.cc[1:])]
    assert texts(opened, "AttachmentLabel", "AttachmentLine") == ["Attachments:", *letter.attachments]


def test_blank_fields_leave_no_blank_paragraphs() -> None:
    letter = simple(
        para("x"), date=" ", delivery=("",), recipients=((), ("", " ")), subject="", salutation=" ", closing="", cc=(" ",)
    )
    opened = Opened(write(rendition(letter)))
    assert texts(opened) == ["x"]


def test_a_spanish_letter_has_spanish_labels() -> None:
    letter = simple(para("Texto."), subject="IA", cc=("A",), attachments=("Anexo A",), language="es-US")
    opened = Opened(write(rendition(letter)))
    assert texts(opened, "SubjectLine", "AttachmentLabel") == ["Asunto:\tIA", "Anexo:"]
    assert words(opened.tree("word/footer1.xml")) == "Página 1 de 1"


def test_marks_are_kept_and_links_go_where_they_went() -> None:
    address = "https://example.org/x?a=1&b=2#c"
    marked = (text("a", em=True), text("b", strong=True), text("c", underline=True))
    linked = (text("d", em=True, strong=True, href=address), text("e", href=address))
    opened = Opened(write(rendition(simple(para(*marked, *linked), para(linked[1])))))
    runs = [run for run in opened.document.iter(f"{W}r") if run.find(f"{W}t") is not None]
    marks = [[mark for mark in ("b", "i", "u") if run.find(f"{W}rPr/{W}{mark}") is not None] for run in runs]
    assert marks == [["i"], ["b"], ["u"], ["b", "i"], [], []]
    assert [words(link) for link in opened.document.iter(f"{W}hyperlink")] == ["de", "e"]
    rels = opened.tree("word/_rels/document.xml.rels")
    external = [rel for rel in rels if rel.get("TargetMode") == "External"]
    assert [rel.get("Target") for rel in external] == [address]


def test_an_address_that_is_no_uri_is_printed_without_a_link() -> None:
    opened = Opened(write(rendition(simple(para(text("here", href="https://[bad"))))))
    assert texts(opened, "BodyText") == ["here"]
    assert not list(opened.document.iter(f"{W}hyperlink"))


def test_pointers_show_the_number_of_their_note() -> None:
    first, last = Note("a", (text("x"), XRef("b"))), Note("b", (text("y"), XRef("a")))
    body = para("see ", XRef("b"), " and ", XRef("a"), first, last)
    opened = Opened(write(rendition(simple(body))))
    assert list(fields(opened.document)) == [("NOTEREF _RefNote2 \\h", "2"), ("NOTEREF _RefNote1 \\h", "1")]
    assert list(fields(opened.tree("word/endnotes.xml"))) == [("NOTEREF _RefNote2 \\h", "2"), ("NOTEREF _RefNote1 \\h", "1")]


def test_two_references_side_by_side_are_set_apart_without_a_character() -> None:
    notes = [Note(name, (text(name),)) for name in "abc"]
    opened = Opened(write(rendition(simple(para("x", notes[0], notes[1], "y", notes[2])))))
    spaced = [ref.getparent().find(f"{W}rPr/{W}spacing") is not None for ref in opened.document.iter(f"{W}endnoteReference")]
    assert spaced == [True, False, False]
    assert texts(opened, "BodyText") == ["xy"]


def test_a_detail_follows_its_name() -> None:
    group = SignatoryGroup((SignatoryLine("Jane Doe", "Professor of Law"),), "Individuals", "For identification.")
    opened = Opened(write(rendition(simple(), Signatories((group,)))))
    found = texts(opened, "SignatoryGroup", "SignatoryNote", "Signatory")
    assert found == ["Individuals", "For identification.", "Jane Doe, Professor of Law"]


ODD = (" leading", "trailing ", "two  spaces", "soft\u00adhyphen", "non\u00a0breaking", "<&>\"'", "🌈", "é\u0301")


@pytest.mark.parametrize("name", ODD)
def test_odd_spaces_and_signs_survive(name: str) -> None:
    opened = Opened(write(rendition(simple(para(name)), Signatories((SignatoryGroup(lines(name)),)))))
    assert texts(opened, "BodyText") == [name]
    assert texts(opened, "Signatory") == [name]
    for piece in opened.document.iter(f"{W}t"):
        trimmed = (piece.text or "").strip() == piece.text and "  " not in (piece.text or "")
        assert trimmed or piece.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_tabs_and_line_ends_inside_a_field_are_spaces() -> None:
    opened = Opened(write(rendition(simple(subject="one\r\ntwo\tthree"))))
    assert texts(opened, "SubjectLine") == ["Re:\tone two three"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.parametrize("where", ["name", "body", "note", "title", "draft", "subject", "cc"])
def test_a_character_that_xml_cannot_hold_is_named(character: str, where: str) -> None:
    word = f"a{character}b"
    letter = simple(para("x" if where != "body" else word, Note("n", (text(word if where == "note" else "y"),))))
    letter = Letter(letter.body, subject=word if where == "subject" else "", cc=(word,) if where == "cc" else ())
    signed = Signatories((SignatoryGroup(lines(word if where == "name" else "A")),))
    given = rendition(letter, signed, word if where == "draft" else DRAFT)
    if where == "title":
        given = Rendition(given.letter, word, MOMENT)
    with pytest.raises(UnwritableCharacterError, match=re.escape(f"U+{ord(character):04X}")) as caught:
        write(given)
    assert caught.value.character == character
    str(caught.value).encode()  # the message itself can be printed and mailed


def test_a_letter_that_is_not_resolved_is_refused() -> None:
    letter = simple(para("x", Note("a", (text("y"),))))
    for wrong in (
        letter,
        simple(para(XRef("a"))),
        simple(para(NoteLink("a", 1))),
        simple(para("x", NumberedNote("a", 2, (text("y"),)))),
        simple(para("x", NumberedNote("a", 1, (XRef("a"),)))),
    ):
        with pytest.raises(UnresolvedError):
            write(Rendition(wrong, "t", MOMENT))


def test_a_missing_note_prints_as_resolve_left_it() -> None:
    letter = resolve(simple(para("see note ", XRef("nowhere")))).letter
    opened = Opened(write(Rendition(letter, "t", MOMENT)))
    assert texts(opened, "BodyText") == ["see note [?]"]
