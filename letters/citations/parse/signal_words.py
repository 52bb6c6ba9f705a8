"""Introductory signals (Bluebook rule 1.2), at the head of a citation and inside a sentence that leads to one."""

from __future__ import annotations

import re

_EXAMPLE = r"(?:,?\s?e\.\s?g\.)"
SIGNAL = re.compile(
    rf"(?:(?:but\s|and\s)?see(?:,?\s(?:also|generally|further|especially|inter\salia))?{_EXAMPLE}?(?:,?\s(?:also|generally|"
    rf"in\sparticular))?|(?:but\s)?cf\.?{_EXAMPLE}?|accord|contra|compare|with|e\.\s?g\."
    r"|(?:quoting|citing|as\squoted\sin|as\scited\sin|cited\sin|quoted\sin|reprinted\sin))(?P<comma>,)?:?(?=\s|$)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"(?<=[,;:—–(\]] )(?:but\ssee|see(?:,?\s(?:also|generally))?{_EXAMPLE}?|cf\.{_EXAMPLE}?|accord|"
    rf"e\.g\.,)(?:,)?:?\s(?=[A-Z“\"‘§\d<]|http|supra|id\.)|(?<=\()(?:but\ssee|see(?:,?\s(?:also|generally))?{_EXAMPLE}?|"
    rf"cf\.)(?:,)?\s(?=[A-Z“\"‘§\d<]|http|supra|id\.)",
)
_CITING = re.compile(r"(?<=, )(?:citing|quoting)\s(?=[A-Z“\"])")
_VERB_AFTER = re.compile(
    r"\s(?:the|that|this|how|why|page|pages|above|below|our|what|also the|note|infra|it|a|an|no|these|those|them|where|"
    r"whether|Part|Section|Appendix)\b"
)


def signal_length(text: str) -> int:
    """How many characters at the head of ``text`` are a signal, without its comma; 0 for none.

    "See page 14 for the survey" is an ordinary sentence, and so is "With the new rule, …".
    """
    match = SIGNAL.match(text)
    if match is None or match.end() == len(text):
        return 0
    lowered = match[0].lower()
    if lowered.startswith(("with", "accord", "compare", "contra", "quoting", "citing")):
        following = text[match.end() :].lstrip()
        if (
            not following
            or (following[0].islower() and not re.match(r"(?:id|ibid)\b", following))
            or match[0].startswith("With")
        ):
            return 0
    elif _VERB_AFTER.match(text, match.end()) and not re.search(
        r"https?://|supra\b|\bnote \d+ (?:above|supra)|above note", text[match.end() : match.end() + 300]
    ):
        return 0
    return len(match[0].rstrip(":").rstrip(","))


def is_signal(text: str) -> bool:
    """Whether ``text`` is nothing but a signal ("See," before "e.g.,")."""
    bare = text.strip(" ,")
    match = SIGNAL.match(bare)
    return match is not None and match.end() >= len(bare)


def inner_signals(text: str) -> list[int]:
    """Where signals stand inside a sentence, in front of what can only be a citation."""
    return sorted(match.start() for pattern in (_INSIDE, _CITING) for match in pattern.finditer(text))
