"""The signer's own page: how the signature stands, and everything that its signer may do about it. No account, one link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

import throttle
from campaign.deadlines import state_at
from campaign.editions import unpacked
from campaign.editions.writing import letter_file
from campaign.exports import NotWritten
from campaign.in_print import in_print
from campaign.models import Campaign
from campaign.operations.confirming import replaces
from campaign.operations.moderating import told_why
from campaign.operations.own_page import Corrected, change_contact, correct_line, withdraw
from campaign.operations.writing import resolution_of
from campaign.public.alike import AlikeForm, card
from campaign.public.blueprint import bp
from campaign.public.moments import moment
from campaign.public.opening import doors_of, open_signature
from campaign.public.page import closing_of
from campaign.public.taking import Taken, take
from campaign.queries import circulating_text, edition_of, newest_consent
from languages import translated
from letters.document import html
from letters.document.rendition import Rendition
from letters.models import Version
from signatories.addresses import canonical, parsed
from signatories.forms import trimmed
from signatories.models import STANDING, Signature
from web import access, attachment, database, now, pages, render, see_other

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

_FITS = _l("Use at most %(max)d characters.")


class LineForm(FlaskForm):  # type: ignore[misc]
    """How the line is spelled."""

    line = StringField(_l("Your line in the letter"), [DataRequired(_l("Write the name."))])


class ContactForm(FlaskForm):  # type: ignore[misc]
    """Whom the coordinators write to."""

    contact_name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), Length(max=200, message=_FITS)])
    contact_title = StringField(_l("Title"), [Length(max=200, message=_FITS)])
    contact_email = EmailField(
        _l("E-mail address"), [DataRequired(_l("Write your e-mail address.")), Length(max=254, message=_FITS)], [trimmed]
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Taking the signature back."""

    reason = TextAreaField(_l("Why? The coordinators read it."), [Length(max=500, message=_FITS)])


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page, filled in with what is known or with what was just typed."""

    line: LineForm
    contact: ContactForm
    withdraw: WithdrawForm
    alike: AlikeForm

    @property
    def wrong(self) -> bool:
        """Whether one of them came back."""
        return any(form.errors for form in (self.line, self.contact, self.withdraw, self.alike))


@bp.get("/letters/<slug>/mine/<token>")
@access("public")
def own(slug: str, token: str) -> str:
    """How the signature stands, which text was signed, and the forms to change it. Shows nobody's address but the signer's."""
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "own", token)
        return _page(session, campaign, signature, token)


@bp.post("/letters/<slug>/mine/<token>/line")
@access("public")
def correct(slug: str, token: str) -> Taken:
    """Spell the line otherwise."""
    form = LineForm()

    def act(session: Session, campaign: Campaign, signature: Signature) -> str:
        done = correct_line(session, campaign, signature, form.line.data or "", now=now())
        return str(_CORRECTED[done])

    return act_on_page(slug, token, form, act)


_CORRECTED: Mapping[Corrected, Any] = {
    "same": _l("Your line stands like that already."),
    "changed": _l("Your line was changed."),
    "asked": _l("Kept. A coordinator looks at it first; until then your line stays as it is."),
    "dropped": _l("Your line stays as it is."),
}


@bp.post("/letters/<slug>/mine/<token>/contact")
@access("public")
def contact_details(slug: str, token: str) -> Taken:
    """Change name, title or address of the contact."""
    form = ContactForm()
    said = {
        "kept": _("Kept."),
        "asked": _(
            "Kept. We wrote to the new address: open the link in that mail to confirm it. Until then the old one counts."
        ),
        "too often": _(
            "Kept. The old address counts until the new one is confirmed. Several mails went out for that within the hour, so"
            " none went now: please look for them, or save the new address again later."
        ),
    }

    def act(session: Session, campaign: Campaign, signature: Signature) -> str:
        done = change_contact(
            session,
            campaign,
            signature,
            name=form.contact_name.data or "",
            title=form.contact_title.data or "",
            email=form.contact_email.data or "",
            doors=doors_of(slug),
            now=now(),
        )
        return str(said[done])

    refusal = _too_much_mail(slug, token, form)
    if refusal:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "own", token)
            page = _page(session, campaign, signature, token, refusal.sentence, form)
            return page, refusal.status, refusal.headers
    return act_on_page(slug, token, form, act)


def _too_much_mail(slug: str, token: str, form: ContactForm) -> throttle.Refusal | None:
    """Whether a new address may not be written to now: one signer after the other could give a stranger's."""
    with database().read() as session:
        _campaign, signature = open_signature(session, slug, "own", token)
    address = parsed(form.contact_email.data or "")
    if address is None or address == signature.contact_email:
        return None
    return throttle.allow("resend", campaign=slug, mailbox=canonical(address) or "")


@bp.post("/letters/<slug>/mine/<token>/withdraw")
@access("public")
def take_back(slug: str, token: str) -> Taken:
    """Withdraw, or after the deadline ask the coordinators to take the name off."""
    form = WithdrawForm()

    def act(session: Session, campaign: Campaign, signature: Signature) -> str:
        words = form.reason.data or ""
        done = withdraw(session, campaign, signature, reason=words, doors=doors_of(slug), now=now())
        if done == "asked":
            return str(_("The letter has closed. Your wish was passed on to the coordinators, who will answer you."))
        return str(_("You have withdrawn. Your name is not on the letter any more."))

    return act_on_page(slug, token, form, act)


@bp.get("/letters/<slug>/mine/<token>/text")
@access("public")
def signed_text(slug: str, token: str) -> str:
    """The text that was signed, exactly as it was; with ``latest`` the one that the line stands under by now."""
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "own", token)
        consent = newest_consent(session, signature) if "latest" in request.args else None
        version = session.get_one(Version, (consent or signature).version_id)
        at = consent.at if consent is not None else signature.signed_at
        resolution = resolution_of(version)
        rendition = Rendition(resolution.letter, title=campaign.title, moment=at)
        letter = Markup(html.write(rendition))  # noqa: S704  (the writer escapes everything that a person typed)
        return render(
            "public/signed_text.html",
            campaign=campaign,
            consent=consent,
            version=version,
            token=token,
            letter=letter,
            at=moment(at, campaign.timezone, now()),
            current=circulating_text(session, campaign).content_hash == version.content_hash,
        )


@bp.get("/letters/<slug>/mine/<token>/letter.pdf")
@access("public")
def own_copy(slug: str, token: str) -> Answer:
    """The letter as it stands, for the signer's files."""
    refusal = throttle.allow("download", campaign=slug)
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "own", token)
        if refusal:
            return _page(session, campaign, signature, token, refusal.sentence), refusal.status, refusal.headers
    try:
        file = letter_file(database(), campaign.id, "pdf", now=now(), public=True)
    except NotWritten as error:
        with database().read() as session:
            return _page(session, *open_signature(session, slug, "own", token), token, translated(error)), 409
    return attachment(file.data, file.filename, file.content_type)


def act_on_page(slug: str, token: str, form: FlaskForm, act: Callable[[Session, Campaign, Signature], str]) -> Taken:
    """Run one of the acts of the signer's page, which gives the sentence to say afterwards."""

    def again(refusal: str) -> str:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "own", token)
            return _page(session, campaign, signature, token, refusal, form)

    def then(done: str) -> Response:
        pages().clear()
        flash(done)
        return see_other("public.own", slug=slug, token=token)

    return take(
        form,
        lambda session: act(session, *open_signature(session, slug, "own", token, lock=True)),
        again=again,
        then=then,
        above=True,
    )


def _page(
    session: Session, campaign: Campaign, signature: Signature, token: str, refusal: str = "", sent: FlaskForm | None = None
) -> str:
    printed = in_print(session, campaign, signature)
    alike_card = card(session, campaign, signature, printed, sent)
    forms = Forms(
        line=sent if isinstance(sent, LineForm) else LineForm(formdata=None, line=signature.line_wanted or signature.line),
        contact=sent
        if isinstance(sent, ContactForm)
        else ContactForm(
            formdata=None,
            contact_name=signature.contact_name,
            contact_title=signature.contact_title,
            contact_email=signature.email_wanted or signature.contact_email,
        ),
        withdraw=sent if isinstance(sent, WithdrawForm) else WithdrawForm(formdata=None),
        alike=alike_card.form,
    )
    consent = newest_consent(session, signature)
    waiting = signature.status in ("pending", "held")
    return render(
        "public/own.html",
        campaign=campaign,
        printed=printed,
        alike=alike_card,
        signature=signature,
        token=token,
        forms=forms,
        refusal=refusal,
        at=moment(signature.signed_at, campaign.timezone, now()),
        consent=consent,
        circulates=circulating_text(session, campaign).content_hash,
        told_why=told_why(session, signature),
        deadline=closing_of(campaign, now()),
        open=state_at(campaign, now()) == "circulating",
        standing=signature.status in STANDING,
        next_edition=signature.prints and not _in_edition(session, campaign, printed.words),
        replaces=replaces(session, signature) if waiting else None,
        changed_url=doors_of(slug=campaign.slug).to("changed", signature.id, signature.generation),
    )


def _in_edition(session: Session, campaign: Campaign, words: str) -> bool:
    """Whether the line prints in the newest edition; True as well while there is none: then nothing is frozen without it."""
    edition = edition_of(session, campaign)
    if edition is None:
        return True
    lines = (line for group in unpacked(edition.signatories).groups for line in group.lines)
    return any(", ".join(part for part in (line.name, line.detail) if part) == words for line in lines)
