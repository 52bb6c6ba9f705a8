"""What holds for any paste: nothing is lost, nothing raises, and time grows with length."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.citations.parse import from_html, parse_note
from letters.citations.parse.folding import fold
from tests.tools.effort import at_most, grows_at_most

WORDS = [
    "See ",
    "See, e.g., ",
    "but see ",
    "Id. at 5",
    "supra note 3",
    ", supra n. 4, at 15",
    "; ",
    ". ",
    ", ",
    "“",
    "”",
    '"',
    "‘",
    "’",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "-\n",
    "\u00ad",
    "\u00a0",
    "https://example.org/a-\nb",
    "<https://example.org/x>",
    "www.gao.gov/products/gao-21-5",
    "[https://perma.cc/AB12-CD34]",
    "(last accessed July 25, 2024)",
    "Jane Q. Smith",
    "Human Rights Watch",
    "The Title of a Work",
    "42 U.S.C. § 1983",
    "87 Fed. Reg. 51273",
    "Pub. L. No. 117-263",
    "Smith v. Jones",
    "550 U.S. 544, 570",
    "(2d Cir. 2007)",
    "(Mar. 28, 2024)",
    "2019;366(6464):447-53",
    "Young, S. D. (2024). ",
    "12 ",
    "[12] ",
    "¶ 12",
    "§§ 4-6",
    "U.N. Doc. A/HRC/41/35",
    "OJ L 119, 4.5.2016, p. 1",
    "n.d.",
    "et al.",
    "doi:10.1000/xyz",
    "Compare ",
    ", with ",
    "\ud800",
    "\x00",
    "é",
    "中文",
    "\U0001f600",
]
PASTES = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
SPANS = st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=8)


@settings(max_examples=300, deadline=None)
@given(PASTES, SPANS)
def test_the_segments_together_are_exactly_what_was_pasted(text: str, italics: list[tuple[int, int]]) -> None:
    links = [(start, end, "https://example.org/hidden") for start, end in italics[:2]]
    segments = parse_note(text, italics, links)
    assert "".join(segment.text for segment in segments) == text
    place = 0
    for segment in segments:
        assert segment.start == place
        assert segment.text
        place += len(segment.text)


@settings(max_examples=200, deadline=None)
@given(PASTES, SPANS)
def test_a_segment_says_only_what_its_kind_has(text: str, italics: list[tuple[int, int]]) -> None:
    for segment in parse_note(text, italics):
        assert all(0 <= sure <= 1 for sure in segment.confidence.values())
        if segment.kind == "prose":
            assert (segment.form, dict(segment.item), segment.url) == ("", {}, "")
        elif segment.form == "full":
            assert set(segment.confidence) <= {*segment.item, "url", "archive", "locator", "issued", "title"}
            assert "id" not in segment.item
        else:
            assert segment.form in ("supra", "id")
            assert not segment.item


@settings(max_examples=200, deadline=None)
@given(PASTES)
def test_folding_keeps_a_way_back_for_every_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    assert "\n" not in folded.text
    assert all(text[place] == letter or letter == " " for letter, place in zip(folded.text, folded.origin, strict=False))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "<i>",
                    "</i>",
                    "<p>",
                    "</p>",
                    "<br>",
                    "<a href='https://example.org/'>",
                    "</a>",
                    "<style>",
                    "</style>",
                    "<!--",
                    "&amp;",
                    "&#0;",
                    "<span style='font-style:italic'>",
                    "</span>",
                    " a ",
                    "b",
                ]
            ),
            max_size=30,
        ).map("".join),
    )
)
def test_any_html_gives_text_with_spans_inside_it(html: str) -> None:
    pasted = from_html(html)
    for start, end in (*pasted.italics, *((start, end) for start, end, _ in pasted.links)):
        assert 0 <= start < end <= len(pasted.text)


HOSTILE = {
    "open brackets": "(" * 100_000,
    "pairs": "()" * 50_000,
    "open quotes": "“" * 100_000,
    "straight quotes": ' "a' * 33_000,
    "single quotes": " ‘a" * 33_000,
    "commas": "A, " * 33_000,
    "names": "Jane Smith, " * 8_000,
    "initials": "A. " * 33_000,
    "apa": "Young, S., " * 9_000,
    "vancouver": "Young S, " * 11_000,
    "stops": "Aa. " * 25_000,
    "semicolons": "; " * 50_000,
    "blanks": " " * 100_000,
    "line ends": "\n" * 100_000,
    "soft hyphens": "a\u00ad\n" * 33_000,
    "addresses": "https://a.b/c " * 7_000,
    "one address": "https://a.b/" + "c-" * 50_000,
    "broken address": "https://a.b/" + "c-\n" * 33_000,
    "schemes": "http://" * 14_000,
    "angles": "<http://a" * 11_000,
    "hyphens": "a-" * 50_000,
    "dots": "a." * 50_000,
    "supra": "supra note 1, " * 7_000,
    "sections": "§ 1(a)(b), " * 9_000,
    "ranges": "at 1" + "-1" * 50_000,
    "statutes": "1 U.S.C. § 1, " * 7_000,
    "cases": "A v. B, 1 U.S. 1, 1 (2000), " * 3_600,
    "dates": "Mar. 28, 2024, " * 6_600,
    "years": "2024 " * 20_000,
    "digits": "1" * 100_000,
    "signals": "See, e.g., " * 9_000,
    "see inside": ", see A" * 14_000,
    "titles": "The Act of the " * 6_600,
    "parentheticals": " (a) (b (c))" * 8_300,
    "one word": "a" * 100_000,
    "capitals": "Aa " * 33_000,
    "id": "Id. " * 25_000,
    "nested": "([" * 25_000 + "])" * 25_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_of_100_kb_is_read_in_time_that_grows_with_it(name: str) -> None:
    text = HOSTILE[name]
    quarter = text[: len(text) // 4]

    def reading(piece: str) -> Callable[[], None]:
        return lambda: read_whole(piece)

    # Four times the text may take four times as long, and twice that for noise; quadratic time would take sixteen.
    assert grows_at_most(8, reading(quarter), reading(text), free=0.5) < 30


def read_whole(piece: str, spans: Sequence[tuple[int, int]] = ()) -> None:
    assert "".join(segment.text for segment in parse_note(piece, spans)) == piece


def test_many_italic_stretches_do_not_slow_it_down() -> None:
    text = "Jane Smith, The Title, The Times (May 3, 2023); " * 2_000
    spans = [(place, place + 5) for place in range(0, len(text), 7)]
    at_most(20, lambda: read_whole(text, spans))
