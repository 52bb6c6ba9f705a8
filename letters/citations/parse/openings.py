"""What names the kind of document before or behind its author: "Press Release, …", "Comments of …", "Letter from A to B"."""

from __future__ import annotations

import re

from letters.citations.parse.draft import EATEN, Draft, tidy
from letters.citations.parse.parts import authors_of, first_place
from letters.citations.parse.people import institutions, natural_authors

_LEADS = re.compile(
    r"^(?P<kind>Press Release|News Release|Media Release|Press release|Press Statement|Statement|Fact Sheet|Factsheet|"
    r"Blog Post|Testimony|Written Testimony|Comments|Comment|Memorandum|Memo|Report|Data sheet)(?P<joint>, | of | from |"
    r" by |: )(?:the )?",
)


_SENT = frozenset(
    (
        "Press release",
        "News release",
        "Media release",
        "Press statement",
        "Comments",
        "Comment",
        "Testimony",
        "Written testimony",
        "Statement",
        "Memorandum",
        "Memo",
    )
)
_SEVERAL = re.compile(r"[A-Z][^,()\x00“]{1,60}(?:, [A-Z][^,()\x00“]{1,60}){0,6},? (?:and|&) [A-Z][^,()\x00“]{1,60}(?=,)")
"""Several who sent it together: "Comments of EPIC, EFF, and Color Of Change, …"."""
_NO_SENDER = re.compile(
    r"(?:Administration Policy|Principles|Interest|Work|Reasons|Facts|Position|Policy|Support|Concern|Solidarity|"
    r"Commitment|Account)\b"
)
"""A "Statement of Principles" is no statement by Principles."""
_HANDLE = re.compile(r"\s?\(@(?P<handle>\w{1,30})\)")


def lead_words(draft: Draft) -> None:
    """What names the kind of document before its author: "Press Release, …", "Comments of …", "Memorandum from A to B, …"."""
    if draft.done:
        return
    start = first_place(draft.rest)
    opened = re.match(r"(?:Tweet|Thread|Post|Toot)(?: by)?[,:]? (?=[A-Z@])", draft.rest[start:])
    if opened and "@" in draft.rest:
        draft.eat(start, start + opened.end())
        start += opened.end()
    bare = re.match(r"@\w{1,30}(?=,|\s?\(|\s?\x00)", draft.rest[start:])
    if bare:
        draft.set("author", [{"literal": bare[0]}], 0.8)
        draft.set("type", "post", 0.9)
        draft.eat(start, start + bare.end())
        return
    handle = _HANDLE.search(draft.rest)
    if handle:
        name = tidy(draft.rest[start : handle.start()])
        draft.set("author", natural_authors(name) or institutions(name), 0.9)
        draft.set("type", "post", 0.9)
        draft.eat(start, handle.end())
        return
    letter = re.match(
        r"(?P<kind>(?:Comment |Coalition |Joint |Open )?Letter|Memorandum|Memo|"
        r"E-?mail) from (?:the (?=[A-Z]))?(?P<from>.{3,120}?)(?P<role>, .{2,120}?)?,? to (?:the )?(?P<to>"
        r"(?:[A-Z]|author)[^\x00“]{2,200})",
        draft.rest[start:],
    )
    if letter:
        author = re.sub(r" et al\.?$", "", letter["from"])
        draft.set("author", natural_authors(author) or institutions(author), 0.85)
        draft.set("genre", letter["kind"], 0.8)
        if "etter" not in letter["kind"] and (draft.italic_spans() or "," in letter["to"]):
            title = draft.italic_spans()[0] if draft.italic_spans() else None
            rest = letter["to"].split(", ")
            begin = title[0] if title else start + letter.start("to") + letter["to"].index(rest[-1])
            draft.eat(start, begin)
            draft.set("type", "report", 0.7)
            return
        end = start + letter.end("to")
        draft.set("title", tidy(draft.text[start:end]), 0.85)
        draft.set("type", "personal_communication", 0.85)
        draft.eat(start, end)
        draft.done = True
        return
    if re.match(r"(?:Open |Joint |Coalition )?Letter (?:to|from)\b", draft.rest[start:]):
        draft.set("type", "personal_communication", 0.8)
    lead = _LEADS.match(draft.rest[start:])
    if lead:
        kind = lead["kind"].capitalize()
        rest = draft.rest[start + lead.end() :]
        if "release" in kind.lower():
            draft.set("genre", "Press release", 0.9)
            draft.set("type", "article", 0.7)
        elif lead["joint"] == ", " and not re.search(r",|\x00 ", rest):
            return
        else:
            draft.set("genre", kind, 0.7)
        if lead["joint"] != ", " and kind not in _SENT:
            return
        if kind == "Statement" and _NO_SENDER.match(rest):
            return
        until = rest.split(EATEN)[0].rstrip(" ,.")
        whole = re.search(r",? [Bb]efore (?:the )?", until) or (lead["joint"] in (" of ", " from ") and "," not in until)
        if whole and not draft.italic_spans() and "“" not in until:
            # Testimony without a title of its own is called what it is called, as a letter is.
            people = authors_of(re.split(r", | [Bb]efore | on | regarding | to | in ", until)[0])
            draft.set("author", people, 0.85)
            draft.set("title", tidy(draft.text[start : start + lead.end() + len(until)]), 0.8)
            draft.set("type", "speech" if "estimony" in kind else "document", 0.6)
            draft.eat(start, start + lead.end() + len(until))
            draft.done = True
            return
        draft.eat(start, start + lead.end())
        if lead["joint"] != ", " or "release" in kind.lower():
            comma = re.compile(r",\s(?!Inc|LLC|L\.L\.C|Co\.)").search(draft.rest, start + lead.end())
            several = _SEVERAL.match(draft.rest, start + lead.end())
            if several and (natural_authors(several[0]) or len(institutions(several[0])) > 1):
                comma = re.compile(r",").search(draft.rest, several.end())
            name = draft.rest[start + lead.end() : comma.start()] if comma else ""
            if comma and EATEN not in name and len(name.split()) < 14:
                draft.set("author", natural_authors(name) or institutions(name), 0.85)
                draft.eat(start + lead.end(), comma.end())


def edition(draft: Draft) -> None:
    """What stands loose between title and publisher: "press release", "2d ed.", "working paper"."""
    if draft.done:
        return
    loose = re.compile(
        r"[,.(]?\s?\(?\b(?P<kind>[Pp]ress [Rr]elease|[Nn]ews [Rr]elease|[Pp]ress [Ss]tatement|[Ff]act [Ss]heet|"
        r"[Bb]log [Pp]ost|[Ww]orking [Pp]aper|[Pp]olicy [Bb]rief|[Pp]reprint)\)?(?=\s?[,.;)\x00]|\s?$)"
    )
    match = loose.search(draft.rest)
    if (
        match
        and not any(low <= match.start("kind") < high for low, high in draft.italics)
        and draft.rest[: match.start()].strip(EATEN + " ")
    ):
        kind = match["kind"].capitalize()
        draft.set("genre", "Press release" if "release" in kind else kind, 0.85)
        if "release" in kind:
            draft.set("type", "article", 0.7)
        before = tidy(draft.rest[: match.start()])
        draft.eat(match.start() + (draft.rest[match.start()] in ",."), match.end())
        alone = "," not in before.replace(", Inc", " Inc") and draft.rest[match.end() :].strip(EATEN + " .,;:)")
        if alone and before and "author" not in draft.item and not draft.italic_spans() and "“" not in draft.rest:
            # "Pfizer Inc., Press Release, Title": who stands before the word sent it out.
            draft.set("author", authors_of(before), 0.8)
            place = first_place(draft.rest)
            draft.eat(place, match.start())
    for form in re.finditer(
        r"\s?[(\[](?P<form>data ?set|database|report|PDF|blog|video|podcast|webinar|audio|map|infographic|archived|"
        r"in [A-Z][a-z]+|emphasis added)[)\]]",
        draft.rest,
        re.IGNORECASE,
    ):
        if re.match(r"data ?set|database", form["form"], re.IGNORECASE):
            draft.set("type", "dataset", 0.9)
        draft.eat(*form.span())
    match = re.compile(r",?\s\(?(?P<edition>\d{1,2})(?:st|nd|rd|th|d) (?:edn?|ed\.|edition)\.?\)?(?=[,;\x00 ]|\s?$)").search(
        draft.rest
    )
    if match:
        draft.set("edition", match["edition"], 0.9)
        draft.eat(*match.span())
