"""Whether two names stand for one organization."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from signatories.folding import MOST_CHARACTERS, bare, words_of
from signatories.matching.case import Case, Evidence
from signatories.matching.corpus import DEFAULT, Corpus
from signatories.matching.match import Match
from signatories.matching.naming import Alias, Name, cached, taken_apart
from signatories.matching.rules import FIRST_JUDGEMENT, RULES
from signatories.matching.words import Word

MOST_FOR_CUT = 0.85
"""The most that two names can score of which not all was looked at."""


def compare(a: str, b: str, *, corpus: Corpus | Iterable[str] | None = None) -> Match:
    """How likely ``a`` and ``b`` are names of one organization, and why. Takes any text and raises nothing.

    It does not matter which of them comes first. ``corpus`` tells how common words are: a
    :class:`~signatories.matching.corpus.Corpus`, which is better for many pairs, or the names to make one of.
    """
    take = cached if len(a) <= MOST_CHARACTERS and len(b) <= MOST_CHARACTERS else taken_apart
    words = DEFAULT if corpus is None else corpus if isinstance(corpus, Corpus) else Corpus(corpus)
    return compared(take(a), take(b), words)


def compared(one: Name, other: Name, corpus: Corpus) -> Match:
    """The same of names that were taken apart before."""
    found = scored(one, other, corpus, 0.0)
    return found() if found else _NOTHING


def scored(one: Name, other: Name, corpus: Corpus, least: float) -> Callable[[], Match] | None:
    """The match of two names, if its score is at least ``least``; finding the words for it is put off until it is called."""
    if (one.folded, one.text) > (other.folded, other.text):
        one, other = other, one
    if one.folded == other.folded or one.joined == other.joined:
        match = _same(one, other)
        return partial(_given, match) if match.score >= least else None
    best: Case | None = None
    for first in one.aliases:
        for second in other.aliases:
            if not _worth(first, second):
                continue
            case = _judged(first, second, corpus)
            if best is None or case.score > best.score:
                best = case
    if best is None or best.score < least:
        return None
    if not best.evidence:
        best.say(0.99, "They have the same words.")
    if best.first.kind == best.second.kind == "main":
        _other_names(best, one, other)
    score = round(max(0.0, min(best.score, MOST_FOR_CUT) if one.cut or other.cut else best.score), 3)
    return partial(_told, score, best, one.text, other.text) if score >= least else None


def _given(match: Match) -> Match:
    return match


def _other_names(case: Case, one: Name, other: Name) -> None:
    """What else both names tell of: the same main name with different former names is a doubt."""
    if one.sponsor != other.sponsor:
        both = one.sponsor and other.sponsor
        case.say(0.74 if both else 0.92, "They belong to different bodies." if both else "One tells what body it belongs to.")
    told = [[alias for alias in name.aliases if alias.kind in ("former", "other")] for name in (one, other)]
    if not told[0] and not told[1]:
        return
    if told[0] and told[1]:
        readings = [{tuple(word.reading for word in alias.content) for alias in aliases} for aliases in told]
        case.say(1.0 if readings[0] == readings[1] else 0.85, "Both tell of other names besides.")
    else:
        case.say(0.96, "One tells of another name besides.")


def _same(one: Name, other: Name) -> Match:
    if one.cut or other.cut:
        same = words_of(one.text) == words_of(other.text)
        return Match(1.0, (_IDENTICAL,)) if same else Match(MOST_FOR_CUT, ("They begin alike; they are too long to be names.",))
    if not one.folded and bare(one.text) != bare(other.text):
        return _NOTHING
    return Match(1.0, (_IDENTICAL,))


_NOTHING = Match(0.0, ("They have no word in common.",))
_IDENTICAL = "They are the same but for capitals, accents, spaces and punctuation."


def _worth(first: Alias, second: Alias) -> bool:
    """Two names beside main names say nothing that those do not say better; and an acronym needs no long name."""
    kinds = (first.kind, second.kind)
    if "main" not in kinds:
        return False
    if "acronym" in kinds:
        return (
            len((second if first.kind == "acronym" else first).content)
            <= len((first if first.kind == "acronym" else second).content) + 3
        )
    return True


def _judged(first: Alias, second: Alias, corpus: Corpus) -> Case:
    case = Case(first, second, corpus)
    for rule in RULES[:FIRST_JUDGEMENT]:
        rule(case)
    if len(case.free_a) == len(case.a) or len(case.free_b) == len(case.b):
        case.say(0.0, "They have no word in common.")
        return case
    for rule in RULES[FIRST_JUDGEMENT:]:
        rule(case)
    return case


def _told(score: float, case: Case, *texts: str) -> Match:
    """The match with the sentences of its evidence, what decided first."""
    told = [_sentence(evidence, texts) for evidence in sorted(case.evidence, key=lambda evidence: evidence.limit)]
    return Match(score, tuple(dict.fromkeys(told)))


def _sentence(evidence: Evidence, texts: tuple[str, ...]) -> str:
    if not evidence.words:
        return evidence.sentence
    shown = [_as_typed(word, texts) for word in evidence.words]
    if "{}" in evidence.sentence:
        return evidence.sentence.replace("{}", " ".join(shown))
    return evidence.sentence.format(*shown)


_TYPED = re.compile(r"[^\W_](?:[^\s()\[\]{}“”\"«»,;:/–—]*[^\W_])?")


def _as_typed(word: Word, texts: tuple[str, ...]) -> str:
    """The word as it stands in one of the names; as it is folded where it does not stand there in one piece."""
    for pattern in (_TYPED, _PIECE):
        for text in texts:
            for piece in pattern.findall(text[:MOST_CHARACTERS]):
                if words_of(piece) == (word.text,):
                    return str(piece)
    for text in texts:
        at = text.lower().find(word.text)
        if at >= 0:
            return text[at : at + len(word.text)]
    return word.text


_PIECE = re.compile(r"[^\W_]+")
