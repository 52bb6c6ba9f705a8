"""Numbers and genders of one word: Service, Services; de Direitos, do Direito."""

from __future__ import annotations

from signatories.matching.case import Case


def rule(case: Case) -> None:
    """Pair words that differ in their ending alone."""
    for place in list(case.free_a):
        word = case.a[place]
        if word.kind in ("number", "place", "direction") or len(word.text) < 4:
            continue
        for partner in case.free_b:
            other = case.b[partner]
            if word.stem == other.stem and other.kind not in ("number", "place", "direction"):
                case.pair((place,), (partner,))
                case.say(0.95, "“{0}” and “{1}” are forms of one word.", word, other)
                break
