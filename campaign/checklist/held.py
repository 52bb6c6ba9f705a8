"""Signatures that a coordinator set aside."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from campaign.checklist.check import Check, Found, Look
from signatories.models import Signature


def _look(look: Look) -> Found:
    query = select(func.count()).where(Signature.campaign_id == look.campaign.id, Signature.status == "held")
    return Found(look.session.scalar(query) or 0)


CHECK = Check(
    key="held",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d signature is held and would not be on the letter.",
        "%(num)d signatures are held and would not be on the letter.",
        count,
    ),
    fine=lambda: _("No signature is held."),
    endpoint="desk.signatures",
    label=lambda: _("Decide"),
    values={"show": "held"},
)
