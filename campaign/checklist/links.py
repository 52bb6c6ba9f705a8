"""Links of the letter that lead nowhere, or that nobody has looked at yet."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import NOTHING_TO_ASK, Check, Found, Look
from campaign.operations.links import facts_for, urls_of
from campaign.queries import current_version

_BAD = ("dead", "home-page", "unreachable", "blocked", "unchecked")


def _look(look: Look) -> Found:
    facts = facts_for(look.session, look.campaign)
    if facts is None:
        return NOTHING_TO_ASK
    named = urls_of(current_version(look.session, look.campaign))
    bad = [url for url in named if url not in facts or facts[url].state in _BAD]
    return Found(len(bad), bad)


CHECK = Check(
    key="links",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d link leads nowhere, or nobody has looked at it.",
        "%(num)d links lead nowhere, or nobody has looked at them.",
        count,
    ),
    fine=lambda: _("Every link leads to its page."),
    endpoint="desk.sources",
    label=lambda: _("Look at the links"),
)
