"""Where pages of sites that really moved may be now: candidates for a person to open, never applied by themselves.

A new site is a line in one of the tables. Put a host here only if its pages kept their paths, or changed them by a rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.links.canonical import canonical

_SPLIT = re.compile(r"https://(?P<host>[^/?#]+)(?P<rest>[^#]*)(?:#.*)?")
_DATED = re.compile(r"/(?P<year>(?:19|20)[0-9]{2})(?:[/-](?P<month>0[1-9]|1[0-2]))?(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address where the page may be now, and why, as a sentence for a coordinator."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class _Term:
    """An administration's site as it was frozen on its last day: its host, and the months (year, month) that it covers."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    hosts: dict[str, str]

    def covers(self, when: tuple[int, int] | None) -> bool:
        return when is None or self.first <= when <= self.last


# The National Archives keep the White House's sites; the departments keep some of their own.
_TERMS = (
    _Term(
        "Bush",
        (2001, 1),
        (2009, 1),
        {"whitehouse.gov": "georgewbush-whitehouse.archives.gov", "state.gov": "2001-2009.state.gov"},
    ),
    _Term(
        "Obama",
        (2009, 1),
        (2017, 1),
        {
            "whitehouse.gov": "obamawhitehouse.archives.gov",
            "state.gov": "2009-2017.state.gov",
            "epa.gov": "19january2017snapshot.epa.gov",
        },
    ),
    _Term(
        "first Trump",
        (2017, 1),
        (2021, 1),
        {
            "whitehouse.gov": "trumpwhitehouse.archives.gov",
            "state.gov": "2017-2021.state.gov",
            "epa.gov": "19january2021snapshot.epa.gov",
        },
    ),
    _Term(
        "Biden", (2021, 1), (2025, 1), {"whitehouse.gov": "bidenwhitehouse.archives.gov", "state.gov": "2021-2025.state.gov"}
    ),
)

_RENAMED = {
    "twitter.com": ("x.com", "Twitter is now called X."),
    "mobile.twitter.com": ("x.com", "Twitter is now called X."),
    "usdoj.gov": ("www.justice.gov", "The Department of Justice is now at justice.gov."),
    "beta.congress.gov": ("www.congress.gov", "Congress.gov has left its trial."),
    "thinkprogress.org": ("archive.thinkprogress.org", "ThinkProgress has closed; its articles are kept at this address."),
    "motherboard.vice.com": ("www.vice.com", "Motherboard is now a part of vice.com."),
    "pewinternet.org": ("www.pewresearch.org/internet", "Pew Research Center has put its sites together."),
    "people-press.org": ("www.pewresearch.org/politics", "Pew Research Center has put its sites together."),
    "pewforum.org": ("www.pewresearch.org/religion", "Pew Research Center has put its sites together."),
    "pewsocialtrends.org": ("www.pewresearch.org/social-trends", "Pew Research Center has put its sites together."),
    "pewglobal.org": ("www.pewresearch.org/global", "Pew Research Center has put its sites together."),
    "journalism.org": ("www.pewresearch.org/journalism", "Pew Research Center has put its sites together."),
}
"""Hosts that have another name, under which the paths are the same: the new host, with what goes before the path, and why."""

_REBUILT = (
    (
        re.compile(r"gpo\.gov/fdsys/pkg/(?P<package>[^/?]+)/(?P<file>(?:pdf|html|xml|mods)/[^?]+)"),
        r"www.govinfo.gov/content/pkg/\g<package>/\g<file>",
        "The Government Publishing Office has moved its documents from FDsys to govinfo.",
    ),
    (
        re.compile(r"gpo\.gov/fdsys/pkg/(?P<package>[^/?]+)(?:/content-detail\.html)?"),
        r"www.govinfo.gov/app/details/\g<package>",
        "The Government Publishing Office has moved its documents from FDsys to govinfo.",
    ),
    (
        re.compile(r"justice\.gov/opa/(?P<kind>pr|speech|blog)/(?P<page>[^?]+)"),
        r"www.justice.gov/archives/opa/\g<kind>/\g<page>",
        "The Department of Justice has moved older releases into its archive.",
    ),
    (
        re.compile(r"factfinder2?\.census\.gov\b.*"),
        "data.census.gov/",
        "American FactFinder has closed; the Census Bureau's tables are here now, under other addresses.",
    ),
)
"""Paths that changed by a rule: the whole old address (without scheme and www.), the new one, and why."""


def candidates(url: str) -> tuple[Candidate, ...]:
    """Addresses where the page of ``url`` may be now, the likeliest first; none for a site that did not move.

    A page of an administration that carries its date in its address ("/2024/03/") is looked for in that administration's
    archive only; without a date, in all of them, the latest first. Whether the page is really there has to be looked at.
    """
    parts = _SPLIT.fullmatch(canonical(url))
    if parts is None:
        return ()
    host, rest = parts["host"], parts["rest"]
    found = [*_frozen(host, rest)]
    if host in _RENAMED:
        new, why = _RENAMED[host]
        found.append(Candidate(f"https://{new}{rest}", why))
    for old, new, why in _REBUILT:
        match = old.fullmatch(host + rest)
        if match is not None:
            found.append(Candidate("https://" + match.expand(new), why))
            break
    return tuple(found)


def _frozen(host: str, rest: str) -> list[Candidate]:
    dated = _DATED.search(rest.partition("?")[0])
    year = int(dated["year"]) if dated else 0
    found = []
    for term in reversed(_TERMS):
        if host not in term.hosts:
            continue
        if dated and dated["month"]:
            fits = term.covers((year, int(dated["month"])))
        else:
            fits = not dated or term.first[0] <= year <= term.last[0]
        if fits:
            why = f"Pages of the {term.name} administration are kept at this address."
            found.append(Candidate(f"https://{term.hosts[host]}{rest}", why))
    return found
