"""Those who were invited and asked for time, because a board decides."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.operations.inviting.status import waiting_for_boards
from campaign.wording import long_day


def _look(look: Look) -> Found:
    today = look.now.astimezone(ZoneInfo(look.campaign.timezone)).date()
    waiting = waiting_for_boards(look.session, look.campaign, today)
    return Found(
        sum(count for _day, count in waiting), [f"{count} asked for time until {long_day(day)}" for day, count in waiting]
    )


CHECK = Check(
    key="boards",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d asked for time, because a board decides.",
        "%(num)d asked for time, because a board decides.",
        count,
    ),
    fine=lambda: _("No board is waited for."),
    endpoint="desk.invitations",
    label=lambda: _("See who"),
    values={"status": "reviewing"},
)
