"""Web addresses in a pasted note: where they are, and where a line end broke one in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_START = re.compile(
    r"https?:(?:\s{0,3}/){2}|(?<![\w.@/-])(?:www\.(?=\w)|(?:[a-z0-9-]{1,63}\.){1,4}(?:gov|org|com|net|edu|int|eu|uk|"
    r"cc)/(?=\w))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\s<>\"“”]+")
_GAP = re.compile(r"[ \t\u00a0]{0,20}(?:\r?\n|\u2028)?[ \t\u00a0]{0,40}")
_ENDING = re.compile(r"\.(?:html?|pdf|aspx?|php|docx?|xlsx?|csv|cfm|shtml|jsp)\b", re.IGNORECASE)
_STOP_LISTED = """
    and or in on at to of for with by from as is are was see the a an accessed last visited archived available pp p id
    ibid also but that which where when who this these it its note cited quoted
"""
_STOP = frozenset(_STOP_LISTED.split())
_ANGLED = 2000
"""How far a closing angle bracket may be: no address is longer."""

_DOMAINS = "gov|org|com|net|edu|int|mil|eu|uk|ca|news|info|io|cc|de|fr|be|ch|nl|au|nz|ie|ph|today|law"
_ADDRESS = re.compile(
    rf"(?:https?://|(?<![\w.@/-])www\.)[^\s<>\"“”]+|(?<![\w.@/-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_DOMAINS})/[^\s<>\"“”]+",
    re.IGNORECASE,
)

ARCHIVES = (
    "perma.cc",
    "web.archive.org",
    "archive.ph",
    "archive.is",
    "archive.today",
    "archive.org/wayback",
    "webcitation.org",
    "archive.md",
    "webarchive.nationalarchives",
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address at ``start:end`` of the folded text."""

    start: int
    end: int
    url: str

    @property
    def archive(self) -> bool:
        """Whether it leads to a copy that an archive keeps."""
        return is_archive(self.url)


def is_archive(url: str) -> bool:
    """Whether ``url`` is an archive's."""
    bare = _after_scheme(url.lower()).removeprefix("www.")
    return bare.startswith(ARCHIVES)


def broken_addresses(pasted: str) -> Iterator[tuple[int, int]]:
    """The stretches of white space that break an address, as (start, end), in order.

    A line end inside an address is told from the end of the address by what follows: an address's own marks ("/", "-",
    ".pdf", digits), or a scrap of a word in lower case that no sentence begins with. A plain space breaks an address only
    where the part before cannot be its end ("…/2024/ 03/report.pdf").
    """
    place = 0
    while match := _START.search(pasted, place):
        place = match.end()
        for blank in re.finditer(r"\s+", match[0]):
            yield match.start() + blank.start(), match.start() + blank.end()
        if match.start() and pasted[match.start() - 1] == "<":
            close = pasted.find(">", place, place + _ANGLED)
            inside = pasted[place:close] if close >= 0 else " <"
            if "<" not in inside and inside.count("://") == 0:
                for blank in re.finditer(r"\s+", inside):
                    yield place + blank.start(), place + blank.end()
                place = close
                continue
        token = _TOKEN.match(pasted, place)
        if token is None:
            gap = _GAP.match(pasted, place)
            token = _TOKEN.match(pasted, gap.end()) if gap and gap[0] else None
            if token is None or gap is None or not re.match(r"www\.|\w+\.\w", token[0]):
                continue
            yield gap.start(), gap.end()
        while True:
            place = token.end()
            gap = _GAP.match(pasted, place)
            following = _TOKEN.match(pasted, gap.end()) if gap and gap[0] else None
            if gap is None or following is None or not _goes_on(token[0], gap[0], following[0], pasted, following.end()):
                break
            yield gap.start(), gap.end()
            token = following


def _goes_on(before: str, gap: str, after: str, pasted: str, end: int) -> bool:
    """Whether an address that was broken after ``before`` goes on with ``after``, which ends at ``end`` of the paste."""
    wrapped = any(mark in gap for mark in "\n\r\u2028")
    if before[-1] in ",;)]’'" or re.match(r"https?:|www\.", after) or after[0] in "([;,—–“\"'&":
        return False
    core = after.rstrip(".,;:)]")
    word = core.lower()
    if not core or word in _STOP:
        return False
    path = "/" in core or "_" in core or "=" in core or _ENDING.search(core) is not None or core.count("-") > 1 or "%" in core
    open_end = before[-1] in "/-_=&?%#"
    if not wrapped:
        return (open_end and before[-1] != "/" and (path or "-" in core)) or (
            before[-1] == "/" and path and not core[0].isupper()
        )
    if before[-1] == ".":
        # "https://www.\nexample.org/a" and "NIST.IR.\n8280." go on; "…/report.\nSee also" is a finished sentence.
        if not (core[0].islower() or core[0].isdigit()):
            return before.lower().endswith("www.") and "." in core
        return (
            path
            or "." in core
            or (core.isdigit() and _closes(after, pasted, end))
            or core in ("pdf", "html", "htm", "aspx", "php")
        )
    if path:
        return True
    if _ENDING.search(before) and before[-1] not in "-_/=&?%#":
        return False
    if open_end:
        return core[0].islower() or core[0].isdigit() or "-" in core or _closes(after, pasted, end)
    if "-" in core and core[0].islower():
        return True
    scrap = re.fullmatch(r"[a-z0-9]+|[a-z]+-[a-z0-9-]+|[A-Z0-9]{1,4}-[A-Z0-9]{4}", core) is not None
    return scrap and _closes(after, pasted, end)


def _closes(token: str, pasted: str, end: int) -> bool:
    """Whether after ``token`` the citation ends or an aside opens, so that the token can only have been an address's rest."""
    rest = pasted[end : end + 3].lstrip()
    return token[-1] in ".,;)]>" or not rest or rest[0] in "([<>"


def addresses(text: str) -> tuple[Address, ...]:
    """All addresses of a folded text, in order, without the punctuation of the sentence around them."""
    found = [
        Address(match.start(), match.start() + length, match[0][:length])
        for match in _ADDRESS.finditer(text)
        if (length := _length(match[0]))
    ]
    return tuple(found)


def _length(token: str) -> int:
    """How much of ``token`` is address: a bracket that it does not open and trailing punctuation belong to the sentence."""
    for cut in (";http", ",http", "](", "],", ");", "),", "].", "];"):
        place = token.find(cut)
        if place > 0:
            token = token[:place] if cut[0] in ";," else token[: place + 1]
    opened = {")": token.count("("), "]": token.count("["), "}": token.count("{")}
    closed = {")": token.count(")"), "]": token.count("]"), "}": token.count("}")}
    end = len(token)
    while end:
        last = token[end - 1]
        if last in ".,;:!?'’”*…":
            end -= 1
        elif last in ")]}" and closed[last] > opened[last]:
            closed[last] -= 1
            end -= 1
        else:
            break
    return end


def _after_scheme(url: str) -> str:
    return url.split("://", 1)[1] if url.lower().startswith(("http://", "https://")) else url


def slug_words(url: str) -> frozenset[str]:
    """The words of an address's path, which are often those of the title ("the-future-of-border-patrol")."""
    path = unquote(_after_scheme(url).partition("/")[2])
    return frozenset(word for word in re.split(r"[^a-z0-9]+", path.lower()) if len(word) > 2)


def host(url: str) -> str:
    """The host of an address without "www."."""
    return _after_scheme(url).split("/")[0].lower().removeprefix("www.")
