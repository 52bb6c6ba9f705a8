"""The one pass that gives numbers: its order, its warnings, and what it is blind to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from letters.document.nodes import (
    BlockQuote,
    BulletList,
    Citation,
    Cite,
    Inline,
    Letter,
    Note,
    NoteInline,
    NoteLink,
    NumberedNote,
    Paragraph,
    Table,
    Text,
    XRef,
)
from letters.document.resolve import Cited, resolve
from letters.document.walk import inlines_of, map_inlines, plain_text, runs_of
from tests.letters.document.trees import letters

SLOW = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def renamed(letter: Letter, names: dict[str, str]) -> Letter:
    def other(node: Inline | NoteInline) -> Inline | NoteInline:
        return XRef(names[node.target]) if isinstance(node, XRef) else node

    def change(node: Inline) -> Inline:
        if isinstance(node, Note):
            return Note(names[node.id], tuple(other(part) for part in node.content))  # type: ignore[misc]
        return other(node)  # type: ignore[return-value]

    return replace(letter, body=map_inlines(letter.body, change))


def printed(letter: Letter) -> list[str]:
    body = [plain_text(run) for run in runs_of(letter.body)]
    notes = [f"{node.number}: {plain_text(node.content)}" for node in inlines_of(letter.body) if isinstance(node, NumberedNote)]
    return body + notes


def numbers(letter: Letter) -> list[int]:
    return [node.number for node in inlines_of(letter.body) if isinstance(node, NumberedNote)]


@SLOW
@given(letters())
def test_numbers_run_from_one_in_the_order_of_the_text(letter: Letter) -> None:
    resolution = resolve(letter)
    assert numbers(resolution.letter) == [*range(1, len(resolution.notes) + 1)]
    assert resolution.notes == tuple(node for node in inlines_of(resolution.letter.body) if isinstance(node, NumberedNote))


@SLOW
@given(letters())
def test_twice_is_once(letter: Letter) -> None:
    once = resolve(letter)
    twice = resolve(once.letter)
    assert (twice.letter, twice.notes) == (once.letter, once.notes)


@SLOW
@given(letters(), st.randoms(use_true_random=False))
def test_names_do_not_print(letter: Letter, random: object) -> None:
    ids = [node.id for node in inlines_of(letter.body) if isinstance(node, Note)]
    others = [f"x{place}" for place in range(len(ids))]
    random.shuffle(others)  # type: ignore[attr-defined]
    assert printed(resolve(renamed(letter, dict(zip(ids, others, strict=True)))).letter) == printed(resolve(letter).letter)


@SLOW
@given(letters(), st.data())
def test_moving_a_block_moves_numbers_and_nothing_else(letter: Letter, data: st.DataObject) -> None:
    assume(len(letter.body) > 1)
    order = data.draw(st.permutations(range(len(letter.body))))
    moved = replace(letter, body=tuple(letter.body[place] for place in order))
    before, after = resolve(letter), resolve(moved)
    assert sorted(note.number for note in after.notes) == [note.number for note in before.notes]
    here = {note.id: note for note in before.notes}
    there = {note.id: note for note in after.notes}
    assert here.keys() == there.keys()
    for name, note in here.items():
        links = [(node.target, there[node.target].number) for node in note.content if isinstance(node, NoteLink)]
        assert [(node.target, node.number) for node in there[name].content if isinstance(node, NoteLink)] == links
        rest = [node for node in note.content if not isinstance(node, NoteLink)]
        assert [node for node in there[name].content if not isinstance(node, NoteLink)] == rest


def test_notes_count_wherever_they_stand() -> None:
    def one(name: str) -> tuple[Inline, ...]:
        return (Text(name), Note(name, (Text("x"),)))

    letter = Letter(
        (
            BulletList(((Paragraph(one("a")), BlockQuote((Paragraph(one("b")),))), (Paragraph(one("c")),))),
            Table((one("d"), one("e")), ((one("f"), one("g")),), ("", "")),
            Paragraph(one("h")),
        )
    )
    assert [note.id for note in resolve(letter).notes] == [*"abcdefgh"]


def test_a_hole_shows_and_blocks() -> None:
    resolution = resolve(Letter((Paragraph((XRef("x"), Note("n", (Text("a"), XRef("y"))))),)))
    assert printed(resolution.letter) == ["[?]", "1: a[?]"]
    assert [(warning.kind, warning.note, warning.blocks) for warning in resolution.warnings] == [
        ("broken-note", 1, True),
        ("broken-note", 0, True),
    ]
    assert resolution.blocked


def test_an_empty_note_blocks() -> None:
    (warning,) = resolve(Letter((Paragraph((Note("n", ()),)),))).warnings
    assert (warning.kind, warning.note, warning.blocks) == ("empty-note", 1, True)


def test_a_letter_without_a_library_shows_its_keys() -> None:
    resolution = resolve(Letter((Paragraph((Note("n", (Cite((Citation("a"), Citation("b"))),)),)),)))
    assert printed(resolution.letter) == ["", "1: [a; b]"]
    assert [warning.kind for warning in resolution.warnings] == ["broken-source", "broken-source"]


def test_notes_of_one_name_block_and_a_supra_still_means_its_own() -> None:
    """Two paragraphs were copied with their notes: the citer's link to the second of them must not turn to the first."""

    def citer(notes: Sequence[NumberedNote]) -> Cited:
        return Cited((*notes[:2], replace(notes[2], content=(NoteLink(notes[1].id, 2),))))

    notes = (Note("n", (Text("a"),)), Note("n", (Text("b"),)), Note("m", (Text("c"),)))
    resolution = resolve(Letter((Paragraph((*notes, XRef("n"))),)), citer)
    assert [warning.kind for warning in resolution.warnings] == ["duplicate-note-id"]
    assert resolution.blocked
    assert resolution.notes[2].content == (NoteLink("n", 2),)
    assert [*inlines_of(resolution.letter.body)][-1] == NoteLink("n", 1)
    assert resolve(resolution.letter).letter == resolution.letter
