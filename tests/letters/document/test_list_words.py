"""The words over the parts of a list, and on a draft, in every language that letters come in."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from letters.document import language
from letters.document.language import language_of
from letters.document.list_words import ENGLISH, LIST_WORDS
from letters.document.printable import unprintable


def test_a_letter_that_has_its_labels_has_its_titles() -> None:
    assert LIST_WORDS.keys() == language._WORDS.keys()


@pytest.mark.parametrize("tag", sorted(LIST_WORDS))
def test_each_title_prints_and_none_is_another_one(tag: str) -> None:
    words = asdict(LIST_WORDS[tag])
    assert all(words.values())
    assert len(set(words.values())) == len(words)
    assert {name: unprintable(word) for name, word in words.items() if unprintable(word)} == {}
    assert words["draft"].count("{moment}") == 1
    if tag != "en":
        assert not set(words.values()) & set(asdict(ENGLISH).values()), "a word was left in English"


@pytest.mark.parametrize(
    ("tag", "individuals"),
    [
        ("es", "Personas"),
        ("es-MX", "Personas"),
        ("zh-Hant-TW", "個人"),
        ("zh-TW", "個人"),
        ("zh-CN", "个人"),
        ("cy", "Individuals"),
    ],
)
def test_the_tag_settles_which(tag: str, individuals: str) -> None:
    assert language_of(tag).listed.individuals == individuals
