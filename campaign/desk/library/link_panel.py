"""What a source's page shows of its link: how it was found, what archives hold, where the page may be now; and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaign.desk.library.links_known import COPY_STATES, SERVICES, Item, KnownLinks, LinkLine, address
from campaign.models import Campaign
from letters.citations.full import copies_of
from letters.links.moved import Candidate, candidates
from letters.models import ArchiveCopy
from web import now, settings


@dataclass(frozen=True, slots=True)
class Asked:
    """A copy that an archive was asked for; ``address`` is where it is, once there is one."""

    service: str
    words: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All of it. ``offered`` are the archives that can be asked for a copy: (word, name)."""

    line: LinkLine
    copies: tuple[str, ...]
    asked: tuple[Asked, ...]
    candidates: tuple[Candidate, ...]
    offered: tuple[tuple[str, str], ...]
    outgoing: bool
    today: date


def panel_of(campaign: Campaign, item: Item, known: KnownLinks) -> Panel | None:
    """The panel of one source; None if it has no address of the web."""
    url = address(item)
    line = known.line(url)
    if line is None:
        return None
    asked = known.copies.get(url, ())
    busy = {copy.service for copy in asked if copy.state != "failed"}
    return Panel(
        line,
        copies_of(item),
        tuple(_asked(copy) for copy in asked),
        _candidates(line, url),
        tuple((word, str(SERVICES[word])) for word in archives() if word not in busy),
        campaign.coalition.outgoing,
        now().astimezone(ZoneInfo(campaign.timezone)).date(),
    )


def archives() -> tuple[str, ...]:
    """The archives that can be asked: the Wayback Machine takes anybody's word, Perma.cc wants a key."""
    return ("wayback", "perma") if settings().archives.perma_key else ("wayback",)


def _asked(copy: ArchiveCopy) -> Asked:
    return Asked(str(SERVICES[copy.service]), str(COPY_STATES[copy.state]), copy.address, copy.reason)


def _candidates(line: LinkLine, url: str) -> tuple[Candidate, ...]:
    """Where the page may be now: where the site itself sent us, then what is known of sites that moved."""
    found = [Candidate(line.final_url, line.sentence)] if line.state == "moved" and line.final_url else []
    found += candidates(url)
    return tuple({candidate.url: candidate for candidate in reversed(found) if candidate.url != url}.values())[::-1]
