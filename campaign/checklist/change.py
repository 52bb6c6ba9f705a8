"""A text that was worked on after the letter was opened, and that nobody has published."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import NOTHING_TO_ASK, Check, Found, Look
from campaign.queries import current_version, newest_version


def _look(look: Look) -> Found:
    if look.campaign.state != "circulating":
        return NOTHING_TO_ASK
    newest, current = newest_version(look.session, look.campaign), current_version(look.session, look.campaign)
    return Found(int(newest.content_hash != current.content_hash))


CHECK = Check(
    key="unpublished change",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "A changed text is not published, and would not be in the letter.",
        "A changed text is not published, and would not be in the letter.",
        count,
    ),
    fine=lambda: _("The newest text is the one that people sign."),
    endpoint="desk.change",
    label=lambda: _("See the change"),
)
