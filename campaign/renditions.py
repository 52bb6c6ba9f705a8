"""Putting a campaign's letter and its list together into one copy, ready for any writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.bundles.bundle import Bundle
from campaign.deadlines import settled
from campaign.editions import author_of, freeze, unpacked
from campaign.editions.addendum import addendum, marked
from campaign.editions.changes import changes
from campaign.editions.words import Before
from campaign.listing import signatories_in, signatories_of
from campaign.models import Campaign, Edition
from campaign.operations.writing import resolution_of
from campaign.queries import asked_again, current_version, edition_of
from campaign.wording import short_moment
from letters.citations import resolved
from letters.document.language import language_of
from letters.document.nodes import Letter
from letters.document.rendition import Rendition, Signatories
from letters.document.schema import language_in
from letters.models import Version


def final_edition(session: Session, campaign: Campaign, now: datetime) -> Edition | None:
    """The edition that final files are made from; None while the list can still grow.

    Between the deadline and the moment the worker writes the edition down, it is computed: nothing can change it any more, so
    both give the same bytes. It cannot be while it is not settled what becomes of signers who were asked about a changed text.
    """
    if campaign.state != "circulating":
        return edition_of(session, campaign)
    if campaign.deadline is not None and settled(campaign, now) and not asked_again(session, campaign):
        return freeze(session, campaign, moment=campaign.deadline)
    return None


def draft_of(session: Session, campaign: Campaign, now: datetime) -> Rendition:
    """The letter as it stands, marked DRAFT with the moment that its list was taken."""
    version = current_version(session, campaign)
    return _rendition(
        version,
        title=campaign.title,
        author=author_of(campaign),
        signatories=signatories_of(session, campaign),
        moment=now,
        draft=_draft(now, campaign.timezone, language_in(version.tree)),
    )


def final_of(edition: Edition, *, listed: bool = True) -> Rendition:
    """The letter of an edition. The same edition gives the same bytes, whenever it is written.

    Not ``listed``, it tells nothing about its list: neither names nor numbers, nor who came since the edition before.
    """
    rendition = _rendition(
        edition.version,
        title=edition.title,
        author=edition.author,
        signatories=unpacked(edition.signatories) if listed else Signatories(),
        moment=edition.closed_at,
    )
    return replace(rendition, resolved=marked(rendition.resolved, edition.mark)) if listed and edition.mark else rendition


def edition_before(session: Session, edition: Edition) -> Edition | None:
    """The edition that this one follows; None for the first."""
    query = select(Edition).where(Edition.campaign_id == edition.campaign_id, Edition.number < edition.number)
    return session.scalars(query.order_by(Edition.number.desc()).limit(1)).one_or_none()


def has_addendum(session: Session, edition: Edition) -> bool:
    """Whether an addendum can lead from the edition before to this one: the list is another one, and the text is the same.

    Under another text the names of before were signed anew, and only the whole letter tells who signs what.
    """
    before = edition_before(session, edition)
    if before is None or before.version.content_hash != edition.version.content_hash:
        return False
    return changes(unpacked(before.signatories), unpacked(edition.signatories)).any


def addendum_of(session: Session, edition: Edition, sha256: str) -> Rendition:
    """The addendum of an edition that has one; ``sha256`` is that of the PDF of the edition before."""
    before = edition_before(session, edition)
    assert before is not None
    campaign = session.get_one(Campaign, edition.campaign_id)
    return addendum(
        resolution_of(edition.version).letter,
        Before(before.number, before.closed_at, campaign.timezone, sha256),
        unpacked(before.signatories),
        unpacked(edition.signatories),
        title=edition.title,
        author=edition.author,
        moment=edition.closed_at,
    )


def page_of(session: Session, campaign: Campaign, now: datetime) -> Rendition:
    """The letter for the public page: the circulated text.

    Where a campaign does not show its signatories, the page never does, not even after closing: whoever signed was told so.
    Without the list the text does not tell their number either.
    """
    edition = edition_of(session, campaign)
    if edition is not None:
        return final_of(edition, listed=campaign.show_signatories)
    shown = signatories_of(session, campaign) if campaign.show_signatories else Signatories()
    return _rendition(
        current_version(session, campaign), title=campaign.title, author=author_of(campaign), signatories=shown, moment=now
    )


def of_bundle(bundle: Bundle, moment: datetime, *, draft: bool = False) -> Rendition:
    """The letter of a bundle, without any database."""
    mark = _draft(moment, bundle.timezone, bundle.letter.language) if draft else ""
    return Rendition(
        resolved(bundle.letter, bundle.sources, bundle.style).letter,
        title=title_for(bundle.title, bundle.letter),
        author=", ".join(bundle.hosts),
        signatories=signatories_in(bundle),
        moment=moment,
        draft=mark,
    )


def _draft(moment: datetime, timezone: str, language: str) -> str:
    """What stands on each page of a draft."""
    return language_of(language).listed.draft.format(moment=short_moment(moment, timezone, language))


def title_for(title: str, letter: Letter) -> str:
    """The title that a file carries: the campaign's, else the letter's subject."""
    return title or letter.subject or "Letter"


def _rendition(
    version: Version, *, title: str, author: str, signatories: Signatories, moment: datetime, draft: str = ""
) -> Rendition:
    resolution = resolution_of(version)
    return Rendition(
        resolution.letter,
        title=title_for(title, resolution.letter),
        author=author,
        signatories=signatories,
        moment=moment,
        draft=draft,
    )
