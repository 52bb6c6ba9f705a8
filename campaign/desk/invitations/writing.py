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
from campaign.desk.invitations.shown import AT_ONCE, LONGEST_SEARCH, numbers_sent, page, preview
from campaign.desk.invitations.wording import WordsForm
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.operations.inviting import Standing, Words
from campaign.public.opening import doors_of
from campaign.queries import campaign_at_desk
from coalition.access import actor
from errors import UserError
from signatories.models import Invitation
from web import access, database, now, see_other

_OURS = Words(
    "Still time to sign: {title} (by {deadline})",
    "Dear {contact},\n\nwe have not heard from {organization} yet about the letter “{title}”. It closes {deadline}.\n\n"
    "Read, sign, tell us that your board needs time, or decline, here:\n\n{link}\n\nThank you.",
)
_TO_BOARD = Words(
    "Has your board decided? {title} (by {deadline})",
    "Dear {contact},\n\nyou told us that the board of {organization} decides about the letter “{title}”. It closes {deadline}."
    "\n\nOnce it has decided, sign or decline here. If it needs more time, tell us there until when:\n\n{link}\n\nThank you.",
)
_TO_CONFIRM = Words(
    "One step is left to sign: {title} (by {deadline})",
    "Dear {contact},\n\nsomebody filled in the form to sign the letter “{title}” for {organization}, with an address at which"
    " nobody has confirmed it yet. It closes {deadline}.\n\nPerhaps that mail has not been read, or the address was mistyped."
    " With this link, and the address at which you read this, a signature stands at once:\n\n{link}\n\nThank you.",
)


@bp.get("/<slug>/invitations/write")
@access("invitations.send")
def write_to_invited(slug: str) -> str:
    """A note to everybody of one status ("waiting": all without an answer) and with these words."""
    status, words = request.args.get("status", "waiting"), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    if status not in ("", "waiting", *inviting.STATUSES):
        abort(404)
    choice = status if status in inviting.STATUSES else ""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        chosen = inviting.standing(session, campaign, status=status, words=words)
        return _page(session, campaign, chosen, choice)


@bp.post("/<slug>/invitations/write")
@access("invitations.send")
def write_to_chosen(slug: str) -> str | tuple[str, int] | Response:
    """Write to those who were ticked in the list: first the page with the words, then its preview, then the sending."""
    numbers, step, choice = numbers_sent(), request.form.get("step"), request.form.get("choice", inviting.TICKED)
    if step not in ("look", "send"):
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            return _page(session, campaign, inviting.standing(session, campaign, numbers=numbers), choice)
    form = WordsForm()
    sent = 0
    try:
        inviting.check(form.words)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            chosen = inviting.standing(session, campaign, numbers=numbers)
            if step == "look":
                return _page(session, campaign, chosen, choice, form)
            who = inviting.reachable(session, campaign, chosen, choice=choice, now=now())
        # Where nobody is left, the first part is empty and says so.
        for start in range(0, max(1, len(who.recipients)), AT_ONCE):
            part = [one.id for one in who.recipients[start : start + AT_ONCE]]
            sent += _write(slug, part, form.words, choice)
        if not sent:
            raise UserError("These were sent already from this page. Open it anew to write again.")
    except UserError as error:
        blame(form, error)
        with database().read() as session:
            campaign = campaign_at_desk(session, slug)
            chosen = inviting.standing(session, campaign, numbers=numbers)
            return _page(session, campaign, chosen, choice, form, shown=False, sent=sent), 422
    parts = [ngettext("%(num)d note is on its way.", "%(num)d notes are on their way.", sent)]
    if who.skipped:
        parts.append(_("%(count)d were left out; the page with the words said why.", count=len(who.skipped)))
    flash(" ".join(parts))
    return see_other("desk.invitations", slug=slug)


def _write(slug: str, numbers: Sequence[int], words: Words, choice: str) -> int:
    """Write to some of the chosen; gives how many new mails that made."""
    with database().write() as session:
        campaign = campaign_at_desk(session, slug)
        done = inviting.write(
            session,
            campaign,
            inviting.standing(session, campaign, numbers=numbers),
            words,
            choice=choice,
            doors=doors_of(campaign.slug),
            by=actor(),
            now=now(),
            written_at=_opened_at(),
        )
    return done.sent


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


def _first_words(recipients: Sequence[Invitation], choice: str) -> Words:
    """What a note begins with: "we have not heard from you" is no word for those who said that their board decides."""
    if choice == "confirming":
        return _TO_CONFIRM
    asked = bool(recipients) and all(one.reviewing_at is not None for one in recipients)
    return _TO_BOARD if asked else _OURS


def _page(
    session: Session,
    campaign: Campaign,
    chosen: Sequence[Standing],
    choice: str,
    form: WordsForm | None = None,
    *,
    shown: bool = True,
    sent: int = 0,
) -> str:
    who = inviting.reachable(session, campaign, chosen, choice=choice, now=now())
    first = who.recipients[0] if who.recipients else None
    if form is None:
        words = _first_words(who.recipients, choice)
        form = WordsForm(formdata=None, subject=words.subject, text=words.text)
    return page(
        session,
        campaign,
        "invitations_write.html",
        form=form,
        who=who,
        choice=choice,
        sent=sent,
        numbers=",".join(str(one.invitation.id) for one in chosen),
        opened=request.form.get("opened") or now().isoformat(),
        places=inviting.PLACES,
        shown=preview(campaign, first, form.words) if first and shown else None,
    )
