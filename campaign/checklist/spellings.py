"""Signers who ask for another spelling than the one that a coordinator accepted."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from campaign.checklist.check import Check, Found, Look
from campaign.queries import STANDS
from signatories.models import Signature


def _look(look: Look) -> Found:
    query = select(func.count()).where(Signature.campaign_id == look.campaign.id, Signature.line_wanted != "", STANDS)
    return Found(look.session.scalar(query) or 0)


CHECK = Check(
    key="spellings",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d signer asks for another spelling.",
        "%(num)d signers ask for another spelling.",
        count,
    ),
    fine=lambda: _("Nobody asks for another spelling."),
    endpoint="desk.signatures",
    label=lambda: _("Look at the spellings"),
    values={"show": "line-wanted"},
)
