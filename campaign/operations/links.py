"""The web addresses of a letter: which there are, what is known of them, and what a coordinator does about them.

A machine's looks are in :mod:`campaign.link_jobs`. What is here asks nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.models import Campaign
from campaign.operations.writing import change_library, letter_of
from campaign.queries import hold, newest_version
from coalition.permissions import Actor, called
from errors import UserError
from letters.citations import LinkFact
from letters.citations.full import address_of, copies_of, is_web
from letters.citations.library import Library
from letters.document.nodes import Note, NumberedNote, Text
from letters.document.walk import inlines_of
from letters.links.addresses import refused
from letters.models import ArchiveCopy, Link, Version

LONGEST = 2000
"""In characters: what the tables hold. A longer address is left alone."""

WORD_HOLDS = timedelta(days=90)
"""How long a person's word that a page works outweighs a machine's doubts. Longer than most letters take; a page that a machine
finds gone after that may have gone since."""

SERVICES = {"wayback": "the Wayback Machine", "perma": "Perma.cc"}


def urls_of(version: Version) -> tuple[str, ...]:
    """Every web address that a version names, each once: those in the text and its notes first, then the library's.

    A source has its URL, or its DOI as an address; one that was merged into another has none of its own.
    """
    found = (url for url in _named(version) if is_web(url) and len(url) <= LONGEST)
    return tuple(dict.fromkeys(found))


def watch(session: Session, campaign: Campaign, now: datetime) -> int:
    """See that every address of the newest version has a link row, due at once; gives how many are new.

    No row is dropped: an address that was taken out of the letter may come back. Meanwhile it is not looked at.
    """
    hold(session, campaign)
    named = dict.fromkeys(urls_of(newest_version(session, campaign)))
    links = {link.url: link for link in session.scalars(select(Link).where(Link.letter_id == campaign.letter_id))}
    for url, link in links.items():
        if url not in named:
            link.due_at = None
        elif link.due_at is None:
            link.due_at = now
    new = [Link(letter_id=campaign.letter_id, url=url, due_at=now) for url in named if url not in links]
    session.add_all(new)
    session.flush()
    return len(new)


def look_again(session: Session, campaign: Campaign, urls: Sequence[str], *, now: datetime) -> None:
    """Have these addresses looked at as soon as may be, as far as the letter names them."""
    watch(session, campaign, now)
    for link in session.scalars(select(Link).where(Link.letter_id == campaign.letter_id, Link.url.in_(urls))):
        if link.due_at is not None:
            link.due_at = now


def mark_seen_working(session: Session, campaign: Campaign, url: str, *, on: date, by: Actor | str, now: datetime) -> Link:
    """Write down that a person saw the page working on the day ``on`` (in the campaign's time zone).

    Raises :class:`~errors.UserError` for an address that the letter does not name, and for a day that is yet to come.
    """
    if on > now.astimezone(ZoneInfo(campaign.timezone)).date():
        raise UserError("That day is yet to come.", field="on")
    link = _link(session, campaign, url, now)
    link.seen_on = on
    link.seen_by = called(by)[:320]
    note(session, campaign, "link.seen_working", by=by, now=now, url=url, on=on.isoformat())
    return link


def request_archive(
    session: Session, campaign: Campaign, url: str, service: str, *, by: Actor | str, now: datetime
) -> ArchiveCopy:
    """Ask for a copy of the page by an archive ("wayback" or "perma"); the worker does the asking.

    A copy that is kept or being made is given back as it is; one that failed is tried anew. Raises
    :class:`~errors.UserError` while the coalition sends nothing out, for a campaign that is archived, for an address that the
    letter does not name or that nobody else should hear of, and for an archive that there is not.
    """
    if service not in SERVICES:
        raise UserError("There is no such archive.")
    if not campaign.coalition.outgoing:
        raise UserError("Requests to other sites are turned off. An owner can turn them on in the coalition's settings.")
    if campaign.state == "archived":
        raise UserError("This campaign is archived: nothing is done about it any more.")
    unfit = refused(url)
    if unfit:
        raise UserError(unfit)
    _link(session, campaign, url, now)
    copy = session.scalars(
        select(ArchiveCopy).where(
            ArchiveCopy.letter_id == campaign.letter_id, ArchiveCopy.url == url, ArchiveCopy.service == service
        )
    ).one_or_none()
    if copy is None:
        copy = ArchiveCopy(letter_id=campaign.letter_id, url=url, service=service)
        session.add(copy)
    elif copy.state != "failed":
        return copy
    copy.state, copy.job, copy.reason, copy.attempts = "wanted", "", "", 0
    copy.asked_by = called(by)[:320]
    copy.asked_at = copy.due_at = now
    copy.claimed_until = None
    session.flush()
    note(session, campaign, "link.archive_requested", by=by, now=now, url=url, service=service)
    return copy


def enter_copy(session: Session, copy: ArchiveCopy, address: str, now: datetime) -> None:
    """Write the address of a kept copy into the sources of that page, so that it can print.

    Only while the letter is a draft: a text that people sign does not grow an address by itself. Whoever has the text open
    meanwhile is not disturbed (``save_letter``).
    """
    campaign = session.scalars(select(Campaign).where(Campaign.letter_id == copy.letter_id)).one_or_none()
    if campaign is None or campaign.state != "drafting":
        return
    entry = {"url": address, "service": copy.service, "date": now.date().isoformat()}

    def entered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [_with_copy(item, entry) if address_of(item) == copy.url else item for item in items]

    change_library(session, campaign, entered, act="library.archived", by=SERVICES[copy.service], now=now, url=copy.url)


def _with_copy(item: dict[str, Any], entry: dict[str, str]) -> dict[str, Any]:
    if entry["url"] in copies_of(item):
        return item
    custom = item.get("custom", {})
    if not isinstance(custom, dict):
        return item
    listed = custom.get("archive")
    return {**item, "custom": {**custom, "archive": [*(listed if isinstance(listed, list) else []), entry]}}


def facts(session: Session, campaign: Campaign) -> dict[str, LinkFact]:
    """What is known of each address, for the resolver's warnings. The keys are addresses as the letter has them."""
    kept = set(
        session.scalars(select(ArchiveCopy.url).where(ArchiveCopy.letter_id == campaign.letter_id, ArchiveCopy.state == "kept"))
    )
    links = session.scalars(select(Link).where(Link.letter_id == campaign.letter_id))
    return {link.url: LinkFact(_state(link), link.final_url, link.url in kept) for link in links}


def facts_for(session: Session, campaign: Campaign) -> Mapping[str, LinkFact] | None:
    """The same for showing warnings; None while the coalition lets nothing look after links: then none is missed."""
    return facts(session, campaign) if campaign.coalition.outgoing else None


def _state(link: Link) -> str:
    """What counts as the link's state: a person's word, for a while, or else the machine's."""
    if link.seen_on is None:
        return link.state
    found = link.checked_at.date() if link.checked_at else link.seen_on
    return link.state if found - link.seen_on > WORD_HOLDS else "ok"


def _link(session: Session, campaign: Campaign, url: str, now: datetime) -> Link:
    """The row of an address that the letter names; raises :class:`~errors.UserError` for any other."""
    watch(session, campaign, now)
    query = select(Link).where(Link.letter_id == campaign.letter_id, Link.url == url, Link.due_at.is_not(None))
    link = session.scalars(query).one_or_none()
    if link is None:
        raise UserError("The letter does not name this address any more.")
    return link


def _named(version: Version) -> Iterator[str]:
    for node in inlines_of(letter_of(version).body):
        parts = node.content if isinstance(node, Note | NumberedNote) else (node,)
        for part in parts:
            if isinstance(part, Text) and part.href:
                yield part.href
    for item in Library(version.sources).items.values():
        yield address_of(item)
