"""Names that may be one organization, and that nobody has judged."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.doubtful import doubts_of, likely_doubles


def _look(look: Look) -> Found:
    if look.glance:
        return Found(likely_doubles(look.session, look.campaign))
    return Found(len(doubts_of(look.session, look.campaign).open))


CHECK = Check(
    key="doubles",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d pair of names may be one organization, and nobody has decided yet.",
        "%(num)d pairs of names may be one organization, and nobody has decided yet.",
        count,
    ),
    fine=lambda: _("No two names wait to be judged."),
    endpoint="desk.queue",
    label=lambda: _("Look at the pairs"),
)
