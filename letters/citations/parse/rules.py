"""The ordered list of rules that read a full citation, each taking its element out before the next one looks.

The order matters: an archive's address is read before the source's own, a date inside "last accessed" before the date of the
work, an authority of law before anything is taken for a journal, and what is left at the end is author, title and container.
"""

from __future__ import annotations

from collections.abc import Callable

from letters.citations.parse import (
    courts,
    elements,
    issued,
    journals,
    marks,
    numbers,
    openings,
    pinpoints,
    reference_lists,
    statutes,
    treaties,
)
from letters.citations.parse.draft import Draft
from letters.citations.parse.kinds import settle_kind

RULES: tuple[Callable[[Draft], None], ...] = (
    marks.signal,
    marks.hereinafter,
    marks.archive,
    marks.accessed,
    marks.address,
    marks.doi,
    courts.european_case,
    courts.case,
    courts.agency_decision,
    treaties.united_nations,
    statutes.order,
    statutes.public_law,
    statutes.register,
    treaties.treaty,
    treaties.european,
    statutes.british_act,
    statutes.bill,
    statutes.code,
    statutes.hearing,
    marks.parenthetical,
    reference_lists.reference_list,
    journals.journal,
    numbers.preprint,
    numbers.numbers,
    pinpoints.locator,
    issued.date,
    openings.lead_words,
    openings.edition,
    elements.title_and_container,
    settle_kind,
)


def read_full(draft: Draft) -> None:
    """Run every rule over ``draft``, in order."""
    for rule in RULES:
        rule(draft)
