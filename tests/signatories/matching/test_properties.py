"""What holds for every pair of names, whatever they are."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signatories.folding import words_of
from signatories.matching import ASK, compare
from signatories.matching.data import kinds
from signatories.matching.words import word_of

PAIRS = Path(__file__).with_name("pairs.tsv")
ROWS = [*csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)]
NAMES = sorted({name for row in ROWS for name in (row["name_a"], row["name_b"])})

LATIN = [name for name in NAMES if all(not mark.isalpha() or "LATIN" in unicodedata.name(mark) for mark in name)]
TELLING = {*(kinds.FORMER + kinds.OTHERWISE + kinds.SPONSORS).replace("|", " ").split()}
WORDS = sorted(word for word in {word for name in NAMES for word in name.split()} if not TELLING & {*words_of(word)})
"""Without "formerly" and its like: "Virginia Watch, formerly Watch" is the same as "Watch"."""

names = st.one_of(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join))
latin = st.sampled_from(LATIN)
texts = st.one_of(
    names, st.text(max_size=80), st.text(st.sampled_from("aàbz 12-.&()/'’\u0301\u200d\0\U0001f600ß北ি\ud800"), max_size=40)
)

PLACES = (
    "Virginia",
    "Texas",
    "NY",
    "Boston",
    "Lagos",
    "Brasil",
    "Deutschland",
    "New England",
    "Alder County",
    "Northern California",
)
NUMBERS = ("12", "Local 512", "No. 3", "24th Ward", "7A")
ARMS = ("Action", "Action Fund", "Foundation", "PAC", "Education Fund", "Votes", "Fundación")
PARTS = ("Chapter", "Student Chapter", "Branch", "Section", "Youth", "Seccional", "Juventude")


def without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


@given(texts, texts)
def test_it_does_not_matter_which_comes_first(a: str, b: str) -> None:
    assert compare(a, b) == compare(b, a)


@given(texts)
def test_a_name_is_the_same_as_itself(a: str) -> None:
    match = compare(a, a)
    assert (match.score, match.tier) == (1.0, "same")


@example("AA:AA", "AA0AA0AA0")
@given(texts, texts)
def test_any_text_is_taken(a: str, b: str) -> None:
    match = compare(a, b)
    assert 0 <= match.score <= 1
    assert match.reasons
    assert all(
        reason.endswith(".") and "{" not in reason.replace("{", "", a.count("{") + b.count("{")) for reason in match.reasons
    )


@pytest.mark.parametrize(
    "changed",
    [
        str.upper,
        str.lower,
        str.swapcase,
        without_accents,
        lambda text: f"  {text.replace(' ', '   ')}\t",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("-", "–").replace("'", "’"),
        lambda text: text.replace(",", " ").replace(":", " - ").replace("(", "[").replace(")", "]"),
        lambda text: f"“{text}”.",
        lambda text: unicodedata.normalize("NFD", text),
    ],
)
@given(a=latin, b=latin)
def test_capitals_accents_spaces_and_punctuation_do_not_count(changed, a: str, b: str) -> None:
    assert compare(a, changed(a)).score == 1.0
    assert compare(changed(a), b).score == compare(a, b).score


@given(names, st.sampled_from((*PLACES, *NUMBERS, *ARMS, *PARTS)), st.booleans())
def test_a_place_a_number_an_arm_or_a_part_makes_another_body(a: str, more: str, before: bool) -> None:
    assert compare(a, f"{more} {a}" if before else f"{a} {more}").score < ASK


@given(names, names, st.sampled_from((*PLACES, *NUMBERS, *ARMS, *PARTS)))
def test_such_words_on_one_side_never_lift_a_pair_to_the_ask_line(a: str, b: str, more: str) -> None:
    there = [word_of(word) for word in words_of(b)]
    again = any(
        word.reading == other.reading or word.meanings.keys() & other.meanings.keys()
        for word in map(word_of, words_of(more))
        for other in there
    )
    if compare(a, b).score < ASK and not again:
        assert compare(f"{a} {more}", b).score < ASK


@given(st.sampled_from(sorted(set(kinds.ARMS.split()) | set(kinds.CHAPTERS.split()))), names)
def test_every_word_for_arms_and_parts_counts(word: str, name: str) -> None:
    assert compare(name, f"{name} {word}").score < ASK


@pytest.mark.parametrize(
    "text", ["a " * 5_000, "A" * 10_000, "Union of " * 1_200, "1 " * 5_000, "ab-" * 3_333, "(" * 10_000, "é́" * 5_000]
)
def test_a_text_of_ten_thousand_characters_is_taken_too(text: str) -> None:
    assert compare(text, text).tier == "same"
    assert compare(text, f"{text}x").score < ASK
    assert compare(text, "Union of Rope Makers").score < ASK
    assert compare(text, f"{text} Local 12").score < ASK
