"""The answer to the question on the signer's own page, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from campaign.alike import Alike, alike
from campaign.models import Campaign
from campaign.operations.answering_alike import answer, take_answer_back
from campaign.public.alike import AlikeForm, BackForm, thanks
from campaign.public.blueprint import bp
from campaign.public.opening import open_signature
from campaign.public.own import act_on_page
from campaign.public.taking import Taken
from signatories.models import Signature
from web import access, database, now


@bp.post("/letters/<slug>/mine/<token>/alike")
@access("public")
def alike_answer(slug: str, token: str) -> Taken:
    """Say whether another line of the letter is the same organization."""

    def look() -> Sequence[Alike]:
        with database().read() as session:
            campaign, signature = open_signature(session, slug, "own", token)
            return alike(session, campaign, signature, now())

    form = AlikeForm(look)

    def act(session: Session, campaign: Campaign, signature: Signature) -> str:
        answer(session, campaign, signature, form.about, form.verdict, now=now())
        return thanks(form.verdict, form.about)

    return act_on_page(slug, token, form, act)


@bp.post("/letters/<slug>/mine/<token>/alike/back")
@access("public")
def alike_back(slug: str, token: str) -> Taken:
    """Take such an answer back."""
    form = BackForm()

    def act(session: Session, campaign: Campaign, signature: Signature) -> str:
        done = take_answer_back(session, campaign, signature, form.judgement.data or 0, now=now())
        return str(_("Taken back: everything stands as before.")) if done else str(_("That was taken back already."))

    return act_on_page(slug, token, form, act)
