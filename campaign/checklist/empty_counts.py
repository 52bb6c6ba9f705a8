"""A count in the text of a kind that nobody signed as: it would print as “[number]”."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from campaign.checklist.check import NOTHING_TO_ASK, Check, Found, Look
from campaign.listing import signatories_of
from campaign.operations.writing import letter_of
from campaign.queries import current_version
from letters.document.counts import BY_STATE
from letters.document.nodes import Count, Inlines, Note, NoteInline
from letters.document.walk import inlines_of


def _counts(nodes: Inlines | tuple[NoteInline, ...]) -> Iterator[Count]:
    for node in nodes:
        if isinstance(node, Count):
            yield node
        elif isinstance(node, Note):
            yield from _counts(node.content)


def _look(look: Look) -> Found:
    letter = letter_of(current_version(look.session, look.campaign))
    # Those from the recipient's state are another number in each copy: who has nobody is pointed out at the delivery.
    named = {node.of: node.typed for node in _counts(tuple(inlines_of(letter.body))) if node.of not in BY_STATE}
    if not named:
        return NOTHING_TO_ASK
    numbers = signatories_of(look.session, look.campaign).counts
    empty = [typed for of, typed in named.items() if not numbers[of]]
    return Found(len(empty), empty)


CHECK = Check(
    key="empty counts",
    weight="block",
    look=_look,
    say=lambda count: ngettext(
        "The text counts %(num)d kind of signatories of which nobody signed: it would print “[number]”.",
        "The text counts %(num)d kinds of signatories of which nobody signed: it would print “[number]”.",
        count,
    ),
    fine=lambda: _("Whatever the text counts has signed."),
    endpoint="desk.letter",
    label=lambda: _("Change the text"),
)
