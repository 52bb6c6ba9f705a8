"""One invitation added by hand."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.invitations.shown import called, page
from campaign.operations import inviting
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.forms import trimmed
from web import access, database, now, see_other


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Whom to ask."""

    organization = StringField(_l("Organization"), [Length(max=300)])
    contact_name = StringField(_l("Contact’s name"), [Length(max=200)])
    contact_title = StringField(_l("Title"), [Length(max=200)])
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Write an e-mail address.")), Length(max=320)], [trimmed])


@bp.get("/<slug>/invitations/new")
@access("invitations.send")
def new_invitation(slug: str) -> str:
    """The form."""
    with database().read() as session:
        return page(session, campaign_at_desk(session, slug), "invitations_new.html", form=InvitationForm(formdata=None))


@bp.post("/<slug>/invitations/new")
@access("invitations.send")
def create_invitation(slug: str) -> tuple[str, int] | Response:
    """Add it. Nothing is mailed yet."""
    form = InvitationForm()
    if form.validate():
        try:
            with database().write() as session:
                invitation = inviting.invite_one(
                    session,
                    campaign_at_desk(session, slug),
                    organization=form.organization.data or "",
                    contact_name=form.contact_name.data or "",
                    contact_title=form.contact_title.data or "",
                    email=form.email.data or "",
                    by=actor(),
                    now=now(),
                )
            flash(_("%(name)s is on the list. Nothing was mailed yet.", name=called(invitation)))
            return see_other("desk.invitations", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        return page(session, campaign_at_desk(session, slug), "invitations_new.html", form=form), 422
