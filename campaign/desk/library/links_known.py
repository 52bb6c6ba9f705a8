"""What is known of the library's links, in words for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.operations.links import facts
from campaign.wording import relative
from letters.citations.full import address_of, copies_of, is_web
from letters.links.states import SENTENCES
from letters.models import ArchiveCopy, Link
from web import now

Item = Mapping[str, Any]

STATES: Mapping[str, str] = {
    "unchecked": _l("not checked yet"),
    "ok": _l("works"),
    "moved": _l("has moved"),
    "home-page": _l("leads to a start page"),
    "dead": _l("gone"),
    "bot-wall": _l("a wall against robots"),
    "uncertain": _l("uncertain"),
    "retry": _l("trouble just now"),
    "unreachable": _l("no answer"),
    "blocked": _l("not opened from here"),
}
"""The states of :mod:`letters.links.states` in a word or two."""

SERVICES: Mapping[str, str] = {"wayback": _l("Wayback Machine"), "perma": _l("Perma.cc")}
COPY_STATES: Mapping[str, str] = {
    "wanted": _l("asked for"),
    "working": _l("being made"),
    "kept": _l("kept"),
    "failed": _l("did not work"),
}

FINE = ("unchecked", "ok", "retry")


@dataclass(frozen=True, slots=True)
class LinkLine:
    """What is known of one address. ``words`` name the state, ``sentence`` tells what it means for the coordinator."""

    url: str
    state: str
    words: str
    sentence: str = ""
    checked: str = ""
    """ "checked 3 days ago"."""
    seen: str = ""
    """ "Ana saw it working on March 3, 2026"."""
    final_url: str = ""
    worth_a_look: bool = False
    """Whether a person should do something about it: a machine has doubts, and nobody has said lately that it works."""


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """All that is known of the addresses of one campaign."""

    lines: Mapping[str, LinkLine] = field(default_factory=dict)
    copies: Mapping[str, Sequence[ArchiveCopy]] = field(default_factory=dict)

    def line(self, url: str) -> LinkLine | None:
        """What is known of ``url``; None for no address at all."""
        if not url:
            return None
        return self.lines.get(url) or LinkLine(url, "unchecked", str(STATES["unchecked"]))

    def archived(self, item: Item) -> tuple[str, ...]:
        """The addresses of a source's archive copies: those that its library entry names, and those that we asked for."""
        asked = (copy.address for copy in self.copies.get(address(item), ()) if copy.state == "kept")
        return tuple(dict.fromkeys((*copies_of(item), *asked)))


def address(item: Item) -> str:
    """The web address where a source is to be read; "" if it has none that a reader can follow."""
    url = address_of(item)
    return url if is_web(url) else ""


def known_links(session: Session, campaign: Campaign) -> KnownLinks:
    """The links and archive copies of a campaign."""
    links = session.scalars(select(Link).where(Link.letter_id == campaign.letter_id))
    copies: dict[str, list[ArchiveCopy]] = defaultdict(list)
    for copy in session.scalars(
        select(ArchiveCopy).where(ArchiveCopy.letter_id == campaign.letter_id).order_by(ArchiveCopy.id)
    ):
        copies[copy.url].append(copy)
    settled = facts(session, campaign)
    return KnownLinks({link.url: _line(link, settled[link.url].state) for link in links}, copies)


def _line(link: Link, settled: str) -> LinkLine:
    sentence = link.reason or SENTENCES[link.state]  # type: ignore[index]  # the database holds no other word
    return LinkLine(
        link.url,
        link.state,
        str(STATES[link.state]),
        "" if link.state in ("ok", "unchecked") else sentence,
        _("checked %(when)s", when=relative(link.checked_at, now())) if link.checked_at else "",
        _("%(who)s saw it working on %(day)s", who=link.seen_by, day=day(link.seen_on)) if link.seen_on else "",
        link.final_url,
        settled not in FINE,
    )


def day(value: date) -> str:
    """ "March 3, 2026"."""
    return format_date(value, "long", locale="en_US")
