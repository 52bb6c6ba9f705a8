"""References that lead nowhere, and whatever else of the text must be mended before it goes out."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.operations.writing import resolution_of
from campaign.queries import current_version


def _look(look: Look) -> Found:
    resolution = resolution_of(current_version(look.session, look.campaign))
    blocking = [str(warning) for warning in resolution.warnings if warning.blocks]
    return Found(len(blocking), blocking)


CHECK = Check(
    key="broken",
    weight="block",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d reference of the text is broken.",
        "%(num)d references of the text are broken.",
        count,
    ),
    fine=lambda: _("Every reference of the text leads somewhere."),
    endpoint="desk.notes",
    label=lambda: _("Look at the notes"),
)
