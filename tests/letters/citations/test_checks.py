"""What a person is told to look at: each warning names its note and its place, and some offer how to mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from letters.citations import LinkFact, Style, resolved
from letters.citations.mending import OutdatedOffer, mended
from letters.document.flat import OTHER, flat
from letters.document.losses import LetterWarning
from letters.document.markdown import read, write
from letters.document.nodes import Citation, Cite, Inline, Letter, Note, NoteInline, Paragraph, Text, XRef
from letters.document.walk import inlines_of, plain_text, runs_of
from tests.letters.document.trees import letters

YOUNG: dict[str, Any] = {
    "id": "young",
    "type": "report",
    "author": [{"family": "Young", "given": "S."}],
    "title": "Memo",
    "publisher": "Office",
    "issued": {"date-parts": [[2024]]},
    "URL": "https://o.example/memo",
}
HOMELAND = {**YOUNG, "id": "dhs", "author": [], "title": "List", "publisher": "U.S. Dep’t of Homeland Sec.", "URL": ""}
LIBRARY = [YOUNG, HOMELAND]


def letter(*notes: NoteInline | tuple[NoteInline, ...], body: tuple[Text, ...] = (Text("Body"),)) -> Letter:
    made = [Note(f"n{place}", note if isinstance(note, tuple) else (note,)) for place, note in enumerate(notes, start=1)]
    return Letter((Paragraph((*body, *made)),))


def cite(*keys: str) -> Cite:
    return Cite(tuple(Citation(key) for key in keys))


def warnings(made: Letter, kind: str, library: list[dict[str, Any]] = LIBRARY, **more: Any) -> list[LetterWarning]:
    return [warning for warning in resolved(made, library, **more).warnings if warning.kind == kind]


def printed(made: Letter) -> list[str]:
    return [plain_text(note.content) for note in resolved(made, LIBRARY).notes]


CITED = (cite("young"), cite("dhs"))


def test_a_supra_typed_by_hand_is_matched_by_name_even_when_its_number_is_stale() -> None:
    typed = (Text("See Young, "), Text("supra", em=True), Text(" note 2, at 15."))
    made = letter(*CITED, typed)
    (warning,) = warnings(made, "hand-typed")
    assert (warning.note, warning.source, warning.blocks) == (3, "young", False)
    assert "supra note 2" in warning.sentence
    assert warning.offer is not None
    assert printed(mended(made, warning.offer))[2] == "See Young, supra note 1, at 15."
    assert not warnings(mended(made, warning.offer), "hand-typed")


def test_a_name_with_full_stops_and_other_quotes_is_found() -> None:
    made = letter(*CITED, Text("U.S. Dep't of Homeland Sec., supra n. 2, ¶ 4."))
    (warning,) = warnings(made, "hand-typed")
    assert warning.offer is not None
    assert warning.offer.source == "dhs"
    assert printed(mended(made, warning.offer))[2] == "U.S. Dep’t of Homeland Sec., supra note 2, ¶ 4."


def test_of_two_works_of_one_author_the_number_decides_and_without_it_nobody_guesses() -> None:
    other = {**YOUNG, "id": "young2", "title": "Second memo"}
    made = letter(cite("young"), cite("young2"), Text("Young, supra note 2."), Text("Young, supra note 9."))
    by_number, open_question = warnings(made, "hand-typed", [*LIBRARY, other])
    assert by_number.offer is not None
    assert by_number.offer.source == "young2"
    assert open_question.offer is None
    titled = letter(cite("young"), cite("young2"), Text("Young, Second memo, supra note 1."))
    (warning,) = warnings(titled, "hand-typed", [*LIBRARY, other])
    assert warning.source == "young2"


def test_without_a_name_the_number_is_offered_as_a_reference() -> None:
    made = letter(*CITED, Text("See the sources in note 2 above."), Text("See supra note 1."))
    first, second = warnings(made, "hand-typed")
    assert first.offer is not None
    assert second.offer is not None
    assert (first.offer.target, second.offer.target) == ("n2", "n1")
    both = mended(mended(made, first.offer), second.offer)
    assert printed(both)[2:] == ["See the sources in note 2 above.", "See supra note 1."]


def test_a_mended_number_follows_its_note() -> None:
    made = letter(*CITED, Text("See note 2 above."))
    (warning,) = warnings(made, "hand-typed")
    assert warning.offer is not None
    (paragraph,) = mended(made, warning.offer).body
    assert isinstance(paragraph, Paragraph)
    shifted = Letter((Paragraph((Text("Body"), Note("new", (Text("New."),)), *paragraph.content[1:])),))
    assert printed(shifted)[3] == "See note 3 above."


def test_numbers_in_the_text_itself_are_found_as_well() -> None:
    made = letter(*CITED, body=(Text("As said in "), Text("note 2", em=True), Text(" above.")))
    (warning,) = warnings(made, "hand-typed")
    assert warning.note == 0
    assert warning.offer is not None
    (paragraph,) = mended(made, warning.offer).body
    assert isinstance(paragraph, Paragraph)
    assert XRef("n2") in paragraph.content


def test_a_number_that_no_note_has_is_told() -> None:
    (warning,) = warnings(letter(*CITED, Text("supra note 7")), "hand-typed")
    assert warning.offer is None
    assert "no note 7" in warning.sentence


@pytest.mark.parametrize(
    "innocent", ["He took note 3 times.", "Notes 4 and 5 of the score", "a super note 3", "n. 5 of the act"]
)
def test_words_that_only_look_like_it_are_left_alone(innocent: str) -> None:
    assert not warnings(letter(*CITED, Text(innocent)), "hand-typed")


def test_an_offer_whose_words_have_changed_meanwhile_is_refused() -> None:
    made = letter(*CITED, Text("See supra note 1."))
    (warning,) = warnings(made, "hand-typed")
    assert warning.offer is not None
    for changed in (letter(*CITED, Text("Look at supra note 1.")), letter(cite("young"))):
        with pytest.raises(OutdatedOffer):
            mended(changed, warning.offer)


@given(letters())
def test_every_offer_can_be_taken_in_any_letter_and_changes_nothing_else(made: Letter) -> None:
    first = Paragraph((Text("See note 1 above."), Note("offer-1", (cite("young"),))))
    number, name = Note("offer-2", (Text("See supra note 1, at 4."),)), Note("offer-3", (Text("Young, supra note 1, at 4."),))
    whole = Letter((first, *made.body, Paragraph((Text("Prose."), number, name))))
    offers = [warning.offer for warning in resolved(whole, LIBRARY).warnings if warning.offer is not None]
    assert {"1", "Young, supra note 1, at 4"} <= {offer.words for offer in offers}
    assert len(offers) >= 3
    for offer in offers:
        after = mended(whole, offer)
        ((before, now),) = [pair for pair in zip(_places(whole), _places(after), strict=True) if pair[0] != pair[1]]
        there = flat(before)
        assert there[offer.start : offer.end] == offer.words
        assert flat(now) == there[: offer.start] + OTHER + there[offer.end :]
        offered = (
            Cite((Citation(offer.source, locator=offer.locator, label=offer.label),)) if offer.source else XRef(offer.target)
        )
        others = [node for node in before if not isinstance(node, Text)]
        assert offered in now
        assert len([node for node in now if not isinstance(node, Text)]) == len(others) + 1
        assert all(node in now for node in others)
        assert offer not in [warning.offer for warning in resolved(after, LIBRARY).warnings]
        assert read(write(after))[1] == () or read(write(whole))[1] != ()


def _places(made: Letter) -> list[tuple[Inline | NoteInline, ...]]:
    """Everything that an offer can stand in: the runs of the body with their notes emptied, then what the notes hold."""
    runs = [tuple(replace(node, content=()) if isinstance(node, Note) else node for node in run) for run in runs_of(made.body)]
    return [*runs, *(node.content for node in inlines_of(made.body) if isinstance(node, Note))]


def test_a_hand_typed_ibid_is_told_and_one_of_the_resolver_is_not() -> None:
    assert warnings(letter(cite("young"), Text("Ibid. at 4.")), "hand-typed")
    assert not warnings(letter(cite("young"), cite("young")), "hand-typed", style=Style(id_form=True))


def test_two_works_that_nothing_tells_apart_in_short_are_told_at_the_supra() -> None:
    twin = {**YOUNG, "id": "twin", "URL": "https://o.example/other"}
    made = letter(cite("young"), cite("twin"), Text("Prose."), cite("young"))
    (warning,) = warnings(made, "same-short-name", [YOUNG, twin])
    assert warning.note == 4
    assert "twin" in warning.sentence
    assert not warnings(letter(cite("young"), cite("twin")), "same-short-name", [YOUNG, twin])
    named = {**twin, "custom": {"short": "Young II"}}
    assert not warnings(made, "same-short-name", [YOUNG, named])
    other_title = {**twin, "title": "Another"}
    assert not warnings(made, "same-short-name", [YOUNG, other_title])


def test_addresses_without_a_scheme_in_a_source_and_in_prose() -> None:
    bare = {**YOUNG, "URL": "www.o.example/memo"}
    made = letter(cite("young"), Text("More at www.w.example/x and at a@www.w.example."))
    found = warnings(made, "no-scheme", [bare])
    assert [warning.note for warning in found] == [1, 2]
    assert "www.o.example/memo" in found[0].sentence
    assert not warnings(letter(cite("young"), Text("https://www.w.example/x")), "no-scheme")


def test_an_undated_page_without_the_day_it_was_read() -> None:
    undated = {name: value for name, value in YOUNG.items() if name != "issued"}
    (warning,) = warnings(letter(Text("First."), cite("young")), "undated", [undated])
    assert (warning.note, warning.source) == (2, "young")
    read_on = {**undated, "accessed": {"date-parts": [[2024, 5]]}}
    assert not warnings(letter(cite("young")), "undated", [read_on])
    assert not warnings(letter(cite("young")), "undated", [{**undated, "URL": ""}])


@pytest.mark.parametrize(("state", "told"), [("dead", True), ("home-page", True), ("bot-wall", False), ("ok", False)])
def test_a_link_that_readers_cannot_follow(state: str, told: bool) -> None:
    links = {"https://o.example/memo": LinkFact(state), "https://p.example/": LinkFact(state)}
    made = letter(cite("young"), Text("here", href="https://p.example/"))
    assert [warning.note for warning in warnings(made, "link", links=links)] == ([1, 2] if told else [])


def test_pages_without_an_archive_copy_are_told_only_where_copies_matter() -> None:
    made = letter(cite("young"))
    assert not warnings(made, "unarchived")
    assert warnings(made, "unarchived", style=Style(archive=True))
    assert warnings(made, "unarchived", links={})
    assert not warnings(made, "unarchived", links={YOUNG["URL"]: LinkFact("ok", archived=True)})
    kept = {**YOUNG, "custom": {"archive": [{"url": "https://perma.example/A"}]}}
    assert not warnings(made, "unarchived", [kept], style=Style(archive=True))


def test_a_broken_citation_blocks_and_every_other_warning_does_not() -> None:
    made = letter(cite("ghost"), Text("supra note 1; www.x.example"), cite("young"))
    found = resolved(made, LIBRARY, Style(archive=True)).warnings
    assert [warning.kind for warning in found if warning.blocks] == ["broken-source"]
    assert {"hand-typed", "no-scheme", "uncited-source", "unarchived"} <= {warning.kind for warning in found}


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("The undersigned 142 organizations ask", "The undersigned {organizations} organizations ask"),
        (
            "The undersigned **1,204 national and local groups** ask",
            "The undersigned **{organizations} national and local groups** ask",
        ),
        ("We, the 12 undersigned scholars, ask", "We, the {individuals} undersigned scholars, ask"),
        (
            "The undersigned 30 organizations and individuals ask",
            "The undersigned {signatories} organizations and individuals ask",
        ),
        ("THE UNDERSIGNED 30 ASK", "THE UNDERSIGNED {signatories} ASK"),
    ],
)
def test_a_typed_number_of_signatories_can_follow_the_list(said: str, offered: str) -> None:
    made, _ = read(said)
    (warning,) = warnings(made, "hand-typed")
    assert warning.offer is not None
    after = mended(made, warning.offer)
    assert write(after) == offered + "\n"
    assert not warnings(after, "hand-typed")


@pytest.mark.parametrize(
    "innocent",
    [
        "The undersigned organizations ask 12 towns.",
        "The undersigned {organizations} ask",
        "142 organizations",
        "undersigned 3.5 years",
    ],
)
def test_other_numbers_are_left_alone(innocent: str) -> None:
    assert not warnings(read(innocent)[0], "hand-typed")


def test_a_count_in_a_field_is_told() -> None:
    made, _ = read("---\nsubject: What {signatories} ask\ncc:\n  - Roe {organizations}\n  - Doe {x}\n---\n\nText.\n")
    told = [warning.sentence for warning in warnings(made, "count-in-field")]
    assert told == [
        "The subject prints “{signatories}” as it stands: only the text can hold a count.",
        "The CC prints “{organizations}” as it stands: only the text can hold a count.",
    ]
