"""Before the letter closes: the signer's line as it will print, to say that it is right, to correct it, or to withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign.deadlines import state_at
from campaign.in_print import in_print
from campaign.models import Campaign
from campaign.operations.galley import around, say_right, spell
from campaign.operations.own_page import withdraw
from campaign.public.blueprint import bp
from campaign.public.moments import moment
from campaign.public.opening import doors_of, open_signature
from campaign.public.own import LineForm, WithdrawForm
from campaign.public.page import closing_of
from campaign.public.taking import Taken, take
from signatories.models import STANDING, Signature
from web import access, database, now, pages, render, see_other


class RightForm(FlaskForm):  # type: ignore[misc]
    """One button."""


@bp.get("/letters/<slug>/galley/<token>")
@access("public")
def galley(slug: str, token: str) -> str:
    """The line in its place, and the three answers. Looking changes nothing."""
    with database().read() as session:
        campaign, signature = open_signature(session, slug, "galley", token)
        return _page(session, campaign, signature, token)


@bp.post("/letters/<slug>/galley/<token>/right")
@access("public")
def galley_right(slug: str, token: str) -> Taken:
    """It is right."""

    def act(session: Session, campaign: Campaign, signature: Signature) -> None:
        say_right(session, campaign, signature, now=now())

    return _answered(slug, token, RightForm(), act)


@bp.post("/letters/<slug>/galley/<token>/line")
@access("public")
def galley_correct(slug: str, token: str) -> Taken:
    """Spell it otherwise; so it is right."""
    form = LineForm()

    def act(session: Session, campaign: Campaign, signature: Signature) -> None:
        spell(session, campaign, signature, form.line.data or "", now=now())

    return _answered(slug, token, form, act)


@bp.post("/letters/<slug>/galley/<token>/withdraw")
@access("public")
def galley_withdraw(slug: str, token: str) -> Taken:
    """Take it back."""
    form = WithdrawForm()

    def act(session: Session, campaign: Campaign, signature: Signature) -> None:
        withdraw(session, campaign, signature, reason=form.reason.data or "", doors=doors_of(slug), now=now())

    return _answered(slug, token, form, act)


def _answered(slug: str, token: str, form: FlaskForm, act: Callable[[Session, Campaign, Signature], None]) -> Taken:
    """Do it and show the page again."""

    def again(refusal: str) -> str:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "galley", token)
            return _page(session, campaign, signature, token, refusal, form)

    def then(_done: None) -> Response:
        pages().clear()
        return see_other("public.galley", slug=slug, token=token)

    return take(
        form,
        lambda session: act(session, *open_signature(session, slug, "galley", token, lock=True)),
        again=again,
        then=then,
        above=True,
    )


def _page(
    session: Session, campaign: Campaign, signature: Signature, token: str, refusal: str = "", sent: FlaskForm | None = None
) -> str:
    until = campaign.galley_until
    return render(
        "public/galley.html",
        campaign=campaign,
        signature=signature,
        token=token,
        refusal=refusal,
        printed=in_print(session, campaign, signature),
        place=around(session, campaign, signature, now()),
        line_form=sent if isinstance(sent, LineForm) else LineForm(formdata=None, line=signature.line_wanted or signature.line),
        withdraw_form=sent if isinstance(sent, WithdrawForm) else WithdrawForm(formdata=None),
        wrong=sent is not None and bool(sent.errors),
        open=state_at(campaign, now()) == "circulating",
        standing=signature.status in STANDING,
        until=moment(until, campaign.timezone, now()) if until is not None and until > now() else None,
        deadline=closing_of(campaign, now()),
        own_token=doors_of(campaign.slug).seal.token("own", signature.id, signature.generation),
    )
