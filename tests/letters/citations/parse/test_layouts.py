"""Layouts without italics or quotation marks, with bodies that no word list knows; and the segments of legal sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from letters.citations.parse import Segment, parse_note

HUB = "https://www.fairlendinghub.org/reports/hidden-fees.pdf"


def _citations(text: str) -> list[Segment]:
    return [segment for segment in parse_note(text) if segment.kind == "citation"]


def _read(text: str) -> tuple[list[str], str, str]:
    """Authors, title and container of the one citation in ``text``."""
    (segment,) = _citations(text)
    item: Mapping[str, Any] = segment.item
    authors = [
        entry.get("literal") or f"{entry.get('given', '')} {entry.get('family', '')}".strip()
        for entry in item.get("author", [])
    ]
    return authors, item.get("title", ""), item.get("container-title") or item.get("publisher") or ""


@pytest.mark.parametrize(
    ("text", "authors", "container"),
    [
        (f"Maya Okonjo & Luis Prado, Hidden Fees, Fair Lending Hub (Mar. 4, 2021), {HUB}.", ["Maya Okonjo", "Luis Prado"], "F"),
        (f"Maya Okonjo & Luis Prado, Fair Lending Hub, Hidden Fees (Mar. 4, 2021), {HUB}.", ["Maya Okonjo", "Luis Prado"], "F"),
        (f"Maya Okonjo, Hidden Fees (Fair Lending Hub, 4 March 2021) <{HUB}> accessed 3 May 2024.", ["Maya Okonjo"], "F"),
        (f"Fair Lending Hub, Hidden Fees, Mar. 4, 2021, p. 7, {HUB}.", ["Fair Lending Hub"], ""),
        (f"Hidden Fees, Fair Lending Hub (Mar. 4, 2021), {HUB}.", [], "F"),
    ],
)
def test_an_unknown_body_is_told_from_the_title_by_its_place_and_its_address(
    text: str, authors: list[str], container: str
) -> None:
    assert _read(text) == (authors, "Hidden Fees", "Fair Lending Hub" if container else "")


def test_the_same_three_names_take_their_parts_from_order_where_no_address_helps() -> None:
    assert _read("Jane Doe, Evicted by Algorithm, Tenant Union Northwest (2023).")[1:] == (
        "Evicted by Algorithm",
        "Tenant Union Northwest",
    )
    assert _read("Jane Doe, Tenant Union Northwest, Evicted by Algorithm (2023).")[1:] == (
        "Evicted by Algorithm",
        "Tenant Union Northwest",
    )


@pytest.mark.parametrize(
    "name",
    [
        "Committee on Economic, Social and Cultural Rights",
        "Ministry of Housing, Communities and Local Government",
        "Nat’l Acads. of Scis., Eng’g, & Med.",
        "American Federation of State, County and Municipal Employees",
    ],
)
def test_a_body_whose_name_has_commas_stays_one_author(name: str) -> None:
    assert _read(f"{name}, The Water Report: A Review of Rural Wells (2022).") == (
        [name],
        "The Water Report: A Review of Rural Wells",
        "",
    )


def test_bodies_side_by_side_are_several_authors() -> None:
    assert _read("FAO, IFAD, UNICEF, WFP and WHO, “The State of Food Security”, Rome, FAO, 2023.") == (
        ["FAO", "IFAD", "UNICEF", "WFP", "WHO"],
        "The State of Food Security",
        "FAO",
    )


def test_authors_between_semicolons_are_one_citation() -> None:
    text = (
        "Rashida Richardson; Jason M. Schultz; Kate Crawford, Dirty Data, Bad Predictions, 94 N.Y.U. L. Rev. Online 15 (2019)."
    )
    assert _read(text) == (
        ["Rashida Richardson", "Jason M. Schultz", "Kate Crawford"],
        "Dirty Data, Bad Predictions",
        "N.Y.U. L. Rev. Online",
    )


def test_an_office_in_brackets_or_behind_a_comma_is_no_part_of_the_name() -> None:
    title = "Report on digital welfare states"
    assert _read(f"Philip Alston (Special Rapporteur on extreme poverty), {title}, U.N. Doc. A/74/493 (Oct. 11, 2019).")[
        :2
    ] == (
        ["Philip Alston"],
        title,
    )
    assert _read(f"Philip Alston, Special Rapporteur on extreme poverty, {title}, A/74/493, 11 October 2019.")[:2] == (
        ["Philip Alston"],
        title,
    )


def test_a_title_of_two_sentences_ends_before_its_outlet() -> None:
    authors, title, container = _read(
        "Ortega, P. (2020, June 11). Families wait months for food aid. Some give up. Salt Lake Tribune. "
        "https://www.sltrib.com/news/2020/06/11/families-wait/"
    )
    assert (authors, title, container) == (
        ["P. Ortega"],
        "Families wait months for food aid. Some give up",
        "Salt Lake Tribune",
    )


def test_law_in_the_middle_of_a_sentence_is_cut_out_of_it() -> None:
    text = (
        "Detention is mandatory for some, 8 U.S.C. § 1226(c), and possible for others, id. § 1226(a). "
        "Bond is set under 8 C.F.R. § 1003.19 (2023)."
    )
    assert [(segment.text, segment.form, segment.locator) for segment in _citations(text)] == [
        ("8 U.S.C. § 1226(c)", "full", "1226(c)"),
        ("id. § 1226(a)", "id", "1226(a)"),
        ("8 C.F.R. § 1003.19 (2023)", "full", "1003.19"),
    ]


def test_a_sentence_goes_on_behind_its_citation() -> None:
    text = "Deaths rose, see Office of Cold Surveys, Annual Review of Shelters (June 3, 2021), at 5, and shelters stayed full."
    (segment,) = _citations(text)
    assert segment.text == "see Office of Cold Surveys, Annual Review of Shelters (June 3, 2021), at 5"
    assert (segment.signal, segment.locator) == ("see", "5")


def test_the_later_history_of_an_order_is_a_citation_of_its_own() -> None:
    text = (
        "Exec. Order No. 13,768, 82 Fed. Reg. 8799 (Jan. 25, 2017), "
        "revoked by Exec. Order No. 13,993, 86 Fed. Reg. 7051 (Jan. 20, 2021)."
    )
    assert [segment.item["number"] for segment in _citations(text)] == ["13,768", "13,993"]


@pytest.mark.parametrize(
    ("text", "code", "section"),
    [
        ("N.Y. Lab. Law § 740(2) (McKinney 2022).", "N.Y. Lab. Law", "740(2)"),
        ("D.C. Code § 2-1402.11(a) (2021).", "D.C. Code", "2-1402.11(a)"),
        ("N.J. Admin. Code § 7:10-5.2(a)(5) (2020).", "N.J. Admin. Code", "7:10-5.2(a)(5)"),
        ("Colo. Rev. Stat. § 6-1-1303 (2022).", "Colo. Rev. Stat.", "6-1-1303"),
        ("Mass. Gen. Laws ch. 149, § 24L (2020).", "Mass. Gen. Laws", "24L"),
    ],
)
def test_the_codes_of_the_states_keep_their_whole_names(text: str, code: str, section: str) -> None:
    (segment,) = _citations(text)
    assert (segment.item["container-title"], segment.locator, segment.label) == (code, section, "section")


def test_papers_of_parliament_and_decisions_of_agencies_give_number_and_year() -> None:
    (paper,) = _citations("Home Affairs Committee, The Windrush Scheme (HC 2021–22, 204) para 31.")
    assert (paper.item["number"], paper.item["issued"]) == ("204", {"date-parts": [[2021]]})
    (decision,) = _citations("Lion Elastomers LLC, 372 N.L.R.B. No. 83 (2023).")
    assert (decision.item["type"], decision.item["container-title"], decision.item["page"]) == ("legal_case", "N.L.R.B.", "83")


def test_a_pointer_into_the_letter_itself_stays_prose() -> None:
    assert _citations("See supra Part II.B.") == []
    (short,) = _citations("See infra Part III.A for the sample. Jenkins, supra note 2.")
    assert (short.name, short.number) == ("Jenkins", 2)


def test_last_reviewed_dates_the_page_and_last_visited_does_not() -> None:
    (page,) = _citations("“About the Program,” Office of Resettlement, last reviewed June 7, 2022, https://example.org/about.")
    assert (page.item["issued"], page.accessed) == ({"date-parts": [[2022, 6, 7]]}, "")
    (other,) = _citations("“About the Program,” Office of Resettlement, https://example.org/about (last visited June 7, 2022).")
    assert ("issued" in other.item, other.accessed) == (False, "June 7, 2022")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("Harbor Watch Institute; Tenants Rights Center", ["Harbor Watch Institute", "Tenants Rights Center"]),
        (
            "Amnesty International, Harbor Watch Institute, and Sailors for Clean Water",
            ["Amnesty International", "Harbor Watch Institute", "Sailors for Clean Water"],
        ),
        (
            "Tenants Law Project, National Renters Coalition & Center on Budget and Policy Priorities",
            ["Tenants Law Project", "National Renters Coalition", "Center on Budget and Policy Priorities"],
        ),
        ("U.S. Dep't of Justice, Civil Rights Div.", ["U.S. Dep't of Justice, Civil Rights Div."]),
    ],
)
def test_several_institutions_at_the_head_are_several_authors_and_a_division_is_none(head: str, authors: list[str]) -> None:
    found, title, _ = _read(f"{head}, Hidden Fees in Rental Housing (2021), at 4.")
    assert (found, title) == (authors, "Hidden Fees in Rental Housing")


@pytest.mark.parametrize("written", ["Maya Okonjo et al.", "Maya Okonjo, et al.", "Maya Okonjo and others"])
def test_et_al_is_remembered_for_the_proposed_source(written: str) -> None:
    (segment,) = _citations(f"{written}, “Hidden Fees,” Fair Lending Hub (2021).")
    assert segment.item["custom"] == {"others": ["author"]}
    (alone,) = _citations("Maya Okonjo, “Hidden Fees,” Fair Lending Hub (2021).")
    assert "custom" not in alone.item
