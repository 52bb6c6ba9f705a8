"""Texts made to hang or break a reader: each ends soon, as a letter with losses or as an error in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.document.markdown import MarkdownError, read, write
from letters.document.markdown.reader import LONGEST
from letters.document.normal import normalize
from letters.document.schema import check
from letters.document.schema_reader import DEEPEST, MOST_TEXT
from tests.letters.document.trees import WICKED
from tests.tools.effort import at_most, grows_at_most

MANY = 15_000


def ends(text: str) -> None:
    """Read ``text``, which may be refused in words but not otherwise, in time that only growth by squares would exceed."""

    def tried() -> None:
        with suppress(MarkdownError):
            read(text)

    at_most(60, tried)


@pytest.mark.parametrize(
    "piece",
    [
        *("[", ">", "*", "**a*", "_*", "![", "<", "<a ", "`", "&", "\\", "^[", "[^", "[@a", "[@a;", "[a](", "[[]", "{", "~"),
        *("#", "<em>", "</em>", "- ", "> ", "1. ", "::: a\n", "[a]: ", "&#42;", "\u202e", "*[@a", "[a\n", "[@a *b", "$", "_a "),
    ],
)
def test_thousands_of_anything(piece: str) -> None:
    ends(piece * MANY)


@pytest.mark.parametrize(
    "text",
    [
        "[" * MANY + "]" * MANY,
        "[" * MANY + "@b" + "]" * MANY,
        "^[" * MANY + "a" + "]" * MANY,
        "[@a " + "(" * MANY + ")" * MANY + "]",
        "[@a, " + "1-" * MANY + "]",
        "[@a, p. " + "a" * MANY + "]",
        "[" + ";" * MANY + "@a]",
        "|" * MANY + "\n" + "-|" * MANY,
        "---\na: " + "[" * MANY + "\n---\n",
        "---\n" + "a: " * MANY + "\n---\n",
        "\n".join(">" * depth for depth in range(60)),
        "".join(f"[^{place}]: [^{place + 1}]\n\n" for place in range(3000)) + "[^0]",
    ],
    ids=lambda text: text[:12],
)
def test_nests_and_chains(text: str) -> None:
    ends(text)


@pytest.mark.parametrize(
    "made",
    [
        lambda n: "[" * n,
        lambda n: "[" * n + "]" * n,
        lambda n: "*a " * n,
        lambda n: "[@a] " * n,
        lambda n: "[^a]: b\n" * n,
        lambda n: "^[a] " * n,
        lambda n: "<!-- \n" * n,
        lambda n: "".join(f"[^é{place}]: b\n" for place in range(n)) + "^[a] " * n,
    ],
)
def test_twice_the_text_takes_about_twice_the_time(made: Callable[[int], str]) -> None:
    ends(made(100))
    # Quadratic growth would show as 64 times.
    grows_at_most(25, lambda: ends(made(1500)), lambda: ends(made(8 * 1500)), free=0.5)


def test_depth_is_an_error_in_words() -> None:
    assert read("> " * DEEPEST + "a")[1] == ()
    for text in ("> " * (DEEPEST + 1) + "a", "- " * (DEEPEST + 1) + "a", ">" * MANY):
        with pytest.raises(MarkdownError, match="line 1: Lists and quotes may stand at most 8 deep"):
            read(text)


def test_depth_in_a_note_is_an_error_in_words_too() -> None:
    """The parser leaves out in silence what is nested too deep for it, and a note has no blocks in which that would show."""
    assert "a" in write(read("b[^n]\n\n[^n]: " + "> " * DEEPEST + "a")[0])
    with pytest.raises(MarkdownError, match="line 3: Lists and quotes may stand at most 8 deep"):
        read("b[^n]\n\n[^n]: " + "> " * 40 + "a")


def test_length_is_an_error_in_words() -> None:
    with pytest.raises(MarkdownError, match="longer than 4,000,000 characters"):
        read("a" * (LONGEST + 1))


def test_one_note_referred_to_without_end_is_an_error_in_words() -> None:
    with pytest.raises(MarkdownError, match="again and again"):
        read("[^a]" * 100 + "\n\n[^a]: " + "x" * (MOST_TEXT // 50))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(st.sampled_from([*WICKED, "\n", "\n\n", "\n    ", "\n> ", "\n- ", "[^x]: "]), st.text(max_size=3)),
        max_size=25,
    )
)
def test_whatever_is_read_can_be_stored_and_written(pieces: list[str]) -> None:
    try:
        letter, losses = read("".join(pieces))
    except MarkdownError:
        return
    check(letter)
    assert normalize(letter) == letter
    again, lost_again = read(write(letter))
    assert again == letter
    # What is written has no holes but those that were there: a reference to no note stays one.
    assert {loss.kind for loss in lost_again} <= {loss.kind for loss in losses} & {"reference-missing"}
