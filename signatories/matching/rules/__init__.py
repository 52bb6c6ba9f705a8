"""What decides, in this order. The first rules let words find each other; the others judge what is left over.

Each rule is a function in its own file that takes a :class:`~signatories.matching.case.Case`. The score is the lowest limit
that any of them set. The order says who finds whom, the surer ways first; and what one rule has settled, the next does not see.
To add a rule, write its file, name it here, and put pairs that it is for into ``tests/signatories/matching/pairs.tsv``.
"""

from __future__ import annotations

from signatories.matching.case import Rule
from signatories.matching.rules import (
    abbreviations,
    acronyms,
    affiliations,
    aliases,
    arms,
    articles,
    chapters,
    directions,
    families_of_words,
    forms,
    inflections,
    initials,
    joined,
    misspellings,
    negations,
    numbers,
    order,
    places,
    repetitions,
    same_words,
    scripts,
    seats,
    thinness,
    translations,
    words_left,
)

RULES: tuple[Rule, ...] = (
    same_words.rule,
    joined.rule,
    abbreviations.rule,
    inflections.rule,
    translations.rule,
    initials.rule,
    families_of_words.rule,
    misspellings.rule,
    repetitions.rule,
    aliases.rule,
    acronyms.rule,
    articles.rule,
    negations.rule,
    numbers.rule,
    places.rule,
    directions.rule,
    chapters.rule,
    arms.rule,
    affiliations.rule,
    seats.rule,
    scripts.rule,
    forms.rule,
    words_left.rule,
    order.rule,
    thinness.rule,
)

FIRST_JUDGEMENT = RULES.index(aliases.rule)
"""The rules before this one pair words. What has no word in common after them needs no judging."""
