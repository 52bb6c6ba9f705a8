"""The house style of a letter's citations: which profile, and the switches a coalition may turn.

A style is part of a version, since it changes the words that people sign. Only what differs from the usual is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

Profile = Literal["law-review", "plain"]
Accessed = Literal["undated", "always", "never"]
Months = Literal["short", "long"]

MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """How citations are written. The usual values give "law-review style" as policy coalitions print it."""

    profile: Profile = "law-review"
    id_form: bool = False
    """Whether a citation of what was cited just before becomes *id.* (The Bluebook, 21st ed., rule 4.1)."""
    italic_signals: bool = False
    """Whether *See* and its like are set in italics (rule 2.1(d): in academic footnotes)."""
    angle: bool = False
    """Whether web addresses stand in angle brackets (RFC 3986, appendix C)."""
    accessed: Accessed = "undated"
    """When "last accessed" is printed: for pages without a date of their own, whenever it is known, or not at all."""
    months: Months = "short"
    """Names of months as in The Bluebook's table T12, or written out."""
    et_al: int = 3
    """With more authors than this, only the first is named and "et al." stands for the others; 0 names everybody."""
    et_al_everywhere: bool = False
    """Whether that goes for every type of source; otherwise news and reports name everybody."""
    archive: bool = False
    """Whether the address of an archive copy is printed in square brackets after that of the page (rule 18.2.1(d))."""


STANDARD = Style()
SWITCHES = tuple(field.name for field in fields(Style))


class StyleError(ValueError):
    """A style that is none; ``problems`` names each switch that is wrong, as (switch, sentence)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in problems))
        self.problems = problems


CHOICES: Mapping[str, tuple[str, ...]] = {
    "profile": get_args(Profile),
    "accessed": get_args(Accessed),
    "months": get_args(Months),
}


def to_json(style: Style) -> dict[str, Any]:
    """The switches that differ from :data:`STANDARD`, by name."""
    return {name: getattr(style, name) for name in SWITCHES if getattr(style, name) != getattr(STANDARD, name)}


def from_json(value: Mapping[str, object]) -> Style:
    """The style that :func:`to_json` wrote, or that a person wrote by hand. Raises :class:`StyleError` naming every problem."""
    problems: list[tuple[str, str]] = []
    for name, given in value.items():
        if name not in SWITCHES:
            problems.append((name, "is not a switch of the citation style."))
        elif sentence := _wrong(name, given):
            problems.append((name, sentence))
    if problems:
        raise StyleError(problems)
    return Style(**dict(value))  # type: ignore[arg-type]


def _wrong(name: str, given: object) -> str:
    if name in CHOICES:
        allowed = ", ".join(f'"{choice}"' for choice in CHOICES[name])
        return "" if given in CHOICES[name] else f"must be one of {allowed}."
    if name == "et_al":
        whole = isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_AUTHORS
        return "" if whole else f"must be a whole number from 0 to {MOST_AUTHORS}."
    return "" if isinstance(given, bool) else "must be true or false."
