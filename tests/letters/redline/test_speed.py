"""A redline is made while somebody waits for a page, and anybody may have typed the letter."""

from __future__ import annotations

import random

import pytest

from letters.document.nodes import Letter, Paragraph, Text
from letters.redline import accepted, redline, rejected, summary
from letters.redline.matching import Budget, common
from tests.tools.effort import at_most

PAGES = 20
WORDS = 500
LIMIT = 20.0
"""Processor seconds, many times what it takes (0.1 to 0.8): a loop gone square would take minutes."""


def words(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    known = ["".join(rng.choices("abcdefghij", k=rng.randint(2, 8))) for _ in range(2000)]
    return [rng.choice(known) + ("." if rng.random() < 0.06 else "") for _ in range(count)]


def edited(line: list[str], changes: int) -> list[str]:
    rng = random.Random(changes)
    line = list(line)
    for place in rng.sample(range(len(line)), changes):
        line[place] = f"changed{place}"
    return line


def letter(line: list[str], size: int) -> Letter:
    chunks = (line[place : place + size] for place in range(0, len(line), size))
    return Letter(tuple(Paragraph((Text(" ".join(chunk)),)) for chunk in chunks))


TEXT = words(PAGES * WORDS, 1)
SHUFFLED = random.Random(3).sample(TEXT, len(TEXT))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(letter(TEXT, 100), letter(edited(TEXT, 800), 100), id="a word in every paragraph"),
        pytest.param(letter(TEXT, 100), letter(words(len(TEXT), 2), 100), id="another letter"),
        pytest.param(letter(TEXT, 100), letter(SHUFFLED, 100), id="the same words shuffled"),
        pytest.param(letter(TEXT, len(TEXT)), letter(edited(TEXT, 300), len(TEXT)), id="one endless paragraph, edited"),
        pytest.param(letter(TEXT, len(TEXT)), letter(SHUFFLED, len(TEXT)), id="one endless paragraph, shuffled"),
        pytest.param(
            letter(["x"] * 5000, 1), letter(random.Random(4).choices("xy", k=5000), 1), id="the same word over and over"
        ),
    ],
)
def test_twenty_pages_are_compared_while_one_waits(old: Letter, new: Letter) -> None:
    made = []
    at_most(LIMIT, lambda: made.append(redline(old, new)))
    assert accepted(made[0]) == new
    assert rejected(made[0]) == old


def test_an_endless_paragraph_is_still_compared_word_by_word() -> None:
    told = summary(redline(letter(TEXT, len(TEXT)), letter(edited(TEXT, 300), len(TEXT))))
    assert (told.words_went, told.words_came) == (300, 300)


def test_sentences_that_stand_are_found_where_words_are_too_many() -> None:
    heavy = [*TEXT[:5000], *SHUFFLED[5000:]]
    told = summary(redline(letter(TEXT, len(TEXT)), letter(heavy, len(heavy))))
    assert 0 < told.words_went < 6000


def test_the_work_is_counted() -> None:
    # The control: with room for it, two sequences that have little in common are matched; without, the answer is "too far".
    old, new = [*"abcdefgh"], [*"hgfedcba"]
    assert common(old, new, Budget(1000)) is not None
    assert common(old, new, Budget(10)) is None
    assert common(old, old, Budget(1)) == [(place, place) for place in range(8)]
