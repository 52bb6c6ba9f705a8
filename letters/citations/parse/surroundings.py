"""The words around a citation in its sentence: what leads to it, and what goes on behind it."""

from __future__ import annotations

import re

from letters.citations.parse import legal
from letters.citations.parse.people import leading_authors
from letters.citations.parse.short_forms import ID, SUPRA
from letters.citations.parse.words import is_organization, is_work, prose

_LEADS_TO = re.compile(
    r"(?:\b(?:at|here|see|from|online|read|is|are|visit|via|found|this link|website|page)|:|—|–|-)[:\s]*[<(\[]?$"
)


_COLON = re.compile(r"[A-Z][^:“\"]{5,160}: (?=[A-Z“\"])")


_CASE_BEFORE = re.compile(r"(?:(?<=\s)|(?<=^))(?:In re|Ex parte|Matter of)\s")


_OPENS = re.compile(r"(?:\b(?:in|from|by|at|with|to|of|on)(?: the)?|:|—|–) (?=[A-Z“\"‘])")


_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|shows?|explains?|reports?|reported|says?|said|notes?|noted|found|finds|argues?|"
    r"describes?|described|documented|come|comes|"
    r"can|may|made|makes|taken|drawn|based|according|discussed|set out|stated|confirmed|acted|requires?|bars?|see|read)\b",
    re.IGNORECASE,
)


def _lead_to_head(text: str, italics: list[int]) -> int:
    """Where the author, the quotation or the italic title begins that a sentence leads to ("As Doe shows in Jane Doe, …")."""
    for match in _OPENS.finditer(text[:300]):
        before, after = text[: match.end()], text[match.end() :]
        said = _SAYS.search(before)
        if (
            said is None
            or (said[0][0].isupper() and said.start())
            or "“" in before
            or before.count("(") > before.count(")")
            or re.search(r"\d{4}|http", before)
        ):
            continue
        first = re.sub(r" et al\.?", "", re.split(r", | and | & ", after, maxsplit=1)[0])
        headed = leading_authors([first]) or (is_organization(first) > 0.6 and prose(first) < 0.4)
        law = legal.CODE.match(after) or legal.CODE.match(re.sub(r"^the ", "", after))
        if headed or law or match.end() in italics or (after[0] in "“‘" and match[0][0] in ":—–"):
            return match.end()
    return 0


def lead_length(text: str, head: float, italics: list[int]) -> int:
    """How many characters at the head of ``text`` are a sentence that leads to the citation."""
    if ID.match(text):
        return 0
    for supra in SUPRA.finditer(text):
        return _lead_of_supra(text, supra.start())
    address = text.find("http")
    if address > 0:
        before = text[:address]
        if (
            prose(before) >= 0.45
            and _LEADS_TO.search(before)
            and "“" not in before
            and '"' not in before
            and not re.search(r"(?:19|20)\d\d", before)
        ):
            return address
    if head < 0.8:
        sentence = _lead_to_head(text, italics)
        if sentence:
            return sentence
    colon = _COLON.match(text)
    if (
        colon
        and (
            colon[0].startswith(("Compare ", "Contrast ", "Consider ", "See ", "For ", "On "))
            or re.search(
                r" (?:are|is|was|were|has|have|see|read|found|shows?|explains?|reports?|says?|online|in) ?[^:]*$",
                colon[0].rstrip(": "),
            )
        )
        and prose(colon[0]) > 0.3
    ):
        after = text[colon.end() :]
        if colon[0].count("(") > colon[0].count(")"):
            return 0
        if is_organization(after.split(",")[0]) > 0.5 and not is_work(after):
            return colon.end()
        if after[0] in '“"' or leading_authors([re.split(r", | and | & ", re.sub(r" et al\.?", "", after), maxsplit=1)[0]]):
            return colon.end()
    named = _CASE_BEFORE.search(text)
    if named and named.start() and prose(text[: named.start()]) > 0.3:
        return named.start()
    first = min(
        (
            match.start()
            for match in (legal.PUBLIC_LAW.search(text), legal.CODE.search(text), legal.REGISTER.search(text))
            if match
        ),
        default=0,
    )
    if first and not legal.CASE_NAME.search(text[:first]):
        before = text[:first]
        inline = _lead_to_law(before)
        if inline:
            return inline
        leading = re.match(r"(?:[A-Z][\w'’]*|“[^”]*”)?(?: [a-z][\w'’-]*){1,12}? (?=[Tt]he [A-Z]|[A-Z])", before)
        if leading and prose(before[: leading.end()]) > 0.25 and not re.match(r"[A-Z]\w+ (?:of|on|for|and|to|in) ", before):
            return leading.end()
    return 0


_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|must|may|might|shall|should|can|cannot|could|will|would|does|did|do|requires?|bars?|"
    r"prohibits?|allows?|provides?|gives?|makes?|authorizes?|defines?|protects?|violates?|under|against|by)\b"
)
_ACT = re.compile(r"\b(?:Act|Code|Laws?|Rules?|Regulations?|Amendments?|Clause|Statute|Constitution|Title|FLSA|[A-Z]{3,6})\b")


def _lead_to_law(before: str) -> int:
    """Where the authority of law begins that the sentence ``before`` leads to: its act's name, or the section itself.

    "Detention is mandatory for some, 8 U.S.C. § 1226(c)" has no act; "Congress wrote the Privacy Act, 5 U.S.C. § 552a" has.
    """
    small = re.finditer(r"(?:(?<=\s)|^)[a-z][\w’'-]*(?=[\s,])", before)
    content = [match for match in small if match[0] not in _JOINS]
    if not content or not _VERB.search(before) or re.match(r"(?:[A-Z§]\w* )?(?:§|[Ss]ec)", before):
        return 0
    named = before[content[-1].end() :]
    opened = re.match(r"(?:[\s,]|of |the |in |under |by |and )*", named)
    start = content[-1].end() + (opened.end() if opened else 0)
    return start if _ACT.search(before[start:]) else len(before)


_JOINS = frozenset(
    ("of", "the", "and", "for", "to", "in", "on", "at", "a", "an", "or", "as", "amended", "codified", "et", "seq")
)


def _lead_of_supra(text: str, place: int) -> int:
    """Where the short name before a *supra* begins, if a leading leads to it ("As explained in Young, supra note 3")."""
    before = re.sub(r"\s?\((?:see)?\s?$", "", text[:place])
    told = re.search(r"(?<=[a-z,] )(?:see(?: also| generally)?|cf\.) (?=[A-Z“][^“”]*$|“[^“”]*”?[, ]*$)", before)
    if told and re.search(r"[a-z]{3,}", before[: told.start()]):
        return told.start()
    if len(before) < 90 and prose(before) < 0.35:
        return 0
    match = None
    for match in re.finditer(r"(?:(?<=\s)|^)(?=[A-Z“\"‘])", before):
        rest = before[match.start() :].strip(" ,(")
        words = rest.split()
        rest = re.sub(r"“[^”]*”", "“Title”", rest)
        if (
            len(words) <= 14
            and prose(rest) < 0.3
            and (match.start() == 0 or before[: match.start()].rstrip().split(" ")[-1][:1].islower())
        ):
            return match.start()
    return match.start() if match else 0


_TRAILING = re.compile(r"[\s.;,:]+(?:(?:and|&)\s)?$")


_KEEPS_STOP = re.compile(r"(?:\b[Ii]d|[Ii]bid|\bseq|\bal|\bCong|\bInc|\b(?:[A-Z]\.)+[A-Z]|\bn\. ?d|\bMart|\bpassim)\.$")


_STAYS = re.compile(
    r",? (?:at|aff|rev|cert|accessed|available|last|archived|p|pp|para|n|vacated|appeal|reh|sub|in|and|passim|as|fig|tbl|"
    r"ch|slip|arts?|online)\b"
)


_CLAUSE = re.compile(r",? (?:and|but|while|which|so|yet|though|although|because|where|when|as) (?=[a-z]|[A-Z][a-z]+ [a-z]+ )")
_HISTORY = re.compile(
    r",? (?:as )?(?:revoked|amended|superseded|rescinded|replaced|repealed|reinstated|modified|extended)(?: in part)? by\s?$"
)


def _clause(body: str) -> int:
    """Where the clause begins with which a sentence goes on behind the citation in its middle; 0 for none."""
    history = _HISTORY.search(body[-60:])
    if history:
        return len(body) - len(body[-60:]) + history.start()
    for match in _CLAUSE.finditer(body, max(0, len(body) - 400)):
        before, after = body[: match.start()], body[match.end() :]
        if not re.search(r"(?:[)\]]|\d[\w.-]*(?:\([\w–-]{1,5}\))*)$", before) or re.search(r"\d{4}|http|[“”§]|\bv\. ", after):
            continue
        if before.count("(") > before.count(")") or before.count("“") > before.count("”") or _STAYS.match(" " + after):
            continue
        words = re.findall(r"[A-Za-z’'-]+", after)
        if len(words) > 2 and sum(word[0].islower() for word in words) > 0.6 * len(words):
            return match.start()
    return 0


def trail_length(text: str) -> int:
    """How many characters at the end of ``text`` are the leading's own: its full stop, or words after the address."""
    match = _TRAILING.search(text[-8:])
    length = len(match[0]) if match else 0
    if (
        length
        and _KEEPS_STOP.search(text[: len(text) - length + 1][-12:])
        and not text[len(text) - length :].startswith((";", ","))
    ):
        length -= 1
    body = text[: len(text) - length]
    clause = _clause(body)
    if clause:
        return length + len(body) - clause
    last = max(body.rfind("http"), 0)
    end = re.compile(r"\S+").match(body, last)
    brackets = re.compile(r"(?:,? ?[(\[][^()\[\]]{0,200}[)\]])+").search(body, end.end() - 1 if last and end else 0)
    if brackets and (last == 0 or (end and brackets.start() <= end.end() + 1)):
        *_, closing = re.compile(r"[)\]]").finditer(body)
        after = body[closing.end() :]
        if (
            re.match(r",? [a-z]", after)
            and not _STAYS.match(after)
            and not re.search(r"[“\"\d]", after)
            and len(after.split()) > 1
        ):
            return length + len(after)
    if last and end and end.end() < len(body):
        after = body[end.end() - (1 if body[end.end() - 1] in ",." else 0) :]
        opened = re.match(r",?\s*(?:[(\[<]|(?:last )?(?:accessed|visited|archived)|at |pp?\.|§|¶|para)", after, re.IGNORECASE)
        if opened is None and prose(after) > 0.2 and len(after.split()) > 2:
            return length + len(after)
    return length
