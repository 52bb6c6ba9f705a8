"""What stands in the authors' place before a title: names, the institution behind them, their office, a series, a column."""

from __future__ import annotations

import re

from letters.citations.parse.draft import Draft, tidy
from letters.citations.parse.looks import body
from letters.citations.parse.names_with_commas import own_commas
from letters.citations.parse.parts import NO_ELEMENT
from letters.citations.parse.people import institutions, leading_authors, natural_authors
from letters.citations.parse.words import is_organization

_COLUMNS_LISTED = """
    Note | Comment | Case Note | Recent Case | Book Review | Editorial | Opinion | Op-Ed | Op-ed | Guest Essay | Commentary |
    Essay | Press Release | Press release | Fact Sheet | Policy Brief | Issue Brief | Policy Paper | Analysis | Video |
    Podcast | Interview | Letter to the Editor | Blog | Report | Data | Working Paper
"""
COLUMNS = frozenset(name.strip() for name in _COLUMNS_LISTED.split("|"))
"""What kind of piece it is, as an element of its own: no author and no title."""
SERIES = re.compile(
    r"(?:[A-Z][\w’'.-]* ){0,3}(?:Notes?|Papers?|Briefs?|Reports?|Memo|Series|Bulletin|Insights?|Document|"
    r"Publication|Study|Alert|Advisory|Notice|"
    r"Briefing|Circular|Rep\.|Pub\.)(?: [Ss]eries)? (?:(?:No|Nr|no|no)\.? ?|#)?(?P<number>(?:[A-Z]{1,5}-?)?\d[\w./–-]*)"
)
"""A series and its number as an element of its own: "Policy Note 39", "Working Paper 06/2021"."""
ROLE = re.compile(
    r"(?:(?:the )?(?:UN |U\.N\. |former |then-?|[Aa]cting |Deputy |Assistant |Assoc(?:iate|\.) |Asst\. |Senior |"
    r"Chief |Executive |"
    r"Exec\. |Vice |Managing |General )*(?:Special Rapporteur|Independent Expert|High Commissioner|Secretary|Sec[’']y|Director|"
    r"Dir\.|Chair\w*|Commissioner|Comm[’']r|Att[’']y Gen\.|Attorney General|Administrator|Adm[’']r|President|Minister|"
    r"Professor|Prof\.|Counsel|Inspector|Governor|Mayor|Fellow|Analyst|Officer|Under Secretary|Rapporteur|Ombudsman|Editor|"
    r"CEO|Staff Att[’']y|Att[’']y)(?=[ ,]|$))"
)
"""What somebody is, as an element behind the name: it is not the title of a work."""
_ASIDE = re.compile(r"\s?\((?:[^()]*[a-z]{3,}[^()]*\s[^()]*|[Ee]ds?\.?|dir|coord)\)$")
_A_DECISION = re.compile(r"\b(?:[Rr]esolution|[Dd]ecision|[Rr]egulation|[Dd]irective|Res\.) [A-Z]?\d[\w/().-]*$")


def bare_name(text: str) -> str:
    """A name without what stands in brackets behind it ("Ian Fry (Special Rapporteur on …)"); an acronym stays."""
    return _ASIDE.sub("", text).strip()


def set_authors(draft: Draft, text: str, sure: float = 0.9) -> None:
    """Read ``text``, which stands before a title that its own marks set apart, as authors and what goes with them."""
    elements = _elements(draft, text)
    if not elements or _A_DECISION.search(elements[-1]):
        return
    if len(elements) == 1 and elements[0].rstrip(":") in COLUMNS:
        draft.set("genre", elements[0].rstrip(":"), 0.7)
        return
    while len(elements) > 1 and elements[-1] in COLUMNS:
        draft.set("genre", elements.pop(), 0.7)
    count = leading_authors(elements)
    while count > 1 and _is_body(elements[count - 1], draft):
        count -= 1
    if count and natural_authors(", ".join(elements[:count])):
        draft.set("author", natural_authors(", ".join(elements[:count])), sure)
        after = [name for name in elements[count:] if not ROLE.match(name)]
        if after and len(after) == len(elements) - count and len(after[0].split()) < 10:
            # "Hillel R. Smith, Cong. Rsch. Serv., *Title*": who published it stands behind the person who wrote it.
            draft.set("container", ", ".join(after), 0.75)
        return
    joined = ", ".join(elements)
    draft.set("author", natural_authors(joined) or institutions(joined), sure - 0.1)


def _is_body(text: str, draft: Draft) -> bool:
    return is_organization(text) > 0.5 or body(text, draft.url, frozenset()) >= 0.7


def _elements(draft: Draft, text: str) -> list[str]:
    """The parts of ``text`` that may be names, tidied; the number of a series is noted in passing."""
    found: list[str] = []
    for stretch in re.split(r"\x00+", text):
        kept = set(own_commas(stretch))
        place = 0
        depth = 0
        for index, letter in enumerate(stretch + ","):
            depth += (letter == "(") - (letter == ")")
            if letter != "," or depth > 0 or index in kept:
                continue
            piece = _tidied(stretch[place:index])
            place = index + 1
            series = SERIES.fullmatch(piece)
            if series and found:
                draft.set("number", series["number"], 0.8)
            elif re.search(r"[A-Za-zÀ-ÿ]", piece) and not NO_ELEMENT.fullmatch(piece):
                found.append(piece)
    return found


def _tidied(text: str) -> str:
    bare = text.strip(" ,;:")
    if not re.search(r"(?:[’']n|Off|Dep[’']t|Serv|Ctr|Inst|Jr|Sr|et al|Def|Just|Proj)\.$", bare):
        bare = tidy(bare)
    return bare_name(re.sub(r"^[Tt]he (?=[A-Z])", "", bare) if is_organization(bare) < 0.5 else bare)
