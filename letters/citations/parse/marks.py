"""Rules for what is known by its own marks: signal, address, archive copy, date of access, parenthetical."""

from __future__ import annotations

import re

from letters.citations.parse.addresses import is_archive
from letters.citations.parse.dates import dates, whole
from letters.citations.parse.draft import EATEN, Draft
from letters.citations.parse.signal_words import signal_length

_HEREINAFTER = re.compile(r"\s?[\[(]\s?(?:hereinafter|hereafter|“|the “)[:,]?\s?(?P<name>[^\])]{2,80})[\])]", re.IGNORECASE)


_ACCESSED = re.compile(
    r"[,.;]?\s?[(\[]?\b(?:last\s(?:accessed|visited|viewed|checked|retrieved)|accessed|retrieved|visited|viewed|consulted|"
    r"cited)(?:\son)?:?\s?(?P<date>[^()\[\]]{4,24}?)(?=[)\].,;\x00]*(?:$|[)\]\x00]|\.\s|,\s(?:at|from|https?)|\sfrom\s|"
    r"\sat\s|,\s?\x00))[)\]]?",
    re.IGNORECASE,
)


_ARCHIVED = re.compile(r"[(\[](?:archived|archive|permalink)(?: copy)?(?: at)?:?\s?<?$", re.IGNORECASE)
_AVAILABLE = re.compile(
    r"(?:[,.;:(]|^|\s)\s?\(?(?:also )?(?:is )?(?:available|accessible|archived|accessed|retrieved|online|found|posted|URL|"
    r"Link)(?:\s(?:at|from|online|here|online at|via))?:?\s?(?=[(<\[]?\s?\x00)",
    re.IGNORECASE,
)


_FROM = re.compile(r"(?<=\x00),?\s(?:from|at|via|on):?\s?(?=\x00)")


_DOI = re.compile(r"(?:doi|DOI)?:?\s?(?P<doi>10\.\d{4,9}/[^\s\x00]{1,120}[\w)])")


_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/.+)", re.IGNORECASE)


_SIGN = re.compile(
    r"\s?\((?P<inside>(?:[a-z][a-z]+ing\b|[Ss]tatement of|[Tt]estimony of|remarks of|quoting|citing|(?:to be )?codified|"
    r"internal|emphasis|citations|footnote|alteration|same|per curiam|en banc|plurality|describing|collecting|finding"
    r"|[A-ZÀ-Þ][\w’'-]+, (?:C\.)?J\.J?\.?,|(?:same|discussion|discussing|with|that|where|which|an?|the|in|as|not|no|“)\b|"
    r"“)[^()]{3,700}(?:\([^()]{0,80}\)[^()]{0,300}){0,3})\)"
)


def signal(draft: Draft) -> None:
    """The introductory signal at the head (Bluebook rule 1.2)."""
    length = signal_length(draft.rest)
    if length:
        draft.signal = draft.eat(0, length).strip(" ,:")


def hereinafter(draft: Draft) -> None:
    """ "[hereinafter OMB Guidance]": the short name that the author wants (Bluebook rule 4.2(b))."""
    match = _HEREINAFTER.search(draft.rest)
    if match and re.match(r"\s?[\[(]\s?(?:hereinafter|hereafter)", match[0], re.IGNORECASE):
        draft.eat(*match.span())
        draft.set("custom", {"short": match["name"].strip(" “”\"'’‘.,"), "hereinafter": True}, 0.9)


def archive(draft: Draft) -> None:
    """An archive's copy, in brackets behind the address of the source (Bluebook rule 18.2.1(d))."""
    copies = [address for address in draft.addresses if address.archive or _ARCHIVED.search(draft.rest[: address.start])]
    if not copies:
        return
    alone = len(copies) == len(draft.addresses) and not draft.links
    if alone and not _bracketed(draft, copies[-1].start):
        return  # The copy is all there is: it serves as the address.
    copy = copies[-1]
    start, end = copy.start, copy.end
    while end < len(draft.rest) and draft.rest[end] in ")]>":
        end += 1
    while start and draft.rest[start - 1] in "([<":
        start -= 1
    lead = re.search(
        r"(?:[,;.]?\s?(?:archived|permalink|perma)(?:\sat|\scopy)?:?)?\s?[\[(<]?$", draft.rest[:start], re.IGNORECASE
    )
    draft.eat(lead.start() if lead else start, end)
    draft.archive = copy.url
    draft.confidence["archive"] = 0.97


def _bracketed(draft: Draft, place: int) -> bool:
    return draft.rest[:place].rstrip()[-1:] == "["


def accessed(draft: Draft) -> None:
    """ "(last accessed July 25, 2024)", "accessed 12 May 2024" (CMOS 17, 14.12)."""
    for match in _ACCESSED.finditer(draft.rest):
        found = next(iter(dates(match["date"])), None)
        if found is None or not found.parts:
            continue
        draft.eat(*match.span())
        draft.accessed = match["date"][found.start : found.end]
        draft.set("accessed", found.csl, found.sure)
        return


def address(draft: Draft) -> None:
    """The address of the source, with the words that announce it; or a link hidden behind words."""
    places = [found for found in draft.addresses if draft.rest[found.start] != EATEN]
    if places:
        main = next((found for found in places if not is_archive(found.url)), places[0])
        for found in places:
            start, end = found.start, found.end
            if draft.rest[end : end + 1] == ">":
                end += 1
            if start and draft.rest[start - 1] == "<":
                start -= 1
            draft.eat(start, end)
        _found_address(draft, main.url, 0.98)
    else:
        hidden = [href for _, _, href in draft.links if href.startswith(("http://", "https://"))]
        main_link = next((href for href in hidden if not is_archive(href)), hidden[0] if hidden else "")
        if main_link:
            _found_address(draft, main_link, 0.9)
    draft.take(_AVAILABLE)
    draft.take(_FROM)


def _found_address(draft: Draft, url: str, sure: float) -> None:
    draft.url = url
    draft.confidence["url"] = sure
    draft.set("URL", url, sure)
    doi = _DOI_ADDRESS.match(url)
    if doi:
        draft.set("DOI", doi[1], 0.97)


def doi(draft: Draft) -> None:
    """A DOI without an address."""
    match = draft.take(_DOI)
    if match:
        draft.set("DOI", match["doi"].rstrip("."), 0.95)


def parenthetical(draft: Draft) -> None:
    """What explains the citation, in brackets at its end (Bluebook rule 1.5): "(noting that …)", "(emphasis added)"."""
    for match in _SIGN.finditer(draft.rest):
        inside = match["inside"]
        before = draft.rest[: match.start()].rstrip(" \x00,.")
        follows = draft.rest[match.end() :].strip(" \x00.,;)]")
        late = not follows or match.start() > 0.6 * len(draft.rest) or follows.startswith("(")
        dated = EATEN in draft.rest[: match.start()] or bool(re.search(r"\b(?:19|20)\d\d\)?$|\d[\w–-]*$|[)\]]$", before))
        if (
            not late
            or not dated
            or whole(inside)
            or re.match(r"(?:proposed|forthcoming|last|updated|revised|amended|accessed)\b", inside)
            or EATEN in inside
        ):
            continue
        draft.eat(*match.span())
        text = draft.text[match.start("inside") : match.end("inside")].strip()
        draft.parenthetical = f"{draft.parenthetical}) ({text}" if draft.parenthetical else text
