"""A number of signatories typed by hand: it does not follow when more sign."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.operations.writing import resolution_of
from campaign.queries import current_version


def _look(look: Look) -> Found:
    resolution = resolution_of(current_version(look.session, look.campaign))
    typed = [str(warning) for warning in resolution.warnings if warning.kind in ("hand-typed", "count-in-field")]
    return Found(len(typed), typed)


CHECK = Check(
    key="typed numbers",
    weight="warn",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d number in the text is typed by hand: see whether it is right.",
        "%(num)d numbers in the text are typed by hand: see whether they are right.",
        count,
    ),
    fine=lambda: _("No number in the text is typed by hand."),
    endpoint="desk.notes",
    label=lambda: _("Look at the notes"),
)
