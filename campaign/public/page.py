"""What the letter's page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from campaign.models import Campaign
from campaign.printing import named, printed_line
from campaign.queries import current_version
from campaign.renditions import page_of
from campaign.state import state_at
from campaign.wording import long_moment, relative
from letters.document import html
from letters.document.nodes import NumberedNote
from letters.document.walk import inlines_of
from letters.models import Version
from signatories.forms import SignForm


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a page says it: for the ``time`` element, in words, and how far away it is."""

    iso: str
    sentence: str
    far: str


@dataclass(frozen=True, slots=True)
class Page:
    """One look at a campaign's letter. ``open`` tells whether it takes signatures now, ``deadline`` until when it does."""

    campaign: Campaign
    version: Version
    letter: Markup
    count: int
    notes: int
    deadline: Moment
    open: bool


def moment(at: datetime, timezone: str, now: datetime) -> Moment:
    """``at`` (aware) as it is said in ``timezone``."""
    return Moment(at.isoformat(), long_moment(at, timezone), relative(at, now))


def closing_of(campaign: Campaign, now: datetime) -> Moment:
    """When the letter closes or closed: at its deadline, unless a coordinator closed it before."""
    at = campaign.editions[0].closed_at if campaign.editions else campaign.deadline
    assert at is not None  # past drafting, every campaign has a deadline
    return moment(at, campaign.timezone, now)


def page_at(session: Session, campaign: Campaign, now: datetime) -> Page:
    """The page as it is at ``now``."""
    rendition = page_of(session, campaign, now)
    return Page(
        campaign=campaign,
        version=current_version(session, campaign),
        letter=Markup(html.write(rendition)),  # noqa: S704  (the writer escapes everything that a person typed)
        count=rendition.signatories.count,
        notes=sum(isinstance(node, NumberedNote) for node in inlines_of(rendition.letter.body)),
        deadline=closing_of(campaign, now),
        open=state_at(campaign, now) == "circulating",
    )


class PublicSignForm(SignForm):
    """The sign form as a phone fills it in: keyboards add a space after a completed word, and no address has one."""

    def filter_contact_email(self, typed: str | None) -> str | None:
        """Take the spaces around an address away."""
        return typed.strip() if typed else typed


def sign_form() -> SignForm:
    """The sign form, knowing what the letter can print. It takes what the request sent, if it sent a form."""
    return PublicSignForm(print_line=printed_line, name_marks=named)
