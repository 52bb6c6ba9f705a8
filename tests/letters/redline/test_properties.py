"""What holds for any two letters."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from letters.document.nodes import Block, Inlines, Letter, NumberedNote, Paragraph, Text
from letters.document.normal import normalize
from letters.document.resolve import resolve
from letters.document.walk import inlines_of, map_runs
from letters.redline import accepted, changed, redline, rejected, summary
from letters.redline.mirror import mirrored
from tests.letters.document import trees

_RESOLVED = trees.letters(max_blocks=3, depth=1).map(lambda letter: resolve(letter).letter)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Letter, Letter]:
    """A letter and the same after somebody worked on it: blocks gone, doubled, moved, words taken out and put in."""
    old = draw(trees.letters(max_blocks=4, depth=1))
    blocks: list[Block] = list(old.body)
    for _ in range(draw(st.integers(0, 3))):
        if not blocks:
            break
        at = draw(st.integers(0, len(blocks) - 1))
        match draw(st.sampled_from(["cut", "add", "move", "words"])):
            case "cut":
                del blocks[at]
            case "add":
                blocks.insert(at, Paragraph((Text(draw(trees.texts(1))),)))
            case "move":
                blocks.append(blocks.pop(at))
            case _:
                blocks[at] = with_words(blocks[at], draw(st.integers(0, 6)), draw(trees.texts(1)))
    new = replace(old, body=tuple(blocks), subject=draw(st.sampled_from([old.subject, "Water for all", ""])))
    return resolve(old).letter, resolve(normalize(new)).letter


def with_words(block: Block, place: int, words: str) -> Block:
    (changed_block,) = map_runs([block], lambda run: (*run[:place], Text(words, em=place % 2 == 0), *run[place:]))
    return changed_block


PAIRS = st.one_of(edited(), edited(), st.tuples(_RESOLVED, _RESOLVED))


@settings(max_examples=150)
@given(PAIRS)
def test_accepting_all_gives_the_new_letter_and_rejecting_all_the_old(pair: tuple[Letter, Letter]) -> None:
    old, new = pair
    made = redline(old, new)
    assert accepted(made) == normalize(new)
    assert rejected(made) == normalize(old)


@settings(max_examples=80)
@given(_RESOLVED)
def test_a_letter_does_not_differ_from_itself(letter: Letter) -> None:
    made = redline(letter, letter)
    assert not changed(made)
    assert summary(made) == summary(redline(Letter(()), Letter(())))


@settings(max_examples=80)
@given(PAIRS)
def test_what_reads_the_same_is_no_change_and_what_does_not_is_one(pair: tuple[Letter, Letter]) -> None:
    old, new = (normalize(letter) for letter in pair)
    assert changed(redline(old, new)) == (read(old) != read(new))


def read(letter: Letter) -> str:
    """The letter without names and numbers of notes. (A pointer's number is a number; where it points is compared by note.)"""

    def bare(run: Inlines) -> Inlines:
        return tuple(replace(node, id="", number=0) if isinstance(node, NumberedNote) else node for node in run)

    return repr(replace(letter, body=map_runs(letter.body, bare)))


@settings(max_examples=80)
@given(PAIRS)
def test_the_way_back_counts_the_same(pair: tuple[Letter, Letter]) -> None:
    old, new = pair
    there, back = summary(redline(old, new)), summary(redline(new, old))
    assert (there.words_went, there.words_came) == (back.words_came, back.words_went)
    assert (there.notes_went, there.notes_came) == (back.notes_came, back.notes_went)
    assert (there.paragraphs_went, there.paragraphs_came) == (back.paragraphs_came, back.paragraphs_went)
    assert (there.paragraphs_changed, there.notes_changed) == (back.paragraphs_changed, back.notes_changed)


@settings(max_examples=80)
@given(PAIRS)
def test_turning_a_redline_round_twice_leaves_it_as_it_was(pair: tuple[Letter, Letter]) -> None:
    made = redline(*pair)
    assert mirrored(mirrored(made)) == made
    assert rejected(mirrored(made)) == accepted(made)


@settings(max_examples=80)
@given(PAIRS)
def test_every_note_is_told_once(pair: tuple[Letter, Letter]) -> None:
    old, new = pair
    told = summary(redline(old, new))
    olds, news = (sum(isinstance(node, NumberedNote) for node in inlines_of(letter.body)) for letter in pair)
    assert olds - told.notes_went == news - told.notes_came
