from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

if TYPE_CHECKING:
    from tests.examples.conftest import LetterText

SIGNALS = ("See e.g.", "See", "But see", "Cf.")


@pytest.fixture(scope="module")
def tree(letter: LetterText) -> SyntaxTreeNode:
    return SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(letter.body))


def found(tree: SyntaxTreeNode, kind: str) -> list[SyntaxTreeNode]:
    return [node for node in tree.walk() if node.type == kind]


def text_of(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type == "text")


def table_of(tree: SyntaxTreeNode) -> list[list[str]]:
    (table,) = found(tree, "table")
    return [[text_of(cell) for cell in row.children] for row in found(table, "tr")]


def figure(text: str) -> int:
    return int(re.sub(r"[$,]", "", text))


def test_the_front_matter_has_every_field_of_a_letter(letter: LetterText) -> None:
    fields = letter.fields
    assert set(fields) == {
        "date", "delivery", "recipients", "recipient_layout", "subject", "salutation", "closing", "cc", "attachments",
        "language",
    }  # fmt: skip
    for name in ("date", "subject", "salutation", "closing"):
        assert isinstance(fields[name], str), f"{name} must read as text, not as YAML's date, list or number"
    for name in ("delivery", "recipients", "cc", "attachments"):
        assert all(isinstance(line, str) for line in fields[name]), name
    assert "Via electronic mail" in fields["delivery"]
    assert fields["recipient_layout"] == "side by side"
    assert fields["language"] == "en-US"
    assert [len(block.splitlines()) >= 4 for block in fields["recipients"]] == [True, True]
    assert len(fields["cc"]) >= 5
    assert len(fields["attachments"]) == 2


def test_the_body_is_as_long_as_a_letter_of_three_or_four_pages(letter: LetterText) -> None:
    assert 1_150 <= len(letter.body.split()) <= 1_900


def test_the_body_shows_every_kind_of_block(tree: SyntaxTreeNode) -> None:
    assert sorted(Counter(node.tag for node in found(tree, "heading")).items()) == [("h1", 2), ("h2", 1)]
    assert len(found(tree, "blockquote")) == 1
    assert [len(row) for row in table_of(tree)] == [5] * 7
    bullets = found(tree, "bullet_list")
    assert [len(items.children) for items in bullets] == [3, 3]
    assert bullets[1] in list(bullets[0].walk()), "the second list is nested in the first"
    assert [(items.attrs.get("start", 1), len(items.children)) for items in found(tree, "ordered_list")] == [(1, 3), (4, 3)]


def test_every_item_of_the_outer_lists_has_a_bold_lead(tree: SyntaxTreeNode) -> None:
    outer = [found(tree, "bullet_list")[0], *found(tree, "ordered_list")]
    for item in (item for items in outer for item in items.children):
        first = next(node for node in item.walk() if node.type == "inline")
        assert next(part for part in first.children if part.type != "text" or part.content).type == "strong"


def test_the_body_shows_every_kind_of_mark(tree: SyntaxTreeNode) -> None:
    assert found(tree, "em")
    schemes = {str(link.attrs["href"]).split(":")[0] for link in found(tree, "link")}
    assert schemes == {"https", "mailto"}
    assert any("[^" in text_of(strong) for strong in found(tree, "strong")), "a note is referred to inside bold type"
    assert any("[^" in cell for cell in table_of(tree)[0]), "a note is referred to in the head of the table"
    unwanted = {"html_block", "html_inline", "image", "fence", "code_block", "code_inline", "hr"}
    assert not unwanted & {node.type for node in tree.walk()}


def test_the_figures_add_up(tree: SyntaxTreeNode) -> None:
    *cities, total = table_of(tree)[1:]
    assert len(cities) == 5
    for column in (1, 2, 4):
        assert sum(figure(city[column]) for city in cities) == figure(total[column])
    accounts, shutoffs, lines = (figure(total[column]) for column in (1, 2, 4))
    assert round(accounts / shutoffs) == 17
    assert round(figure(cities[4][1]) / figure(cities[4][2])) == 11
    assert round(accounts / lines) == 3
    protected = [figure(number) for number in re.findall(r"\(([\d,]+)", text_of(found(tree, "bullet_list")[1]))]
    assert sum(protected) == 5_798
    assert round(100 * 5_798 / shutoffs) == 36


def test_each_note_is_defined_once_and_referred_to_once(letter: LetterText) -> None:
    assert len(letter.definitions) >= 14
    assert len(set(letter.definitions)) == len(letter.definitions)
    assert letter.references == list(letter.definitions), "the notes stand in the order of their references"


def test_cross_references_lead_to_notes(letter: LetterText) -> None:
    inside = [target for note in letter.notes.values() for target in re.findall(r"\[#([\w-]+)\]", note)]
    outside = re.findall(r"\[#([\w-]+)\]", letter.body)
    assert len(inside) >= 1
    assert len(outside) >= 1
    assert set(inside + outside) <= set(letter.notes)
    assert any(re.search(r"note \[#[\w-]+\] above", note) for note in letter.notes.values())
    order = list(letter.notes)
    for name, note in letter.notes.items():
        for target in re.findall(r"\[#([\w-]+)\] above", note):
            assert order.index(target) < order.index(name), f"{name} says “above” of a later note"


def test_no_number_of_a_note_is_typed_by_hand(letter: LetterText) -> None:
    everything = "\n".join([letter.body, *letter.notes.values()])
    assert not re.search(r"\b(supra|infra|ibid|id)\b|\bnotes? \d", everything, re.IGNORECASE)


def test_citations_stand_in_notes_only(letter: LetterText) -> None:
    bare = letter.body.replace("[letters@rivercities.example]", "")
    assert not re.search(r"\[[^\]]*@", bare)


def test_notes_are_of_all_three_kinds(letter: LetterText) -> None:
    rest = {name: re.sub(r"\[[^\]]*@[^\]]*\]", "", note).strip(" .") for name, note in letter.notes.items()}
    prose = [name for name in letter.notes if not letter.keys(name)]
    bare = [name for name, words in rest.items() if not words]
    both = [name for name, words in rest.items() if words and letter.keys(name)]
    assert len(prose) >= 1
    assert len(bare) >= 3
    assert len(both) >= 3


def test_signals_strings_locators_and_parentheticals_all_occur(letter: LetterText) -> None:
    groups = [group for note in letter.notes for group in letter.groups(note)]
    for signal in SIGNALS:
        assert any(group.startswith(f"{signal} @") for group in groups), signal
    assert {1, 2, 3} <= {len(group.split("; ")) for group in groups}
    single = [citation for group in groups for citation in group.split("; ")]
    assert all(len(re.findall(r"(?<!\w)@", citation)) == 1 for citation in single), "a semicolon only divides citations"
    for locator in (", p. ", ", pp. ", ", § ", ", ¶ ", ", ch. ", ", fig. ", ", table "):
        assert any(locator in citation for citation in single), locator
    assert sum(citation.endswith(")") for citation in single if " (" in citation) >= 5


def test_a_source_is_cited_at_most_once_in_a_note(letter: LetterText) -> None:
    for name in letter.notes:
        assert max(Counter(letter.keys(name)).values(), default=0) <= 1, name
