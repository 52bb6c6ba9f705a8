"""The HTML part: the words of the text, links, one button, nothing from elsewhere."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.compose import compose
from mail.html import html_of
from mail.kinds import KINDS, need_of
from mail.outbox import MESSAGES
from mail.suppression import STOPS
from tests.mail.test_compose import KINDS as FOLDERS
from tests.mail.test_compose import context_of, message, texts_in

URL = "https://letters.example.org/letters/harbor/i/" + "p" * 30


def made(body, **more):
    document = html_of(body, subject="S", language="en", **more)
    html5lib.HTMLParser(strict=True).parse(document)
    return document


def words(document):
    tree = html5lib.parse(document, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.find("body").itertext()).split())


def test_an_address_alone_becomes_the_button_and_is_shown_as_well():
    document = made(f"Please sign here:\n\n{URL}\n\nThe letter:\n\nhttps://letters.example.org/letters/harbor\n")
    assert document.count('class="button"') == 1
    assert f'class="button" href="{URL}"' in document
    assert words(document).count(URL) == 1
    assert '<a href="https://letters.example.org/letters/harbor">' in document


def test_addresses_in_a_sentence_are_links_without_the_full_stop():
    document = made(f"See {URL}. Or (https://x.example/a?b=1&c=2), if you like.")
    assert f'<a href="{URL}">{URL}</a>.' in document
    assert '<a href="https://x.example/a?b=1&amp;c=2">' in document


@given(st.text(max_size=500))
def test_nothing_that_is_inserted_becomes_markup(text):
    text = "".join(mark for mark in text if mark.isprintable() or mark == "\n")
    document = html_of(f"<script>alert(1)</script> {text}", subject=text, language="en")
    assert "<script" not in document
    allowed = {"html", "head", "meta", "title", "style", "body", "div", "p", "a", "hr", "br"}
    assert set(re.findall(r"<([a-z0-9]+)", document)) <= allowed


def test_nothing_is_fetched_from_elsewhere_and_dark_mode_is_followed():
    document = made(f"Hello\n{URL}\n--\nSmall print", unsubscribe_url="https://letters.example.org/unsubscribe/x")
    assert not re.search(r"src=|url\(|@import|<link|<img|javascript:", document)
    assert "prefers-color-scheme: dark" in document
    assert '<html lang="en" dir="ltr">' in document
    assert document.count("unsubscribe/x") == 2


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", FOLDERS)
def test_every_message_says_the_same_in_both_parts(kind, language):
    composed = compose(message(kind, language), unsubscribe_url="https://letters.example.org/unsubscribe/x")
    assert f'<html lang="{language}"' in composed.html
    for text in texts_in(
        {name: value for name, value in context_of(kind).items() if name not in ("role", "shared", "silence", "status")}
    ):
        if " ".join(text.split()) in " ".join(composed.text.split()):
            assert " ".join(text.split()) in words(composed.html)
    html5lib.HTMLParser(strict=True).parse(composed.html)


def test_every_kind_says_whether_its_recipient_can_do_without_it():
    """Whoever adds a message adds its line; mail/kinds.py says what the words mean."""
    assert set(KINDS) == {path.name for path in MESSAGES.iterdir() if path.is_dir()}
    assert set(KINDS.values()) <= set(STOPS)
    assert need_of("something new") == "unasked", "whoever forgets it harms nobody who unsubscribed"
