"""Sections, lists, tables and what must stay together."""

from __future__ import annotations

import pytest
from lxml import etree

from letters.document.nodes import (
    BlockQuote,
    BulletList,
    CCBlock,
    Heading,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
)
from letters.document.rendition import Signatories, SignatoryGroup
from letters.docx import write
from tests.letters.docx.examples import lines, names, para, rendition, rich, simple, table_without_notes
from tests.letters.docx.reading import paragraphs, style, texts, words
from tests.tools.ooxml import Opened, W


def columns(section: etree._Element) -> int:
    return int(section.find(f"{W}cols").get(f"{W}num", "1"))


def kind(section: etree._Element) -> str:
    found = section.find(f"{W}type")
    return "" if found is None else found.get(f"{W}val", "")


def sections_of(opened: Opened) -> list[tuple[str, int]]:
    return [(kind(section), columns(section)) for section in opened.document.iter(f"{W}sectPr")]


def signed(count: int, columns: int) -> Signatories:
    return Signatories((SignatoryGroup(names(count)),), columns)


@pytest.mark.parametrize("number", [2, 3])
def test_names_stand_in_columns_between_single_columns(number: int) -> None:
    opened = Opened(write(rendition(simple(para("x"), closing="Signed,", cc=("A",)), signed(5, number))))
    assert sections_of(opened) == [("", 1), ("continuous", number), ("continuous", 1)]
    ends = [style(one) for one in paragraphs(opened) if one.find(f"{W}pPr/{W}sectPr") is not None]
    assert ends == ["Closing", "Signatory"]
    assert opened.document[0][-1].tag == f"{W}sectPr"


@pytest.mark.parametrize(("given", "expected"), [(0, 1), (1, 1), (4, 3), (99, 3)])
def test_columns_are_one_to_three(given: int, expected: int) -> None:
    opened = Opened(write(rendition(simple(para("x")), signed(5, given))))
    assert max(columns(section) for section in opened.document.iter(f"{W}sectPr")) == expected


def test_one_column_and_no_names_need_no_section() -> None:
    for signatories in (signed(5, 1), signed(0, 2), Signatories()):
        opened = Opened(write(rendition(simple(para("x"), closing="Signed,"), signatories)))
        assert sections_of(opened) == [("", 1)]
        assert texts(opened, "Closing") == ["Signed,"]


@pytest.mark.parametrize(
    "letter",
    [
        simple(),
        simple(closing="Signed,"),
        simple(SignatoryBlock(), para("x")),
        simple(CCBlock(), SignatoryBlock(), cc=("A",)),
        simple(SignatoryBlock(), table_without_notes()),
        simple(table_without_notes(), SignatoryBlock()),
    ],
)
def test_every_section_has_a_paragraph_and_decimal_endnotes(letter: object) -> None:
    opened = Opened(write(rendition(letter, signed(3, 2))))  # type: ignore[arg-type]
    body = opened.document[0]
    found = list(opened.document.iter(f"{W}sectPr"))
    for section in found:
        assert section.find(f"{W}endnotePr/{W}numFmt").get(f"{W}val") == "decimal"
    assert columns(found[-1]) == 1
    assert [len(list(section.iter(f"{W}footerReference"))) for section in found] == [1] + [0] * (len(found) - 1)
    assert body[-1].tag == f"{W}sectPr"
    assert body[-2].tag == f"{W}p"
    assert body[-2].find(f"{W}pPr/{W}sectPr") is None


def test_a_document_with_columns_begins_on_a_page_of_its_own_and_goes_on_where_it_is() -> None:
    kinds = [kind for kind, _ in sections_of(Opened(write(rich())))]
    assert kinds == ["", "continuous", "continuous"]


def keeps(opened: Opened, identity: str, name: str) -> bool:
    return opened.tree("word/styles.xml").find(f"{W}style[@{W}styleId='{identity}']/{W}pPr/{W}{name}") is not None


def test_what_must_stay_together_says_so() -> None:
    opened = Opened(write(rich()))
    for identity in (
        "Closing",
        "SignatoryGroup",
        "SignatoryNote",
        "SubjectLine",
        "Salutation",
        "Heading1",
        "Heading2",
        "Heading3",
    ):
        assert keeps(opened, identity, "keepNext"), identity
    for identity in ("Signatory", "InsideAddress", "CopyLine", "AttachmentLine"):
        assert keeps(opened, identity, "keepLines"), identity
    assert keeps(opened, "Normal", "widowControl")
    used = {style(one) for part in ("word/document.xml", "word/endnotes.xml") for one in opened.tree(part).iter(f"{W}p")}
    known = {one.get(f"{W}styleId") for one in opened.tree("word/styles.xml").iter(f"{W}style")}
    assert used <= known


def numbering(opened: Opened) -> dict[str, tuple[str, dict[int, int]]]:
    """By list id: the pattern, and the first number at each level that is overridden."""
    found = {}
    for one in opened.tree("word/numbering.xml").iter(f"{W}num"):
        starts = {
            int(level.get(f"{W}ilvl", "")): int(level.find(f"{W}startOverride").get(f"{W}val"))
            for level in one.iter(f"{W}lvlOverride")
        }
        found[one.get(f"{W}numId", "")] = (one.find(f"{W}abstractNumId").get(f"{W}val", ""), starts)
    return found


def markers(opened: Opened) -> list[tuple[str, str, int]]:
    """The words, list id and level of each paragraph with a number or bullet."""
    return [
        (words(one), number.find(f"{W}numId").get(f"{W}val", ""), int(number.find(f"{W}ilvl").get(f"{W}val")))
        for one in paragraphs(opened)
        if (number := one.find(f"{W}pPr/{W}numPr")) is not None
    ]


def test_each_numbered_list_counts_from_its_own_first_number() -> None:
    inner = NumberedList(((para("a"),), (para("b"),)))
    body = (NumberedList(((para("1"), inner), (para("2"), inner)), start=7), para("x"), NumberedList(((para("1 again"),),)))
    opened = Opened(write(rendition(simple(*body))))
    found = markers(opened)
    lists = numbering(opened)
    assert [(text, level) for text, _, level in found] == [
        ("1", 0),
        ("a", 1),
        ("b", 1),
        ("2", 0),
        ("a", 1),
        ("b", 1),
        ("1 again", 0),
    ]
    outer, first, second, again = found[0][1], found[1][1], found[4][1], found[6][1]
    assert found[3][1] == outer
    assert len({outer, first, second, again}) == 4
    assert [lists[one][1] for one in (outer, first, second, again)] == [{0: 7}, {1: 1}, {1: 1}, {0: 1}]


def test_a_numbered_list_inside_bullets_begins_with_arabic_numbers() -> None:
    opened = Opened(write(rendition(simple(BulletList(((para("x"), NumberedList(((para("y"),),))),))))))
    (_, bullet, _), (_, number, level) = markers(opened)
    pattern = numbering(opened)[number][0]
    assert pattern != numbering(opened)[bullet][0]
    abstract = opened.tree("word/numbering.xml").find(
        f"{W}abstractNum[@{W}abstractNumId='{pattern}']/{W}lvl[@{W}ilvl='{level}']"
    )
    assert abstract.find(f"{W}numFmt").get(f"{W}val") == "decimal"
    assert abstract.find(f"{W}lvlText").get(f"{W}val") == "%2."


def test_every_item_shows_its_marker_once_whatever_it_begins_with() -> None:
    items = (
        (),
        (table_without_notes(),),
        (BulletList(((para("in"),),)),),
        (BlockQuote((para("q"), para("r"))),),
        (Heading(2, (Text("h"),)),),
    )
    opened = Opened(write(rendition(simple(NumberedList(items)))))
    first = markers(opened)[0][1]
    assert [text for text, identity, _ in markers(opened) if identity == first] == ["", "", "", "q", "h"]


def test_lists_deeper_than_word_knows_stay_on_the_last_level() -> None:
    block: object = para("deepest")
    for _ in range(12):
        block = BulletList(((block,),))  # type: ignore[arg-type]
    opened = Opened(write(rendition(simple(block))))  # type: ignore[arg-type]
    assert max(level for _, _, level in markers(opened)) == 8
    assert "deepest" in texts(opened)


def test_tables_repeat_their_header_and_are_never_joined() -> None:
    opened = Opened(write(rendition(simple(table_without_notes(), table_without_notes()))))
    tables = list(opened.document.iter(f"{W}tbl"))
    for table in tables:
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert headers == [True, False]
        assert table.getnext().tag == f"{W}p"
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert sum(widths) == 12240 - 2880
    assert len(tables) == 2


def test_recipients_stacked_are_paragraphs_and_side_by_side_a_table() -> None:
    recipients = (("A", "Street"), ("B",), ("C",))
    stacked = Opened(write(rendition(simple(recipients=recipients))))
    assert texts(stacked, "InsideAddress") == ["A\nStreet", "B", "C"]
    assert not list(stacked.document.iter(f"{W}tbl"))
    beside = Opened(write(rendition(simple(table_without_notes(), recipients=recipients, recipient_layout="side by side"))))
    grid = next(beside.document.iter(f"{W}tbl"))
    assert [[words(one) for one in row.iter(f"{W}p")] for row in grid.iter(f"{W}tr")] == [["A\nStreet", "B"], ["C", ""]]
    assert grid.getnext().tag == f"{W}p"  # or Word would join it to the table that opens the body


def test_the_space_above_the_first_title_is_none_in_columns() -> None:
    groups = (SignatoryGroup(lines("A"), "One"), SignatoryGroup(lines("B"), "Two"))
    opened = Opened(write(rendition(simple(Paragraph((Text("x"),))), Signatories(groups, 2))))
    spaces = [one.find(f"{W}pPr/{W}spacing") for one in paragraphs(opened, "SignatoryGroup")]
    assert spaces[0].get(f"{W}before") == "0"
    assert spaces[1] is None


def test_a_short_table_stays_on_one_page_and_a_long_one_keeps_its_header_with_a_row() -> None:
    def kept(rows: int) -> list[bool]:
        table = Table(((Text("H"),),), tuple(((Text(str(row)),),) for row in range(rows)), ("",))
        opened = Opened(write(rendition(simple(table))))
        return [
            paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in opened.document.find(f".//{W}tbl").iter(f"{W}p")
        ]

    assert kept(12) == [True] * 12 + [False]
    assert kept(13) == [True] + [False] * 13
