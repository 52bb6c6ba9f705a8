"""Signers who were asked about a changed text, and may still answer."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.queries import asked_again


def _look(look: Look) -> Found:
    return Found(asked_again(look.session, look.campaign))


CHECK = Check(
    key="asked",
    weight="block",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d signer is asked about the changed text and has not answered.",
        "%(num)d signers are asked about the changed text and have not answered.",
        count,
    ),
    fine=lambda: _("Nobody is asked about a changed text."),
    endpoint="desk.consent",
    label=lambda: _("See who is asked"),
)
