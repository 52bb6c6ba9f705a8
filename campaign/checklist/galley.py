"""Whether signers were ever shown their lines as they will print."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import NOTHING_TO_ASK, Check, Found, Look
from campaign.listing import counts


def _look(look: Look) -> Found:
    if look.campaign.galley_until is not None:
        return NOTHING_TO_ASK
    return Found(counts(look.session, [look.campaign])[look.campaign.id])


CHECK = Check(
    key="galley never asked",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d line stands as it was typed: its signer was never asked whether it is right.",
        "%(num)d lines stand as they were typed: their signers were never asked whether they are right.",
        count,
    ),
    fine=lambda: _("Signers were asked whether their lines are right."),
    endpoint="desk.galley",
    label=lambda: _("Ask them"),
)
