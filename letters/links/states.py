"""What the answer to a link means, in ten words that a coordinator can act on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from urllib.parse import urlsplit

from letters.links.canonical import canonical, host_of
from letters.links.outcomes import Answer, Failure, Fetched
from letters.links.walls import says_missing, wall

LinkState = Literal["unchecked", "ok", "moved", "home-page", "dead", "bot-wall", "uncertain", "retry", "unreachable", "blocked"]
STATES: tuple[LinkState, ...] = get_args(LinkState)

TRIES = 4
"""How many times in a row a site may be silent or in trouble before it counts as unreachable. With the pauses below, this
spans over two and a half hours: longer than a restart, shorter than a coordinator's day."""

_PERMANENT = (301, 308)
_TRANSIENT = frozenset({408, 425, 500, 502, 503, 504, 507, 508, 509, 520, 521, 522, 523, 524, 525, 526, 527, 530, 598, 599})

_PERSISTENT = frozenset({"doi.org", "hdl.handle.net", "purl.org", "purl.access.gpo.gov", "w3id.org", "n2t.net", "perma.cc"})
"""Hosts whose addresses are made to be cited and to lead on. That they lead elsewhere is their work, not a move."""

_LANDING = re.compile(
    r"""
    (?:/(?:en|es|fr|de|it|pt|nl|zh|ko|ja|vi|ar|ru|us)(?:[-_][a-z]{2})?)?
    (?:/(?:index|home|default|homepage|main|welcome)(?:\.[a-z]{2,5})?)?
    """,
    re.I | re.X,
)
_LOST = re.compile(r"/(?:\w*404|(?:page)?[-_]?not[-_]?found|errors?|sorry|missing)(?:\.\w{2,5})?(?=/|$)", re.I)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a link is found to be. ``status`` is the last HTTP status (0: no answer); ``final_url`` is where it led in the end.

    ``reason`` is a sentence about this one link, for a coordinator; :data:`SENTENCES` has the general one of each state.
    """

    state: LinkState
    status: int
    final_url: str
    reason: str


SENTENCES: dict[LinkState, str] = {
    "unchecked": "Nobody has looked yet.",
    "ok": "The page is there.",
    "moved": "The page has moved for good. Consider citing its new address.",
    "home-page": "The address leads to a start page or an error page instead of the source: the page is probably gone.",
    "dead": "The site says that the page is gone. Find another address or cite an archived copy.",
    "bot-wall": "The site does not let programs in, so we cannot tell. Open it yourself and mark it as seen working.",
    "uncertain": "The site gave an answer that could mean anything. Open it yourself and mark it as seen working.",
    "retry": "The site had trouble just now. We will look again soon.",
    "unreachable": "The site did not answer in several tries. Open it yourself; it may be gone.",
    "blocked": "For safety this address is not opened from here. Check its spelling, and open it yourself.",
}


def sentence(state: LinkState) -> str:
    """What a state means and what to do about it, for a coordinator."""
    return SENTENCES[state]


def judge(url: str, fetched: Fetched, attempts: int = 1) -> Judged:
    """What came of opening ``url``. ``attempts`` counts the tries in a row, this one among them, that gave no answer or a 5xx.

    "dead" is said by the site only (404, 410: RFC 9110, sections 15.5.5 and 15.5.11). A wall is never dead. A server's error
    or silence is "retry" at first and "unreachable" from the fourth time on. A temporary redirect is not a move (RFC 9110,
    section 15.4.3: go on using the old address).
    """
    if isinstance(fetched, Failure):
        return _failed(fetched, attempts)
    walled = wall(fetched)
    if walled:
        return Judged("bot-wall", fetched.status, fetched.url, walled)
    if fetched.status in (404, 410):
        return Judged("dead", fetched.status, fetched.url, f"The site says that there is no such page ({fetched.status}).")
    if fetched.status in _TRANSIENT:
        reason = f"The site reports trouble of its own ({fetched.status})."
        return Judged(_patience(attempts), fetched.status, fetched.url, reason)
    if not 200 <= fetched.status < 300:
        reason = f"The site gave an unusual answer ({fetched.status})."
        return Judged("uncertain", fetched.status, fetched.url, reason)
    return _arrived(url, fetched)


def _failed(failure: Failure, attempts: int) -> Judged:
    state: LinkState
    match failure.kind:
        case "refused":
            state = "blocked"
        case "name" | "connection" | "timeout":
            state = _patience(attempts)
        case "certificate" | "protocol" | "loop" | "redirects":
            state = "uncertain"
    reason = failure.sentence
    if failure.hops and failure.kind == "refused":
        reason = f"The site leads on to an address that is not opened from here. {reason}"
    return Judged(state, 0, failure.url, reason)


def _patience(attempts: int) -> LinkState:
    return "retry" if attempts < TRIES else "unreachable"


def _arrived(url: str, answer: Answer) -> Judged:
    """A page answered 2xx: is it the one that was asked for?"""

    def judged(state: LinkState, reason: str, final: str = "") -> Judged:
        return Judged(state, answer.status, final or answer.url, reason)

    if not answer.body and not answer.cut:
        return judged("uncertain", "The site answered with an empty page.")
    elsewhere = canonical(url) != canonical(answer.url)
    if elsewhere and _is_deep(url) and _is_landing(answer.url):
        return judged("home-page", "The address leads to a start page or an error page of the site.")
    if says_missing(answer):
        return judged("uncertain", "The page's own title says that there is nothing here.")
    if not elsewhere:
        return judged("ok", "")
    new = _moved_to(answer)
    if host_of(url) in _PERSISTENT or not new or canonical(new) == canonical(url):
        return judged("ok", "The address leads on to another one, for the time being.")
    return judged("moved", f"The page is now at {new}", new)


def _moved_to(answer: Answer) -> str:
    """Where the permanent redirects at the beginning of the way led; "" if the first one was temporary."""
    stops = [*(hop.url for hop in answer.hops), answer.url]
    new = ""
    for hop, stop in zip(answer.hops, stops[1:], strict=True):
        if hop.status not in _PERMANENT:
            break
        new = stop
    return new


def _is_deep(url: str) -> bool:
    """Whether an address names a page of a site and not the site: anything but its start."""
    parts = urlsplit(canonical(url))
    return bool(parts.query) or not _LANDING.fullmatch(parts.path)


def _is_landing(url: str) -> bool:
    """Whether an address is a start page or says by its own name that it is an error page."""
    parts = urlsplit(canonical(url))
    return (not parts.query and bool(_LANDING.fullmatch(parts.path))) or bool(_LOST.search(parts.path))


_RETRIES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def next_check(state: LinkState, attempts: int, now: datetime) -> datetime:
    """When to look at a link again. Takes and gives aware moments.

    ``attempts`` counts the looks in a row with this result, the last one among them ("retry" and "unreachable" are one result).
    A page that is there is looked at once a week. Trouble is looked at after 5 minutes, 30 minutes and 2 hours; a site that
    stays silent then daily for three days. What a person is asked to act on (dead, moved, …) is looked at once more the next
    day, so that an hour's mistake of a site does not stay in the list, and weekly after that.
    """
    if state == "unchecked":
        return now
    if state == "retry":
        return now + _RETRIES[min(max(attempts, 1), len(_RETRIES)) - 1]
    if state == "ok":
        return now + _WEEK
    often = TRIES + 2 if state == "unreachable" else 1
    return now + (_DAY if attempts <= often else _WEEK)
