"""Sending the closed letter by mail: the words, who gets it, a look at it, a test to oneself."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.delivery_models import DeliveryRecipient
from campaign.delivery_queries import recipients_of
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import found, page
from campaign.desk.forms import whole_number
from campaign.desk.invitations.shown import AT_ONCE
from campaign.desk.invitations.wording import WordsForm
from campaign.editions.writing import kept
from campaign.listing import counts
from campaign.models import Campaign
from campaign.operations.delivering import sending, wording
from campaign.operations.delivering.sending import Chosen
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk, edition_of
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


@bp.get("/<slug>/delivery/mail")
@access("delivery.send")
def delivery_mail(slug: str) -> str:
    """The words, and the mail as one of them gets it (``as``: which one)."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, _filled_in(session, campaign))


@bp.post("/<slug>/delivery/mail")
@access("delivery.send")
def save_delivery_words(slug: str) -> str | tuple[str, int] | Response:
    """Keep the words, or show or send them to oneself first."""
    form = WordsForm()
    test = "test" in request.form
    try:
        wording.check(form.words)
        if "preview" in request.form:
            with database().read() as session:
                return _page(session, campaign_at_desk(session, slug), form)
        if test:
            _write_the_letter(slug)
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            if test:
                one = _example(session, campaign)
                if one is None:
                    raise UserError("Nobody gets the letter by e-mail, so there is nothing to test.")
                sending.send_test(session, campaign, one, form.words, doors=doors_of(slug), by=actor(), now=now())
            else:
                wording.keep_words(session, campaign, form.words, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, shown=False), 422
    if test:
        flash(_("A test is on its way to %(address)s. The text is not saved yet.", address=actor().email))
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form)
    flash(_("The words are saved."))
    return see_other("desk.delivery_mail", slug=slug)


@bp.post("/<slug>/delivery/send")
@access("delivery.send")
def send_letter(slug: str) -> tuple[str, int] | Response:
    """Send it to everybody who gets it by mail and has not got it yet."""
    sent = 0
    try:
        _write_the_letter(slug)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            waiting = [one.id for one in _chosen(session, campaign).recipients]
        if not waiting:
            raise UserError("Everybody who gets the letter by e-mail has got it.")
        for start in range(0, len(waiting), AT_ONCE):
            part = set(waiting[start : start + AT_ONCE])
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                people = [one for one in recipients_of(session, campaign) if one.id in part]
                sent += sending.send(session, campaign, people, doors=doors_of(slug), by=actor(), now=now())
    except UserError as error:
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            form = _filled_in(session, campaign)
            blame(form, error)
            return _page(session, campaign, form, sent=sent), 422
    flash(ngettext("%(num)d mail is on its way.", "%(num)d mails are on their way.", sent))
    return see_other("desk.delivery_log", slug=slug)


@bp.post("/<slug>/delivery/<int:number>/again")
@access("delivery.send")
def send_letter_again(slug: str, number: int) -> Response:
    """Send it to one of them once more."""
    try:
        _write_the_letter(slug)
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            one = found(session, campaign, number)
            attempt = whole_number(request.form.get("attempt")) or 0
            sent = sending.send_again(session, campaign, one, attempt, doors=doors_of(slug), by=actor(), now=now())
            flash(
                _("It is on its way to %(name)s once more.", name=one.name)
                if sent
                else _("It was sent already from this page. Nothing was sent now.")
            )
    except UserError as error:
        flash(error.sentence)
    return see_other("desk.delivery_log", slug=slug)


def _write_the_letter(slug: str) -> None:
    """Have the edition's PDF written, if the worker has not yet: it is what most recipients get. Raises NotWritten."""
    with database().read() as session:
        edition = edition_of(session, campaign_at_desk(session, slug))
    if edition is not None:
        kept(database(), edition.id, "pdf", now())


def _chosen(session: Session, campaign: Campaign) -> Chosen:
    edition = edition_of(session, campaign)
    recipients = recipients_of(session, campaign)
    if edition is not None:
        return sending.sendable(session, edition, recipients)
    return Chosen([one for one in recipients if "mail" in one.channels], [])


def _example(session: Session, campaign: Campaign) -> DeliveryRecipient | None:
    """The one that was asked for, else the first who gets it by mail."""
    wanted = whole_number(request.values.get("as"))
    by_mail = [one for one in recipients_of(session, campaign) if "mail" in one.channels]
    return next((one for one in by_mail if one.id == wanted), by_mail[0] if by_mail else None)


def _filled_in(session: Session, campaign: Campaign) -> WordsForm:
    one = _example(session, campaign)
    words = wording.words_for(session, campaign, one) if one else wording.own_words(session, campaign) or wording.ours("en")
    return WordsForm(formdata=None, subject=words.subject, text=words.text.strip())


def _page(session: Session, campaign: Campaign, form: WordsForm, *, shown: bool = True, sent: int = 0) -> str:
    one = _example(session, campaign)
    edition = edition_of(session, campaign)
    count = wording.count_of(edition, counts(session, [campaign])[campaign.id])
    preview = None
    if one is not None and shown:
        link = doors_of(campaign.slug).speaking(one.language).letter
        words = wording.as_each_gets_them(form.words, one)
        preview = wording.filled(words, campaign, count, one, link=link, coordinator=actor().called)
    chosen = _chosen(session, campaign)
    return page(
        session,
        campaign,
        "delivery_mail.html",
        form=form,
        places=wording.PLACES,
        one=one,
        shown=preview,
        chosen=chosen,
        already=[person for person, why in chosen.skipped if why == sending.SENT],
        by_mail=[person for person in recipients_of(session, campaign) if "mail" in person.channels],
        edition=edition,
        own=wording.own_words(session, campaign) is not None,
        sent=sent,
        sender=actor(),
    )
