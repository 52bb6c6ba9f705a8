"""The words of the campaign's invitation: written, looked at as somebody would get them, sent to oneself for a test."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.invitations.shown import called, example, page, preview
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.inviting import Words
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other


class WordsForm(FlaskForm):  # type: ignore[misc]
    """Subject and text of a mail."""

    subject = StringField(_l("Subject"))
    text = TextAreaField(_l("Text"))

    @property
    def words(self) -> Words:
        """What is typed, its lines ending as ours do."""
        return Words((self.subject.data or "").strip(), "\n".join((self.text.data or "").splitlines()).strip())


@bp.get("/<slug>/invitations/text")
@access("invitations.send")
def invitation_text(slug: str) -> str:
    """The words as they are: the campaign's own, or ours to begin with."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        words = inviting.words_of(campaign, example(session, campaign).language)
        return _page(session, campaign, WordsForm(formdata=None, subject=words.subject, text=words.text.strip()))


@bp.post("/<slug>/invitations/text")
@access("invitations.send")
def save_invitation_text(slug: str) -> str | tuple[str, int] | Response:
    """Keep the words, or show or send them first."""
    form = WordsForm()
    try:
        if "preview" in request.form:
            inviting.check(form.words)
            with database().read() as session:
                return _page(session, campaign_at_desk(session, slug), form)
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            if "test" in request.form:
                someone = example(session, campaign)
                doors = doors_of(campaign.slug)
                inviting.send_test(session, campaign, someone, form.words, doors=doors, by=actor(), now=now())
            else:
                inviting.keep_words(session, campaign, form.words, by=actor(), now=now())
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form, shown=False), 422
    if "test" in request.form:
        flash(_("A test is on its way to %(address)s. The text is not saved yet.", address=actor().email))
        with database().read() as session:
            return _page(session, campaign_at_desk(session, slug), form)
    flash(_("The invitation is saved."))
    return see_other("desk.invitation_text", slug=slug)


def _page(session: Session, campaign: Campaign, form: WordsForm, *, shown: bool = True) -> str:
    someone = example(session, campaign)
    return page(
        session,
        campaign,
        "invitations_text.html",
        form=form,
        places=inviting.PLACES,
        someone=called(someone),
        shown=preview(campaign, someone, form.words) if shown else None,
    )
