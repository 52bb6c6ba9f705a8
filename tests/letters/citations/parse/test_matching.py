"""Which of the library's sources a pasted citation means."""

from __future__ import annotations

from typing import Any

from letters.citations.parse import Segment, match, parse_note
from letters.document.nodes import Citation, Cite, NumberedNote, Text
from tests.tools.effort import at_most

YOUNG = {
    "id": "omb",
    "type": "report",
    "title": "Advancing Governance for Agency Use of Artificial Intelligence",
    "author": [{"family": "Young", "given": "Shalanda D."}],
    "publisher": "Office of Management and Budget",
    "URL": "https://www.whitehouse.gov/m-24-10.pdf",
    "issued": {"date-parts": [[2024, 3, 28]]},
}
MIJENTE = {
    "id": "mijente",
    "type": "report",
    "title": "Automating Deportation",
    "publisher": "Mijente and Just Futures Law",
    "URL": "https://mijente.net/a",
    "issued": {"date-parts": [[2024]]},
}
GARVIE = {
    "id": "garvie",
    "type": "report",
    "title": "The Perpetual Line-Up",
    "author": [
        {"family": "Garvie", "given": "Clare"},
        {"family": "Bedoya", "given": "Alvaro"},
        {"family": "Frankle", "given": "Jonathan"},
    ],
}
LIBRARY: list[dict[str, Any]] = [YOUNG, MIJENTE, GARVIE]
NOTES = (
    NumberedNote("a", 1, (Cite((Citation("omb"),)),)),
    NumberedNote("b", 2, (Text("So "), Cite((Citation("mijente"), Citation("garvie"))))),
)


def first(text: str) -> Segment:
    return next(segment for segment in parse_note(text) if segment.kind == "citation")


def best(text: str, notes: tuple[NumberedNote, ...] = NOTES) -> str:
    found = match(first(text), LIBRARY, notes)
    return found[0].id if found else ""


def test_the_same_address_in_another_spelling() -> None:
    (found,) = match(first("OMB memo, http://whitehouse.gov/m-24-10.pdf?utm_source=x."), LIBRARY)
    assert found.id == "omb"


def test_one_address_with_two_titles_is_a_question() -> None:
    (same,) = match(first("“Automating Deportation,” Mijente (2024), https://mijente.net/a."), LIBRARY)
    (other,) = match(first("“Something Wholly Else,” Mijente (2024), https://mijente.net/a."), LIBRARY)
    assert same.score > 0.9 > 0.75 > other.score
    assert "another title" in other.why


def test_title_author_and_year_without_an_address() -> None:
    (found,) = match(
        first("Shalanda D. Young, “Advancing governance for agency use of artificial intelligence” (Mar. 2024)."), LIBRARY
    )
    assert (found.id, found.why) == ("omb", "the same title and author, 2024")
    (older,) = match(
        first("Shalanda D. Young, “Advancing governance for agency use of artificial intelligence” (2019)."), LIBRARY
    )
    assert older.score < found.score


def test_other_numbers_in_the_title_are_another_work() -> None:
    library = [{"id": "a", "type": "report", "title": "Annual Report on Detention 2022"}]
    assert match(Segment("citation", "x", form="full", item={"title": "Annual Report on Detention 2023"}), library) == []


def test_supra_goes_by_name_first_and_by_number_second() -> None:
    assert best("Young, supra note 2.") == "omb"  # the number is wrong, the name is not
    assert best("Garvie et al., supra note 2.") == "garvie"
    assert best("Mijente and Just Futures Law, supra note 9.") == "mijente"
    assert best("OMB Memo, supra note 1.") == "omb"
    assert best("Unheard of, supra note 1.") == "omb"
    assert match(first("Unheard of, supra note 1."), LIBRARY, NOTES)[0].score < 0.7


def test_two_sources_in_the_note_of_a_nameless_supra_are_both_offered() -> None:
    assert [found.id for found in match(first("Supra note 2, at 4."), LIBRARY, NOTES)] == ["mijente", "garvie"]


def test_notes_that_are_written_out_already_tell_their_sources_too() -> None:
    written = (NumberedNote("a", 1, (Text("Mijente, "), Text("Automating Deportation", em=True), Text(" (2024)."))),)
    assert best("Unheard of, supra note 1.", written) == "mijente"


def test_id_means_what_was_cited_last() -> None:
    assert best("Id. at 5.", NOTES[:1]) == "omb"
    assert best("Id. at 5.") == "garvie"
    assert best("Id. at 5.", ()) == ""


def test_a_double_that_was_merged_away_leads_to_its_source() -> None:
    away = {**MIJENTE, "id": "double", "custom": {"merged": {"into": "mijente"}}}
    found = match(first("“Automating Deportation” (2024), https://mijente.net/a."), [*LIBRARY, away])
    assert [one.id for one in found] == ["mijente"]


def test_two_thousand_sources_are_compared_in_a_moment() -> None:
    library = [
        {
            "id": f"s{number}",
            "type": "report",
            "title": f"Report on the surveillance of group {number % 37} in state {number % 50}",
        }
        for number in range(2000)
    ]
    wanted = Segment("citation", "x", form="full", item={"title": "Report on the surveillance of migrants in state"})
    at_most(10, lambda: match(wanted, library))
