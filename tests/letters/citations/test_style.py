"""The switches of the house style, the second profile, and how a style is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.citations import Style, resolved
from letters.citations.style import MOST_AUTHORS, STANDARD, StyleError, from_json, to_json
from letters.document.nodes import Citation, Cite, Letter, Locator, Note, NoteLink, Paragraph, Text
from letters.document.walk import plain_text

PAGE: dict[str, Any] = {
    "id": "page",
    "type": "webpage",
    "title": "Counts",
    "publisher": "Water Office",
    "URL": "https://w.example/c",
    "accessed": {"date-parts": [[2025, 2, 3]]},
    "custom": {"archive": [{"url": "https://perma.example/AB-12", "service": "perma"}]},
}
REPORT: dict[str, Any] = {
    "id": "report",
    "type": "report",
    "author": [{"family": name, "given": "A."} for name in ("Ash", "Birch", "Cedar", "Dogwood")],
    "title": "Dry Taps",
    "publisher": "Council",
    "issued": {"date-parts": [[2024, 9, 5]]},
    "accessed": {"date-parts": [[2025, 2, 3]]},
    "URL": "https://w.example/d",
}
ARTICLE = {**REPORT, "id": "article", "type": "article-journal", "container-title": "Water L.J.", "volume": "4"}
CASE = {"id": "case", "type": "legal_case", "title": "A v. B", "volume": "1", "container-title": "F.", "page": "2"}
LIBRARY = [PAGE, REPORT, ARTICLE, CASE]


def letter(*notes: Cite | str | tuple[Cite | str, ...]) -> Letter:
    made = []
    for place, note in enumerate(notes):
        parts = note if isinstance(note, tuple) else (note,)
        content = tuple(Text(part) if isinstance(part, str) else part for part in parts)
        made.append(Note(f"n{place}", content))
    return Letter((Paragraph((Text("Body"), *made)),))


def cite(source: str, locator: str = "", label: Locator = "page", **more: str) -> Cite:
    return Cite((Citation(source, locator=locator, label=label, **more),))  # type: ignore[arg-type]


def notes(style: Style, *content: Cite | str | tuple[Cite | str, ...], library: list[dict[str, Any]] = LIBRARY) -> list[str]:
    return [plain_text(note.content) for note in resolved(letter(*content), library, style).notes]


def one(style: Style, source: str = "page", **more: str) -> str:
    (text,) = notes(style, cite(source, **more))
    return text


def test_addresses_in_angle_brackets_with_the_link_inside_them() -> None:
    assert one(Style(angle=True)) == "Counts, Water Office, <https://w.example/c> (last accessed Feb. 3, 2025)"
    (note,) = resolved(letter(cite("page")), LIBRARY, Style(angle=True)).notes
    linked = [node for node in note.content if isinstance(node, Text) and node.href]
    assert linked == [Text("https://w.example/c", href="https://w.example/c")]


def test_an_archive_copy_prints_in_square_brackets_after_the_address_when_it_is_asked_for() -> None:
    printed = "Counts, Water Office, https://w.example/c [https://perma.example/AB-12] (last accessed Feb. 3, 2025)"
    assert one(Style(archive=True)) == printed
    assert "perma" not in one(STANDARD)
    assert "[" not in one(Style(archive=True), "report")


def test_an_override_takes_its_archive_copy_along_once() -> None:
    runs: list[dict[str, Any]] = [{"text": "As I like it, "}, {"text": "https://w.example/c", "href": "https://w.example/c"}]
    own = {**PAGE, "custom": {**PAGE["custom"], "full": runs}}
    printed = "As I like it, at 4, https://w.example/c [https://perma.example/AB-12]"
    assert notes(Style(archive=True), cite("page", "4"), library=[own]) == [printed]
    runs.append({"text": " [https://perma.example/AB-12]", "href": "https://perma.example/AB-12"})
    assert notes(Style(archive=True), cite("page"), library=[own])[0].count("perma.example") == 1


def test_last_accessed_is_printed_for_undated_pages_always_or_never() -> None:
    assert "last accessed" not in one(STANDARD, "report")
    assert one(Style(accessed="always"), "report").endswith("https://w.example/d (last accessed Feb. 3, 2025)")
    assert "last accessed" not in one(Style(accessed="never"))


def test_months_short_or_long() -> None:
    assert "(Sept. 5, 2024)" in one(STANDARD, "report")
    assert "(September 5, 2024)" in one(Style(months="long"), "report")
    assert "last accessed February 3, 2025" in one(Style(months="long"))


def test_et_al_after_so_many_authors_of_scholarly_works_or_of_all() -> None:
    assert one(STANDARD, "article").startswith("A. Ash, et al., Dry Taps")
    assert one(Style(et_al=4), "article").startswith("A. Ash, A. Birch, A. Cedar, A. Dogwood, Dry Taps")
    assert one(Style(et_al=0), "article").startswith("A. Ash, A. Birch, A. Cedar, A. Dogwood, Dry Taps")
    assert one(STANDARD, "report").startswith("A. Ash, A. Birch, A. Cedar, A. Dogwood, Dry Taps")
    assert one(Style(et_al_everywhere=True), "report").startswith("A. Ash, et al., Dry Taps")


def test_signals_in_italics() -> None:
    for asked in (False, True):
        (note,) = resolved(letter(cite("case", signal="See e.g.")), LIBRARY, Style(italic_signals=asked)).notes
        assert isinstance(note.content[0], Text)
        assert note.content[0].text.startswith("See e.g.")
        assert note.content[0].em is asked
    assert one(Style(italic_signals=True), "case", signal="Cf.", prefix="for instance") == "Cf. for instance A v. B, 1 F. 2"


ID = Style(id_form=True)


def test_id_for_what_the_note_before_cites_alone() -> None:
    assert notes(ID, (cite("report"), "."), (cite("report"), "."))[1] == "Id."
    assert notes(ID, (cite("report", "3"), "."), (cite("report", "4"), "."))[1] == "Id. at 4."
    assert notes(ID, (cite("report", "3"), "."), (cite("report", "3"), "."))[1] == "Id."
    assert notes(ID, (cite("report"), "."), (cite("report", "4", "section"), "."))[1] == "Id. § 4."
    assert notes(ID, cite("case"), cite("case"))[1] == "Id."


def test_no_id_for_the_whole_work_after_a_place_in_it() -> None:
    assert "supra note 1" in notes(ID, cite("report", "3"), cite("report"))[1]


def test_no_id_after_two_authorities_none_or_prose_that_may_cite_one() -> None:
    string = Cite((Citation("page"), Citation("report")))
    assert "supra note 1" in notes(ID, string, cite("report"))[1]
    assert "supra note 1" in notes(ID, cite("report"), "Prose.", cite("report"))[2]
    assert "supra note 1" in notes(ID, (cite("report"), ". But see Ash v. Birch, 3 F.3d 4."), cite("report"))[1]
    assert "supra note 1" in notes(ID, cite("report"), ("Compare https://x.example/. ", cite("report")))[1]
    assert notes(ID, (cite("report"), ", and much else."), cite("report"))[1] == "Id."


def test_id_is_small_inside_a_sentence() -> None:
    printed = notes(ID, cite("report"), cite("report", signal="See"), ("As shown in ", cite("report", "4"), ", twice."))
    assert printed[1:] == ["See id.", "As shown in id. at 4, twice."]


def test_the_full_stop_of_id_and_of_the_sentence_are_one() -> None:
    inc = {"id": "inc", "type": "report", "title": "T", "publisher": "Taps, Inc."}
    assert notes(STANDARD, (cite("inc"), ". More."), library=[inc]) == ["T, Taps, Inc. More."]
    assert notes(STANDARD, (cite("inc"), "... More."), library=[inc]) == ["T, Taps, Inc.... More."]


def test_plain_style_is_another_profile_on_the_same_engine() -> None:
    plain = Style("plain")
    printed = notes(plain, cite("report", "3"), cite("report", "4-6"), cite("article", "2", "section"), cite("case"))
    assert printed == [
        "A. Ash, A. Birch, A. Cedar, A. Dogwood, Dry Taps, Council, Sept. 5, 2024, p. 3, https://w.example/d",
        "Ash et al., Dry Taps, note 1 above, pp. 4-6",
        "A. Ash and others, Dry Taps, Water L.J., volume 4, Council, Sept. 5, 2024, section 2, https://w.example/d",
        "A v. B, 1 F. 2",
    ]
    again = resolved(letter(cite("report"), cite("report")), LIBRARY, plain).notes[1].content
    assert NoteLink("n0", 1) in again
    assert not any(isinstance(node, Text) and node.em for node in again)
    assert notes(Style("plain", id_form=True), cite("report"), cite("report", "4"))[1] == "The same, p. 4"


def test_hereinafter_when_asked_once_and_before_the_parenthetical() -> None:
    asked = {**REPORT, "custom": {"short": "Dry Taps Report", "hereinafter": True}}
    printed = notes(STANDARD, cite("report", "3", parenthetical="so found"), cite("report"), library=[asked])
    full = "(Sept. 5, 2024), at 3, https://w.example/d [hereinafter Dry Taps Report] (so found)"
    assert printed[0].endswith(full)
    assert printed[1] == "Dry Taps Report, supra note 1"
    law = {**CASE, "custom": {"hereinafter": True}}
    assert "hereinafter" not in notes(STANDARD, cite("case"), library=[law])[0]


def test_string_citations_keep_the_order_of_the_author() -> None:
    string = Cite((Citation("report"), Citation("case"), Citation("article"), Citation("page")))
    (text,) = notes(STANDARD, string)
    places = [text.index(mark) for mark in ("(Sept. 5, 2024)", "A v. B", "Water L.J.", "Counts")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("label", "locator", "printed"),
    [
        ("page", "15", "at 15"),
        ("section", "4", "§ 4"),
        ("paragraph", "4-6", "¶¶ 4-6"),
        ("note", "5", "n.5"),
        ("figure", "2", "fig. 2"),
    ],
)
def test_locators_with_their_labels(label: Locator, locator: str, printed: str) -> None:
    assert f"(Sept. 5, 2024), {printed}, https" in notes(STANDARD, cite("report", locator, label))[0]
    assert notes(STANDARD, cite("report"), cite("report", locator, label))[1].endswith(f"supra note 1, {printed}")


STYLES = st.builds(
    Style,
    st.sampled_from(["law-review", "plain"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["undated", "always", "never"]),
    st.sampled_from(["short", "long"]),
    st.integers(0, MOST_AUTHORS),
    st.booleans(),
    st.booleans(),
)


@given(STYLES)
def test_a_style_is_kept_by_what_differs_from_the_usual(style: Style) -> None:
    kept = to_json(style)
    assert from_json(kept) == style
    assert all(value != getattr(STANDARD, name) for name, value in kept.items())
    assert to_json(STANDARD) == {}


def test_what_is_wrong_with_a_style_is_named_all_at_once() -> None:
    with pytest.raises(StyleError) as raised:
        from_json({"profile": "harvard", "et_al": True, "angle": "yes", "colour": 1, "months": "long"})
    assert [name for name, _ in raised.value.problems] == ["profile", "et_al", "angle", "colour"]


@given(STYLES)
def test_every_style_writes_every_source_without_an_error(style: Style) -> None:
    bare: list[dict[str, Any]] = [{"id": "bare"}, {"id": "odd", "type": "chapter", "author": 3, "issued": [], "custom": "x"}]
    printed = notes(style, cite("bare"), cite("odd", "1"), cite("bare"), cite("odd"), library=bare)
    assert len(printed) == 4


def test_the_same_letter_in_another_style_is_another_text_to_sign() -> None:
    assert notes(STANDARD, cite("report")) != notes(replace(STANDARD, months="long"), cite("report"))


def test_the_cited_page_of_a_case_stands_before_its_court() -> None:
    case = {**CASE, "authority": "9th Cir.", "issued": {"date-parts": [[2019]]}, "URL": "https://c.example/"}
    (page,) = notes(STANDARD, cite("case", "5"), library=[case])
    assert page == "A v. B, 1 F. 2, 5 (9th Cir. 2019), https://c.example/"
    (note,) = notes(STANDARD, cite("case", "5", "note"), library=[case])
    assert note == "A v. B, 1 F. 2 (9th Cir. 2019), n.5, https://c.example/"


def test_the_cited_section_of_a_code_stands_before_the_year_without_a_comma() -> None:
    code = {
        "id": "code",
        "type": "legislation",
        "volume": "42",
        "container-title": "U.S.C.",
        "issued": {"date-parts": [[2018]]},
    }
    printed = notes(STANDARD, cite("code", "1983", "section"), cite("code", "4, 6", "section"), library=[code])
    assert printed == ["42 U.S.C. § 1983 (2018)", "42 U.S.C. §§ 4, 6 (2018)"]
    rules = {**code, "type": "regulation", "volume": "6", "container-title": "C.F.R."}
    assert notes(STANDARD, cite("code", "5.12", "section"), library=[rules]) == ["6 C.F.R. § 5.12 (2018)"]
    register = {**rules, "title": "Limits", "volume": "89", "container-title": "Fed. Reg.", "page": "1234"}
    assert notes(STANDARD, cite("code", "1240"), library=[register]) == ["Limits, 89 Fed. Reg. 1234, 1240 (2018)"]


def test_others_whom_the_library_does_not_know_are_et_al() -> None:
    unknown = {**REPORT, "author": [{"family": "Ash", "given": "A."}], "custom": {"others": ["author"]}}
    printed = notes(STANDARD, cite("report"), cite("report"), library=[unknown])
    assert printed[0].startswith("A. Ash, et al., Dry Taps")
    assert printed[1] == "Ash et al., supra note 1"
    assert notes(Style("plain"), cite("report"), library=[unknown])[0].startswith("A. Ash and others, Dry Taps")
