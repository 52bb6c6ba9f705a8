"""One recipient: added by hand, changed, taken off."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput

from blame import blame
from campaign.delivery_models import DeliveryRecipient
from campaign.desk.blueprint import bp
from campaign.desk.delivery.shown import CHANNEL_NAMES, found, page
from campaign.models import Campaign
from campaign.operations.delivering import recipients
from campaign.queries import campaign_at_desk
from campaign.recipient_entries import RecipientEntry
from coalition.access import actor
from errors import UserError
from signatories.forms import trimmed
from web import access, database, now, see_other


class RecipientForm(FlaskForm):  # type: ignore[misc]
    """To whom, how, and in which copy."""

    name = StringField(_l("Name"))
    own_copy = BooleanField(_l("They get a copy of their own"))
    lines = TextAreaField(_l("Address block"))
    salutation = StringField(_l("Salutation"))
    state = StringField(_l("State"))
    channels = SelectMultipleField(
        _l("How it is delivered"), choices=lambda: list(CHANNEL_NAMES.items()), option_widget=CheckboxInput()
    )
    email = EmailField(_l("E-mail address"), filters=[trimmed])
    portal = StringField(_l("Address of the form on their website"))
    postal = TextAreaField(_l("Where the post goes"))
    language = RadioField(
        _l("Language of the mail"), choices=lambda: [("en", _l("English")), ("es", _l("Spanish"))], default="en"
    )
    note = TextAreaField(_l("Note for the desk"))

    @property
    def entry(self) -> RecipientEntry:
        """What was typed."""
        return RecipientEntry(
            name=self.name.data or "",
            lines=tuple((self.lines.data or "").splitlines()),
            own_copy=bool(self.own_copy.data),
            salutation=self.salutation.data or "",
            state=self.state.data or "",
            channels=tuple(self.channels.data or ()),
            email=self.email.data or "",
            portal=self.portal.data or "",
            postal=self.postal.data or "",
            language=self.language.data or "en",
            note=self.note.data or "",
        )


@bp.get("/<slug>/delivery/new")
@access("delivery.edit")
def new_recipient(slug: str) -> str:
    """The form."""
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), RecipientForm(formdata=None, own_copy=True))


@bp.post("/<slug>/delivery/new")
@access("delivery.edit")
def create_recipient(slug: str) -> tuple[str, int] | Response:
    """Add it."""
    form = RecipientForm()
    try:
        if form.validate():
            with database().write() as session:
                (one,) = recipients.add(session, campaign_at_desk(session, slug), [form.entry], by=actor(), now=now())
                flash(_("%(name)s was added.", name=one.name))
            return see_other("desk.delivery", slug=slug)
    except UserError as error:
        blame(form, error)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), 422


@bp.get("/<slug>/delivery/<int:number>")
@access("delivery.edit")
def recipient(slug: str, number: int) -> str:
    """What is written down of them."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        one = found(session, campaign, number)
        form = RecipientForm(formdata=None, obj=one)
        form.lines.data = "\n".join(one.lines)
        return _page(session, campaign, form, one)


@bp.post("/<slug>/delivery/<int:number>/change")
@access("delivery.edit")
def change_recipient(slug: str, number: int) -> tuple[str, int] | Response:
    """Write down something else."""
    form = RecipientForm()
    try:
        if form.validate():
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                one = found(session, campaign, number)
                recipients.change(session, campaign, one, form.entry, by=actor(), now=now())
            flash(_("Saved."))
            return see_other("desk.delivery", slug=slug)
    except UserError as error:
        blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, form, found(session, campaign, number)), 422


@bp.post("/<slug>/delivery/<int:number>/remove")
@access("delivery.edit")
def remove_recipient(slug: str, number: int) -> Response:
    """Take them off. What was delivered stays in the log."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        one = found(session, campaign, number)
        recipients.remove(session, campaign, one, by=actor(), now=now())
        flash(_("%(name)s was taken off.", name=one.name))
    return see_other("desk.delivery", slug=slug)


def _page(session: Session, campaign: Campaign, form: RecipientForm, one: DeliveryRecipient | None = None) -> str:
    return page(session, campaign, "delivery_one.html", form=form, one=one)
