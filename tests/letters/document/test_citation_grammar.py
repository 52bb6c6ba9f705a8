"""Brackets with citations: signals, prefixes, locators, suffixes, parentheticals."""

from __future__ import annotations

import pytest

from letters.document.markdown.citation_writer import write_cite
from letters.document.markdown.citations import read_citations
from letters.document.nodes import Citation, Cite, Locator


def one(raw: str) -> Citation:
    read = read_citations(raw)
    assert read is not None
    assert read.losses == ()
    (citation,) = read.citations
    return citation


@pytest.mark.parametrize(
    "signal",
    [
        *(
            "See",
            "See, e.g.,",
            "See e.g.",
            "See also",
            "But see",
            "But cf.",
            "Cf.",
            "Accord",
            "Contra",
            "Compare",
            "E.g.",
            "E.g.,",
        ),
        *("see", "see also", "See generally", "But see, e.g.,"),
    ],
)
def test_signals_are_kept_as_typed(signal: str) -> None:
    assert one(f"{signal} @k") == Citation("k", signal=signal)
    assert one(f"{signal} the @k") == Citation("k", signal=signal, prefix="the")
    assert one(f"*{signal}* @k") == Citation("k", signal=signal)


@pytest.mark.parametrize("words", ["Seeing", "for", "Compared with", "the See"])
def test_other_words_are_a_prefix(words: str) -> None:
    assert one(f"{words} @k") == Citation("k", prefix=words)


@pytest.mark.parametrize(
    ("typed", "label", "locator"),
    [
        *(
            ("p. 15", "page", "15"),
            ("pp. 3-4", "page", "3-4"),
            ("at 15", "page", "15"),
            ("15", "page", "15"),
            ("p15", "page", "15"),
        ),
        *(
            ("§ 3", "section", "3"),
            ("§3", "section", "3"),
            ("sec. 3", "section", "3"),
            ("§§ 12(a)(1)–(3)", "section", "12(a)(1)–(3)"),
        ),
        *(("¶ 4", "paragraph", "4"), ("para. 4", "paragraph", "4"), ("n. 5", "note", "5"), ("fig. 2", "figure", "2")),
        *(("ch. iv", "chapter", "iv"), ("tbl. A-3", "table", "A-3"), ("l. 9", "line", "9"), ("pt. II", "part", "II")),
        *(
            ("pp. 3-4, 7 & 9", "page", "3-4, 7 & 9"),
            ("{the last page}", "page", "the last page"),
            ("{ch. the last}", "chapter", "the last"),
        ),
    ],
)
def test_locators(typed: str, label: Locator, locator: str) -> None:
    read = one(f"@k, {typed}")
    assert (read.label, read.locator, read.suffix) == (label, locator, "")


@pytest.mark.parametrize(
    "suffix", [", as amended", ", 15th ed.", ", 15 U.S.C. § 3", ", at noon", ", pages of it", "’s claim", ", p."]
)
def test_other_words_are_a_suffix(suffix: str) -> None:
    assert one(f"@k{suffix}") == Citation("k", suffix=suffix)


def test_what_follows_a_locator() -> None:
    assert one("@k, p. 15, 2d ed. (as told (twice))") == Citation(
        "k", locator="15", suffix=", 2d ed.", parenthetical="as told (twice)"
    )
    assert one("@k (1998) (holding x)") == Citation("k", suffix="(1998)", parenthetical="holding x")
    assert one("@k, § 12(a)") == Citation("k", locator="12(a)", label="section")


def test_a_string_of_citations() -> None:
    read = read_citations("See @a, p. 15; see also @b, at 3 (x); @{c d}; and more")
    assert read is not None
    assert read.citations == (
        Citation("a", signal="See", locator="15"),
        Citation("b", signal="see also", locator="3", parenthetical="x"),
        Citation("c d", suffix="; and more"),
    )


def test_lines_and_escapes() -> None:
    assert one("See\n  the\n@k") == Citation("k", signal="See", prefix="the")
    assert one(r"a\; b&#59; \@c @k, p\. 3") == Citation("k", prefix="a; b; @c", suffix=", p. 3")


def test_what_a_citation_cannot_hold_is_told() -> None:
    read = read_citations("*really* -@a @b")
    assert read is not None
    assert read.citations == (Citation("a", prefix="really", suffix="@b"),)
    assert len(read.losses) == 3


@pytest.mark.parametrize("raw", ["", "a", "a@b.org", "@", r"\@a", "@{ }", ";"])
def test_no_citation(raw: str) -> None:
    assert read_citations(raw) is None


def test_written_plainly() -> None:
    cite = Cite(
        (
            Citation("rao-2020", signal="See", locator="3-4", parenthetical="finding lead"),
            Citation("act", prefix="the", locator="9", label="section", suffix=", as amended"),
            Citation("http://x.org/1", locator="the last"),
        )
    )
    assert write_cite(cite) == (
        "[See @rao-2020, pp. 3-4 (finding lead); the @act, § 9, as amended; @{http://x.org/1}, {p. the last}]"
    )
