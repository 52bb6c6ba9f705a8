"""Warnings about a letter as the desk shows them: grouped by kind, what blocks first, with a button where a mend is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.desk.blueprint import bp
from letters.document.losses import LetterWarning, WarningKind

TITLES: Mapping[WarningKind, Callable[[int], str]] = {
    "broken-source": lambda n: ngettext(
        "%(num)d citation of a source that is not in the library", "%(num)d citations of sources that are not in the library", n
    ),
    "broken-note": lambda n: ngettext(
        "%(num)d reference to a note that is not there", "%(num)d references to notes that are not there", n
    ),
    "duplicate-note-id": lambda n: ngettext("%(num)d name that two notes share", "%(num)d names that two notes share", n),
    "empty-note": lambda n: ngettext("%(num)d empty note", "%(num)d empty notes", n),
    "citation-in-text": lambda n: ngettext("%(num)d citation outside of a note", "%(num)d citations outside of notes", n),
    "hand-typed": lambda n: ngettext("%(num)d number typed by hand", "%(num)d numbers typed by hand", n),
    "count-in-field": lambda n: ngettext("%(num)d count outside of the text", "%(num)d counts outside of the text", n),
    "same-short-name": lambda n: ngettext(
        "%(num)d short citation that could mean two works", "%(num)d short citations that could mean two works", n
    ),
    "no-scheme": lambda n: ngettext("%(num)d incomplete web address", "%(num)d incomplete web addresses", n),
    "undated": lambda n: ngettext("%(num)d page without any date", "%(num)d pages without any date", n),
    "link": lambda n: ngettext("%(num)d link to look at", "%(num)d links to look at", n),
    "unarchived": lambda n: ngettext("%(num)d cited page has no archive copy", "%(num)d cited pages have no archive copy", n),
    "uncited-source": lambda n: ngettext("%(num)d source that no note cites", "%(num)d sources that no note cites", n),
}
"""What a group of each kind is called. The order is the order on the page."""


@dataclass(frozen=True, slots=True)
class Group:
    """The warnings of one kind. ``blocks``: while they stand, the letter cannot be opened for signature or closed."""

    kind: str
    title: str
    blocks: bool
    warnings: tuple[LetterWarning, ...]


def grouped(warnings: Iterable[LetterWarning]) -> tuple[Group, ...]:
    """``warnings`` by kind, those kinds that block first; within a kind in the order of the notes."""
    kinds: dict[WarningKind, list[LetterWarning]] = {}
    for warning in warnings:
        kinds.setdefault(warning.kind, []).append(warning)
    groups = [
        Group(
            kind,
            str(TITLES[kind](len(found))),
            any(warning.blocks for warning in found),
            tuple(sorted(found, key=lambda warning: warning.note)),
        )
        for kind in TITLES
        if (found := kinds.get(kind))
    ]
    return tuple(sorted(groups, key=lambda group: not group.blocks))


def mend_label(warning: LetterWarning) -> str:
    """What the button of a warning with an offer says."""
    offer = warning.offer
    if offer is None:
        raise ValueError("this warning offers nothing")
    if offer.source:
        name = offer.words.split("supra")[0].split("Supra")[0].rstrip(" ,\u00a0") or offer.source
        return str(_("Cite %(name)s instead", name=name))
    if offer.count:
        return str(_("Let the number follow the list"))
    return str(_("Let the number follow note %(number)s", number=offer.words))


bp.app_template_filter("mend_label")(mend_label)
bp.app_template_filter("grouped")(grouped)
