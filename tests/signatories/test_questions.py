"""A campaign's own questions, as coordinators write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatories.questions import (
    LONGEST,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Question,
    QuestionError,
    from_json,
    parse,
    to_json,
    written,
)

WORDS = st.text(
    st.characters(exclude_characters="|:*", exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=30
).filter(lambda text: text == text.strip())
QUESTIONS = st.lists(
    st.builds(
        Question,
        label=WORDS,
        choices=st.one_of(st.just(()), st.lists(WORDS, min_size=2, max_size=6, unique=True).map(tuple)),
        required=st.booleans(),
    ),
    max_size=MOST_QUESTIONS,
    unique_by=lambda question: question.label.casefold(),
).map(tuple)


@given(QUESTIONS)
def test_what_is_written_is_read_back(questions: tuple[Question, ...]) -> None:
    assert parse(written(questions).splitlines()) == questions
    assert from_json(to_json(questions)) == questions


@given(st.lists(st.text(max_size=40), max_size=10))
def test_whatever_can_be_read_is_written_and_read_back(lines: list[str]) -> None:
    try:
        questions = parse(lines)
    except QuestionError:
        return
    if all(len(question.label.splitlines()) == 1 for question in questions):
        assert parse(written(questions).split("\n")) == questions


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("How many members do you have?", Question("How many members do you have?")),
        ("Region: North | South *", Question("Region", ("North", "South"), True)),
        ("Region: North | South*", Question("Region", ("North", "South"), True)),
        ("  Your city *", Question("Your city", (), True)),
        ("Note: this is no choice", Question("Note: this is no choice")),
        ("Ratio 1:2: yes | no", Question("Ratio 1:2", ("yes", "no"))),
    ],
)
def test_how_a_line_is_read(line: str, question: Question) -> None:
    assert parse(["", line, "   "]) == (question,)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["*"], "no words"),
        ([": a | b"], "no words"),
        (["Region: North | North"], "all be different"),
        (["Region: North | "], "all be different and none empty"),
        (["Region: " + " | ".join(map(str, range(MOST_CHOICES + 1)))], f"more than {MOST_CHOICES} choices"),
        (["x" * (LONGEST + 1)], f"longer than {LONGEST}"),
        (["Region: a | " + "b" * (LONGEST + 1)], f"longer than {LONGEST}"),
        (["City?", "CITY?"], "same words"),
        ([f"Question {number}" for number in range(MOST_QUESTIONS + 1)], f"more than {MOST_QUESTIONS} questions"),
    ],
)
def test_what_cannot_be_a_question_says_why(lines: list[str], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        parse(lines)
