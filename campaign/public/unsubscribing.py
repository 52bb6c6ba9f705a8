"""The page behind "unsubscribe" in a mail, and what the mail program sends there by itself (RFC 8058).

Its form carries no mark of ours (CSRF): a mail program has none to send. What the link says is signed, and whoever has it can
do no more than these buttons do, all of which can be taken back on the same page.
"""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from campaign.operations.unsubscribing import Subscription, subscribe_again, subscription, unsubscribe
from campaign.public.blueprint import bp
from mail.sealing import MailSeal
from web import access, database, now, render, see_other, settings


@bp.get("/unsubscribe/<token>")
@access("public")
def unsubscribing(token: str) -> str:
    """One button. Programs open the links of a mail before people do, so looking changes nothing."""
    with database().read() as session:
        held = _must_be(subscription(session, _seal().unsubscribing(token)))
        return render("public/unsubscribe.html", held=held, campaign=held.campaign, token=token)


@bp.post("/unsubscribe/<token>")
@access("public")
def unsubscribe_now(token: str) -> Response | str:
    """Unsubscribe from the letter's mail or from the coalition's, or take that back.

    A mail program sends ``List-Unsubscribe=One-Click`` and wants no redirect (RFC 8058, section 3.1).
    """
    named = _seal().unsubscribing(token)
    with database().write() as session:
        held = _must_be(subscription(session, named))
        wish = request.form.get("what", "")
        if wish == "again":
            subscribe_again(session, _seal(), held)
        else:
            unsubscribe(session, _seal(), held, "coalition" if wish == "coalition" else "campaign", now())
    return see_other("public.unsubscribing", token=token) if wish else unsubscribing(token)


def _must_be(held: Subscription | None) -> Subscription:
    if held is None:
        abort(404)
    return held


def _seal() -> MailSeal:
    return MailSeal(settings().secret_key)
