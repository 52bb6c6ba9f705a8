"""Two answers besides signing: my board has to decide, and we decline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.widgets import DateInput

from campaign.models import Campaign
from campaign.operations import inviting
from campaign.public.blueprint import bp
from campaign.public.invited import open_invitation
from campaign.public.opening import doors_of
from campaign.public.page import closing_of
from campaign.public.taking import Taken, take
from signatories.models import Invitation
from web import access, database, now, render, see_other

Act = Callable[[Session, Campaign, Invitation], None]

_LEANINGS: list[tuple[str, Any]] = [
    ("likely", _l("We are likely to sign")),
    ("unsure", _l("We are unsure")),
    ("", _l("I cannot say yet")),
]


class BoardForm(FlaskForm):  # type: ignore[misc]
    """Somebody else has to approve first."""

    leaning = RadioField(_l("How does it look?"), choices=lambda: _LEANINGS, default="", validate_choice=False)
    until = StringField(_l("Until which day do you need?"), widget=DateInput())
    remark = TextAreaField(_l("Anything that the coordinators should know?"))


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """The organization does not sign."""

    reason = TextAreaField(_l("Why? The coordinators read it."))


@bp.get("/letters/<slug>/i/<token>/board")
@access("public")
def board(slug: str, token: str) -> str:
    """The form, and once it was sent the page to pass on to the board."""
    with database().read() as session:
        campaign, invitation = open_invitation(session, slug, token)
        kept = invitation.needs_until.isoformat() if invitation.needs_until else ""
        form = BoardForm(formdata=None, leaning=invitation.leaning, until=kept, remark=invitation.review_note)
        return _page("invited_board.html", campaign, invitation, token, form)


@bp.post("/letters/<slug>/i/<token>/board")
@access("public")
def ask_board(slug: str, token: str) -> Taken:
    """Tell the coordinators that somebody else has to approve first."""
    form = BoardForm()

    def act(session: Session, campaign: Campaign, invitation: Invitation) -> None:
        leaning, until, remark = form.leaning.data or "", form.until.data or "", form.remark.data or ""
        inviting.needs_time(session, campaign, invitation, leaning=leaning, until=until, remark=remark, now=now())

    def then(_done: None) -> Response:
        flash(_("The coordinators see that you need time. Nothing is signed yet."))
        return see_other("public.board", slug=slug, token=token)

    return _act(slug, token, "invited_board.html", form, act, then)


@bp.get("/letters/<slug>/i/<token>/decline")
@access("public")
def declining(slug: str, token: str) -> str:
    """The form to decline, or the word that the organization has."""
    with database().read() as session:
        campaign, invitation = open_invitation(session, slug, token)
        form = DeclineForm(formdata=None, reason=invitation.decline_reason)
        return _page("invited_decline.html", campaign, invitation, token, form)


@bp.post("/letters/<slug>/i/<token>/decline")
@access("public")
def decline(slug: str, token: str) -> Taken:
    """Decline. May be taken back until the letter closes."""
    form = DeclineForm()

    def act(session: Session, campaign: Campaign, invitation: Invitation) -> None:
        inviting.decline(session, campaign, invitation, reason=form.reason.data or "", now=now())

    def then(_done: None) -> Response:
        return see_other("public.declining", slug=slug, token=token)

    return _act(slug, token, "invited_decline.html", form, act, then)


def _act(slug: str, token: str, template: str, form: FlaskForm, act: Act, then: Callable[[None], Response]) -> Taken:
    """Run an answer, and go on with ``then``."""

    def again(refusal: str) -> str:
        with database().read() as session:
            campaign, invitation = open_invitation(session, slug, token)
            return _page(template, campaign, invitation, token, form, refusal)

    return take(form, lambda session: act(session, *open_invitation(session, slug, token, lock=True)), again=again, then=then)


def _page(template: str, campaign: Campaign, invitation: Invitation, token: str, form: FlaskForm, refusal: str = "") -> str:
    return render(
        f"public/{template}",
        campaign=campaign,
        invitation=invitation,
        token=token,
        form=form,
        refusal=refusal,
        deadline=closing_of(campaign, now()),
        review_url=doors_of(campaign.slug).to("review", invitation.id, invitation.generation),
    )
