"""The normal form: what reads the same is equal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.document.nodes import (
    Block,
    BlockQuote,
    Break,
    BulletList,
    CCBlock,
    Citation,
    Cite,
    Heading,
    Inlines,
    Letter,
    Note,
    NumberedList,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.normal import normal_citation, normal_run, normalize
from letters.document.walk import inlines_of, plain_text, runs_of
from tests.letters.document.trees import inline_contents


def body(*blocks: Block) -> tuple[Block, ...]:
    return normalize(Letter(blocks)).body


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(inline_contents())
def test_once_is_enough(content: Inlines) -> None:
    assert normal_run(normal_run(content)) == normal_run(content)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(inline_contents())
def test_no_word_and_no_note_is_lost(content: Inlines) -> None:
    normal = normal_run(content)
    assert plain_text(normal).replace(" ", "") == plain_text(content).replace(" ", "")
    assert sum(isinstance(node, Note) for node in normal) == sum(isinstance(node, Note) for node in content)


@given(st.lists(st.sampled_from(["a", "b c"]), min_size=1, max_size=6), st.booleans())
def test_how_a_text_is_cut_into_runs_does_not_matter(words: list[str], strong: bool) -> None:
    cut = tuple(Text(word, strong=strong) for word in words)
    assert normal_run(cut) == (Text("".join(words), strong=strong),)


@pytest.mark.parametrize(
    ("content", "normal"),
    [
        ((Text(""), Break(), Text(" a "), Break(), Text(" ", em=True), Break()), (Text("a"),)),
        ((Text("a "), Text(" "), Break(), Text(" b")), (Text("a"), Break(), Text("b"))),
        ((Text("a"), Break(), Break(), Text("b")), (Text("a"), Break(), Break(), Text("b"))),
        ((Text("\u00a0a  b\u00a0"),), (Text("\u00a0a  b\u00a0"),)),
        ((Text("a ", strong=True), Text("b")), (Text("a", strong=True), Text(" b"))),
        ((Text("a", strong=True), Text(" "), Text("b", strong=True)), (Text("a b", strong=True),)),
        ((Text("a", underline=True), Text(" b")), (Text("a", underline=True), Text(" b"))),
        (
            (Text("a "), Text(" b", em=True, underline=True)),
            (Text("a "), Text(" ", underline=True), Text("b", em=True, underline=True)),
        ),
        (
            (Text("a", strong=True), Note("n", ()), Text(" b", strong=True)),
            (Text("a", strong=True), Note("n", ()), Text(" b", strong=True)),
        ),
        ((Text("a ", strong=True), XRef("n")), (Text("a", strong=True), Text(" "), XRef("n"))),
        ((Note("n", (Break(), Text("a"), Break())),), (Note("n", (Text("a"),)),)),
        ((Note("n", (Cite(()), Text(" "))),), (Note("n", ()),)),
    ],
)
def test_runs(content: Inlines, normal: Inlines) -> None:
    assert normal_run(content) == normal


def test_what_holds_nothing_is_dropped() -> None:
    nothing = Paragraph((Text(" "), Break()))
    assert body(nothing, Heading(1, ()), BulletList(((nothing,), ())), NumberedList(()), BlockQuote((nothing,))) == ()
    assert body(BulletList(((nothing,), (Paragraph((Text("a"),)),)))) == (BulletList(((Paragraph((Text("a"),)),),)),)
    assert body(Paragraph((Note("n", ()),))) == (Paragraph((Note("n", ()),)),)
    assert body(SignatoryBlock(), CCBlock()) == (SignatoryBlock(), CCBlock())


def test_tables_get_even_rows() -> None:
    ragged = Table(((Text("a"),),), (((), (Text(" b"),)), ()), ())
    assert body(ragged) == (Table(((Text("a"),), ()), (((), (Text("b"),)), ((), ())), ("", "")),)
    assert body(Table((), (), ())) == ()


def test_fields() -> None:
    letter = normalize(Letter((), date=" a ", recipients=((" b ", " "), ("",)), cc=("", "c"), delivery=(" ",)))
    assert letter == Letter((), date="a", recipients=(("b",),), cc=("c",))


def test_citations() -> None:
    assert normal_citation(Citation("k", signal="As in", prefix=" the ")) == Citation("k", prefix="As in the")
    assert normal_citation(Citation("k", signal=" See  also ", label="section")) == Citation("k", signal="See also")


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(inline_contents())
def test_no_run_can_be_joined_with_the_next(content: Inlines) -> None:
    for run in runs_of(body(Paragraph(content), Heading(1, content))):
        for one, other in pairwise(run):
            if isinstance(one, Text) and isinstance(other, Text):
                assert (one.em, one.strong, one.underline, one.href) != (other.em, other.strong, other.underline, other.href)
        assert all(node.text for node in run if isinstance(node, Text))
        assert not any(isinstance(node, Break) for node in (run[0], run[-1]))
    assert [*inlines_of(body(Paragraph(content)))] == [*normal_run(content)]
