"""Signing in and out."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from blame import blame
from coalition.access import actor, end_session, signed_in, start_session
from coalition.forms import SignInForm
from coalition.operations.sessions import revoke_session
from coalition.operations.sign_in import LinkSpent, link_works, open_session, request_sign_in
from coalition.views.blueprint import bp
from errors import UserError
from mail.views import readable_here
from throttle import allow
from web import access, database, external_url, local_path, now, render, see_other

DESK = "/desk/"


@bp.route("/sign-in", methods=["GET", "POST"])
@access("public")
def sign_in() -> str | tuple[str, int, dict[str, str]] | Response:
    """The form that asks for a link. Its answer is the same whether or not the address is known."""
    wanted = local_path(request.args.get("next"))
    form = SignInForm()
    if form.validate_on_submit():
        refusal = allow("sign_in", mailbox=(form.email.data or "").strip().lower())
        if refusal is not None:
            form.form_errors.append(refusal.sentence)
            return render("coalition/sign_in.html", form=form), refusal.status, refusal.headers

        def link_address(token: str) -> str:
            return external_url("coalition.sign_in_link", token=token, next=wanted)

        try:
            with database().write() as writing:
                request_sign_in(writing, form.email.data or "", now(), link_address)
            return see_other("coalition.link_sent")
        except UserError as error:
            blame(form, error, field="email")
    return render("coalition/sign_in.html", form=form)


@bp.get("/sign-in/sent")
@access("public")
def link_sent() -> str:
    """What to do next: look into the mailbox."""
    return render("coalition/link_sent.html", caught=readable_here())


@bp.get("/sign-in/<token>")
@access("public")
def sign_in_link(token: str) -> str | tuple[str, int]:
    """The page behind the mailed link: one button. Looking at it (as mail scanners and previews do) uses nothing up."""
    with database().read() as reading:
        works = link_works(reading, token, now())
    if not works:
        return render("coalition/link_spent.html"), 410
    return render("coalition/sign_in_link.html", token=token, wanted=local_path(request.args.get("next")))


@bp.post("/sign-in/<token>")
@access("public")
def use_sign_in_link(token: str) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The button was pressed: use the link and open a session with a new token, ending the one this browser had."""
    wanted = local_path(request.args.get("next"))
    refusal = allow("use_link")
    if refusal is not None:
        page = render("coalition/sign_in_link.html", token=token, wanted=wanted, refusal=refusal)
        return page, refusal.status, refusal.headers
    before = signed_in()
    try:
        with database().write() as writing:
            fresh = open_session(writing, token, now(), request.user_agent.string)
            if before is not None:
                revoke_session(writing, before.person_id, before.session_id, now())
    except LinkSpent:
        return render("coalition/link_spent.html"), 410
    start_session(fresh)
    return redirect(wanted or DESK, code=303)


@bp.post("/sign-out")
@access("self")
def sign_out() -> Response:
    """End this session."""
    person = actor()
    with database().write() as writing:
        revoke_session(writing, person.person_id, person.session_id, now())
    end_session()
    return see_other("coalition.sign_in")
