"""A letter's page, and signing it."""

from __future__ import annotations

from typing import cast

from flask import abort, current_app, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

import edge
import throttle
from campaign.deadlines import state_at
from campaign.operations import Late, SignatureEntry, Signed, TextChanged, sign
from campaign.operations.signing import NotPublic
from campaign.public.blueprint import bp
from campaign.public.invited import campaign_of_form, invited_words
from campaign.public.letter_page import Remarks, cached_letter, letter_page
from campaign.public.moments import moment
from campaign.public.opening import doors_here, doors_of
from campaign.public.page import asked_by, closing_of, sign_form
from campaign.queries import letter_to_sign
from errors import UserError
from languages import chosen, translated
from signatories.forms import SCOPE_LABELS, SignerForm
from signatories.guards import suspicious
from web import access, database, now, pages, render, see_there, surroundings

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@bp.get("/letters/<slug>")
@access("public")
def letter(slug: str) -> Response:
    """The letter, its deadline, who has signed as far as the campaign shows it, and the form."""
    return cached_letter(slug, "organization")


@bp.get("/letters/<slug>/individual")
@access("public")
def individual(slug: str) -> Response:
    """The letter with the form for a person who signs in their own name; 404 where the campaign takes none."""
    return cached_letter(slug, "individual")


@bp.post("/letters/<slug>/line")
@access("public")
def line(slug: str) -> dict[str, object] | tuple[dict[str, object], int]:
    """How the name in the form would print, and what is wrong with it: for the line that follows the typing."""
    refusal = throttle.allow("line", campaign=slug)
    if refusal:
        return {"line": "", "removed": "", "problems": []}, refusal.status
    kind = "individual" if request.form.get("kind") == "individual" else "organization"
    form = sign_form(asked_by(slug, linked=_linked(slug)), kind)
    problems = _look_at_line(form)
    return {"line": form.line, "removed": form.removed, "problems": problems}


@bp.post("/letters/<slug>/sign", endpoint="sign")
@access("public")
def sign_letter(slug: str) -> Answer:
    """Sign for an organization, or show its line first."""
    return _take(slug, "organization")


@bp.post("/letters/<slug>/individual", endpoint="sign_individual")
@access("public")
def sign_as_individual(slug: str) -> Answer:
    """Sign in one's own name, or show the line first."""
    return _take(slug, "individual")


_KINDS = {"public.sign": "organization", "public.sign_individual": "individual"}


@bp.errorhandler(CSRFError)
def without_mark(error: CSRFError) -> Answer:
    """A sign form whose mark is none of this browser's (its cookies were cleared, say) comes back with a new mark and with all
    that was typed. Nothing is written."""
    kind = _KINDS.get(request.endpoint or "")
    if kind is None:
        return edge.without_mark(error)
    try:
        slug = (request.view_args or {})["slug"]
        return _again(slug, _form(slug, kind), kind, Remarks(stale=True), 400)
    except HTTPException as ended:  # Flask asks no second handler by itself
        return cast(Response, current_app.handle_http_exception(ended))


def _take(slug: str, kind: str) -> Answer:
    """Whatever goes wrong, the page comes back with everything that was typed."""
    form = _form(slug, kind)
    if "preview" in request.form:
        _look_at_line(form)
        return _again(slug, form, kind, Remarks(preview=True), 422 if form.errors else 200)
    if not form.validate():
        return _again(slug, form, kind, Remarks(), 422)
    if suspicious(form.fax.data or "", throttle.form_age(), form.person.data == "yes"):
        return _again(slug, form, kind, Remarks(doubted=True), 422)
    opened = doors_of(slug).opened("invited", form.invitation.data or "")
    refusal = throttle.allow("sign_invited" if opened else "sign", campaign=slug)
    if refusal:
        return *_again(slug, form, kind, Remarks(refusal=refusal.sentence), refusal.status), refusal.headers
    entry = _entry(form, kind)
    doors, arrived, clock = doors_of(slug), now(), surroundings().clock

    def work(session: Session) -> Signed | Late:
        letter = letter_to_sign(session, slug)  # from here on it cannot close
        return sign(session, letter, entry, doors=doors, now=arrived, written=clock())

    try:
        outcome = database().together(work)
    except NotPublic:
        abort(404)
    except TextChanged:
        return _again(slug, form, kind, Remarks(changed=True), 409)
    except UserError as error:
        blame(form, error)
        return _again(slug, form, kind, Remarks(), 422)
    if isinstance(outcome, Late):
        return _late(slug, form, kind, kept=True, in_time=outcome.request.in_time)
    return _thank(slug, outcome)


def _linked(slug: str) -> bool:
    """Whether the form came with a genuine personal link. Whether that still opens anything is looked at later."""
    return doors_of(slug).opened("invited", request.form.get("invitation", "")) is not None


def _form(slug: str, kind: str) -> SignerForm:
    """The form that was sent; 404 where the campaign takes none of its kind."""
    asked = asked_by(slug, linked=_linked(slug))
    if kind == "individual" and not asked.individuals:
        abort(404)
    return sign_form(asked, kind)


def _thank(slug: str, outcome: Signed) -> Response:
    """Lead to the signer's own page, or to the one that waits for the mail. The second is the same for everybody."""
    doors, number = doors_here(slug), outcome.number
    if outcome.confirmed:
        pages().clear()
        return see_there(doors.to("own", number, outcome.generation))
    return see_there(doors.to("waiting", number))


def _entry(form: SignerForm, kind: str) -> SignatureEntry:
    given = form.data

    def text(name: str) -> str:
        return given.get(name) or ""

    return SignatureEntry(
        name=form.name,
        contact_name=text("contact_name"),
        contact_title=text("contact_title"),
        contact_email=text("contact_email"),
        attestation=form.attestation,
        version_hash=text("version"),
        kind=kind,
        title=text("contact_title") if kind == "individual" else "",
        affiliation=text("affiliation"),
        scope=text("scope"),
        state=text("state"),
        type=text("type"),
        website=text("website"),
        answers=form.answers,
        language=chosen(),
        invitation=doors_of("").opened("invited", text("invitation")),
    )


def blame(form: SignerForm, error: UserError) -> None:
    """Put what an operation refused where the person will look: at the field that the error names, else over the form."""
    if error.field and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, translated(error)]
    else:
        form.form_errors.append(translated(error))


def _look_at_line(form: SignerForm) -> list[str]:
    """Check only what prints; gives what is wrong with it."""
    for name in form.printed:
        field = form[name]
        own = getattr(form, f"validate_{name}", None)
        field.validate(form, [own.__func__] if own else [])
        form.printable(field)
    return [problem for name in form.printed for problem in form[name].errors]


def _again(slug: str, form: SignerForm, kind: str, remarks: Remarks, status: int) -> tuple[str, int]:
    with database().read() as session:
        campaign = campaign_of_form(session, slug, form)
        if state_at(campaign, now()) != "circulating":
            if remarks.preview:
                form.validate()  # is it complete? For the line alone only the name was looked at
            return _late(slug, form, kind, kept=False, refusal=remarks.refusal)
        if remarks.stale:
            form.authorized.data = False  # another site may have sent this: it is not to be one click away from standing
        return letter_page(session, campaign, form, kind, remarks, **invited_words(session, campaign, form)), status


def _late(slug: str, form: SignerForm, kind: str, *, kept: bool, in_time: bool = False, refusal: str = "") -> tuple[str, int]:
    """The letter has closed. What is complete and was not kept yet can be passed on to the coordinators with one button.

    ``in_time``: it had arrived before, and the list was frozen while it was on its way.
    """
    with database().read() as session:
        campaign = campaign_of_form(session, slug, form)
        page = render(
            "public/late.html",
            campaign=campaign,
            deadline=closing_of(campaign, now()),
            arrived=moment(now(), campaign.timezone, now()),
            form=form,
            kind=kind,
            typed=_shown(form),
            kept=kept,
            in_time=in_time,
            refusal=refusal,
        )
        return page, 409


def _shown(form: SignerForm) -> list[tuple[str, str]]:
    """What was typed, each with the label of its field."""
    fields = [field for field in form if field.type in ("StringField", "EmailField", "SelectField") and field.name != "fax"]
    return [
        (str(one.label.text), str(SCOPE_LABELS.get(one.data, "")) if one.name == "scope" else one.data or "") for one in fields
    ]
