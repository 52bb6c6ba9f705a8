"""Characters in the text or in the list for which no typeface of ours has a shape."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import Check, Found, Look
from campaign.listing import signatories_of
from campaign.operations.writing import letter_of, style_of
from campaign.printing import unprintable_places
from campaign.queries import current_version
from letters.document.printable import unprintable


def _look(look: Look) -> Found:
    version = current_version(look.session, look.campaign)
    places = unprintable_places(letter_of(version), version.sources, style_of(version))
    lines = [line for group in signatories_of(look.session, look.campaign).groups for line in group.lines]
    names = [line.name for line in lines if unprintable(f"{line.name} {line.detail}")]
    return Found(len(places) + len(names), [*places, *(f"“{name[:80]}”" for name in names)])


CHECK = Check(
    key="unprintable",
    weight="block",
    look=_look,
    say=lambda count: ngettext(
        "%(num)d place of the letter cannot be printed.",
        "%(num)d places of the letter cannot be printed.",
        count,
    ),
    fine=lambda: _("Every name and every word can be printed."),
    endpoint="desk.signatures",
    label=lambda: _("Look at the list"),
)
