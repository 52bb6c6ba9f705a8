"""One invitation: who is asked and where, put right; and what somebody said who did not use the link."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.invitations.adding import InvitationForm
from campaign.desk.invitations.shown import called, found, page
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import Invitation
from web import access, database, now, see_other

_ANSWERS = [
    ("declined", _l("They decline")),
    ("board", _l("Their board decides first")),
    ("bounced", _l("The mail came back")),
]


class ToldForm(FlaskForm):  # type: ignore[misc]
    """What somebody said on the telephone, or what came back."""

    answer = RadioField(_l("What you were told"), choices=lambda: _ANSWERS, validate_choice=False)
    until = StringField(_l("Until which day the board needs"), widget=DateInput())
    words = TextAreaField(_l("In which words"), [Length(max=1_000)])


@bp.get("/<slug>/invitations/<int:number>")
@access("invitations.send")
def invitation(slug: str, number: int) -> str:
    """The invitation as it is, in two forms."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, found(session, campaign, number))


@bp.post("/<slug>/invitations/<int:number>")
@access("invitations.send")
def mend_invitation(slug: str, number: int) -> tuple[str, int] | Response:
    """Correct the address, the names, the organization."""
    form = InvitationForm()
    if form.validate():
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                mended = found(session, campaign, number)
                moved = inviting.mend(
                    session,
                    campaign,
                    mended,
                    organization=form.organization.data or "",
                    contact_name=form.contact_name.data or "",
                    contact_title=form.contact_title.data or "",
                    email=form.email.data or "",
                    by=actor(),
                    now=now(),
                )
            parts = [_("The invitation of %(name)s is saved.", name=called(mended))]
            if moved:
                parts.append(_("The link that went to the old address opens nothing any more; the new one waits to be sent."))
            flash(" ".join(parts))
            return see_other("desk.invitations", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, found(session, campaign, number), form=form), 422


@bp.post("/<slug>/invitations/<int:number>/told")
@access("invitations.send")
def invitation_told(slug: str, number: int) -> tuple[str, int] | Response:
    """Write down what they said elsewhere."""
    form = ToldForm()
    if form.validate():
        try:
            with database().write() as session:
                campaign = campaign_at_desk(session, slug)
                told = found(session, campaign, number)
                inviting.told(
                    session,
                    campaign,
                    told,
                    form.answer.data or "",
                    words=form.words.data or "",
                    until=form.until.data or "",
                    by=actor(),
                    now=now(),
                )
            flash(_("What %(name)s said is written down.", name=called(told)))
            return see_other("desk.invitations", slug=slug)
        except UserError as error:
            blame(form, error)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, found(session, campaign, number), told=form), 422


def _page(
    session: Session,
    campaign: Campaign,
    shown: Invitation,
    *,
    form: InvitationForm | None = None,
    told: ToldForm | None = None,
) -> str:
    kept = InvitationForm(
        formdata=None,
        organization=shown.organization,
        contact_name=shown.contact_name,
        contact_title=shown.contact_title,
        email=shown.contact_email,
    )
    return page(
        session,
        campaign,
        "invitations_one.html",
        invitation=shown,
        name=called(shown),
        status=inviting.status_of(session, shown),
        form=form or kept,
        told=told or ToldForm(formdata=None),
    )
