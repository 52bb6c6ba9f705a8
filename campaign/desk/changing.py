"""Publishing a changed text: what changed, whether it is editorial or substantive, and what that means for the signers."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from blame import blame
from campaign.consent import Kind
from campaign.deadlines import state_at
from campaign.desk.blueprint import bp
from campaign.desk.forms import LocalMoment
from campaign.desk.frame import campaign_page
from campaign.models import Campaign
from campaign.operations.changing import NotAsSeen, publish_change
from campaign.operations.circulating import obstacles
from campaign.operations.galley import default_until
from campaign.operations.settling import open_question
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk, circulation_of, newest_version
from campaign.redlines import redline_of, redline_page
from coalition.access import actor
from errors import UserError
from signatories.models import STANDING, Signature
from web import access, database, now, see_other

KINDS: list[tuple[str, Any]] = [
    ("editorial", _l("Editorial: spelling, numbers, layout. Every signer is told, with the changes.")),
    ("substantive", _l("In substance: every signer is asked whether they agree, and is not on the letter until they have.")),
]


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """How a change is published. ``old`` and ``new`` are the hashes of the two texts that the page showed."""

    kind = RadioField(
        _l("What kind of change is it?"), [InputRequired(_l("Say which of the two it is."))], choices=lambda: KINDS
    )
    reconfirm_local = LocalMoment(_l("Answer by"))
    words = TextAreaField(_l("Your words to the signers"))
    old = HiddenField()
    new = HiddenField()


@bp.get("/<slug>/change", endpoint="change")
@access("campaign.edit")
def confirm_change(slug: str) -> str:
    """The circulating text against the newest, and the question what kind of change it is."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return _page(session, campaign, ChangeForm(formdata=None, reconfirm_local=default_until(campaign, now())))


@bp.post("/<slug>/change")
@access("campaign.edit")
def publish_changed_text(slug: str) -> tuple[str, int] | Response:
    """Publish the newest text."""
    form = ChangeForm()
    status = 422
    if form.validate():
        try:
            with database().write() as session:
                publish_change(
                    session,
                    campaign_at_desk(session, slug),
                    kind=cast(Kind, form.kind.data),
                    words=form.words.data or "",
                    reconfirm_local=form.reconfirm_local.data or "",
                    seen=(form.old.data or "", form.new.data or ""),
                    doors=doors_of(slug),
                    by=actor(),
                    now=now(),
                )
        except UserError as error:
            blame(form, error)
            status = 409 if isinstance(error, NotAsSeen) else 422
        else:
            flash(_("The changed text is on the letter’s page. The mails to the signers are on their way."))
            return see_other("desk.consent", slug=slug)
    with database().read() as session:
        return _page(session, campaign_at_desk(session, slug), form), status


def _page(session: Session, campaign: Campaign, form: ChangeForm) -> str:
    circulation = circulation_of(session, campaign)
    new = newest_version(session, campaign)
    old = circulation.version if circulation else new
    changed = old.content_hash != new.content_hash and state_at(campaign, now()) == "circulating"
    form.old.data, form.new.data = old.content_hash, new.content_hash
    whole = request.args.get("whole") == "1"
    return campaign_page(
        session,
        campaign,
        "change.html",
        form=form,
        old=old,
        new=new,
        changed=changed,
        whole=whole,
        redline=redline_page(old, new, "en", whole=whole) if changed else "",
        told=_summed(old, new) if changed else [],
        obstacles=obstacles(campaign, new, now()) if changed else [],
        signers=_signers(session, campaign),
        question=open_question(session, campaign),
    )


def _summed(old: Any, new: Any) -> list[str]:
    """The redline in numbers."""
    from letters.redline import summary  # late, as in campaign/redlines.py

    sums = summary(redline_of(old, new))
    paragraphs = sums.paragraphs_changed + sums.paragraphs_went + sums.paragraphs_came
    notes = sums.notes_changed + sums.notes_went + sums.notes_came
    parts = [
        (_("paragraphs: %(num)d", num=paragraphs), paragraphs),
        (_("notes: %(num)d", num=notes), notes),
        (_("notes under a new number: %(num)d", num=sums.notes_renumbered), sums.notes_renumbered),
        (_("fields around the text: %(num)d", num=sums.fields_changed), sums.fields_changed),
        (_("words taken out: %(num)d", num=sums.words_went), sums.words_went),
        (_("words put in: %(num)d", num=sums.words_came), sums.words_came),
    ]
    return [str(words) for words, count in parts if count]


def _signers(session: Session, campaign: Campaign) -> Counter[str]:
    """How many "stand", are "asked" about an earlier change, and cannot be reached by mail ("no address")."""
    query = select(Signature.asked, Signature.reachable).where(
        Signature.campaign_id == campaign.id, Signature.status.in_(STANDING)
    )
    found: Counter[str] = Counter()
    for asked, reachable in session.execute(query):
        found.update(
            name for name, counts in (("stand", True), ("asked", asked is not None), ("no address", not reachable)) if counts
        )
    return found
