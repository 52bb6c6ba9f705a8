"""The note that confirmed segments become."""

from __future__ import annotations

import pytest

from letters.citations.parse import as_note, parse_note
from letters.document.nodes import Citation, Cite, Text


def test_citations_with_a_semicolon_between_them_are_one_string_cite() -> None:
    segments = parse_note("See Young, supra note 3, at 15; Mijente, supra note 4.")
    keys = ["young" if "Young" in part.text else "mijente" if "Mijente" in part.text else None for part in segments]
    assert as_note(segments, keys) == (
        Cite((Citation("young", signal="See", locator="15"), Citation("mijente"))),
        Text("."),
    )


def test_words_between_citations_keep_them_apart() -> None:
    segments = parse_note("Young, supra note 3. Others disagree. See Mijente, supra note 4.")
    keys = [None if part.kind == "prose" else f"k{part.start}" for part in segments]
    assert as_note(segments, keys) == (
        Cite((Citation("k0"),)),
        Text(". Others disagree. "),
        Cite((Citation("k38", signal="See"),)),
        Text("."),
    )


def test_an_unconfirmed_citation_stays_as_it_was_typed_with_its_address_as_a_link() -> None:
    text = "See Jane Doe, A Ti-\ntle, The Hill, May 3, 2021, https://example.org/a-\nb."
    segments = parse_note(text, [(14, 23)])
    note = as_note(segments, [None] * len(segments), [(14, 23)])
    assert note == (
        Text("See Jane Doe, "),
        Text("A Title", em=True),
        Text(", The Hill, May 3, 2021, "),
        Text("https://example.org/a-b", href="https://example.org/a-b"),
        Text("."),
    )


def test_the_pasted_number_goes_because_numbers_are_computed() -> None:
    segments = parse_note("12 Young, supra note 3.")
    assert as_note(segments, [None, "young", None]) == (Cite((Citation("young"),)), Text("."))


def test_a_signal_that_the_tree_does_not_know_becomes_the_prefix() -> None:
    segments = parse_note("See, in particular, Young, supra note 3.")
    (cite, _) = as_note(segments, ["young", None])
    assert cite == Cite((Citation("young", prefix="See, in particular"),))


def test_the_sources_must_be_as_many_as_the_segments() -> None:
    with pytest.raises(ValueError, match="2 segments, but 1 sources"):
        as_note(parse_note("Young, supra note 3."), ["young"])
