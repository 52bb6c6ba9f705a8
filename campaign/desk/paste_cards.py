"""One citation of a pasted note on the review page: what was recognized, what it may be, and what the person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from campaign.operations.filing import Choice
from letters.citations.csl import field
from letters.citations.library import Library
from letters.citations.short import short_name
from letters.document.nodes import NumberedNote
from letters.document.signals import LABELS
from letters.library.fields import TYPES, Field, applied, fields_of, more_fields, shown
from letters.library.types import kind_of

if TYPE_CHECKING:
    from letters.citations.parse import Match, Segment

SURE = 0.75
"""Below it the page asks the person to check a field."""

MATCHED = 0.8
"""From here on a source of the library is chosen beforehand; below it the person chooses."""

TOLD = {
    "full": _l("a full citation"),
    "supra": _l("a short citation (supra)"),
    "id": _l("a citation of the same again (id.)"),
    "": _l("a citation"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A source of the library that the citation may mean, and why."""

    key: str
    name: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of the proposed source. ``kind``: that of :mod:`letters.library.types`."""

    name: str
    label: str
    kind: str
    value: str
    unsure: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A citation as the review page shows it. ``index`` is its segment's.

    ``choice`` is "source:KEY", "other" (then ``other`` is the key), "again" (what the citation before it cites, offered where
    ``again`` is set), "new" or "typed".
    """

    index: int
    segment: Segment
    told: str
    options: tuple[Option, ...]
    choice: str
    again: bool
    other: str
    kind: str
    kind_unsure: bool
    fields: tuple[FieldLine, ...]
    problem: str = ""

    @property
    def short(self) -> bool:
        """Whether it only points back to a work: such a citation proposes no source of its own."""
        return self.segment.form in ("supra", "id")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a sent form says about all segments: each with what was corrected in it, what becomes of it, and what is wrong."""

    segments: tuple[Segment, ...]
    choices: tuple[Choice, ...]
    problems: Mapping[str, str]
    """By "choice-3" or "new-3-issued"."""
    remarks: Mapping[str, str]
    """What will be saved otherwise than it was meant, perhaps: a date that is kept as words. To be said once before saving."""

    @property
    def mark(self) -> str:
        """A short mark of exactly these remarks: having seen them is not having seen others that came later."""
        said = "\n".join(f"{name}: {sentence}" for name, sentence in sorted(self.remarks.items()))
        return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""


def cards(
    segments: Sequence[Segment],
    library: Sequence[Mapping[str, Any]],
    notes: Sequence[NumberedNote],
    form: Mapping[str, str],
    problems: Mapping[str, str],
) -> tuple[Card, ...]:
    """A card for each citation, filled from ``form`` where the person has typed already, else from what was recognized."""
    made: list[Card] = []
    for index, segment in enumerate(segments):
        if segment.kind == "citation":
            found = _matches(segment, library, notes)
            options = tuple(_option(library, one) for one in found[:3])
            again = segment.form == "id" and bool(made)
            sure = bool(found) and found[0].score >= MATCHED
            proposed = "again" if again else f"source:{found[0].id}" if sure else "new" if segment.item else "typed"
            choice = form.get(f"choice-{index}", proposed)
            made.append(_card(index, _corrected(index, segment, form), options, choice, again, form, problems))
    return tuple(made)


def decisions(segments: Sequence[Segment], form: Mapping[str, str]) -> Decisions:
    """What the form decides. A card that the form does not mention stays as typed."""
    corrected: list[Segment] = []
    choices: list[Choice] = []
    problems: dict[str, str] = {}
    remarks: dict[str, str] = {}
    before: Choice = None
    for index, segment in enumerate(segments):
        if segment.kind != "citation":
            corrected.append(segment)
            choices.append(None)
            continue
        corrected.append(_corrected(index, segment, form))
        choice = form.get(f"choice-{index}", "typed")
        if choice.startswith("source:"):
            before = choice.removeprefix("source:")
        elif choice == "other":
            before = form.get(f"other-{index}", "")
            if not before:
                problems[f"choice-{index}"] = _("Choose the source.")
        elif choice == "new":
            before, wrong, told = _new_source(index, segment, form)
            problems |= wrong
            remarks |= told
        elif choice != "again":
            before = None
        elif before is None:
            problems[f"choice-{index}"] = _("The citation before it is no source of the library. Choose another, or leave it.")
        choices.append(before)
    return Decisions(tuple(corrected), tuple(choices), problems, remarks)


def _matches(segment: Segment, library: Sequence[Mapping[str, Any]], notes: Sequence[NumberedNote]) -> list[Match]:
    from letters.citations.parse import match  # late: a process that reads no pasted footnote saves 3 MB

    found = match(segment, library, notes)
    # At the head of a note "id." means the note before, and where this one goes is not decided yet.
    return [replace(one, score=min(one.score, MATCHED / 2)) for one in found] if segment.form == "id" else found


def _option(library: Sequence[Mapping[str, Any]], found: Match) -> Option:
    item = Library(library).find(found.id) or {}
    title = field(item, "title") or field(item, "URL")
    return Option(found.id, short_name(item).text or found.id, title, found.why)


def _card(
    index: int,
    segment: Segment,
    options: tuple[Option, ...],
    choice: str,
    again: bool,
    form: Mapping[str, str],
    problems: Mapping[str, str],
) -> Card:
    kind = form.get(f"new-{index}-type") or field(segment.item, "type") or "document"
    key = choice.removeprefix("source:") if choice.startswith("source:") else ""
    if key and key not in {option.key for option in options}:
        options = (*options, Option(key, key, "", ""))
    return Card(
        index,
        segment,
        str(TOLD[segment.form]),
        options,
        choice,
        again,
        form.get(f"other-{index}", ""),
        kind,
        segment.confidence.get("type", 1.0) < SURE and f"new-{index}-type" not in form,
        tuple(_field_line(index, one, segment, form, problems) for one in _fields(index, kind, segment, form)),
        problems.get(f"choice-{index}", ""),
    )


def _fields(index: int, kind: str, segment: Segment, form: Mapping[str, str]) -> Sequence[Field]:
    """The fields that sources of this type usually have, and all others that were recognized or typed."""
    first = fields_of(kind)
    filled = {*segment.item, *(name.removeprefix(f"new-{index}-") for name, value in form.items() if value)}
    return (*first, *(one for one in more_fields(kind) if one.name in filled))


def _field_line(index: int, one: Field, segment: Segment, form: Mapping[str, str], problems: Mapping[str, str]) -> FieldLine:
    key = f"new-{index}-{one.name}"
    value = shown(segment.item, one.name)
    unsure = bool(value) and segment.confidence.get(one.name, 0.0) < SURE and key not in form
    return FieldLine(one.name, str(_(one.label)), kind_of(one.name), form.get(key, value), unsure, problems.get(key, ""))


def _corrected(index: int, segment: Segment, form: Mapping[str, str]) -> Segment:
    """The citation with what the person typed over it. Words that are no signal become its prefix when it is saved."""
    label = form.get(f"label-{index}", segment.label)
    return replace(
        segment,
        signal=" ".join(form.get(f"signal-{index}", segment.signal).split())[:100],
        locator=" ".join(form.get(f"locator-{index}", segment.locator).split())[:200],
        label=label if label in LABELS else segment.label,
    )


def _new_source(index: int, segment: Segment, form: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """The new source that the form describes (CSL-JSON without an id); what is wrong with it, and what is to be told, each by
    form field."""
    head = f"new-{index}-"
    written = {name.removeprefix(head): value for name, value in form.items() if name.startswith(head)}
    kind = written.pop("type", "") or field(segment.item, "type") or "document"
    known = {one.name for one in (*fields_of(kind), *more_fields(kind))}
    wrong: dict[str, str] = {}
    told: dict[str, str] = {}
    if kind not in TYPES:
        wrong[f"{head}type"] = _("Choose one of the types offered.")
    item = dict(segment.item) | {"type": kind}
    for name, value in written.items():
        if name in known:  # anything else is none of our form's fields
            item, said = applied(item, {name: value})
            told |= {head + name: " ".join(said)} if said else {}
    if not any(field(item, name) for name in ("title", "container-title", "URL")):
        wrong[f"{head}title"] = _("Give it a title, or leave the citation as typed.")
    if segment.archive and "custom" not in item:
        item["custom"] = {"archive": [{"url": segment.archive, "service": _service(segment.archive)}]}
    return item, wrong, told


def _service(address: str) -> str:
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return {"perma.cc": "perma", "web.archive.org": "wayback"}.get(host, host)
