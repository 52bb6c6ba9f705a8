"""The full form of each type of source, and what is printed when fields are missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.citations.dates import date
from letters.citations.full import full_form
from letters.citations.profiles.law_review import locator_text
from letters.document.nodes import Text


def printed(item: dict[str, object], locator: str = "", *, in_sentence: bool = False) -> str:
    runs = full_form(item, in_sentence=in_sentence).with_locator(locator)
    return "".join(f"*{run.text}*" if run.em else run.text for run in runs)


AUTHORS = [{"family": f"Name{n}", "given": "A."} for n in range(4)]

CASES: list[tuple[dict[str, object], str]] = [
    (
        {
            "type": "report",
            "author": [{"family": "Rao", "given": "Meera"}],
            "title": "Dry Taps",
            "publisher": "Water Council",
            "issued": {"date-parts": [[2024, 3, 28]]},
            "URL": "https://water.example/dry",
        },
        "Meera Rao, *Dry Taps*, Water Council (Mar. 28, 2024), https://water.example/dry",
    ),
    (
        {
            "type": "article-newspaper",
            "title": "Shut Off",
            "container-title": "The Post",
            "issued": {"date-parts": [[2024, 6]]},
        },
        "*Shut Off*, The Post, June 2024",
    ),
    (
        {"type": "article-magazine", "title": "Lead", "container-title": "Pipes", "issued": {"date-parts": [[2023, 10]]}},
        "*Lead*, *Pipes*, Oct. 2023",
    ),
    (
        {
            "type": "article-journal",
            "author": AUTHORS,
            "title": "Rates",
            "container-title": "Water Pol’y",
            "volume": 12,
            "issue": "3",
            "issued": {"date-parts": [[2021]]},
        },
        "A. Name0, et al., *Rates*, *Water Pol’y*, Vol. 12 No. 3 (2021)",
    ),
    (
        {"type": "article-newspaper", "author": AUTHORS, "title": "Rates", "container-title": "The Post"},
        "A. Name0, A. Name1, A. Name2, A. Name3, *Rates*, The Post",
    ),
    (
        {
            "type": "legal_case",
            "title": "Ames v. City of Delta",
            "volume": "512",
            "container-title": "F.3d",
            "page": "100",
            "authority": "9th Cir.",
            "issued": {"date-parts": [[2019, 5, 1]]},
        },
        "*Ames v. City of Delta*, 512 F.3d 100 (9th Cir. 2019)",
    ),
    (
        {
            "type": "book",
            "author": AUTHORS[:1],
            "title": "Mains",
            "publisher": "Basin Press",
            "edition": "2",
            "issued": {"date-parts": [[1999]]},
        },
        "A. Name0, *Mains*, 2d ed., Basin Press (1999)",
    ),
    (
        {
            "type": "chapter",
            "title": "Lead",
            "container-title": "Old Pipes",
            "editor": AUTHORS[:2],
            "publisher": "Basin Press",
            "issued": {"date-parts": [[1999]]},
        },
        "*Lead*, in *Old Pipes* (A. Name0, A. Name1 eds.), Basin Press (1999)",
    ),
    (
        {
            "type": "webpage",
            "title": "Data",
            "publisher": "Dep’t",
            "URL": "https://d.example",
            "accessed": {"date-parts": [[2024, 7, 25]]},
        },
        "*Data*, Dep’t, https://d.example (last accessed July 25, 2024)",
    ),
    (
        {
            "type": "legislation",
            "title": "Clean Taps Act",
            "container-title": "Stat.",
            "volume": "12",
            "section": "4",
            "issued": {"date-parts": [[2020]]},
        },
        "Clean Taps Act, 12 Stat. § 4 (2020)",
    ),
    (
        {
            "type": "legislation",
            "title": "Taps Act",
            "number": "117-263",
            "section": "4, 6",
            "volume": "136",
            "container-title": "Stat.",
            "page": "2395",
            "issued": {"date-parts": [[2022, 12, 23]]},
        },
        "Taps Act, Pub. L. No. 117-263, §§ 4, 6, 136 Stat. 2395 (2022)",
    ),
    ({"type": "legislation", "volume": 42, "container-title": "U.S.C.", "section": "1983"}, "42 U.S.C. § 1983"),
    (
        {
            "type": "bill",
            "title": "Taps Bill",
            "number": "H.R. 12",
            "authority": "119th Cong.",
            "issued": {"date-parts": [[2025]]},
        },
        "Taps Bill, H.R. 12, 119th Cong. (2025)",
    ),
    (
        {
            "type": "regulation",
            "title": "Lead Limits",
            "volume": "89",
            "container-title": "Fed. Reg.",
            "page": "1234",
            "issued": {"date-parts": [[2024, 1, 5]]},
        },
        "*Lead Limits*, 89 Fed. Reg. 1234 (Jan. 5, 2024)",
    ),
    (
        {
            "type": "regulation",
            "volume": "6",
            "container-title": "C.F.R.",
            "section": "5.12",
            "issued": {"date-parts": [[2024]]},
        },
        "6 C.F.R. § 5.12 (2024)",
    ),
    (
        {"type": "thesis", "title": "Still Water", "genre": "Ph.D. dissertation", "publisher": "Tamsin University"},
        "*Still Water* (Ph.D. dissertation, Tamsin University)",
    ),
    ({"type": "report", "title": "Bare"}, "*Bare*"),
    ({"type": "report", "DOI": "10.1/x", "title": "D"}, "*D*, https://doi.org/10.1/x"),
]


@pytest.mark.parametrize(("item", "expected"), CASES, ids=[str(case[0]["type"]) + str(i) for i, case in enumerate(CASES)])
def test_a_source_prints_in_the_shape_of_its_type(item: dict[str, object], expected: str) -> None:
    assert printed(item) == expected


def test_an_act_takes_its_article_only_inside_a_sentence() -> None:
    act = {"type": "legislation", "title": "Clean Taps Act", "note": "Pub. L. No. 1-2"}
    assert printed(act, in_sentence=True) == "the Clean Taps Act, Pub. L. No. 1-2"
    assert printed(act) == "Clean Taps Act, Pub. L. No. 1-2"
    assert printed({**act, "title": "The Taps Act"}, in_sentence=True) == "The Taps Act, Pub. L. No. 1-2"


def test_the_locator_stands_before_the_address() -> None:
    item = {"type": "report", "title": "T", "issued": {"date-parts": [[2024]]}, "URL": "https://x.example"}
    assert printed(item, "at 15") == "*T* (2024), at 15, https://x.example"


def test_an_override_prints_as_given_and_still_takes_a_locator() -> None:
    override = [
        {"text": "PNAS", "italic": True},
        {"text": " Vol. 119, "},
        {"text": "https://p.example", "href": "https://p.example"},
    ]
    item = {"type": "article-journal", "title": "ignored", "custom": {"full": override}}
    assert printed(item) == "*PNAS* Vol. 119, https://p.example"
    assert printed(item, "at 3") == "*PNAS* Vol. 119, at 3, https://p.example"


def test_only_web_addresses_become_links() -> None:
    assert full_form({"type": "report", "title": "T", "URL": "javascript:alert(1)"}).address == (Text("javascript:alert(1)"),)


@pytest.mark.parametrize(
    ("locator", "label", "expected"),
    [("15", "page", "at 15"), ("4", "section", "§ 4"), ("4-6", "paragraph", "¶¶ 4-6"), ("5", "note", "n.5"), ("", "page", "")],
)
def test_locators_carry_their_sign(locator: str, label: str, expected: str) -> None:
    assert locator_text(locator, label) == expected  # type: ignore[arg-type]


def test_months_follow_t12_and_impossible_dates_are_not_printed() -> None:
    months = [date({"d": {"date-parts": [[2024, month]]}}, "d").removesuffix(" 2024") for month in range(1, 13)]
    assert months == ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
    assert date({"d": {"date-parts": [[2024, 13, 40]]}}, "d") == "2024"
    assert date({"d": {"date-parts": [["2024", "2", "3"]]}}, "d") == "Feb. 3, 2024"
    assert date({"d": {"literal": "Spring 2024"}}, "d") == "Spring 2024"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["type", "author", "editor", "title", "issued", "accessed", "URL", "custom", "volume", "note", "publisher"]
)


@given(st.dictionaries(FIELDS, JUNK))
def test_no_junk_in_a_library_breaks_a_citation(item: dict[str, object]) -> None:
    for run in full_form(item).with_locator("at 1"):
        assert isinstance(run.text, str)
        assert run.href is None or run.href
