"""Telling a page from what stands in front of it: the checks that keep programs out, and pages that only say "not here".

A site that will not talk to a program says nothing about its page. Taking such a wall for a dead link would make a coordinator
drop a good source from a letter, so a wall is looked for before anything else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from letters.links.outcomes import Answer

WALL_STATUSES = frozenset({401, 402, 403, 407, 429, 999})
"""Statuses that mean "not you": sign in (401, 407), pay (402), forbidden (403), too many requests (429), LinkedIn's own (999).

401 is among them because the page may well be there for those who sign in; a person has to look, as with the others.
"""

_CHALLENGES = (
    ("x-amzn-waf-action", "challenge"),  # AWS WAF answers 202 and a script, or 405 and a puzzle
    ("x-amzn-waf-action", "captcha"),
    ("cf-mitigated", "challenge"),  # Cloudflare
    ("x-datadome", "protected"),
    ("x-vercel-mitigated", "challenge"),
    ("x-sucuri-block", ""),
)

_WALL_TITLES = re.compile(
    r"""
    ^\W*(?:just\ a\ moment | attention\ required | pardon\ our\ interruption | are\ you\ (?:a\ )?(?:robot|human)
    | (?:please\ )?verify(?:ing)?\ (?:that\ )?you\ are\ (?:a\ )?human | human\ verification | robot\ check | bot\ verification
    | checking\ your\ browser.* | ddos-guard | security\ (?:check|checkpoint)\b | security\ verification | client\ challenge
    | request\ rejected | access\ (?:to\ this\ page\ has\ been\ )?denied | one\ more\ step | (?:radware\ .*)?captcha
    | vercel\ security\ checkpoint | unusual\ traffic
    )(?:\W*$|\W*[|–—-].*)  # a title that goes on, as "Access Denied: How …", is an article's
    """,
    re.I | re.X,
)

_WALL_SCRIPTS = (
    b"_Incapsula_Resource",
    b"AwsWafIntegration",
    b"captcha-delivery.com",
    b"/cdn-cgi/challenge-platform/",
    b"_pxCaptcha",
)
_SMALL = 6_000
"""Bytes. The same scripts stand in ordinary pages of guarded sites; a page that holds nothing else is the wall itself."""

_WALL_HOSTS = frozenset(
    {
        "unblock.federalregister.gov",
        "validate.perfdrive.com",
        "geo.captcha-delivery.com",
        "consent.yahoo.com",
        "consent.google.com",
    }
)
_DOORS = {"login", "log-in", "logon", "signin", "sign-in", "signon", "sso", "saml", "auth", "oauth", "authorize"}

_MISSING_TITLE = re.compile(
    r"""
    ^error\W*404\b | ^404\W*(?:$|[|–—:-]|error|not|page) | \b404\b.*\b(?:error|not\ found) | ^not\ found\W*(?:$|[|–—-])
    | \b(?:page|file|document|content|article)\b.{0,20}?\b(?:not\ (?:be\ )?found|unavailable|missing)\b
    | \b(?:page|file|document|content|article)\b.{0,20}?\b(?:does\ ?n[o'’]t|does\ not|no\ longer)\ (?:exists?|available)
    | \b(?:can['’]?t|cannot|can\ not|could\ ?n[o'’]t|could\ not)\ (?:be\ found|find\ (?:that|this|the|your)\ page)
    | ^page\ unavailable
    """,
    re.I | re.X,
)

_TITLE = re.compile(rb"<title\b[^>]{0,500}>([^<]{0,2000})", re.I)


def title_of(answer: Answer) -> str:
    """The title of the page that answered, in one line; "" if it has none (or is no HTML)."""
    found = _TITLE.search(answer.body)
    if found is None:
        return ""
    return " ".join(html.unescape(found[1].decode("utf-8", "replace")).split())[:300]


def wall(answer: Answer) -> str:
    """Why the answer is a wall in front of the page and not the page, as a sentence; "" if it is none."""
    if answer.status == 401 or answer.status == 407:
        return "The site asks visitors to sign in."
    if answer.status == 402:
        return "The site asks visitors to pay."
    if answer.status == 429:
        return "The site says that we asked too often."
    if answer.status in WALL_STATUSES:
        return "The site does not let programs in."
    if challenged(answer.headers):
        return "The site wants to see that a person is asking."
    if answer.status == 503 and _guarded_busy(answer):
        return "The site wants to see that a person is asking."
    if 200 <= answer.status < 300 and (_WALL_TITLES.search(title_of(answer)) or _only_script(answer)):
        return "The site wants to see that a person is asking."
    if answer.hops and answer.status < 400:
        return _led_to_door(answer)
    return ""


def challenged(headers: Mapping[str, str]) -> bool:
    """Whether the fields of an answer say that it is a check for robots."""
    return any(name in headers and word in headers[name].lower() for name, word in _CHALLENGES)


def says_missing(answer: Answer) -> bool:
    """Whether a page that answered as if all were well says in its title that there is nothing here."""
    return bool(_MISSING_TITLE.search(title_of(answer)))


def _guarded_busy(answer: Answer) -> bool:
    """A 503 that is a check (Cloudflare's old one, Akamai's), not a server in trouble."""
    return bool(_WALL_TITLES.search(title_of(answer))) or any(script in answer.body for script in _WALL_SCRIPTS)


def _only_script(answer: Answer) -> bool:
    return len(answer.body) < _SMALL and any(script in answer.body for script in _WALL_SCRIPTS)


def _led_to_door(answer: Answer) -> str:
    first, last = urlsplit(answer.hops[0].url), urlsplit(answer.url)
    if (last.hostname or "") in _WALL_HOSTS or last.path.startswith("/sorry/"):
        return "The site wants to see that a person is asking."
    segments = {segment.lower().partition(".")[0] for segment in last.path.split("/")}
    asked = {segment.lower().partition(".")[0] for segment in first.path.split("/")}
    return "The site asks visitors to sign in." if (segments - asked) & _DOORS else ""
