"""What the letter's page is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.printing import named, printed_line
from campaign.public.delivered import Delivered, delivered_at
from campaign.public.moments import Moment, moment
from campaign.queries import asked_again, current_version, public_campaign
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

    ``open`` tells whether it takes signatures now, ``deadline`` until when it does, ``asked`` how many have been asked to agree
    to a changed text and are not on the list meanwhile.
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


def closing_of(campaign: Campaign, now: datetime) -> Moment:
    """When the letter closes or closed: at its deadline, unless a coordinator closed it before."""
    ended = [one.closed_at for one in campaign.circulations]
    at = ended[-1] if campaign.state != "circulating" and ended and ended[-1] else campaign.deadline
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
        asked=asked_again(session, campaign) if campaign.show_signatories else 0,
        notes=sum(isinstance(node, NumberedNote) for node in inlines_of(rendition.letter.body)),
        deadline=closing_of(campaign, now),
        open=state_at(campaign, now) == "circulating",
        sent=delivered_at(session, campaign),
    )


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


def asked_by(slug: str) -> Asked:
    """What the form of the public letter at ``slug`` asks, kept as long as its page: the two must fit. 404 as for the page."""

    def make() -> tuple[bytes, None]:
        with database().read() as session:
            campaign = public_campaign(session, slug)
            return json.dumps([campaign.questions, campaign.types, campaign.allow_individuals]).encode(), None

    return Asked(*json.loads(pages().get((slug, "form"), now(), make).body))


def sign_form(asked: Asked | Campaign, kind: str) -> SignerForm:
    """The form for an "organization" or an "individual", with what the campaign asks. It takes what the request sent, if
    it sent a form."""
    questions = from_json(asked.questions)
    more = {"types": asked.types} if kind == "organization" else {}
    return with_questions(FORMS[kind], questions)(print_line=printed_line, name_marks=named, questions=questions, **more)
