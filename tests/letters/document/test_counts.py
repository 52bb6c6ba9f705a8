"""The number of signatories in the letter's text: typed as a word, printed as a number, the same in every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.citations.plain_runs import run_data
from letters.document import html, markdown
from letters.document.content_hash import content_hash
from letters.document.counts import counted, number_in
from letters.document.language import language_of
from letters.document.nodes import (
    BlockQuote,
    BulletList,
    Count,
    Heading,
    Inline,
    Inlines,
    Letter,
    Note,
    NumberedNote,
    Paragraph,
    Table,
    Text,
)
from letters.document.normal import normalize
from letters.document.printable import unprintable
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve
from letters.document.schema import SchemaError, from_json, to_json
from letters.document.walk import inlines_of, map_inlines, plain_text
from tests.letters.document.trees import letters

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
ORGANIZATIONS = Count("organizations")


def signed(organizations: int, individuals: int = 0) -> Signatories:
    def lines(count: int) -> tuple[SignatoryLine, ...]:
        return tuple(SignatoryLine(f"Name {number}") for number in range(count))

    half = organizations // 2
    groups = (SignatoryGroup(lines(half), "National"), SignatoryGroup(lines(organizations - half), "State"))
    return Signatories((*groups, SignatoryGroup(lines(individuals), "Individuals", individuals=True)))


def read(text: str) -> Inlines:
    letter, losses = markdown.read(text)
    assert losses == ()
    (paragraph,) = letter.body
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


def text_of(rendition: Rendition) -> str:
    return " ".join(plain_text([node]) for node in inlines_of(rendition.letter.body))


# --- the word in Markdown


def test_a_word_in_braces_is_a_count() -> None:
    assert read("The **undersigned {organizations}** groups") == (
        Text("The "),
        Text("undersigned ", strong=True),
        Count("organizations", strong=True),
        Text(" groups"),
    )
    assert [node.of for node in read("{signatories} are {individuals} and {Organizations}") if isinstance(node, Count)] == [
        "signatories",
        "individuals",
        "organizations",
    ]
    assert read("[all {signatories}](https://x.org)")[1] == Count("signatories", href="https://x.org")


@pytest.mark.parametrize(
    "typed",
    ["{organization}", "{ organizations }", "{}", "{x}", "{{x}}", "organizations}", "{organizations", "{organizations\n}"],
)
def test_other_braces_are_text(typed: str) -> None:
    content = read(typed)
    assert content == (Text(typed.replace("\n", " ")),)
    assert markdown.write(Letter((Paragraph(content),))) == typed.replace("\n", " ") + "\n"


@pytest.mark.parametrize("word", ["{organizations}", "{Individuals}", "[{signatories}]"])
def test_the_word_itself_can_be_written(word: str) -> None:
    letter = Letter((Paragraph((Text(f"Type {word} here"),)),))
    written = markdown.write(letter)
    assert written == f"Type {word} here\n".replace("{", "\\{").replace("[", "\\[")
    assert markdown.read(written)[0] == letter


def test_a_count_can_stand_wherever_text_can() -> None:
    letter, losses = markdown.read(
        "# The {organizations}\n\n- {organizations}\n\n> {organizations}\n\n"
        "| {organizations} |\n| --- |\n| {organizations} |\n\nText.[^n]\n\n[^n]: All {organizations}.\n"
    )
    assert losses == ()
    assert isinstance(letter.body[0], Heading)
    assert isinstance(letter.body[1], BulletList)
    assert isinstance(letter.body[2], BlockQuote)
    assert isinstance(letter.body[3], Table)
    written = html.write(Rendition(resolve(letter).letter, "T", MOMENT, signed(7)))
    for place in ("<h2>The 7</h2>", "<li>7</li>", "<p>7</p>", '<th scope="col">7</th>', "<td>7</td>", "All 7."):
        assert place in written


# --- what is stored


def test_a_count_is_stored_as_what_it_counts() -> None:
    letter = Letter((Paragraph((replace(ORGANIZATIONS, strong=True, href="https://x.org"),)),))
    stored = to_json(letter)
    assert stored["content"][0]["content"] == [
        {
            "type": "count",
            "attrs": {"of": "organizations"},
            "marks": [{"type": "strong"}, {"type": "link", "attrs": {"href": "https://x.org"}}],
        }
    ]
    assert from_json(stored) == letter


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"type": "count"}, "has no attrs.of"),
        ({"type": "count", "attrs": {"of": "people"}}, "must be one of “organizations”"),
        ({"type": "count", "attrs": {"of": "signatories", "number": 142}}, "unknown member “number”"),
        ({"type": "count", "attrs": {"of": "signatories"}, "text": "142"}, "unknown member “text”"),
        ({"type": "count", "attrs": {"of": "signatories"}, "marks": [{"type": "big"}]}, "unknown mark “big”"),
    ],
)
def test_a_count_that_is_none_is_refused(node: object, said: str) -> None:
    stored = to_json(Letter((Paragraph((Text("x"),)),)))
    stored["content"][0]["content"] = [node]
    with pytest.raises(SchemaError, match=said):
        from_json(stored)


def test_people_consent_to_the_count_and_not_to_a_number() -> None:
    def hashed(*content: Inline) -> str:
        return content_hash(Letter((Paragraph(content),)), {})

    texts = [(ORGANIZATIONS,), (Count("signatories"),), (Text("{organizations}"),), (Text("142"),), (Text("[number]"),)]
    assert len({hashed(*text) for text in texts}) == len(texts)


def test_a_text_without_a_count_is_called_as_it_was_before_there_were_any() -> None:
    letter = Letter((Paragraph((Text("We ask."),)),), subject="Re")
    assert content_hash(letter, {}) == "e7405cb6322ed4db79c43edf7889894c572f2ee635dfbbf0749f4c6922441a0d"


# --- what prints


@settings(max_examples=200, deadline=None)
@given(letters(), st.integers(0, 5000), st.integers(0, 5000))
def test_a_rendition_reads_as_if_the_right_numbers_were_typed(letter: Letter, organizations: int, individuals: int) -> None:
    numbers = {"organizations": organizations, "individuals": individuals, "signatories": organizations + individuals}
    by_state = {f"{of}_in_state": number // 2 for of, number in numbers.items()}
    words = {of: number_in(letter.language, number) for of, number in numbers.items()}
    words |= {of: number_in(letter.language, number) if number else "0" for of, number in by_state.items()}
    numbers |= by_state

    def typed(node: Inline) -> Inline:
        if isinstance(node, Note | NumberedNote):
            return replace(node, content=tuple(typed(part) for part in node.content))  # type: ignore[arg-type]
        return Text(words[node.of], node.em, node.strong, node.underline, node.href) if isinstance(node, Count) else node

    by_hand = normalize(replace(letter, body=map_inlines(letter.body, typed)))
    assert counted(letter, numbers) == by_hand
    before, after = resolve(letter), resolve(by_hand)
    assert normalize(counted(before.letter, numbers)) == normalize(after.letter)
    assert len(before.notes) == len(after.notes)


def test_a_rendition_counts_the_lines_that_it_prints() -> None:
    letter = Letter((Paragraph((ORGANIZATIONS, Text(" "), Count("individuals"), Text(" "), Count("signatories"))),))
    rendition = Rendition(letter, "T", MOMENT, signed(1203, 41))
    assert text_of(rendition) == "1,203 41 1,244"
    assert html.write(rendition).count("<li dir=") == 1244
    assert text_of(replace(rendition, signatories=signed(7))) == "7 [number] 7"


def test_a_copy_without_its_list_does_not_tell_the_number() -> None:
    rendition = Rendition(Letter((Paragraph((ORGANIZATIONS,)),), language="es-MX"), "T", MOMENT, signed(1203))
    assert text_of(rendition) == "1,203"
    assert text_of(replace(rendition, signatories=Signatories())) == "[número]"
    assert text_of(Rendition(rendition.resolved, "T", MOMENT)) == "[número]"


def test_nobody_is_no_number() -> None:
    assert number_in("en-US", 0) == "[number]"
    assert text_of(Rendition(Letter((Paragraph((ORGANIZATIONS,)),)), "T", MOMENT, signed(0, 3))) == "[number]"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en-US", 999, "999"),
        ("en-US", 1204, "1,204"),
        ("es-MX", 1204, "1,204"),
        ("es-ES", 12040, "12.040"),
        ("de-DE", 12040, "12.040"),
        ("fr-FR", 12040, "12\u202f040"),
        ("de-CH", 12040, "12’040"),
        ("zh-Hant-TW", 12040, "12,040"),
        ("en-001", 12040, "12,040"),
        ("qq-US", 12040, "12,040"),
        ("de-ZZ", 12040, "12.040"),
        ("ar-EG", 12040, "12,040"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, number: int, said: str) -> None:
    assert number_in(language, number) == said
    assert unprintable(said) == ()


@pytest.mark.parametrize("tag", ["ar-EG", "de-DE", "en-US", "es-MX", "fr-FR", "he-IL", "it-IT", "ja-JP", "ko-KR", "nl-NL"])
def test_the_word_for_no_number_prints(tag: str) -> None:
    assert unprintable(language_of(tag).words.number) == ()


@pytest.mark.parametrize("tag", ["pt-BR", "ru-RU", "zh-CN", "zh-Hant-TW"])
def test_the_word_for_no_number_prints_elsewhere(tag: str) -> None:
    assert unprintable(language_of(tag).words.number) == ()


def test_a_count_stands_in_the_marks_around_it() -> None:
    content = read("the **undersigned {organizations} *strong* organizations**, <u>{signatories}</u>")
    written = html.write(Rendition(Letter((Paragraph(content),)), "T", MOMENT, signed(12)))
    assert "the <strong>undersigned 12 <em>strong</em> organizations</strong>, <u>12</u>" in written


def test_a_tree_with_a_count_is_not_written_as_if_it_had_none() -> None:
    from letters.document.html.inline import inline

    with pytest.raises(ValueError, match="Count"):
        inline([ORGANIZATIONS])


def test_where_no_list_is_at_hand_a_count_is_named_as_typed() -> None:
    assert plain_text([Text("the "), ORGANIZATIONS]) == "the {organizations}"
    assert run_data([replace(ORGANIZATIONS, strong=True)]) == [{"text": "{organizations}", "bold": True}]


def test_a_note_of_a_count_alone_is_not_empty() -> None:
    letter = Letter((Paragraph((Text("x"), Note("n", (ORGANIZATIONS,)))),))
    assert resolve(letter).warnings == ()
