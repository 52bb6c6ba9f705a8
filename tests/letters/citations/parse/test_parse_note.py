"""What the parser reads in the notes that letters have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from letters.citations.parse import Segment, parse_note

REAL = Path(__file__).resolve().parents[5] / "shared" / "letters" / "dhs-ai"


def cited(text: str, italics: tuple[tuple[int, int], ...] = ()) -> list[Segment]:
    return [segment for segment in parse_note(text, italics) if segment.kind == "citation"]


def only(text: str) -> Segment:
    found = cited(text)
    assert len(found) == 1, [segment.text for segment in found]
    return found[0]


def real_notes() -> list[dict[str, Any]]:
    return list(json.loads((REAL / "expected_endnotes.json").read_text("utf-8"))["notes"]) if REAL.is_dir() else []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real letter is not beside the checkout")
@pytest.mark.parametrize("rich", [True, False])
@pytest.mark.parametrize("note", real_notes(), ids=lambda note: str(note["note"]))
def test_the_real_letter_s_notes_come_apart_as_they_were_put_together(note: dict[str, Any], rich: bool) -> None:
    library = {item["id"]: item for item in json.loads((REAL / "sources.json").read_text("utf-8"))}
    italics, place = [], 0
    for run in note["runs"]:
        if run.get("italic"):
            italics.append((place, place + len(run["text"])))
        place += len(run["text"])
    segments = parse_note(note["text"], italics if rich else ())
    wanted = [(f"{part['signal']} " if "signal" in part else "") + part["text"] for part in note["segments"]]
    assert [segment.text for segment in segments] == wanted
    for part, segment in zip(note["segments"], segments, strict=True):
        if part["type"] == "text":
            assert segment.kind == "prose"
            continue
        assert (segment.form, segment.signal) == (part["form"], part.get("signal", ""))
        item = library[part["source"]]
        if part["form"] == "supra":
            assert (segment.number, segment.locator) == (part["supra_note"], part.get("locator", ""))
            continue
        for field in ("title", "URL", "volume", "issue", "publisher", "type"):
            assert segment.item.get(field) == item.get(field), field
        if item["type"] != "legislation":  # the note has no year of the act, and its code's name is the parser's to give
            assert segment.item.get("container-title") == item.get("container-title")
            assert segment.item.get("issued") == item.get("issued")
            assert segment.locator == part.get("locator", "")
        else:
            assert segment.locator == item["section"]
        # "et al." hides the other authors of the item; those who are named are read.
        named = segment.item.get("author", [])
        assert named == item.get("author", [])[: 1 if "et al." in part["text"] else None]


def test_a_wrapped_title_and_a_broken_address_are_joined() -> None:
    found = only(
        "12 See Adi Robertson, ICE rigged its algo-\nrithms to keep immigrants in\njail, claims lawsuit, "
        "The Verge, Mar. 3,\n2020, "
        "https://www.theverge.com/2020/3/3/21163013/ice-new-york-risk-\nassessment-algorithm-rigged-lawsuit."
    )
    assert found.item["title"] == "ICE rigged its algorithms to keep immigrants in jail, claims lawsuit"
    assert found.url == "https://www.theverge.com/2020/3/3/21163013/ice-new-york-risk-assessment-algorithm-rigged-lawsuit"
    assert found.item["issued"] == {"date-parts": [[2020, 3, 3]]}
    assert found.signal == "See"


def test_a_compound_at_a_line_s_end_keeps_its_hyphen_and_a_soft_hyphen_goes() -> None:
    found = only("Jane Doe, Human-\nrights Impact of Auto\u00ad\nmation, The Hill, May 3, 2021.")
    assert found.item["title"] == "Human-rights Impact of Automation"


def test_the_sentence_after_an_address_is_not_drawn_into_it() -> None:
    first, second = cited("See https://example.org/report.\nSee also https://example.org/other\nand the annex.")
    assert (first.url, second.url) == ("https://example.org/report", "https://example.org/other")


@pytest.mark.parametrize(
    ("text", "number", "name", "locator"),
    [
        ("Young, supra note 3, at 15.", 3, "Young", "15"),
        ("See Young, supra n. 3.", 3, "Young", ""),
        ("OMB Memo, supra notes 3-4, pp. 7-9.", 3, "OMB Memo", "7-9"),
        ("Young, above note 3, at 15–17.", 3, "Young", "15–17"),
        ("Young, note 3 above, at 2.", 3, "Young", "2"),
        ("Purshouse and Campbell (n 1) 195.", 1, "Purshouse and Campbell", "195"),
        ("Mijente & Just Futures Law, infra note 7.", 7, "Mijente & Just Futures Law", ""),
        ("Supra note 12, ¶ 4.", 12, "", "4"),
    ],
)
def test_supra_in_many_spellings(text: str, number: int, name: str, locator: str) -> None:
    found = only(text)
    assert (found.form, found.number, found.name, found.locator) == ("supra", number, name, locator)


@pytest.mark.parametrize(
    ("text", "locator", "label"),
    [
        ("Id.", "", "page"),
        ("Id. at 5.", "5", "page"),
        ("Ibid., para. 4.", "4", "paragraph"),
        ("See id. § 4(b).", "4(b)", "section"),
        ("ibid [94].", "94", "paragraph"),
    ],
)
def test_id_with_its_locator(text: str, locator: str, label: str) -> None:
    found = only(text)
    assert (found.form, found.locator, found.label) == ("id", locator, label)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Mar. 28, 2024", [2024, 3, 28]),
        ("Sept. 2022", [2022, 9]),
        ("28 March 2024", [2024, 3, 28]),
        ("28th March 2024", [2024, 3, 28]),
        ("2024-03-28", [2024, 3, 28]),
        ("28.3.2024", [2024, 3, 28]),
        ("28/03/2024", [2024, 3, 28]),
        ("2024", [2024]),
    ],
)
def test_dates_in_many_spellings(written: str, parts: list[int]) -> None:
    assert only(f"Amnesty International, “A Title of a Report,” {written}, https://example.org/a.").item["issued"] == {
        "date-parts": [parts]
    }


def test_no_date_is_no_date() -> None:
    assert "issued" not in only("Amnesty International, “A Title of a Report” (n.d.), https://example.org/a.").item


def test_semicolons_in_quotations_brackets_and_addresses_do_not_part() -> None:
    texts = [
        segment.text
        for segment in cited(
            "Jane Doe, “Stop; Go,” The Hill, May 3, 2021 (noting that it stopped; then went), "
            "https://example.org/a;b=1; Young, supra note 3."
        )
    ]
    assert len(texts) == 2
    assert texts[0].endswith("https://example.org/a;b=1")


def test_a_sentence_before_and_after_stays_prose() -> None:
    segments = parse_note("The rule was never enforced. See Young, supra note 3. Nobody has asked why it was not.")
    assert [segment.text for segment in segments if segment.kind == "prose"] == [
        "The rule was never enforced. ",
        ". Nobody has asked why it was not.",
    ]


def test_archive_and_access_date_and_parenthetical_are_told_apart() -> None:
    found = only(
        "Jane Doe, “A Title,” The Hill, May 3, 2021, https://example.org/a [https://perma.cc/AB12-CD34] "
        "(last visited July 25, 2024) (noting a gap)."
    )
    assert found.url == "https://example.org/a"
    assert found.archive == "https://perma.cc/AB12-CD34"
    assert found.accessed == "July 25, 2024"
    assert found.item["accessed"] == {"date-parts": [[2024, 7, 25]]}
    assert found.parenthetical == "noting a gap"


def test_compare_and_with_are_two_citations() -> None:
    first, second = cited("Compare Smith v. Jones, 550 U.S. 544 (2007), with Doe v. Roe, 600 U.S. 1, 4 (2023).")
    assert (first.signal, first.item["title"], second.signal, second.item["title"]) == (
        "Compare",
        "Smith v. Jones",
        "with",
        "Doe v. Roe",
    )


def test_an_italic_title_wins_over_the_commas_in_it() -> None:
    text = "Jane Doe, Trump, Armed, Deports, Example Review (June 2024)."
    start = text.index("Trump")
    found = cited(text, ((start, text.index(", Example")),))[0]
    assert (found.item["title"], found.item["publisher"]) == ("Trump, Armed, Deports", "Example Review")


def test_a_link_hidden_behind_words_gives_the_address() -> None:
    text = "Jane Doe, A Title of a Report, Amnesty International (June 2024)."
    segment = parse_note(text, (), [(10, 31, "https://example.org/hidden")])[0]
    assert segment.url == segment.item["URL"] == "https://example.org/hidden"
    assert 0 < segment.confidence["url"] < 0.95


@pytest.mark.parametrize(
    ("text", "kind", "container", "locator"),
    [
        ("42 U.S.C. § 1983.", "legislation", "U.S.C.", "1983"),
        ("6 C.F.R. § 5.12(a) (2024).", "regulation", "C.F.R.", "5.12(a)"),
        ("Trade Regulation Rule, 87 Fed. Reg. 51273, 51275 (Aug. 22, 2022).", "regulation", "Fed. Reg.", "51275"),
        ("Smith v. Jones, 550 F.3d 544, 570 (2d Cir. 2007).", "legal_case", "F.3d", "570"),
        (
            "International Covenant on Civil and Political Rights art. 17, Dec. 16, 1966, 999 U.N.T.S. 171.",
            "treaty",
            "U.N.T.S.",
            "",
        ),
        ("Jane Doe, A Title, 105 Geo. L.J. 1147, 1184 (2017).", "article-journal", "Geo. L.J.", "1184"),
    ],
)
def test_authorities_and_journals_by_their_marks(text: str, kind: str, container: str, locator: str) -> None:
    found = only(text)
    assert (found.item["type"], found.item["container-title"], found.locator) == (kind, container, locator)


def test_hereinafter_becomes_the_short_name() -> None:
    found = only("Jane Doe, A Title of a Memo, Amnesty International (June 2024) [hereinafter Doe Memo].")
    assert found.item["custom"] == {"short": "Doe Memo", "hereinafter": True}


def test_plain_prose_has_no_citation() -> None:
    assert cited("The agencies surveyed were asked about systems owned by others as well as their own.") == []
    assert parse_note("") == []
