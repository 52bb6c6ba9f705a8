"""The words of a message: nothing that is inserted can break out, nothing is left open."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateError, meta, nodes
from lxml import html

from mail import compose as compose_module
from mail.compose import WIDTH, compose, wrap
from mail.html import html_of
from mail.models import OutboxMessage
from mail.outbox import MESSAGES

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

BASE = "https://letters.example.org"

EXAMPLES = {
    "added_by": "Ana",
    "again": False,
    "agreed": False,
    "asked": True,
    "attestation": "I am authorized to sign this letter.",
    "check_url": f"{BASE}/letters/on-rivers/check",
    "changed_url": f"{BASE}/letters/on-rivers/changed/" + "c" * 30,
    "changes": ["The [-old-] {+new+} mills.", "A {+second+} change."],
    "choice_url": f"{BASE}/desk/on-rivers/reminders",
    "closed": False,
    "coalition": "Rivers",
    "confirm_url": f"{BASE}/letters/on-rivers/confirm/" + "f" * 30,
    "contact": "Ada Okafor",
    "contact_url": f"{BASE}/letters/on-rivers/contact/" + "t" * 30,
    "delivered": "Tuesday, March 10, 2026 at 9:00 AM Eastern Time",
    "deadline": "Monday, March 9, 2026 at 5:00 PM Eastern Time",
    "file_name": "on-rivers-007-jane-doe.pdf",
    "files": True,
    "desk_url": f"{BASE}/desk/on-rivers/",
    "frozen": False,
    "galley_url": f"{BASE}/letters/on-rivers/galley/" + "g" * 30,
    "headline": "What is new",
    "late": False,
    "letter_url": f"{BASE}/letters/on-rivers",
    "line": "River Keepers",
    "lines": ["Dear Ada,", "", "please sign."],
    "links": [{"line": "River Keepers", "url": f"{BASE}/letters/on-rivers/mine/" + "l" * 30, "waiting": True}],
    "links_url": f"{BASE}/letters/on-rivers/links",
    "minutes": 30,
    "more": True,
    "next_edition": False,
    "name": "The Honorable Jo Doe",
    "next_reminder": "3 days before, Fri, Mar 6, 5:00 PM Eastern Time",
    "open": True,
    "organization": "River Keepers",
    "own_url": f"{BASE}/letters/on-rivers/mine/" + "o" * 30,
    "pending": False,
    "personal_url": f"{BASE}/letters/on-rivers/i/" + "p" * 30,
    "recipients": "The Honorable Jo Doe and Governor Farrow",
    "reason": "It is on the list already.",
    "replaces": "Shore Keepers",
    "review_url": f"{BASE}/letters/on-rivers/review/" + "r" * 30,
    "role": "editor",
    "sha256": "0123456789abcdef" * 4,
    "sections": [["New signatures", ["Shore League", "Mill Workers"]]],
    "shared": "seen",
    "sign_in_url": f"{BASE}/desk/sign-in",
    "signed_at": "Monday, March 2, 2026 at 10:00 AM Eastern Time",
    "signed": False,
    "silence": "drop",
    "sooner": True,
    "standing": "It closes in 3 days. 18 stand on the letter.",
    "stands": "Keepers of the River",
    "status": "accepted",
    "subject": "Will you sign?",
    "taken": True,
    "title": "On Rivers",
    "until": "Friday, March 6, 2026 at 5:00 PM Eastern Time",
    "url": f"{BASE}/desk/sign-in/" + "x" * 43,
    "wanted": "Keepers of Our River",
    "was": "Thursday, March 5, 2026 at 5:00 PM Eastern Time",
    "words": "We only moved a comma.",
}
"""What every message gets under a name. With these, no branch that says something given is passed by."""

LATER = {"shared", "next_edition", "open"}
"""What messages did not have that waited in the outbox of an earlier version; without it they say nothing of it."""


def tree(kind, part, language=""):
    return Environment(autoescape=False).parse((MESSAGES / kind / f"{part}{language}.txt").read_text(encoding="utf-8"))


def context_of(kind):
    """An example for each name that a kind of message fills in."""
    names = meta.find_undeclared_variables(tree(kind, "subject")) | meta.find_undeclared_variables(tree(kind, "body"))
    return {name: EXAMPLES[name] for name in sorted(names)}


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif not isinstance(value, bool):
        yield str(value)


KINDS = sorted(path.name for path in MESSAGES.iterdir() if path.is_dir())


def message(kind, language="en", **context):
    return OutboxMessage(
        id=7,
        kind=kind,
        recipient="ana@rivers.example",
        about="x:1",
        language=language,
        context=context_of(kind) | context,
        created_at=MOMENT,
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_says_all_it_was_given(kind, language):
    made = compose(message(kind, language))
    assert made.subject
    for name, value in context_of(kind).items():
        if name not in ("role", "shared", "silence", "status"):
            for text in texts_in(value):
                assert " ".join(text.split()) in made.subject + " " + " ".join(made.text.split()), name
    assert not re.search(r"\{[{%#]|[}%#]\}", made.text + made.subject)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_word_is_an_error_and_not_a_gap(kind, language):
    for name in context_of(kind).keys() - LATER:
        incomplete = message(kind, language)
        incomplete.context = {key: value for key, value in context_of(kind).items() if key != name}
        with pytest.raises(TemplateError):
            compose(incomplete)
    earlier = message(kind, language)
    earlier.context = {key: value for key, value in context_of(kind).items() if key not in LATER}
    compose(earlier)


@pytest.mark.parametrize(("shared", "said"), [("", False), ("seen", "in these words"), ("unseen", "may be those of the other")])
@pytest.mark.parametrize("kind", ["receipt", "galley", "accepted"])
def test_a_shared_line_is_said_to_be_one(kind, shared, said):
    text = " ".join(compose(message(kind, shared=shared)).text.split())
    assert ("more than one signature" in text) is bool(shared)
    assert not said or said in text


@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_inserted_breaks_out(title, organization):
    made = compose(message("receipt", title=title, contact=organization, line=organization))
    assert made.subject.isprintable(), "no line end, so no new header"
    paragraphs = [line for line in made.text.split("\n\n") if line.strip()]
    plain = compose(message("receipt", title="T", contact="O", line="O"))
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
    url = "https://letters.example.org/letters/on-rivers/mine/" + "x" * 200
    assert url in compose(message("receipt", own_url=url)).text.splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_comes_in_spanish_and_fills_the_same_places(kind):
    """Also in the branches that no example takes: what one language names or asks, the other does."""
    for part in ("subject", "body"):
        english, spanish = tree(kind, part), tree(kind, part, ".es")
        assert meta.find_undeclared_variables(english) == meta.find_undeclared_variables(spanish), part
        tests = [[test.test for test in words.find_all(nodes.If)] for words in (english, spanish)]
        assert tests[0] == tests[1], part


@pytest.mark.parametrize(
    ("language", "begins"),
    [("es", "Su enlace"), ("es-MX", "Su enlace"), ("es_US", "Su enlace"), ("ES", "Su enlace"), ("en", "Your"), ("fr", "Your"),
     ("", "Your"), ("../es", "Your"), ("est", "Your")],
)  # fmt: skip
def test_a_language_that_a_message_does_not_have_is_english(language, begins):
    assert compose(message("sign_in", language)).subject.startswith(begins)


def test_a_message_with_half_a_translation_is_english(tmp_path, monkeypatch):
    """A subject in one language over a body in another looks like fraud."""
    folder = tmp_path / "sign_in"
    folder.mkdir()
    for name in ("subject.txt", "body.txt", "subject.es.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr("mail.compose.MESSAGES", tmp_path)
    for cached in (compose_module._templates, compose_module._ending):
        cached.cache_clear()
    try:
        made = compose(message("sign_in", "es"))
        assert (made.subject, made.text) == ("subject.txt", "body.txt\n")
    finally:
        for cached in (compose_module._templates, compose_module._ending):
            cached.cache_clear()


def test_every_spanish_message_that_greets_does_so_in_one_way():
    firsts = [(MESSAGES / kind / "body.es.txt").read_text().splitlines()[0] for kind in KINDS]
    greetings = {first for first in firsts if first.endswith(":")}
    assert greetings == {"Hola:", "Hola, {{ contact }}:", "Hola{% if contact %}, {{ contact }}{% endif %}:"}


def test_small_print_and_lists_look_like_that():
    body = "Hello\n\n- one\n- two https://l.example/a\n\nBye\n\n--\nTo stop it:\n\nhttps://l.example/stop\n"
    page = html.fromstring(html_of(body, subject="S", language="en", button=False))
    assert [one.text_content() for one in page.iter("li")] == ["one", "two https://l.example/a"]
    assert len(list(page.iter("ul"))) == 1
    assert [one.text_content() for one in page.iter("p") if one.get("class") == "small"] == [
        "To stop it:",
        "https://l.example/stop",
    ]
    assert len(list(page.iter("hr"))) == 1
    away = html.fromstring(html_of(body, subject="S", language="en", unsubscribe_url="https://l.example/u"))
    assert len(list(away.iter("hr"))) == 1, "one line above all small print"
    alone = html.fromstring(html_of("Hello", subject="S", language="en", unsubscribe_url="https://l.example/u"))
    assert len(list(alone.iter("hr"))) == 1


def test_what_is_left_out_leaves_one_empty_line():
    assert wrap("a\n\n\n\nb\nc\n") == "a\n\nb\nc\n"
