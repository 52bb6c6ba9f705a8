"""The stored form: everything that is a letter comes back, and nothing that is not one comes in."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.document.nodes import Citation, Cite, Letter, Note, NoteLink, NumberedNote, Paragraph, Text
from letters.document.schema import SchemaError, check, from_json, to_json
from letters.document.schema_cursor import MOST_PROBLEMS
from letters.document.schema_reader import DEEPEST, MOST_TEXT
from tests.letters.document.trees import letters

Json = dict[str, Any]


def node(kind: str, *content: object, **attrs: object) -> Json:
    return {"type": kind, "attrs": attrs, "content": list(content)} if attrs else {"type": kind, "content": list(content)}


def text(words: str, *marks: Json) -> Json:
    return {"type": "text", "text": words, "marks": list(marks)}


def letter(*blocks: object, **attrs: object) -> Json:
    return {"schema": 1, "type": "letter", "attrs": attrs, "content": list(blocks)}


CITATION: Json = {"type": "citation", "attrs": {"source": "k"}}


def problems(value: object) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        from_json(value)
    return list(caught.value.problems)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(letters())
def test_round_trip(made: Letter) -> None:
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.sampled_from(["text", "note", "table"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["type", "attrs", "content", "marks", "text", "id", "level"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(ANYTHING, st.lists(ANYTHING, max_size=2))
def test_anything_else_is_refused_and_breaks_nothing(attrs: object, content: list[object]) -> None:
    for value in (attrs, {"schema": 1, "type": "letter", "attrs": attrs, "content": content}):
        read: Letter | None = None
        told: tuple[str, ...] = ()
        try:
            read = from_json(value)
        except SchemaError as error:
            told = error.problems
        assert (read is None) == (1 <= len(told) <= MOST_PROBLEMS + 1)
        assert read is None or from_json(to_json(read)) == read


GOOD = letter(
    node("paragraph", text("a"), node("note", text("b"), node("cite", CITATION), id="n")),
    node("bullet_list", node("list_item", node("paragraph", text("c", {"type": "link", "attrs": {"href": "https://x.org"}})))),
    node("table", node("table_row", node("table_header", text("d"))), node("table_row", node("table_cell")), align=["left"]),
    {"type": "signatory_block"},
    subject="e",
)


def test_a_good_one() -> None:
    assert from_json(GOOD).subject == "e"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("schema",), 2, "schema: this program reads schema 1 only."),
        (("schema",), True, "schema: this program reads schema 1 only."),
        (("type",), "doc", "type: must be “letter”."),
        (("attrs", "subject"), 3, "attrs.subject: must be text, not a number."),
        (("attrs", "subject"), "a\nb", "attrs.subject: holds U+000A (LINE FEED), which may not stand in a letter."),
        (("attrs", "mood"), "a", "attrs: unknown member “mood”."),
        (("attrs", "cc"), ["a", None], "attrs.cc[1]: must be text, not null."),
        (("attrs", "recipients"), ["a"], "attrs.recipients[0]: must be a list, not text."),
        (("attrs", "recipient_layout"), "beside", "attrs.recipient_layout: must be one of “stacked”, “side by side”."),
        (("attrs", "language"), "en", "attrs.language: must be a language with its region, like “en-US” or “zh-Hant-TW”."),
        (("content", 0), None, "content[0]: must be an object with a type."),
        (("content", 0, "type"), "video", "content[0]: unknown block “video”."),
        (("content", 0, "colour"), "red", "content[0]: unknown member “colour”."),
        (("content", 0, "content"), {}, "content[0].content: must be a list, not an object."),
        (("content", 0, "content", 0, "type"), "image", "content[0].content[0]: “image” may not stand in the text."),
        (
            ("content", 0, "content", 0),
            node("cite", CITATION),
            "content[0].content[0]: a cite may stand only in a note.",
        ),
        (
            ("content", 0, "content", 0, "text"),
            "\ud800",
            "content[0].content[0].text: holds U+D800, which may not stand in a letter.",
        ),
        (
            ("content", 0, "content", 0, "text"),
            "a\u202e\ue000\ufffe",
            "content[0].content[0].text: holds U+202E (RIGHT-TO-LEFT OVERRIDE), U+E000, U+FFFE, which may not stand "
            "in a letter.",
        ),
        (("content", 0, "content", 0, "marks"), [{"type": "blink"}], "content[0].content[0].marks[0]: unknown mark “blink”."),
        (
            ("content", 0, "content", 0, "marks"),
            [{"type": "em"}, {"type": "em"}],
            "content[0].content[0].marks[1]: the mark “em” is there twice.",
        ),
        (
            ("content", 0, "content", 0, "marks"),
            [{"type": "em", "attrs": {}}],
            "content[0].content[0].marks[0]: unknown member “attrs”.",
        ),
        (
            ("content", 0, "content", 1, "attrs", "id"),
            "-n",
            "content[0].content[1].attrs.id: must be 1 to 64 letters, digits, “_”, “.”, “:” or “-”, the first a letter "
            "or digit.",
        ),
        (("content", 0, "content", 1, "attrs"), {}, "content[0].content[1]: has no attrs.id."),
        (
            ("content", 0, "content", 1, "content", 0),
            node("note", id="m"),
            "content[0].content[1].content[0]: “note” may not stand in a note.",
        ),
        (
            ("content", 0, "content", 1, "content", 1, "content", 0, "attrs", "signal"),
            "As in",
            "content[0].content[1].content[1].content[0].attrs.signal: is not a signal that is known; "
            "other words belong in the prefix.",
        ),
        (
            ("content", 0, "content", 1, "content", 1, "content", 0, "attrs", "source"),
            " ",
            "content[0].content[1].content[1].content[0].attrs.source: must name a source, without spaces around it.",
        ),
        (("content", 0), node("heading", text("a"), level=4), "content[0].attrs.level: must be a whole number from 1 to 3."),
        (("content", 0), node("heading", text("a"), level=True), "content[0].attrs.level: must be a whole number from 1 to 3."),
        (("content", 1, "content", 0, "type"), "paragraph", "content[1].content[0]: must be a list_item, not “paragraph”."),
        (
            ("content", 1, "content", 0, "content", 0),
            {"type": "cc_block"},
            "content[1].content[0].content[0]: a cc_block may stand only at the top of the letter.",
        ),
        (("content", 0), {"type": "signatory_block"}, "content[3]: there is already a signatory_block."),
        (
            ("content", 2, "attrs", "align"),
            ["left", "left"],
            "content[2]: every row must have 1 cells, as the first has, and align as many entries.",
        ),
        (("content", 2, "content"), [], "content[2]: must have a row of table_header with at least one cell."),
    ],
)
def test_every_problem_has_its_path(path: tuple[str | int, ...], value: object, problem: str) -> None:
    broken: Any = deepcopy(GOOD)
    place = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert problems(broken) == [problem]


@pytest.mark.parametrize(
    "href",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "//x.org",
            "/x",
            "x.org",
            "http:x",
            "https://",
            "http:///x",
            "ftp://x.org",
        ),
        *(
            "https://x.org/a b",
            "https://x.org/\n",
            "https://x.org/\u00a0",
            "https://x.org/<",
            'https://x.org/"',
            " https://x.org",
        ),
        *("mailto:", "mailto:a", "mailto:a@", "https://x.org/\\", "https://x.org/`", "https://x.org/\u202e", "vbscript:x"),
    ],
)
def test_unsafe_addresses_are_refused(href: str) -> None:
    assert len(problems(letter(node("paragraph", text("a", {"type": "link", "attrs": {"href": href}}))))) == 1


@pytest.mark.parametrize(
    "href", ["HTTP://x.org", "https://x.org:8080/a?b=c&d#e", "mailto:a@b.org?subject=x", "https://é.org/ü|^{}"]
)
def test_safe_addresses_are_kept(href: str) -> None:
    made = from_json(letter(node("paragraph", text("a", {"type": "link", "attrs": {"href": href}}))))
    assert made.body == (Paragraph((Text("a", href=href),)),)


def nested(depth: int) -> Json:
    block = node("paragraph", text("a"))
    for _ in range(depth):
        block = node("block_quote", block)
    return letter(block)


def test_depth_has_a_limit() -> None:
    assert from_json(nested(DEEPEST)).body
    (problem,) = problems(nested(DEEPEST + 1))
    assert problem.endswith(f"lists and quotes may stand at most {DEEPEST} deep in each other.")
    assert problems(nested(800)) == [problem]


def test_size_has_a_limit() -> None:
    half = node("paragraph", text("a" * (MOST_TEXT // 2)))
    assert from_json(letter(half, half)).body
    assert problems(letter(half, half, node("paragraph", text("a"))))[-1].endswith(
        "the letter is longer than 2,000,000 characters."
    )
    assert problems(letter(subject="a" * 5000)) == ["attrs.subject: has 5,000 characters; at most 4,000 are allowed."]


def test_problems_are_all_told_up_to_a_number() -> None:
    assert len(problems(letter(node("a"), node("b"), mood="c"))) == 3
    assert len(problems(letter(*[node("a")] * 500))) == MOST_PROBLEMS + 1


@pytest.mark.parametrize("content", [(NumberedNote("n", 1, ()),), (NoteLink("n", 1),), (Note("n", (NoteLink("m", 1),)),)])
def test_numbers_are_never_stored(content: tuple[Any, ...]) -> None:
    with pytest.raises(SchemaError, match="resolved"):
        to_json(Letter((Paragraph(content),)))


def test_check_takes_a_letter_that_could_be_stored() -> None:
    check(Letter((Paragraph((Text("a"), Note("n", (Cite((Citation("k"),)),)))),)))
    with pytest.raises(SchemaError, match=r"content\[0\]\.content\[0\]\.text: holds U\+000A"):
        check(Letter((Paragraph((Text("a\nb"),)),)))


def test_what_comes_in_is_in_normal_form() -> None:
    assert from_json(letter(node("paragraph", text(" a"), text("b "), text("")), node("paragraph"))).body == (
        Paragraph((Text("ab"),)),
    )
