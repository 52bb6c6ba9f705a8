"""One page for whoever has to approve: what is asked, of whom, by when, who is on it, and the text to take along.

Behind a private link for the board of somebody who was invited, and open to everybody for somebody who was not; from there one
may have a personal link mailed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

import throttle
from blame import blame
from campaign.deadlines import state_at
from campaign.editions.writing import letter_file
from campaign.exports import NotWritten
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.acts import row_behind
from campaign.public.blueprint import bp
from campaign.public.invited import over
from campaign.public.moments import Moment
from campaign.public.opening import dead_link, doors_of
from campaign.public.page import closing_of
from campaign.queries import PRINTS, campaign_behind_link, public_campaign
from campaign.renditions import page_of
from errors import UserError
from languages import chosen, translated
from letters.document.nodes import Block, BlockQuote, BulletList, NumberedList, Paragraph
from letters.document.rendition import Rendition
from letters.document.walk import plain_text, runs_of
from signatories.addresses import canonical
from signatories.forms import trimmed
from signatories.models import Invitation, Signature
from web import access, attachment, database, now, render, see_other

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

_OPENING = 700
"""Characters of the letter that the brief begins with; the rest is one link away."""

_NAMES = 600
"""Characters of names that fit on the page beside the rest."""

_FITS = _l("Use at most %(max)d characters.")


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Where to mail a personal link."""

    organization = StringField(
        _l("Organization"), [DataRequired(_l("Write the name of your organization.")), Length(max=300, message=_FITS)]
    )
    contact_name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), Length(max=200, message=_FITS)])
    email = EmailField(
        _l("Your e-mail address"), [DataRequired(_l("Write your e-mail address.")), Length(max=254, message=_FITS)], [trimmed]
    )


@dataclass(frozen=True, slots=True)
class Brief:
    """What the page says of the letter. ``opening`` are its first paragraphs, ``names`` the first of those who are on it."""

    subject: str
    recipients: tuple[tuple[str, ...], ...]
    opening: tuple[str, ...]
    whole: bool
    language: str
    names: tuple[str, ...]
    count: int
    deadline: Moment
    open: bool


@bp.get("/letters/<slug>/review/<token>")
@access("public")
def review(slug: str, token: str) -> str:
    """The brief behind a private link. It signs nothing, and so may be passed on. A revoked invitation's opens it no more."""
    with database().read() as session:
        return _review(session, *_reviewed(session, slug, token), token)


@bp.get("/letters/<slug>/review/<token>/letter.pdf")
@access("public")
def review_copy(slug: str, token: str) -> Answer:
    """The letter as it stands, for the board's papers."""
    with database().read() as session:
        campaign, _invitation = _reviewed(session, slug, token)
    return _copy(campaign, lambda session, refusal: _review(session, *_reviewed(session, slug, token), token, refusal))


@bp.get("/letters/<slug>/brief")
@access("public")
def brief(slug: str) -> str:
    """The same page for everybody, with a form to have a personal link mailed."""
    with database().read() as session:
        return _page(session, public_campaign(session, slug, now()), LinkForm(formdata=None))


@bp.get("/letters/<slug>/brief/letter.pdf")
@access("public")
def public_copy(slug: str) -> Answer:
    """The letter as it stands; nobody's name is on it that is not on the public page."""
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
    return _copy(
        campaign,
        lambda session, refusal: _page(session, public_campaign(session, slug, now()), LinkForm(formdata=None), refusal),
    )


@bp.post("/letters/<slug>/brief")
@access("public")
def mail_link(slug: str) -> Answer:
    """Mail a personal link to the address that was typed. The answer is the same for every address."""
    form = LinkForm()
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        if not form.validate():
            return _page(session, campaign, form), 422
        refusal = throttle.allow("links", campaign=slug, mailbox=canonical(form.email.data or "") or "")
        if refusal:
            return _page(session, campaign, form, refusal.sentence), refusal.status, refusal.headers
    try:
        with database().write() as session:
            inviting.ask_for_link(
                session,
                public_campaign(session, slug, now()),
                organization=form.organization.data or "",
                contact_name=form.contact_name.data or "",
                email=form.email.data or "",
                doors=doors_of(slug),
                language=chosen(),
                now=now(),
            )
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, public_campaign(session, slug, now()), form), 422
    return see_other("public.link_mailed", slug=slug)


@bp.get("/letters/<slug>/brief/sent")
@access("public")
def link_mailed(slug: str) -> str:
    """Look into your mailbox: the same words for everybody."""
    with database().read() as session:
        return render("public/brief_sent.html", campaign=public_campaign(session, slug, now()))


def _reviewed(session: Session, slug: str, token: str) -> tuple[Campaign, Invitation]:
    campaign = campaign_behind_link(session, slug)
    invitation = row_behind(session, campaign, Invitation, doors_of(slug).opened("review", token))
    if invitation is None:
        dead_link(campaign)
    if invitation.revoked_at is not None:
        over(session, campaign, invitation, "revoked")
    return campaign, invitation


def _review(session: Session, campaign: Campaign, invitation: Invitation, token: str, refusal: str = "") -> str:
    return render(
        "public/brief.html",
        campaign=campaign,
        brief=_brief(session, campaign),
        invitation=invitation,
        signed=_shown_on_letter(session, campaign, invitation),
        token=token,
        form=None,
        refusal=refusal,
    )


def _shown_on_letter(session: Session, campaign: Campaign, invitation: Invitation) -> bool:
    """Whether everybody can read on the letter's page that this organization signed. The brief is passed on, and does not tell
    it any sooner."""
    prints = select(Signature.id).where(Signature.invitation_id == invitation.id, PRINTS)
    return campaign.show_signatories and session.scalar(prints.limit(1)) is not None


def _page(session: Session, campaign: Campaign, form: LinkForm, refusal: str = "") -> str:
    made = _brief(session, campaign)
    return render(
        "public/brief.html",
        campaign=campaign,
        brief=made,
        invitation=None,
        token="",
        form=form if made.open else None,
        refusal=refusal,
    )


def _copy(campaign: Campaign, again: Callable[[Session, str], str]) -> Answer:
    """The file, or the page that ``again`` makes with the sentence why there is none."""
    refusal = throttle.allow("download", campaign=campaign.slug)
    if refusal:
        with database().read() as session:
            return again(session, refusal.sentence), refusal.status, refusal.headers
    try:
        file = letter_file(database(), campaign.id, "pdf", now=now(), public=True)
    except NotWritten as error:
        with database().read() as session:
            return again(session, translated(error)), 409
    return attachment(file.data, file.filename, file.content_type)


def _brief(session: Session, campaign: Campaign) -> Brief:
    rendition = page_of(session, campaign, now())
    opening, whole = _first_words(rendition)
    names = tuple(line.name for group in rendition.signatories.groups for line in group.lines)
    return Brief(
        subject=rendition.letter.subject,
        recipients=rendition.letter.recipients,
        opening=opening,
        whole=whole,
        language=rendition.letter.language,
        names=_first_names(names),
        count=rendition.signatories.count,
        deadline=closing_of(campaign, now()),
        open=state_at(campaign, now()) == "circulating",
    )


def _first_names(names: Sequence[str]) -> tuple[str, ...]:
    """As many of the names, from the first one on, as the page has room for."""
    lengths = accumulate(len(name) + 2 for name in names)
    return tuple(name for name, length in zip(names, lengths, strict=True) if length <= _NAMES)


def _first_words(rendition: Rendition) -> tuple[tuple[str, ...], bool]:
    """The first paragraphs of the letter as plain text, and whether that is all of it."""
    body = rendition.letter.body
    paragraphs = [text for block in body for text in _texts(block)]
    taken: list[str] = []
    left = _OPENING
    for text in paragraphs:
        if taken and len(text) > left:
            break
        cut = text if len(text) <= left else text[:left].rpartition(" ")[0] + " …"
        taken.append(cut)
        left -= len(text)
    plain = all(isinstance(block, Paragraph | BulletList | NumberedList | BlockQuote) for block in body)
    return tuple(taken), plain and len(taken) == len(paragraphs) and left >= 0


def _texts(block: Block) -> Iterator[str]:
    """The words of a block, paragraph by paragraph: one for each item of a list. Headings and tables are left to the letter."""
    match block:
        case Paragraph(content):
            found = [plain_text(content)]
        case BulletList(items):
            found = [f"• {_run(item)}" for item in items]
        case NumberedList(items, start):
            found = [f"{number}. {_run(item)}" for number, item in enumerate(items, start)]
        case BlockQuote(inner):
            found = [_run(inner)]
        case _:
            found = []
    yield from (text.strip() for text in found if text.strip())


def _run(blocks: Sequence[Block]) -> str:
    return " ".join(text for content in runs_of(blocks) if (text := plain_text(content).strip()))
