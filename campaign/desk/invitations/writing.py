"""A note to those who have not answered, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blame import blame
from campaign.desk.blueprint import bp
from campaign.desk.forms import whole_number
from campaign.desk.invitations.shown import page, preview
from campaign.desk.invitations.wording import WordsForm
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.inviting import Standing, Words
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from web import access, database, now, see_other

_OURS = Words(
    "Still time to sign: {title} (by {deadline})",
    "Dear {contact},\n\nwe have not heard from {organization} yet about the letter “{title}”. It closes {deadline}.\n\n"
    "Read, sign, tell us that your board needs time, or decline, here:\n\n{link}\n\nThank you.",
)


@bp.get("/<slug>/invitations/write")
@access("invitations.send")
def write_to_invited(slug: str) -> str:
    """A note to everybody of one status ("waiting": all without an answer) and with these words."""
    status, words = request.args.get("status", "waiting"), request.args.get("q", "").strip()[:200]
    if status not in ("", "waiting", *inviting.STATUSES):
        abort(404)
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        chosen = inviting.standing(session, campaign, status=status, words=words)
        return _page(session, campaign, chosen, WordsForm(formdata=None, subject=_OURS.subject, text=_OURS.text))


@bp.post("/<slug>/invitations/write")
@access("invitations.send")
def write_to_chosen(slug: str) -> str | tuple[str, int] | Response:
    """Write to those who were ticked in the list: first the page with the words, then its preview, then the sending."""
    numbers = _numbers()
    if request.form.get("step") not in ("look", "send"):
        form = WordsForm(formdata=None, subject=_OURS.subject, text=_OURS.text)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _page(session, campaign, inviting.standing(session, campaign, numbers=numbers), form)
    form = WordsForm()
    try:
        inviting.check(form.words)
        if request.form.get("step") == "look":
            with database().read() as session:
                campaign = campaign_at_desk(session, slug)
                return _page(session, campaign, inviting.standing(session, campaign, numbers=numbers), form)
        with database().write() as session:
            campaign = campaign_at_desk(session, slug)
            sent = inviting.write(
                session,
                campaign,
                inviting.standing(session, campaign, numbers=numbers),
                form.words,
                doors=doors_of(campaign.slug),
                by=actor(),
                now=now(),
                written_at=_opened_at(),
            )
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _page(session, campaign, inviting.standing(session, campaign, numbers=numbers), form, shown=False), 422
    parts = [ngettext("%(num)d note is on its way.", "%(num)d notes are on their way.", len(sent.recipients))]
    if sent.skipped:
        parts.append(_("%(count)d were left out, because they had answered or cannot be reached.", count=len(sent.skipped)))
    flash(" ".join(parts))
    return see_other("desk.invitations", slug=slug)


def _numbers() -> list[int]:
    """The invitations that were ticked, or that the page carries along in one field."""
    typed = [*request.form.getlist("number"), *request.form.get("numbers", "").split(",")]
    return list(dict.fromkeys(number for one in typed if (number := whole_number(one)) is not None))


def _opened_at() -> datetime:
    """When the page with the words was opened, as it says itself: what makes its button send once. A mistaken word is now."""
    try:
        opened = datetime.fromisoformat(request.form.get("opened", ""))
        if opened.tzinfo is None:
            return now()
        opened = opened.astimezone(UTC)
    except (ValueError, OverflowError):
        return now()
    return opened if now() - timedelta(days=7) <= opened <= now() else now()


def _page(session: Session, campaign: Campaign, chosen: Sequence[Standing], form: WordsForm, *, shown: bool = True) -> str:
    who = inviting.reachable(chosen)
    first = who.recipients[0] if who.recipients else None
    return page(
        session,
        campaign,
        "invitations_write.html",
        form=form,
        who=who,
        numbers=",".join(str(one.invitation.id) for one in chosen),
        opened=request.form.get("opened") or now().isoformat(),
        places=inviting.PLACES,
        shown=preview(campaign, first, form.words) if first and shown else None,
    )
