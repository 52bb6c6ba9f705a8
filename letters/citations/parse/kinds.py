"""Which CSL type a source has, by what the other rules found."""

from __future__ import annotations

import re

from letters.citations.parse.addresses import host
from letters.citations.parse.dates import whole
from letters.citations.parse.draft import Draft
from letters.citations.parse.words import MAGAZINES, OUTLETS, POSTS

_JOURNAL = re.compile(
    r"\b(?:J|Journal|Rev|Review|Quarterly|Q|Annals|Proceedings|Proc|Transactions|Lancet|PLOS|PNAS|Bulletin|Bull|Archives)\b"
)
_PRESS = re.compile(
    r"(?:^|[.-])(?:news|times|post|herald|tribune|gazette|guardian|journal|reuters|politico|cnn|bbc|npr|apnews|nytimes|wsj)",
    re.IGNORECASE,
)


_ACTED = re.compile(
    r"\b(?:[Rr]esolution|[Dd]ecision|[Oo]pinion|[Cc]ommunication|[Rr]ecommendation|[Cc]onclusions|[Jj]udgment) of "
    r"(?P<date>\d{1,2} [A-Z][a-z]+ \d{4})\b"
)
"""An act that carries its date in its title, where no other date stands (OSCOLA 2.6.1)."""


def settle_kind(draft: Draft) -> None:
    """Name the type, surest mark first, and put the container under the field that the type keeps it in.

    A newspaper is a ``container-title``, an institution a ``publisher`` (CSL 1.0.2, "Standard Variables").
    """
    item = draft.item
    if item.get("type") == "regulation" and not item.get("title") and draft.order:
        draft.set("title", draft.order, 0.85)
    if "issued" not in item and "issued" not in draft.confidence:
        acted = _ACTED.search(str(item.get("title", "")))
        found = whole(acted["date"]) if acted else None
        if found:
            draft.set("issued", found.csl, 0.8)
    place = str(item.pop("container", "") or "")
    sure = draft.confidence.pop("container", 0.6)
    kind = str(item.get("type", ""))
    if not kind:
        kind, likely = _guess(draft, place)
        draft.set("type", kind, likely)
    if place and "container-title" not in item:
        journalistic = kind in (
            "article-journal",
            "article-newspaper",
            "article-magazine",
            "chapter",
            "post",
            "post-weblog",
            "paper-conference",
            "broadcast",
        )
        draft.set("container-title" if journalistic else "publisher", place, sure)
    elif place and kind == "chapter":
        draft.set("publisher", place, sure)
    if not item.get("title") and kind not in ("legislation", "regulation", "post", "bill", "treaty") and draft.url:
        draft.confidence.setdefault("title", 0.0)


def _by_persons(authors: object) -> bool:
    return isinstance(authors, list) and bool(authors) and all("family" in name for name in authors)


def _year_alone(issued: object) -> bool:
    """Whether a date is a year and no more, as a book's is; a report without a publisher has its month or day."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    return not parts or len(parts[0]) == 1


def _guess(draft: Draft, place: str) -> tuple[str, float]:
    item, text = draft.item, draft.text
    if "executive-order" in draft.url.lower():
        return "regulation", 0.75
    lowered = place.lower().strip(" .")
    bare = lowered.removeprefix("the ")
    site = host(draft.url) if draft.url else ""
    if lowered in POSTS or site in ("twitter.com", "x.com", "bsky.app", "facebook.com"):
        return "post", 0.9
    if re.search(r"\[?\b(?:[Dd]ata ?set|[Dd]ata file|[Dd]ata and code)\]?", text) and not item.get("issue"):
        return "dataset", 0.75
    if re.search(
        r"\((?:Ph\.?D\.?|doctoral|Master['’]s)[^)]*(?:thesis|dissertation)|(?:Ph\.?D\.?|doctoral|Master['’]s) (?:thesis|diss)",
        text,
    ):
        return "thesis", 0.9
    if (
        site.endswith(("arxiv.org", "ssrn.com", "osf.io", "biorxiv.org", "medrxiv.org")) and not item.get("volume")
    ) or "arxiv" in lowered:
        return "article", 0.8
    if item.get("volume") or item.get("issue"):
        return "article-journal", 0.9
    if item.get("editor") and item.get("container-title"):
        return "chapter", 0.85
    if lowered in OUTLETS or bare in OUTLETS:
        return ("article-magazine" if lowered in MAGAZINES or bare in MAGAZINES else "article-newspaper"), 0.9
    if re.search(r"\b(?:blog|Blog)\b", text):
        return "post-weblog", 0.75
    if _JOURNAL.search(place) and not re.search(r"\b(?:News|Daily|Times)\b", place) and ("DOI" in item or item.get("page")):
        return "article-journal", 0.75
    if re.search(
        r"\b(?:Times|Post|News|Herald|Tribune|Gazette|Globe|Guardian|Daily|Journal|Chronicle|Observer|Telegraph)\b", place
    ) or (site and _PRESS.search(site)):
        return "article-newspaper", 0.75
    if (
        item.get("publisher-place")
        or item.get("edition")
        or re.search(r"\b(?:Press|Books|Publish\w+|Verlag|Univ\. Press)\b", place)
    ):
        return "book", 0.85
    if item.get("genre") == "Press release":
        return "article", 0.8
    if item.get("number"):
        return "report", 0.8
    if draft.loose_date and place and item.get("author") and draft.url and not draft.url.endswith(".pdf"):
        return "article-newspaper", 0.6
    if draft.url and not item.get("author") and re.search(r"/news|\.html?$|/blog", draft.url):
        return "webpage", 0.6
    if draft.url and "issued" not in item:
        return "webpage", 0.75
    if (
        not draft.url
        and not place
        and item.get("title")
        and _by_persons(item.get("author"))
        and _year_alone(item.get("issued"))
    ):
        return "book", 0.6
    return "report", 0.6
