"""Words that one name writes together and the other apart: OpenHarbor, Open Harbor; 32BX, 32 BX."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """Pair a word with two or three neighbors that make it up; two numbers never make one: "1 2" is not "12"."""
    for turned in (False, True):
        ones, others = (case.b, case.a) if turned else (case.a, case.b)
        for place in list(case.free_b if turned else case.free_a):
            row = _parts(ones[place].text, others, case.free_a if turned else case.free_b)
            if row:
                case.pair(row, (place,)) if turned else case.pair((place,), row)
                case.say(0.985, "“{0}” is written as one word and as several.", ones[place])


def _parts(text: str, words: tuple, free: list[int]) -> tuple[int, ...]:  # type: ignore[type-arg]
    for start in free:
        if not text.startswith(words[start].text) or words[start].text == text:
            continue
        row = [start]
        made = words[start].text
        while len(row) < 3 and row[-1] + 1 in free and len(made) < len(text):
            row.append(row[-1] + 1)
            made += words[row[-1]].text
            if made == text:
                return tuple(row) if sum(any(map(str.isdecimal, words[place].text)) for place in row) < 2 else ()
    return ()
