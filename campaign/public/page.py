"""What the letter's page is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.deadlines import state_at, told
from campaign.models import Campaign, Edition
from campaign.printing import named, printed_line
from campaign.public.delivered import Delivered, delivered_at
from campaign.public.moments import Moment, moment
from campaign.queries import asked_again, campaign_behind_link, current_version, edition_of, public_campaign, reopened
from campaign.renditions import page_of
from letters.document import html
from letters.document.nodes import NumberedNote
from letters.document.walk import inlines_of
from letters.models import Version
from signatories.forms import SCOPE_LABELS, IndividualForm, OrganizationForm, SignerForm, with_questions
from signatories.models import Signature
from signatories.questions import from_json
from web import database, now, pages


@dataclass(frozen=True, slots=True)
class Page:
    """One look at a campaign's letter.

    ``open`` tells whether it takes signatures now, ``deadline`` until when it does as far as people are told, ``announced`` the
    date that was announced, once it is past, and ``named`` whether the one after it is told. ``asked`` is how many have been
    asked to agree to a changed text and are not on the list meanwhile. ``reopened`` is when and why it was opened once more.
    """

    campaign: Campaign
    version: Version
    letter: Markup
    count: int
    asked: int
    notes: int
    deadline: Moment
    open: bool
    sent: Delivered
    announced: Moment | None = None
    named: bool = True
    reopened: tuple[Moment, str] | None = None
    editions: Sequence[int] = ()
    """The numbers of those that are frozen, the newest first, where the letter is closed and shows its list."""


def closing_of(campaign: Campaign, now: datetime) -> Moment:
    """When the letter closes, as people are told, or when it closed: at its deadline, unless a coordinator closed it before."""
    ended = campaign.circulations[-1].closed_at if campaign.state != "circulating" and campaign.circulations else None
    at = ended or told(campaign, now)
    assert at is not None  # past drafting, every campaign has a deadline
    return moment(at, campaign.timezone, now)


def page_at(session: Session, campaign: Campaign, now: datetime) -> Page:
    """The page as it is at ``now``."""
    rendition = page_of(session, campaign, now)
    is_open = state_at(campaign, now) == "circulating"
    announced = campaign.announced if is_open and campaign.announced is not None and campaign.announced < now else None
    again = reopened(session, campaign)
    return Page(
        campaign=campaign,
        version=current_version(session, campaign),
        letter=Markup(html.write(rendition)),  # noqa: S704  (the writer escapes everything that a person typed)
        count=rendition.signatories.count,
        asked=asked_again(session, campaign) if campaign.show_signatories else 0,
        notes=sum(isinstance(node, NumberedNote) for node in inlines_of(rendition.letter.body)),
        deadline=closing_of(campaign, now),
        open=is_open,
        announced=moment(announced, campaign.timezone, now) if announced else None,
        named=announced is None or campaign.deadline_named,
        reopened=(moment(again.opened_at, campaign.timezone, now), again.reason) if again else None,
        editions=editions_shown(session, campaign),
        sent=delivered_at(session, campaign),
    )


def editions_shown(session: Session, campaign: Campaign) -> Sequence[int]:
    """The numbers of the editions that everybody may read, the newest first: none while it is open, or its list not shown."""
    if edition_of(session, campaign) is None or not campaign.show_signatories:
        return ()
    # Their numbers, not their rows: each holds a whole list.
    query = select(Edition.number).where(Edition.campaign_id == campaign.id).order_by(Edition.number.desc())
    return session.scalars(query).all()


def sent_with(signature: Signature) -> list[tuple[str, str]]:
    """What the form sent beside what prints, each with its label: whoever confirms says yes to all of it, and a stranger may
    have typed it."""
    contact = [] if signature.kind == "individual" else [signature.contact_name, signature.contact_title]
    told = (
        (_("Signed by"), ", ".join(part for part in contact if part)),
        (_("Where it works"), str(SCOPE_LABELS.get(signature.scope, "")) if signature.scope else ""),
        (_("State or country"), signature.state),
        (_("Type of organization"), signature.type),
        (_("Website"), signature.website),
        *signature.answers,
    )
    return [(label, value) for label, value in told if value]


FORMS: dict[str, type[SignerForm]] = {"organization": OrganizationForm, "individual": IndividualForm}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter's form must know of its campaign: its own questions, the types of organizations, and whether individuals
    may sign."""

    questions: list[dict[str, Any]]
    types: list[str]
    individuals: bool


def asked_by(slug: str, *, linked: bool = False) -> Asked:
    """What the form of the letter at ``slug`` asks, kept as long as its page: the two must fit. 404 as for the page.

    ``linked`` is for a form that came with a genuine personal link, which shows a private letter, too.
    """

    def make() -> tuple[bytes, None]:
        with database().read() as session:
            campaign = campaign_behind_link(session, slug) if linked else public_campaign(session, slug, now())
            return json.dumps([campaign.questions, campaign.types, campaign.allow_individuals]).encode(), None

    return Asked(*json.loads(pages().get((slug, "form", linked), now(), make).body))


def sign_form(asked: Asked | Campaign, kind: str) -> SignerForm:
    """The form for an "organization" or an "individual", with what the campaign asks. It takes what the request sent, if
    it sent a form."""
    questions = from_json(asked.questions)
    more = {"types": asked.types} if kind == "organization" else {}
    return with_questions(FORMS[kind], questions)(print_line=printed_line, name_marks=named, questions=questions, **more)
