"""How long it takes to number and write out the notes of a letter: ``python -m bench.citations ROUNDS`` in a fresh process.

A letter of N citations: N/2 sources of five types, each note citing a new one in full and an earlier one in short.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from letters.citations import resolved
from letters.citations.plain_runs import note_data
from letters.document.nodes import Citation, Cite, Letter, Note, Paragraph, Text

COUNTS = (1_000, 5_000, 20_000)
_TYPES = ("report", "article-journal", "webpage", "legal_case", "book")


def library(count: int) -> list[dict[str, Any]]:
    """``count`` sources with all the fields that print."""
    return [
        {
            "id": f"source-{number}",
            "type": _TYPES[number % len(_TYPES)],
            "author": [{"family": f"Family{number}", "given": "A. B."}, {"family": "Second", "given": "C."}],
            "title": f"A title of some length, as titles of reports have it, number {number}",
            "publisher": f"Publisher {number % 50}",
            "container-title": "Journal of Water",
            "volume": "3",
            "page": "4",
            "issued": {"date-parts": [[2020, 3, number % 28 + 1]]},
            "URL": f"https://example.org/path/{number}/document.pdf",
        }
        for number in range(count)
    ]


def letter(citations: int) -> Letter:
    """A letter with half as many notes as citations."""
    notes = [
        Note(
            f"note-{place}",
            (
                Text("Some words before. "),
                Cite(
                    (
                        Citation(f"source-{place}", signal="See", locator="3"),
                        Citation(f"source-{place * 7 % (place + 1)}"),
                    )
                ),
                Text("."),
            ),
        )
        for place in range(citations // 2)
    ]
    return Letter(tuple(Paragraph((Text("Body "), *notes[start : start + 10])) for start in range(0, len(notes), 10)))


def seconds(citations: int, rounds: int) -> float:
    """CPU seconds of the fastest of ``rounds``: whatever else the machine does only ever adds to it."""
    text, sources = letter(citations), library(citations // 2)
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        printed = [note_data(note) for note in resolved(text, sources).notes]
        best = min(best, time.process_time() - start)
        if len(printed) != citations // 2:
            raise AssertionError("notes are missing")
    return best


def yardstick() -> float:
    """CPU seconds of a fixed piece of plain Python, by which this machine can be compared with another."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        sum(number * number for number in range(1_000_000))
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    turns = int(sys.argv[1])
    json.dump({"yardstick": yardstick(), **{str(count): seconds(count, turns) for count in COUNTS}}, sys.stdout)
