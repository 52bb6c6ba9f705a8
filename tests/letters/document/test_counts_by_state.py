"""How many signed from the recipient's state: another number in each recipient's copy, and none in any other."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.document import html, markdown
from letters.document.addressing import addressed
from letters.document.content_hash import content_hash
from letters.document.counts import BY_STATE, counts_by_state
from letters.document.language import _WORDS, language_of
from letters.document.nodes import Count, Counted, Letter, Note, Paragraph, Text
from letters.document.printable import unprintable
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve
from letters.document.schema import from_json, to_json
from letters.document.walk import inlines_of, plain_text
from letters.redline.labels import labels_in
from tests.letters.document.trees import letters

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
HERE = Count("organizations_in_state")


def line(number: int, state: str) -> SignatoryLine:
    return SignatoryLine(f"Name {number}", state=state)


LISTED = Signatories(
    (
        SignatoryGroup((*(line(number, "Ohio") for number in range(18)), line(18, "Texas"), line(19, ""))),
        SignatoryGroup((line(20, "Ohio"), line(21, "Texas")), "Individuals", individuals=True),
    )
)


def copy(*content: Text | Count | Note, state: str = "", listed: Signatories = LISTED, language: str = "en-US") -> Rendition:
    letter = resolve(Letter((Paragraph(content),), language=language)).letter
    return Rendition(letter, "T", MOMENT, listed, state=state)


def text_of(rendition: Rendition) -> str:
    return "".join(plain_text([node]) for node in inlines_of(rendition.letter.body))


def test_each_state_has_its_own_number() -> None:
    whole = (HERE, Text(" of "), Count("individuals_in_state"), Text(" of "), Count("signatories_in_state"))
    assert text_of(copy(*whole, state="Ohio")) == "18 of 1 of 19"
    assert text_of(copy(*whole, state="Texas")) == "1 of 1 of 2"
    assert text_of(copy(*whole, state="Maine")) == "0 of 0 of 0"


def test_a_copy_for_nobody_in_particular_has_words_for_it() -> None:
    assert text_of(copy(HERE)) == "[number by state]"
    assert text_of(copy(HERE, state="Ohio", listed=Signatories())) == "[number by state]"
    assert text_of(copy(HERE, language="es-US")) == "[número por estado]"
    assert "[number by state] organizations" in html.write(copy(HERE, Text(" organizations")))


def test_all_languages_have_words_that_print() -> None:
    for tag in _WORDS:
        words = language_of(tag).words
        assert words.number_by_state
        assert words.number_by_state != words.number
        assert not unprintable(words.number_by_state)
    for tag in ("en", "es"):
        assert set(labels_in(tag).counts) == set(get_args(Counted))


def test_it_is_counted_in_notes_too() -> None:
    note = Note("one", (Text("There are "), HERE, Text(".")))
    assert counts_by_state(Letter((Paragraph((Text("x"), note)),)))
    assert not counts_by_state(Letter((Paragraph((Text("x"), Count("organizations"))),)))
    assert "There are 18." in html.write(copy(Text("x"), note, state="Ohio"))


@pytest.mark.parametrize("of", sorted(BY_STATE))
def test_a_word_in_braces(of: Counted) -> None:
    letter, losses = markdown.read(f"They are {{{of}}} and **{{{of}}}**, not \\{{{of}}}.")
    assert losses == ()
    assert [node for node in inlines_of(letter.body) if isinstance(node, Count)] == [Count(of), Count(of, strong=True)]
    assert markdown.read(markdown.write(letter))[0] == letter
    assert from_json(to_json(letter)) == letter


def test_the_hash_is_that_of_the_word() -> None:
    here = Letter((Paragraph((HERE,)),))
    assert content_hash(here, {}) != content_hash(Letter((Paragraph((Count("organizations"),)),)), {})
    assert content_hash(here, {}) == content_hash(Letter((Paragraph((HERE,)),)), {})


def test_a_number_for_each_recipient_cannot_stand_in_a_field() -> None:
    from letters.citations.checks.counts import check_counts

    letter = Letter((Paragraph((Text("x"),)),), subject="All {organizations_in_state}")
    assert [warning.kind for warning in check_counts(letter)] == ["count-in-field"]


@settings(max_examples=100)
@given(letters(), st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5), st.text(max_size=20))
def test_a_copy_differs_in_block_and_salutation_alone(letter: Letter, lines: list[str], salutation: str) -> None:
    copied = addressed(letter, lines, salutation)
    assert copied.recipients == (tuple(lines),)
    assert copied.salutation == (salutation or letter.salutation)
    for field in fields(Letter):
        if field.name not in ("recipients", "recipient_layout", "salutation"):
            assert getattr(copied, field.name) is getattr(letter, field.name)
    back = replace(copied, recipients=letter.recipients, recipient_layout=letter.recipient_layout, salutation=letter.salutation)
    assert back == letter
    assert resolve(copied).letter.body == resolve(letter).letter.body
