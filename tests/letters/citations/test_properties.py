"""What holds for every letter: full once, short afterwards, always to the first note, whatever is moved, added or deleted."""

from __future__ import annotations

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from letters.citations import Style, resolved
from letters.document.nodes import Letter, NoteLink, NumberedNote, Paragraph, Text
from letters.document.schema import to_json
from tests.letters.citations.libraries import (
    FULL,
    KEYS,
    LEGAL,
    LEGAL_KEYS,
    LIBRARY,
    PROSE,
    Plan,
    key_of,
    letter_of,
    plans,
    printed,
)

ALL = [*LIBRARY, *LEGAL]
WITH_ID = Style(id_form=True)


def notes_of(plan: Plan, style: Style = Style()) -> tuple[NumberedNote, ...]:  # noqa: B008 - it is frozen
    return resolved(letter_of(plan), ALL, style).notes


def links(note: NumberedNote) -> list[NoteLink]:
    return [node for node in note.content if isinstance(node, NoteLink)]


def first_citing(plan: Plan, key: str) -> int:
    """The number of the first note that cites ``key``."""
    return next(number for number, entries in enumerate(plan, start=1) if key in map(key_of, entries))


@given(plans())
def test_the_first_citation_is_full_and_there_is_exactly_one(plan: Plan) -> None:
    texts = printed(notes_of(plan))
    for key in KEYS:
        counted = [text.count(FULL[key]) for text in texts]
        if not any(key in map(key_of, entries) for entries in plan):
            assert sum(counted) == 0
            continue
        first = first_citing(plan, key)
        assert counted[first - 1] == 1
        assert sum(counted) == 1


@given(plans())
def test_every_other_citation_is_a_supra_to_the_first_citing_note_and_none_points_forward(plan: Plan) -> None:
    for number, (note, entries) in enumerate(zip(notes_of(plan), plan, strict=True), start=1):
        expected: list[int] = []
        for place, entry in enumerate(entries):
            key = key_of(entry)
            repeated = first_citing(plan, key) < number or key in map(key_of, entries[:place])
            if key in KEYS and repeated:
                expected.append(first_citing(plan, key))
        assert [link.number for link in links(note)] == expected
        assert all(link.number <= number and link.target == f"n{link.number - 1}" for link in links(note))


@given(plans(LEGAL_KEYS))
def test_cases_statutes_and_regulations_are_full_every_time(plan: Plan) -> None:
    for text, note, entries in zip(printed(notes_of(plan)), notes_of(plan), plan, strict=True):
        assert links(note) == []
        for key in LEGAL_KEYS:
            assert text.count(FULL[key]) == [key_of(entry) for entry in entries].count(key)


@given(plans(most=8))
def test_id_stands_only_for_the_one_authority_of_the_note_before(plan: Plan) -> None:
    """The rule spelled out a second time, citation by citation, and held against what is printed."""
    expected: list[int] = []
    for place, entries in enumerate(plan):
        before = plan[place - 1] if place else []
        authorities = {key_of(entry) for entry in before}
        count = 0
        if len(authorities) == 1:
            (sole,) = authorities
            locator = before[-1][1] if isinstance(before[-1], tuple) else ""
            for entry in entries:
                own = entry[1] if isinstance(entry, tuple) else ""
                if key_of(entry) != sole:
                    break
                if locator and not own:
                    continue
                count += 1
                locator = own
        expected.append(count)
    texts = printed(notes_of(plan, WITH_ID))
    assert [text.count("Id.") for text in texts] == expected
    assert all("id." not in text for text in texts)


@given(plans())
def test_without_the_switch_there_is_no_id(plan: Plan) -> None:
    assert not any("id." in text.lower() for text in printed(notes_of(plan)))


@given(plans(), st.data())
def test_resolving_looks_at_the_order_alone(plan: Plan, data: st.DataObject) -> None:
    """What notes are called, and in which order the library lists its sources, makes no difference."""
    names = data.draw(st.lists(st.text("xyz", min_size=1, max_size=4), min_size=len(plan), max_size=len(plan), unique=True))
    library = data.draw(st.permutations(ALL))
    assert printed(resolved(letter_of(plan, names), library).notes) == printed(notes_of(plan))
    twice = resolved(resolved(letter_of(plan), ALL).letter, ALL)
    assert printed(twice.notes) == printed(notes_of(plan))


@given(plans(), st.data())
def test_a_note_of_prose_shifts_the_targets_behind_it_by_one_and_nothing_else(plan: Plan, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plan)))
    before = notes_of(plan)
    after = notes_of([*plan[:place], [], *plan[place:]])
    assert printed(after)[place] == PROSE
    others = (*after[:place], *after[place + 1 :])
    for old, new in zip(before, others, strict=True):
        shifted = [
            NoteLink("", node.number + (node.number > place)) if isinstance(node, NoteLink) else node for node in old.content
        ]
        assert [NoteLink("", node.number) if isinstance(node, NoteLink) else node for node in new.content] == shifted


@given(plans(), st.data())
def test_after_moving_adding_and_deleting_every_number_is_that_of_a_letter_written_so(plan: Plan, data: st.DataObject) -> None:
    """Numbers have no memory: an edited letter prints as one that was never otherwise."""
    letter = letter_of(plan)
    (paragraph,) = letter.body
    assert isinstance(paragraph, Paragraph)
    notes = list(zip(paragraph.content[1:], plan, strict=True))
    for _ in range(data.draw(st.integers(1, 4))):
        if len(notes) > 1 and data.draw(st.booleans()):
            taken = notes.pop(data.draw(st.integers(0, len(notes) - 1)))
            if data.draw(st.booleans()):
                notes.insert(data.draw(st.integers(0, len(notes))), taken)
    edited = Letter((Paragraph((Text("Body"), *(note for note, _ in notes))),))
    assert printed(resolved(edited, ALL).notes) == printed(notes_of([entries for _, entries in notes]))


@given(plans(KEYS))
def test_delete_the_first_full_citation_and_the_next_becomes_full(plan: Plan) -> None:
    key = next((key_of(entry) for entries in plan for entry in entries), "")
    assume(key)
    first = first_citing(plan, key)
    rest = [*plan[: first - 1], *plan[first:]]
    assume(any(key in map(key_of, entries) for entries in rest))
    assert FULL[key] in printed(notes_of(rest))[first_citing(rest, key) - 1]
    assert FULL[key] not in printed(notes_of(plan))[first_citing(rest, key)]


@given(
    plans(), st.sampled_from([Style(), WITH_ID, Style("plain"), Style("plain", id_form=True, angle=True), Style(months="long")])
)
def test_resolving_never_changes_what_is_stored(plan: Plan, style: Style) -> None:
    letter = letter_of(plan)
    stored, library = json.dumps(to_json(letter)), json.dumps(ALL)
    resolved(letter, ALL, style)
    assert (json.dumps(to_json(letter)), json.dumps(ALL)) == (stored, library)
