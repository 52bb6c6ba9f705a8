"""The family of errors that a person can do something about."""

from __future__ import annotations

from typing import Any


class UserError(Exception):
    """Something asked for cannot be done. ``sentence`` says so to the person; ``field`` names the form field it is about.

    What differs from case to case goes in by name, ``UserError("Keep it under %(most)d characters.", most=500)``: then
    ``template`` and ``values`` let a page say it in another language (:func:`languages.translated`), and the sentence can be
    found in the catalog. The sentence itself is English, for the desk, the command line and the log.
    """

    def __init__(self, sentence: str, *, field: str = "", **values: object) -> None:
        self.template = sentence
        self.values: dict[str, Any] = values
        self.sentence = sentence % values if values else sentence
        self.field = field
        super().__init__(self.sentence)


class ProblemsError(UserError):
    """Several things are wrong at once; ``problems`` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StorageFullError(Exception):
    """Nothing more can be written: the disk is full, or does not take what it is given. What was written before is there.

    Not a :class:`UserError`: nobody at a form can mend it, but they must hear that nothing of theirs was saved.
    """
