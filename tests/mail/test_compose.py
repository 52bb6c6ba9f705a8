"""The words of a message: nothing that is inserted can break out, nothing is left open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from mail.compose import WIDTH, compose, wrap
from mail.models import OutboxMessage
from mail.outbox import MESSAGES

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

CONTEXTS = {
    "sign_in": {"url": "https://letters.example.org/desk/sign-in/" + "x" * 43, "minutes": 30},
    "welcome": {
        "coalition": "Rivers",
        "role": "editor",
        "added_by": "Ana",
        "sign_in_url": "https://letters.example.org/desk/sign-in",
    },
    "receipt": {
        "title": "On Rivers",
        "line": "River Keepers",
        "organization": "River Keepers",
        "signed_at": "March 2, 2026, 10:00 a.m. EST",
        "deadline": "March 9, 2026, 5:00 p.m. EDT",
        "receipt_url": "https://letters.example.org/receipt/" + "x" * 43,
        "letter_url": "https://letters.example.org/l/on-rivers",
    },
}


def message(kind, **context):
    return OutboxMessage(
        id=7,
        kind=kind,
        recipient="ana@rivers.example",
        about="x:1",
        language="en",
        context=CONTEXTS[kind] | context,
        created_at=MOMENT,
    )


@pytest.mark.parametrize("kind", sorted(path.name for path in MESSAGES.iterdir() if path.is_dir()))
def test_every_message_says_all_it_was_given(kind):
    made = compose(message(kind))
    assert made.subject
    for name, value in CONTEXTS[kind].items():
        if name != "role":
            assert str(value) in made.subject + " " + " ".join(made.text.split()), name
    assert "{" not in made.text + made.subject


@pytest.mark.parametrize("kind", sorted(CONTEXTS))
def test_a_missing_word_is_an_error_and_not_a_gap(kind):
    for name in CONTEXTS[kind]:
        incomplete = message(kind)
        incomplete.context = {key: value for key, value in CONTEXTS[kind].items() if key != name}
        with pytest.raises(TemplateError):
            compose(incomplete)


@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_inserted_breaks_out(title, organization):
    made = compose(message("receipt", title=title, organization=organization, line=organization))
    assert made.subject.isprintable(), "no line end, so no new header"
    paragraphs = [line for line in made.text.split("\n\n") if line.strip()]
    plain = compose(message("receipt", title="T", organization="O", line="O"))
    assert abs(len(paragraphs) - len([line for line in plain.text.split("\n\n") if line.strip()])) <= 1, "no forged paragraph"
    assert all(character.isprintable() or character == "\n" for character in made.text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=2000))
def test_lines_are_short_and_words_whole(text):
    lines = wrap(text).splitlines()
    for line in lines:
        assert len(line) <= WIDTH or " " not in line.strip()
        assert len(line.encode()) <= 998
    if all(len(word.encode()) <= 900 for word in text.split()):
        assert "".join(wrap(text).split()) == "".join(text.split())


def test_a_long_link_stays_whole():
    url = "https://letters.example.org/receipt/" + "x" * 200
    assert url in compose(message("receipt", receipt_url=url)).text.splitlines()
