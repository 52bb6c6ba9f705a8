"""What a campaign asks signers beyond the usual. Pure.

Coordinators write one question per line: ``How many members do you have?`` for a line of text, ``Region: North | South`` for a
choice, and a star at the end (``Region: North | South *``) for one that must be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_QUESTIONS = 8
LONGEST = 200
MOST_CHOICES = 20


class QuestionError(ValueError):
    """A line that cannot be a question; its text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without ``choices`` it is answered with a line of text."""

    label: str
    choices: tuple[str, ...] = ()
    required: bool = False


def parse(lines: Iterable[str]) -> tuple[Question, ...]:
    """The questions that ``lines`` hold; empty lines are passed over. Raises :class:`QuestionError`."""
    found = [_question(line.strip()) for line in lines if line.strip()]
    if len(found) > MOST_QUESTIONS:
        raise QuestionError(f"A form with more than {MOST_QUESTIONS} questions of its own is not filled in on a phone.")
    labels = [question.label.casefold() for question in found]
    if len(set(labels)) < len(labels):
        raise QuestionError("Two questions have the same words.")
    return tuple(found)


def _question(line: str) -> Question:
    required = line.endswith("*")
    line = line.rstrip("* ").strip()
    label, colon, rest = line.rpartition(":")
    choices = tuple(choice.strip() for choice in rest.split("|")) if colon and "|" in rest else ()
    label = label.strip() if choices else line
    if not label:
        raise QuestionError("A question has no words.")
    if len(label) > LONGEST or any(len(choice) > LONGEST for choice in choices):
        raise QuestionError(f"“{label[:40]}…” is longer than {LONGEST} characters.")
    if choices and (not all(choices) or len(set(choices)) < len(choices)):
        raise QuestionError(f"The choices of “{label}” must all be different and none empty.")
    if len(choices) > MOST_CHOICES:
        raise QuestionError(f"“{label}” has more than {MOST_CHOICES} choices.")
    return Question(label, choices, required)


def written(questions: Sequence[Question]) -> str:
    """The questions as a coordinator writes them; :func:`parse` reads them back."""
    return "\n".join(
        question.label + (": " + " | ".join(question.choices) if question.choices else "") + (" *" if question.required else "")
        for question in questions
    )


def to_json(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The questions as the campaign keeps them."""
    return [{"label": one.label, "choices": list(one.choices), "required": one.required} for one in questions]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions that :func:`to_json` wrote."""
    return tuple(Question(str(one["label"]), tuple(one["choices"]), bool(one["required"])) for one in kept)
