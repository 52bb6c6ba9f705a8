"""What an element between commas looks like: a body (an institution, an outlet) or the title of a work.

No list knows every institution, so the marks of the layout count: a body's name is short, abbreviated, an acronym, near the
address's host; a title has a colon, a question mark, small words, more words, and stands again in the address's path.
"""

from __future__ import annotations

import re
from functools import lru_cache

from letters.citations.parse.addresses import host
from letters.citations.parse.parts import in_slug, is_site
from letters.citations.parse.words import OUTLETS, is_organization, is_work, prose

_SHORTENED = re.compile(r"(?:[A-ZÀ-Þ][a-zà-ÿ]{1,9}\.|[A-Za-z]+[’'](?:n|t|l|g|y|x|rs|ns|r)\.?)$")
_OPENS_A_TITLE = re.compile(
    r"(?:A|An|How|Why|What|When|Where|Who|Whose|Is|Are|Can|Do|Does|Did|Will|Should|On|In|From|To|Toward|Towards|Beyond|Inside|"
    r"About|After|Before|Between|Against|Under|At|No|Not|It|We|Our|Your|My|This|These|Every|Some|More|Most|New|One|Two|Three|"
    r"Four|Five|Ten|[A-Z][a-z]{2,}ing)\b(?! (?:Watch|News|Post)\b)"
)
_NUMBERED = re.compile(r"\b(?:No|Vol|Part|Phase|Version)\.? ?\d|\b(?:19|20)\d\d\b|\d%|\$\d")
DECISION = re.compile(
    r"(?:Res\.|Resolution|Decision|Dec\.|Opinion|Recommendation|General [Cc]omment)(?: No\.?)? [\dA-Z][\w/().-]*"
)
"""What a body decided, by its number, which is its title where it has no other."""
_CAMEL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ]\w*|[A-ZÀ-Þ]{2,9}|[a-z]+[A-Z]\w*")


def site_share(text: str, url: str) -> float:
    """How much ``text`` names the site of ``url``: 1 for its own domain, less for a name before it."""
    if not url or not is_site(text, url):
        return 0.0
    labels = host(url).split(".")
    own = labels[-3] if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) < 4 else labels[-2] if labels[1:] else ""
    return 1.0 if is_site(text, f"https://{own}.org/") else 0.5


@lru_cache(maxsize=256)
def body(text: str, url: str, slug: frozenset[str]) -> float:
    """How much ``text`` looks like a body's name, about -1 to 1.2."""
    words = text.split()
    score = is_organization(text)
    if text.lower().strip(" .") in OUTLETS:
        return 1.2
    if DECISION.fullmatch(text):
        return -0.5
    if score < 0.75 and any(_SHORTENED.match(word.strip(",")) for word in words) and len(words) < 12:
        score = 0.75
    elif 1 < len(words) < 5 and text.isupper():
        score = 0.8  # Small capitals, pasted as capitals: "TEX. OBSERVER" (Bluebook, law review typeface).
    elif len(words) == 1 and score < 0.7:
        score = 0.7 if _CAMEL.fullmatch(words[0].strip(".,")) else 0.5
    elif score < 0.4:
        score = (0.4, 0.4, 0.4, 0.4, 0.32, 0.2, 0.1, 0.1)[len(words)] if len(words) < 8 else -0.2
    if score < 0.4 and len(words) < 8 and re.fullmatch(r"(?:[A-Z]\S* ){1,3}(?:&|and) (?:[A-Z]\S* ?){1,3}", text):
        score = 0.4  # "Just Futures Law & Mijente": two side by side.
    if score < 0.5 and len(words) < 6 and re.search(r"\b(?:for|of|in)\b", text):
        score += 0.1
    site = site_share(text, url)
    score += 0.5 * site
    if is_work(text):
        score -= 0.5
    score -= 0.6 * bool(re.search(r"[:?!“”]| [–—] ", text))
    score -= 0.3 * bool(_NUMBERED.search(text))
    score -= 0.4 * bool(_OPENS_A_TITLE.match(text))
    score -= 0.4 * (prose(text) > 0.4) + 0.3 * text[:1].islower() + bool(re.match(r"(?:and|or|but|&)\s", text, re.IGNORECASE))
    score -= 0.04 * max(0, len(words) - 8)
    if site < 1 and len(slug) > 2:
        shared = in_slug(text, slug)
        score -= 0.6 * max(0.0, shared - 0.4) + 0.5 * (shared > 0.9 and len(words) > 2)
    return score


@lru_cache(maxsize=256)
def work(text: str, url: str, slug: frozenset[str]) -> float:
    """How much ``text`` looks like the title of a work, about -1 to 1.5."""
    words = text.split()
    if DECISION.fullmatch(text):
        return 0.8
    score = 0.2 + 0.1 * (len(words) > 2) + 0.2 * (len(words) > 4) - 0.25 * (len(words) < 2)
    score += 0.4 * bool(re.search(r"[:?!“”]| [–—] ", text)) + 0.2 * bool(_NUMBERED.search(text))
    score += 0.3 * bool(_OPENS_A_TITLE.match(text)) + 0.4 * is_work(text)
    score += 0.2 * (prose(text) > 0.2)
    score -= 0.3 * (text[:1].islower() or bool(re.match(r"(?:and|or|&) ", text, re.IGNORECASE)))
    if len(slug) > 2:
        score += 0.8 * in_slug(text, slug)
    named = is_organization(text)
    score -= 0.5 * max(0.0, named - 0.3) + 0.5 * (text.lower().strip(" .") in OUTLETS)
    score -= 0.3 * any(_SHORTENED.match(word) for word in words[:-1] if word not in ("&", "U.S."))
    return score - 0.5 * site_share(text, url)
