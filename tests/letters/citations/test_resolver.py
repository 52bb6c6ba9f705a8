"""Full once, then supra: which form a citation takes, and to which note it points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from letters.citations import citer
from letters.document.nodes import Citation, Cite, Letter, Note, NoteLink, Paragraph, Text
from letters.document.resolve import Resolution, resolve
from letters.document.walk import plain_text

LIBRARY: list[dict[str, object]] = [
    {"id": "rao", "type": "report", "author": [{"family": "Rao", "given": "M."}], "title": "Dry", "publisher": "Council"},
    {"id": "rao2", "type": "report", "author": [{"family": "Rao", "given": "M."}], "title": "Wet", "title-short": "W"},
    {"id": "council", "type": "report", "title": "Taps", "publisher": "Council"},
    {"id": "case", "type": "legal_case", "title": "A v. B", "volume": "1", "container-title": "F.", "page": "2"},
    {"id": "act", "type": "legislation", "title": "Taps Act", "note": "P.L. 1"},
]


def letter(*notes: tuple[Citation | str, ...]) -> Letter:
    """A letter of one paragraph with these notes, a string being prose."""
    made = [
        Note(f"n{place}", tuple(Text(part) if isinstance(part, str) else Cite((part,)) for part in parts))
        for place, parts in enumerate(notes)
    ]
    return Letter((Paragraph((Text("Body"), *made)),))


def notes(*parts: tuple[Citation | str, ...]) -> list[str]:
    return [plain_text(note.content) for note in done(*parts).notes]


def done(*parts: tuple[Citation | str, ...]) -> Resolution:
    return resolve(letter(*parts), citer(LIBRARY))


def test_first_full_then_supra_to_the_first_citing_note() -> None:
    assert notes((Citation("rao"),), ("Prose.",), (Citation("rao", locator="3"),)) == [
        "M. Rao, Dry, Council",
        "Prose.",
        "Rao, supra note 1, at 3",
    ]


def test_a_supra_carries_the_note_it_means() -> None:
    links = [node for node in done((Citation("rao"),), (Citation("rao"),)).notes[1].content if isinstance(node, NoteLink)]
    assert links == [NoteLink("n0", 1)]


def test_two_works_under_one_name_take_their_titles() -> None:
    printed = notes((Citation("rao"),), (Citation("rao2"),), (Citation("rao"),), (Citation("rao2"),))
    assert printed[2:] == ["Rao, Dry, supra note 1", "Rao, W, supra note 2"]


def test_the_publisher_serves_as_name_where_there_is_no_author() -> None:
    assert notes((Citation("council"),), (Citation("council"),))[1] == "Council, supra note 1"


def test_cases_and_statutes_never_take_supra() -> None:
    printed = notes((Citation("case"), "."), (Citation("case", locator="5"),), (Citation("act"),), (Citation("act"),))
    assert printed == ["A v. B, 1 F. 2.", "A v. B, 1 F. 2, at 5", "Taps Act, P.L. 1", "Taps Act, P.L. 1"]


def test_signal_prefix_suffix_and_parenthetical_stand_around_the_citation() -> None:
    citation = Citation("council", signal="See", prefix="generally", suffix="and passim", parenthetical="emphasis added")
    assert notes((citation,)) == ["See generally Taps, Council, and passim (emphasis added)"]


def test_a_source_that_is_not_there_blocks_and_stays_visible() -> None:
    resolution = done((Citation("ghost"),))
    assert plain_text(resolution.notes[0].content) == "[ghost?]"
    assert resolution.blocked
    assert any("Note 1 cites “ghost”" in str(warning) for warning in resolution.warnings)


def test_uncited_sources_are_named_but_do_not_block() -> None:
    resolution = done((Citation("rao"),))
    assert not resolution.blocked
    assert {warning.kind for warning in resolution.warnings} == {"uncited-source"}
    assert len(resolution.warnings) == 4


@given(st.lists(st.sampled_from(["rao", "rao2", "council"]), min_size=1, max_size=12))
def test_every_supra_points_to_the_first_note_that_cites_the_source(keys: list[str]) -> None:
    resolution = resolve(letter(*[(Citation(key),) for key in keys]), citer(LIBRARY))
    for place, note in enumerate(resolution.notes):
        links = [node for node in note.content if isinstance(node, NoteLink)]
        first = keys.index(keys[place])
        assert links == ([] if first == place else [NoteLink(f"n{first}", first + 1)])
