"""Forms whose mail nobody has answered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from campaign.checklist.check import Check, Found, Look
from signatories.models import Signature


def _look(look: Look) -> Found:
    query = select(func.count()).where(Signature.campaign_id == look.campaign.id, Signature.status == "unconfirmed")
    return Found(look.session.scalar(query) or 0)


CHECK = Check(
    key="unconfirmed",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d signer has not confirmed by mail.",
        "%(num)d signers have not confirmed by mail.",
        count,
    ),
    fine=lambda: _("Everybody who signed has confirmed."),
    endpoint="desk.signatures",
    label=lambda: _("See who"),
    values={"show": "unconfirmed"},
)
