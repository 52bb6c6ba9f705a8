"""What a signer sees of the list around their line, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.arranging import letter_language
from campaign.deadlines import state_at
from campaign.in_print import in_print
from campaign.listing import entry, groups_of, lines
from campaign.models import Campaign
from campaign.operations.acts import SIGNER, acted, must_be_open
from campaign.operations.own_page import Corrected, NotStanding, correct_line
from campaign.shared_lines import shared_lines
from letters.document.rendition import SignatoryLine
from signatories.lines import Group, detail_of
from signatories.models import STANDING, Signature

AROUND = 2
"""Lines that are shown before and after one's own."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One line as the letter prints it: the name, and for a person title and affiliation."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A line in its place. ``heading`` is what its group prints above; "" for none.

    ``first`` and ``last`` tell whether the group begins or ends with what is shown.
    """

    before: Sequence[Printed]
    own: Printed
    after: Sequence[Printed]
    heading: str = ""
    first: bool = True
    last: bool = True


def around(session: Session, campaign: Campaign, signature: Signature, now: datetime) -> Neighbours:
    """The line as it will print, with up to two neighbours on each side where the campaign shows who has signed.

    The own line alone for a campaign that does not, for a signature that does not print as it stands, and once the letter has
    closed: then an edition says who stands where.
    """
    own = entry(signature)
    alone = Printed(signature.line, detail_of(own.kind, own.title, own.affiliation))
    words = in_print(session, campaign, signature)
    if words.shared:  # an organization, which has no detail
        alone = Printed(words.words)
    if not campaign.show_signatories or not signature.prints or state_at(campaign, now) != "circulating":
        return Neighbours((), alone, ())
    groups = groups_of(session, campaign)
    place = _place(groups, shared_lines(session, campaign.id).leader(signature.id))
    if place is None:
        return Neighbours((), alone, ())
    group, index = place
    printed = lines(groups, campaign.columns, letter_language(session, campaign)).groups[group]
    rows = [_printed(line) for line in printed.lines]
    start, end = max(0, index - AROUND), index + AROUND + 1
    return Neighbours(
        before=rows[start:index],
        own=rows[index],
        after=rows[index + 1 : end],
        heading=printed.title,
        first=start == 0,
        last=end >= len(rows),
    )


def _place(groups: Sequence[Group], leader: int) -> tuple[int, int] | None:
    """Where the line stands that the words of the signature ``leader`` are on: group and index."""
    for number, group in enumerate(groups):
        for index, item in enumerate(group.entries):
            if item.number == leader:
                return number, index
    return None


def _printed(line: SignatoryLine) -> Printed:
    return Printed(line.name, line.detail)


def say_right(session: Session, campaign: Campaign, signature: Signature, *, now: datetime) -> None:
    """The signer says that the line is right. Saying it twice is saying it once. ``signature`` must be locked.

    Taken until the letter closes, also after the time that was asked for. Raises :class:`~campaign.operations.acts.TooLate`
    afterwards, and :class:`~campaign.operations.own_page.NotStanding` for a signature that ended.
    """
    must_be_open(campaign, now)
    if signature.status not in STANDING:
        raise NotStanding
    if signature.galley != "right":
        signature.galley = "right"
        acted(session, campaign, signature, "galley right", by=SIGNER, now=now)


def spell(session: Session, campaign: Campaign, signature: Signature, typed: str, *, now: datetime) -> Corrected:
    """The signer corrects the line; gives what came of it. So corrected it counts as right; so does a wish: it is an answer.

    Raises what :func:`~campaign.operations.own_page.correct_line` raises.
    """
    done = correct_line(session, campaign, signature, typed, now=now)
    if done in ("same", "dropped"):
        say_right(session, campaign, signature, now=now)
    signature.galley = "right"
    return done
