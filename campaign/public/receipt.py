"""The page that a signer keeps."""

from __future__ import annotations

from flask import abort
from sqlalchemy import select

from campaign.public.blueprint import bp
from campaign.public.page import closing_of, moment
from campaign.queries import current_version, public_campaign
from campaign.state import state_at
from coalition.operations.tokens import token_hash
from signatories.models import Signature
from web import access, database, now, render


@bp.get("/letters/<slug>/signed/<token>")
@access("public")
def signed(slug: str, token: str) -> str:
    """What was signed, in which words, which text, and what happens next. Shows nobody's address."""
    with database().read() as session:
        campaign = public_campaign(session, slug)
        found = select(Signature).where(Signature.receipt_hash == token_hash(token), Signature.campaign_id == campaign.id)
        signature = session.scalars(found).one_or_none()
        if signature is None:
            abort(404)
        return render(
            "public/signed.html",
            campaign=campaign,
            signature=signature,
            at=moment(signature.signed_at, campaign.timezone, now()),
            current=current_version(session, campaign).content_hash == signature.version_hash,
            deadline=closing_of(campaign, now()),
            open=state_at(campaign, now()) == "circulating",
        )
