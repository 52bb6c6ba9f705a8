from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.examples.conftest import LetterText

NEVER_SUPRA = {"legal_case", "legislation", "regulation"}
ASKED_FOR = {
    "report", "legislation", "regulation", "legal_case", "article-newspaper", "article-journal", "article-magazine", "webpage",
    "book", "chapter", "hearing", "personal_communication", "dataset", "thesis",
}  # fmt: skip

Sources = list[dict[str, Any]]


def test_every_key_has_a_source_and_every_source_is_cited(letter: LetterText, sources: Sources) -> None:
    ids = [source["id"] for source in sources]
    assert len(ids) >= 22
    assert len(set(ids)) == len(ids)
    assert {key for note in letter.notes for key in letter.keys(note)} == set(ids)


def test_the_types_are_many(sources: Sources) -> None:
    assert {source["type"] for source in sources} == ASKED_FOR


def test_fields_follow_the_conventions_of_a_bundle(sources: Sources) -> None:
    for source in sources:
        assert source["title"]
        assert "issued" in source or "accessed" in source, source["id"]
        assert "DOI" not in source, "a DOI resolves on a real host"
        for person in [*source.get("author", ()), *source.get("editor", ()), *source.get("recipient", ())]:
            assert set(person) in ({"family", "given"}, {"literal"}), source["id"]
        if source["type"] == "legislation":
            assert "Av. Stat. §" in source["note"], "a statute's own citation stands in its note"
        if source["type"] == "legal_case":
            assert source["authority"]
            assert {"volume", "container-title", "page"} <= set(source) or source["number"]
    reports = [source for source in sources if source["type"] == "report"]
    assert any({"number", "genre"} <= set(report) for report in reports)
    assert any("literal" in author for source in sources for author in source.get("author", ()))


def test_dates_come_in_every_length(sources: Sources) -> None:
    lengths = set()
    for source in sources:
        for date in (source[name] for name in ("issued", "accessed") if name in source):
            (parts,) = date["date-parts"]
            assert all(type(part) is int for part in parts)
            assert 2017 <= parts[0] <= 2025
            assert all(low <= part <= high for part, (low, high) in zip(parts[1:], [(1, 12), (1, 31)], strict=False))
            lengths.add(len(parts))
    assert lengths == {1, 2, 3}


def test_an_undated_page_has_the_day_it_was_read(sources: Sources) -> None:
    assert any(source["type"] == "webpage" and "issued" not in source and "accessed" in source for source in sources)


def test_a_long_list_of_authors_occurs(sources: Sources) -> None:
    assert any(source["type"] == "article-journal" and len(source["author"]) >= 3 for source in sources)


def test_two_repeated_works_share_one_short_name(letter: LetterText, sources: Sources) -> None:
    counted = Counter(key for note in letter.notes for key in letter.keys(note))
    repeated = [source for source in sources if source["type"] == "report" and counted[source["id"]] > 1]
    names = Counter(source["publisher"] for source in repeated if "author" not in source)
    assert names["Merrow Basin Water Justice Project"] == 2


def test_short_citations_occur_often_and_with_locators(letter: LetterText, sources: Sources) -> None:
    types = {source["id"]: source["type"] for source in sources}
    seen: set[str] = set()
    short: list[str] = []
    full_again: list[str] = []
    for note in letter.notes:
        for citation in (citation for group in letter.groups(note) for citation in group.split("; ")):
            key = citation.split("@", 1)[1].split(",")[0].split(" ")[0]
            if key in seen:
                (full_again if types[key] in NEVER_SUPRA else short).append(citation)
            seen.add(key)
    assert len(short) >= 4
    assert sum(", " in citation.split("@", 1)[1] for citation in short) >= 4
    assert len(full_again) >= 2, "statutes that come back, and never take supra"
