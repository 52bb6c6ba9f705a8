"""What every page behind a personal link begins with: the letter's doors, and the row that the link opens."""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from flask import abort, make_response
from sqlalchemy.orm import Session

from campaign.deadlines import private_at, settled
from campaign.doors import Doors, Purpose
from campaign.models import Campaign
from campaign.operations.acts import row_behind
from campaign.queries import campaign_behind_link, campaign_for_signing
from languages import explicit
from signatories.links import Seal
from signatories.models import Signature
from web import arrive_again, clock, now, render, settings


def doors_of(slug: str) -> Doors:
    """The doors of a letter, under the configured base address: for mail."""
    return Doors(settings().base_url, seal(), slug)


def doors_here(slug: str) -> Doors:
    """The doors of a letter for the reader of this page: paths on this site, in the language that its address names."""
    return Doors("", seal(), slug, explicit())


def seal() -> Seal:
    """What makes and reads this program's links."""
    return _seal(settings().secret_key)


_seal = lru_cache(maxsize=4)(Seal)  # every signature needs it four times, and a program has one secret


def open_signature(
    session: Session, slug: str, purpose: Purpose, token: str, *, lock: bool = False
) -> tuple[Campaign, Signature]:
    """The campaign, and the signature that the link opens. Ends the request with a page that leads on when it opens none.

    ``lock`` is for whoever changes the signature: others are kept off it, and the campaign is held as for signing. Without
    that a signer could withdraw, and be told so, while the list with their line is being frozen.
    """
    campaign = campaign_for_signing(session, slug) if lock else campaign_behind_link(session, slug)
    if lock and campaign.state == "circulating" and settled(campaign, clock()):
        # It may have arrived in time. But the list is at its end, and a file may have been made of it: nothing changes in it
        # any more. What the signer wants goes to the coordinators, as what comes late does.
        arrive_again()
    signature = row_behind(session, campaign, Signature, doors_of(slug).opened(purpose, token), purpose=purpose, lock=lock)
    if signature is None:
        dead_link(campaign)
    return campaign, signature


def dead_link(campaign: Campaign) -> NoReturn:
    """End the request: the link opens nothing (any more). Whether it ever did is not told.

    Of a letter that is private still, not even that there is one: anybody can make up a link.
    """
    if private_at(campaign, now()):
        abort(404)
    page = make_response(render("public/dead_link.html", campaign=campaign), 404)
    abort(page)
