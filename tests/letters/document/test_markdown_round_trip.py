"""What is written as Markdown reads back as the same letter, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from letters.document.markdown import MarkdownError, read, write
from letters.document.nodes import (
    Block,
    Break,
    BulletList,
    Citation,
    Cite,
    Heading,
    Inlines,
    Letter,
    Note,
    NumberedList,
    NumberedNote,
    Paragraph,
    Table,
    Text,
)
from letters.document.normal import normalize
from tests.letters.document.trees import citations, letters, texts

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def survives(*body: Block) -> str:
    letter = normalize(Letter(body))
    written = write(letter)
    assert read(written) == (letter, ())
    return written


@SLOW
@given(letters())
def test_letters(letter: Letter) -> None:
    assert read(write(letter)) == (letter, ())


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(texts(), st.booleans(), st.booleans(), st.booleans()), max_size=5))
def test_marks_wherever_they_fall(runs: list[tuple[str, bool, bool, bool]]) -> None:
    survives(Paragraph(tuple(Text(text, em=em, strong=strong, underline=line) for text, em, strong, line in runs)))


@settings(deadline=None, max_examples=150)
@given(st.lists(citations(), min_size=1, max_size=2))
@example([Citation("_k_", prefix="^[x]", locator="__dict__", suffix=", {p. 3}", parenthetical="a) (b")])
@example([Citation("k"), Citation("k", signal="See", prefix="also &amp;", suffix=", p. 4")])
def test_citations(cited: list[Citation]) -> None:
    survives(Paragraph((Text("a"), Note("n", (Cite(tuple(cited)),)))))


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("*_ a.“\u00a0b([]<>&;\\`!^#@|~-+=:1"), max_size=12), st.booleans())
@example("#", True)
@example("a #", True)
@example("---", False)
@example("\u00a0a\u00a0", False)
@example("&amp;", False)
@example("[a]: b", False)
def test_punctuation(text: str, heading: bool) -> None:
    survives(Heading(2, (Text(text),)) if heading else Paragraph((Text(text),)))


@pytest.mark.parametrize(
    "line", ["- a", "1. a", "# a", "> a", "***", "===", "--", "|-|", "~~~", ":::cc", "::: cc", "    a", "+", "1)"]
)
def test_no_line_of_a_paragraph_begins_a_block(line: str) -> None:
    survives(Paragraph((Text("a | b"), Break(), Text(line), Break(), Text("end"))))
    survives(Paragraph((Text(line),)), Paragraph((Text("after"),)))
    survives(Paragraph((Text("a"), Note("n", (Text(line), Break(), Text(line))))))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *(
            ("> a, b", "\\> a, b"),
            ("- a, b", "\\- a, b"),
            ("+ a, b", "\\+ a, b"),
            ("# a, b", "\\# a, b"),
            ("1. a, b", "1\\. a, b"),
            ("12) a", "12\\) a"),
        ),
        *(
            ("---", "\\---"),
            ("~~~", "\\~~~"),
            ("::: cc", "\\::: cc"),
            ("[a]: b", "\\[a]: b"),
            ("&lt;", "\\&lt;"),
            ("<b>", "\\<b>"),
        ),
        *(
            ("\u00a0a\u00a0", "&nbsp;a&nbsp;"),
            ("a\u00a0b", "a\u00a0b"),
            ("*a*", "\\*a\\*"),
            ("_a_", "\\_a\\_"),
            ("[^a]", "\\[^a]"),
        ),
    ],
)
def test_one_escape_is_enough(text: str, written: str) -> None:
    assert survives(Paragraph((Text(text),))) == f"{written}\n"


def test_lists_in_a_row_stay_apart() -> None:
    item: tuple[tuple[Block, ...], ...] = ((Paragraph((Text("a"),)),),)
    written = survives(BulletList(item), BulletList(item), BulletList(item), NumberedList(item), NumberedList(item, 7))
    assert written == "- a\n\n* a\n\n- a\n\n1. a\n\n7) a\n"


def test_a_note_stays_in_the_bold_around_it() -> None:
    content: Inlines = (Text("for", strong=True), Note("n", (Text("why"),)), Text(" all", strong=True), Text(" of us"))
    assert survives(Paragraph(content)) == "**for[^n] all** of us\n\n[^n]: why\n"


def test_emphasis_that_stars_cannot_express_takes_tags() -> None:
    assert survives(Paragraph((Text("“Why?”", strong=True), Text("so")))) == "<strong>“Why?”</strong>so\n"
    mixed = (Text("a "), Text("b", em=True), Text(" "), Text("“Why?”", strong=True), Text("so"))
    assert survives(Paragraph(mixed)) == "a *b* <strong>“Why?”</strong>so\n"
    assert survives(Paragraph((Text("so"), Text("much", em=True), Text("so")))) == "so*much*so\n"


@pytest.mark.parametrize(
    "prose",
    [
        "AT&T & Co., Inc. (d/b/a “The Company”) – 50% off!",
        "See https://example.org/a_b-c?x=1&y=2#top, a@b.org.",
        "2 * 3 * 4 = 24; a < b > c; x^2; [sic]; snake_case_name; #1; ~5 km; $5; C:/x",
        "In 1986. Then 2) and 3.",
        'It’s a ‘test’ of "quotes" – and … dashes — too!',
        "日本語のテキスト、שלום עולם, naïve café",
    ],
)
def test_prose_is_written_as_it_is(prose: str) -> None:
    assert survives(Paragraph((Text(prose),))) == f"{prose}\n"


def test_pipes_in_a_table() -> None:
    def cell(name: str) -> Inlines:
        return (Text("a|b\\|c"), Note(name, (Cite((Citation("k", prefix="x|y"),)),)))

    survives(Table((cell("m"), ()), (((), cell("n")),), ("center", "")))


def test_notes_of_one_name_are_told_apart() -> None:
    letter = Letter((Paragraph((Text("a"), Note("n", (Text("one"),)), Note("n", (Text("two"),)))),))
    again, losses = read(write(letter))
    assert losses == ()
    assert again.body == (Paragraph((Text("a"), Note("n", (Text("one"),)), Note("note-1", (Text("two"),)))),)


def test_a_resolved_letter_is_refused() -> None:
    with pytest.raises(MarkdownError, match="resolved"):
        write(Letter((Paragraph((NumberedNote("n", 1, ()),)),)))
