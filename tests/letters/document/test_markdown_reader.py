"""What the Markdown reader understands beyond CommonMark, and how it says what it could not keep."""

from __future__ import annotations

import pytest

from letters.document.losses import LossKind
from letters.document.markdown import read
from letters.document.nodes import (
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Cite,
    Heading,
    Letter,
    Note,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.walk import inlines_of, plain_text, runs_of


def clean(text: str) -> Letter:
    letter, losses = read(text)
    assert losses == ()
    return letter


def words(letter: Letter) -> str:
    return "\n".join(plain_text(run) for run in runs_of(letter.body))


def lost(text: str) -> list[tuple[LossKind, int]]:
    return [(loss.kind, loss.line) for loss in read(text)[1]]


def test_marks() -> None:
    assert clean("_a_ **b** <u>c</u> <em>d</em> <STRONG>e</strong>, ***f***").body == (
        Paragraph(
            (
                *(Text("a", em=True), Text(" "), Text("b", strong=True), Text(" "), Text("c", underline=True), Text(" ")),
                *(Text("d", em=True), Text(" "), Text("e", strong=True), Text(", "), Text("f", em=True, strong=True)),
            )
        ),
    )


def test_breaks() -> None:
    broken = (Paragraph((Text("a"), Break(), Text("b"))),)
    assert clean("a\\\nb").body == clean("a  \nb").body == clean("a<br>b").body == clean("a<BR />b").body == broken
    assert clean("a\nb").body == (Paragraph((Text("a b"),)),)


def test_links() -> None:
    link = Text("x", href="https://example.org/a%20b")
    assert clean("[x](<https://example.org/a b>)").body == (Paragraph((link,)),)
    assert clean("[x][1]\n\n[1]: https://example.org/a%20b").body == (Paragraph((link,)),)
    assert clean("<a@b.org>").body == (Paragraph((Text("a@b.org", href="mailto:a@b.org"),)),)
    assert clean("[@name](https://x.org), [#4](https://x.org)").body == (
        Paragraph((Text("@name", href="https://x.org"), Text(", "), Text("#4", href="https://x.org"))),
    )


def test_notes() -> None:
    letter = clean("a[^n] b^[in *line*] c[#n].\n\n[^n]: first\n[^m]: See [#n].\n\nd[^m]")
    assert letter.body == (
        Paragraph(
            (
                *(Text("a"), Note("n", (Text("first"),)), Text(" b")),
                *(Note("note-1", (Text("in "), Text("line", em=True))), Text(" c"), XRef("n"), Text(".")),
            )
        ),
        Paragraph((Text("d"), Note("m", (Text("See "), XRef("n"), Text("."))))),
    )


def test_a_fresh_name_is_not_one_of_the_text() -> None:
    letter = clean("a^[x] b[^note-1]\n\n[^note-1]: y")
    assert [node.id for node in inlines_of(letter.body) if isinstance(node, Note)] == ["note-2", "note-1"]


def test_an_empty_note_stays() -> None:
    assert clean("a[^n]\n\n[^n]:\n\nb").body == (Paragraph((Text("a"), Note("n", ()))), Paragraph((Text("b"),)))


def test_places() -> None:
    assert clean("a\n\n::: signatories\n:::\n\nb\n\n::: {.cc}\n:::").body == (
        *(Paragraph((Text("a"),)), SignatoryBlock(), Paragraph((Text("b"),)), CCBlock()),
    )


def test_blocks() -> None:
    letter = clean("# a\n\n> - b\n>\n>   c\n\n3) d\n4) e\n\n|f|\n|:-:|\n|g|")
    assert letter.body == (
        Heading(1, (Text("a"),)),
        BlockQuote((BulletList(((Paragraph((Text("b"),)), Paragraph((Text("c"),))),)),)),
        NumberedList(((Paragraph((Text("d"),)),), (Paragraph((Text("e"),)),)), 3),
        Table(((Text("f"),),), (((Text("g"),),),), ("center",)),
    )


@pytest.mark.parametrize(
    ("text", "kind", "kept"),
    [
        ("a ![map](x.png)", "image", "a map"),
        ("a `b*` c", "code", "a b* c"),
        ("```\na\nb\n```", "code", "a b"),
        ("    a", "code", "a"),
        ("<div>\n*a*\n</div>", "html", "a"),
        ("<p>a", "html", "a"),
        ("<em>a", "html", "a"),
        ("a</em>", "html", "a"),
        ("<!-- a\n\nb -->\n\nc", "html", "c"),
        ("a <!-- b --> c", "html", "a  c"),
        ("<script>\na\n\nb\n</script>\n\nc", "html", "c"),
        ("a\n\n---\n\nb", "rule", "a\nb"),
        ("##### a", "heading-level", "a"),
        ("[a](file:///x)", "link", "a"),
        ("[a](x.html)", "link", "a"),
        ("[a](https://x.org 'title')", "link", "a"),
        ("[](https://x.org)", "link", "https://x.org"),
        ("a\n\n[b]: https://x.org", "link", "a"),
        ("[b]\n\n[b]: https://x.org\n[b]: https://y.org", "link", "b"),
        ("a\n\n[^n]: b", "note-unreferenced", "a"),
        ("a[^n]\n\n[^n]: b\n[^n]: c", "note-redefined", "a"),
        ("a[^n] b[^n]\n\n[^n]: c", "note-repeated", "a b"),
        ("a[^n]", "note-missing", "a[^n]"),
        ("a[#n]", "reference-missing", "a"),
        ("a [@k]", "citation-in-text", "a "),
        ("| a |\n|---|\n| b | c |", "table", "a\nb"),
        ("a\u202eb\x07", "character", "ab"),
        ("a&#x202e;b", "character", "ab"),
        ("a[^é]\n\n[^é]: b", "other", "a"),
        ("::: box\na\n:::", "other", "a"),
        ("- ::: cc\n  :::\n- a", "other", "a"),
        ("::: cc\n:::\n\n::: cc\n:::\n\na", "other", "a"),
    ],
)
def test_losses(text: str, kind: LossKind, kept: str) -> None:
    letter, losses = read(text)
    assert {loss.kind for loss in losses} == {kind}
    assert all(loss.sentence.endswith((".", "https://x.org")) and loss.line > 0 for loss in losses)
    assert words(letter) == kept


def test_only_holes_are_fatal() -> None:
    fatal = {loss.kind for loss in read("a[^n] [#m] `c` [@k]")[1] if loss.fatal}
    assert fatal == {"note-missing", "reference-missing"}


def test_losses_have_their_lines() -> None:
    text = "---\nsubject: a\nmood: b\n---\n\n`c`\nd `e`\n\n- f\n\n  ![g](h)\n"
    assert lost(text) == [("field", 3), ("code", 6), ("code", 7), ("image", 11)]


def test_nested_notes_are_unfolded() -> None:
    letter, losses = read("a[^n]\n\n[^n]: b[^m] c^[d]\n\n[^m]: e")
    assert [loss.kind for loss in losses] == ["note-nested", "note-nested"]
    (note,) = (node for node in inlines_of(letter.body) if isinstance(node, Note))
    assert plain_text(note.content) == "b (e) c (d)"


def test_notes_in_a_circle_end() -> None:
    letter, losses = read("a[^n]\n\n[^n]: b[^m]\n\n[^m]: c[^n]")
    assert {loss.kind for loss in losses} == {"note-nested"}
    (note,) = (node for node in inlines_of(letter.body) if isinstance(node, Note))
    assert plain_text(note.content) == "b (c)"


def test_the_blocks_of_a_note_become_lines() -> None:
    letter, losses = read("a[^n]\n\n[^n]: b\n\n    - c\n    - d\n\n        e\n")
    assert {loss.kind for loss in losses} == {"note-blocks"}
    (note,) = (node for node in inlines_of(letter.body) if isinstance(node, Note))
    assert note.content == (Text("b"), Break(), Text("c"), Break(), Text("d"), Break(), Text("e"))


def test_a_citation_in_the_text_becomes_a_note() -> None:
    letter, _ = read("a [See @k, p. 3]")
    (note,) = (node for node in inlines_of(letter.body) if isinstance(node, Note))
    assert isinstance(note.content[0], Cite)
    assert (note.content[0].citations[0].signal, note.content[0].citations[0].locator) == ("See", "3")


def test_a_note_in_a_bracket_with_a_key_is_not_swallowed() -> None:
    letter = clean("a [see b[^n] and @c]\n\n[^n]: d")
    assert [node.id for node in inlines_of(letter.body) if isinstance(node, Note)] == ["n"]


def test_an_unclosed_comment_hides_nothing() -> None:
    assert "b" in words(read("<!-- a\n\nb")[0])


def test_line_ends_and_a_byte_order_mark_are_no_matter() -> None:
    assert read("\ufeff---\r\nsubject: a\r\n---\r\n\r\nb\r\nc") == read("---\nsubject: a\n---\n\nb\nc")
