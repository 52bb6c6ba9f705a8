"""Putting a campaign's letter and its list together into one copy, ready for any writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.bundles.bundle import Bundle
from campaign.deadlines import settled
from campaign.editions import author_of, freeze, unpacked
from campaign.listing import signatories_in, signatories_of
from campaign.models import Campaign, Edition
from campaign.operations.writing import resolution_of
from campaign.queries import asked_again, current_version, edition_of, next_number
from campaign.wording import short_moment
from letters.citations import resolved
from letters.document.nodes import Letter
from letters.document.rendition import Rendition, Signatories
from letters.models import Version


def final_edition(session: Session, campaign: Campaign, now: datetime) -> Edition | None:
    """The edition that final files are made from; None while the list can still grow.

    Between the deadline and the moment the worker writes the edition down, it is computed: nothing can change it any more, so
    both give the same bytes. It cannot be while it is not settled what becomes of signers who were asked about a changed text.
    """
    written = edition_of(session, campaign)
    due = campaign.state == "circulating" and settled(campaign, now) and not asked_again(session, campaign)
    if written is None and due and campaign.deadline is not None:
        return freeze(session, campaign, number=next_number(session, campaign), moment=campaign.deadline)
    return written


def draft_of(session: Session, campaign: Campaign, now: datetime) -> Rendition:
    """The letter as it stands, marked DRAFT with the moment that its list was taken."""
    return _rendition(
        current_version(session, campaign),
        title=campaign.title,
        author=author_of(campaign),
        signatories=signatories_of(session, campaign),
        moment=now,
        draft=f"DRAFT · Signatories as of {short_moment(now, campaign.timezone)}",
    )


def final_of(edition: Edition) -> Rendition:
    """The letter of an edition. The same edition gives the same bytes, whenever it is written."""
    return _rendition(
        edition.version,
        title=edition.title,
        author=edition.author,
        signatories=unpacked(edition.signatories),
        moment=edition.closed_at,
    )


def page_of(session: Session, campaign: Campaign, now: datetime) -> Rendition:
    """The letter for the public page: the circulated text.

    Where a campaign does not show its signatories, the page never does, not even after closing: whoever signed was told so.
    Without the list the text does not tell their number either.
    """
    edition = edition_of(session, campaign)
    if edition is not None:
        final = final_of(edition)
        return final if campaign.show_signatories else replace(final, signatories=Signatories())
    shown = signatories_of(session, campaign) if campaign.show_signatories else Signatories()
    return _rendition(
        current_version(session, campaign), title=campaign.title, author=author_of(campaign), signatories=shown, moment=now
    )


def of_bundle(bundle: Bundle, moment: datetime, *, draft: bool = False) -> Rendition:
    """The letter of a bundle, without any database."""
    mark = f"DRAFT · Signatories as of {short_moment(moment, bundle.timezone)}" if draft else ""
    return Rendition(
        resolved(bundle.letter, bundle.sources, bundle.style).letter,
        title=title_for(bundle.title, bundle.letter),
        author=", ".join(bundle.hosts),
        signatories=signatories_in(bundle),
        moment=moment,
        draft=mark,
    )


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
