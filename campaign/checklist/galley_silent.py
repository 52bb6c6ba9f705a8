"""Signers who were shown their line and have not answered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from campaign.checklist.check import NOTHING_TO_ASK, Check, Found, Look
from campaign.queries import STANDS
from signatories.models import Signature


def _look(look: Look) -> Found:
    if look.campaign.galley_until is None:
        return NOTHING_TO_ASK
    silent = Signature.galley.in_(("asked", "unreached"))
    query = select(func.count()).where(Signature.campaign_id == look.campaign.id, silent, STANDS)
    return Found(look.session.scalar(query) or 0)


CHECK = Check(
    key="galley unanswered",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d signer has not said whether their line is right.",
        "%(num)d signers have not said whether their line is right.",
        count,
    ),
    fine=lambda: _("Everybody who was asked has said that their line is right."),
    endpoint="desk.galley",
    label=lambda: _("See the answers"),
)
