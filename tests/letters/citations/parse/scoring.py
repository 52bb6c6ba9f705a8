"""How right the parser is on labelled footnotes, field by field.

A field of a citation counts when the label has it or the parser gave it: what is invented is as wrong as what is missed. It is
right when both are equal apart from case, white space, kinds of quotation marks and dashes, and final punctuation; a title or a
container may differ in its leading article. A labelled citation that the parser did not find is wrong in all its fields.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from letters.citations.parse import Segment, parse_note
from letters.citations.parse.dates import whole

FIELDS = (
    "title",
    "author",
    "container",
    "date",
    "url",
    "supra",
    "name",
    "signal",
    "locator",
    "label",
    "archive",
    "accessed",
    "form",
)
ARTICLES = ("title", "container")
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})


@dataclass
class Tally:
    """For one field: how many were right of how many, and where it was not."""

    right: int = 0
    counted: int = 0
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.counted if self.counted else 1.0


def normal(text: object, name: str = "") -> str:
    """A value as it is compared."""
    plain = unicodedata.normalize("NFC", str(text)).translate(_MARKS).casefold()
    plain = re.sub(r"\s+", " ", plain).strip(" .,;:\"'")
    return re.sub(r"^(?:the|a|an) ", "", plain) if name in ARTICLES else plain


def given(segment: Segment) -> dict[str, Any]:
    """What the parser says, in the words of the labels."""
    item: Mapping[str, Any] = segment.item
    return {
        "title": item.get("title", ""),
        "author": [_name(entry) for entry in item.get("author", [])],
        "container": item.get("container-title") or item.get("publisher") or "",
        "date": _iso(item.get("issued")),
        "url": segment.url,
        "archive": segment.archive,
        "supra": segment.number,
        "name": segment.name,
        "signal": segment.signal,
        "locator": segment.locator,
        "label": segment.label if segment.locator else "",
        "accessed": _iso({"date-parts": [list(date.parts)]}) if (date := whole(segment.accessed)) else segment.accessed,
        "form": segment.form,
    }


def _name(entry: Mapping[str, str]) -> str:
    parts = (entry.get("given"), entry.get("non-dropping-particle"), entry.get("family"), entry.get("suffix"))
    return entry.get("literal") or " ".join(part for part in parts if part)


def _iso(value: object) -> str:
    if not isinstance(value, Mapping) or not value.get("date-parts"):
        return ""
    year, *rest = value["date-parts"][0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def pairs(note: Mapping[str, Any], segments: Iterable[Segment]) -> list[tuple[Mapping[str, Any], Segment | None]]:
    """Each labelled citation with the found one that covers most of it, each used once."""
    free = [segment for segment in segments if segment.kind == "citation"]
    place, found = 0, []
    for label in note["citations"]:
        start = note["text"].index(label["text"], place)
        place = end = start + len(label["text"])

        def shared(segment: Segment, low: int = start, high: int = end) -> int:
            return min(high, segment.start + len(segment.text)) - max(low, segment.start)

        best = max(free, key=shared, default=None)
        if best is not None and shared(best) > 0:
            free.remove(best)
            found.append((label, best))
        else:
            found.append((label, None))
    return found


def score(notes: Iterable[Mapping[str, Any]], read: Any = parse_note) -> dict[str, Tally]:
    """The tallies of all fields over ``notes``; "count" tells in how many notes the citations found are as many as labelled."""
    tallies = {name: Tally() for name in (*FIELDS, "count")}
    for note in notes:
        segments = read(note["text"], [tuple(span) for span in note.get("italics", [])])
        found = [segment for segment in segments if segment.kind == "citation"]
        count = tallies["count"]
        count.counted += 1
        count.right += len(found) == len(note["citations"])
        if len(found) != len(note["citations"]):
            count.misses.append((note["id"], str(len(note["citations"])), " | ".join(segment.text for segment in found)))
        for label, segment in pairs(note, segments):
            _compare(tallies, note["id"], label, given(segment) if segment else {})
    return tallies


def _compare(tallies: dict[str, Tally], where: str, label: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    for name in FIELDS:
        wanted, have = label.get(name), got.get(name)
        if not wanted and not have:
            continue
        tally = tallies[name]
        tally.counted += 1
        if isinstance(wanted, list) or isinstance(have, list):
            same = [normal(entry) for entry in wanted or []] == [normal(entry) for entry in have or []]
        else:
            same = normal(wanted or "", name) == normal(have or "", name)
        tally.right += same
        if not same:
            tally.misses.append((where, str(wanted), str(have)))


def figures(tallies: Mapping[str, Tally]) -> str:
    """The shares as a small table."""
    return "\n".join(f"{name:10} {tally.share:6.1%}  {tally.right}/{tally.counted}" for name, tally in tallies.items())


def load(name: str) -> list[dict[str, Any]]:
    """A labelled set of this folder."""
    return list(json.loads((Path(__file__).parent / name).read_text("utf-8")))


if __name__ == "__main__":
    # scoring.py FILE [misses]: only the percentages, unless the misses of a set that may be tuned on are asked for.
    result = score(load(sys.argv[1]))
    print(figures(result))
    if "misses" in sys.argv and "held_out" not in sys.argv[1]:
        for name, tally in result.items():
            for where, wanted, have in tally.misses:
                print(f"{name:9} {where}\n    want {wanted}\n    have {have}")
