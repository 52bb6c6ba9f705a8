"""The words of reminders: for one or for all, in each language; looked at, and sent to oneself for a test."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.invitations.shown import called, example, preview
from campaign.desk.invitations.wording import WordsForm
from campaign.desk.reminders.shown import page
from campaign.models import Campaign
from campaign.operations import inviting, reminding
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import Invitation
from web import access, database, now, see_other

LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


@bp.get("/<slug>/reminders/text")
@access("invitations.send")
def reminder_text(slug: str) -> str:
    """The words of ``step`` ("" for all that have none of their own) in ``language``."""
    step, language = _which()
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        words = reminding.words_for(session, campaign, step, language)
        return _page(session, campaign, WordsForm(formdata=None, subject=words.subject, text=words.text.strip()))


@bp.post("/<slug>/reminders/text")
@access("invitations.send")
def save_reminder_text(slug: str) -> str | tuple[str, int] | Response:
    """Keep the words, or show or send them first."""
    step, language = _which()
    form = WordsForm()
    try:
        if "preview" in request.form:
            inviting.check(form.words)
            with database().read() as session:
                return _page(session, campaign_at_desk(session, slug), form)
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            if "test" in request.form:
                someone, doors = _example(session, campaign, language), doors_of(slug)
                inviting.send_test(session, campaign, someone, form.words, doors=doors, by=actor(), now=now())
            else:
                reminding.keep_words(session, campaign, step, language, form.words, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, shown=False), 422
    if "test" in request.form:
        flash(_("A test is on its way to %(address)s. The text is not saved yet.", address=actor().email))
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form)
    flash(_("The words are saved."))
    return see_other("desk.reminder_text", slug=slug, step=step or None, language=language)


def _which() -> tuple[str, str]:
    step, language = request.args.get("step", ""), request.args.get("language", "en")
    if step not in reminding.WORDED or language not in reminding.LANGUAGES:
        abort(404)
    return step, language


def _example(session: Session, campaign: Campaign, language: str) -> Invitation:
    """Somebody of the list, as if they read that language."""
    someone = example(session, campaign)
    session.expunge(someone) if someone in session else None
    someone.language = language
    return someone


def _page(session: Session, campaign: Campaign, form: WordsForm, *, shown: bool = True) -> str:
    step, language = _which()
    own = reminding.own_words(session, campaign)
    someone = _example(session, campaign, language)
    return page(
        session,
        campaign,
        "reminders_text.html",
        form=form,
        step=step,
        language=language,
        steps=reminding.WORDED,
        languages=LANGUAGE_NAMES,
        own=own,
        someone=called(someone),
        shown=preview(campaign, someone, form.words) if shown else None,
    )
