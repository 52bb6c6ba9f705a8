"""Taking a bundle in as a campaign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.bundles.bundle import Bundle
from campaign.chronicle import note
from campaign.deadlines import after, wall_time
from campaign.models import Campaign
from campaign.operations.campaigns import SlugTaken, create_campaign
from campaign.operations.delivering.recipients import add
from campaign.operations.recognizing import recognize
from campaign.operations.reminding.bundled import take_reminding
from campaign.operations.timing import put_announced, put_embargo
from campaign.queries import find, newest_version
from coalition.permissions import Actor
from errors import UserError
from signatories.models import Signature


def import_bundle(
    session: Session, coalition_id: int, bundle: Bundle, *, replace: bool = False, by: Actor | str, now: datetime
) -> Campaign:
    """Make a campaign in drafting from ``bundle``, its list becoming imported signatures.

    A slug that is taken is refused. With ``replace``, a draft of the same coalition gives way: it is kept in the archive under
    another address, because an import must not be able to make a list of names disappear. Anything past drafting is never
    replaced. An embargo of that draft goes over to a bundle that has none: a file from before it was set must not make public
    what is to be private. Raises a :class:`~errors.UserError`.
    """
    earlier = find(session, bundle.slug)
    if earlier is not None:
        if not replace or earlier.coalition_id != coalition_id:
            raise SlugTaken(bundle.slug)
        if earlier.state != "drafting":
            raise UserError(f"“{bundle.slug}” is {earlier.state}, not a draft; it cannot be replaced.", field="slug")
        _set_aside(session, earlier, by=by, now=now)
    campaign = create_campaign(
        session,
        by=by,
        coalition_id=coalition_id,
        title=bundle.title,
        slug=bundle.slug,
        timezone=bundle.timezone,
        deadline_local=bundle.deadline.local.isoformat() if bundle.deadline else "",
        hosts=bundle.hosts,
        letter=bundle.letter,
        sources=[dict(item) for item in bundle.sources],
        style=bundle.style,
        now=now,
    )
    put_announced(campaign, bundle.announced)
    campaign.deadline_named = bundle.deadline_named
    put_embargo(campaign, bundle.private_until)
    if bundle.private_until is None and earlier is not None and earlier.embargo is not None:
        campaign.embargo, campaign.embargo_local = earlier.embargo, wall_time(earlier.embargo, campaign.timezone)
    if bundle.reminding is not None:
        take_reminding(session, campaign, bundle.reminding)
    campaign.signature_order = bundle.order
    campaign.ignore_the = bundle.ignore_the
    campaign.numerals = bundle.numerals
    campaign.columns = bundle.columns
    campaign.group_by = bundle.group_by
    campaign.types = list(bundle.types)
    campaign.show_signatories = bundle.show
    campaign.allow_individuals = bundle.individuals
    version = newest_version(session, campaign)
    signatures = [
        Signature(
            campaign_id=campaign.id,
            version_id=version.id,
            version_hash=version.content_hash,
            kind=row.kind,
            name_typed=row.name,
            line=row.name,
            sort_name=row.sort_name,
            title=row.title,
            affiliation=row.affiliation,
            scope=row.scope,
            state=row.state,
            type=row.type,
            website=row.website,
            signed_by=row.contact_name,
            signed_title=row.contact_title,
            contact_name=row.contact_name,
            contact_title=row.contact_title,
            contact_email=row.contact_email,
            origin="import",
            status="accepted",
            confirmed_at=now,
            confirmed_how="import",
            language=bundle.letter.language.partition("-")[0] or "en",
            position=place,
            signed_at=now,
        )
        for place, row in enumerate(bundle.signatories, start=1)
    ]
    session.add_all(signatures)
    recognize(session, campaign, signatures, now=now)
    add(session, campaign, bundle.recipients, by=by, now=now)
    note(
        session,
        campaign,
        "campaign.imported",
        by=by,
        now=now,
        slug=campaign.slug,
        signatures=len(bundle.signatories),
        replaced=earlier.slug if earlier else None,
    )
    return campaign


def _set_aside(session: Session, campaign: Campaign, *, by: Actor | str, now: datetime) -> None:
    slug = campaign.slug
    stem = slug[:64].rstrip("-")
    taken = set(session.scalars(select(Campaign.slug).where(Campaign.slug.startswith(f"{stem}-replaced-"))))
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}-replaced-{n}" not in taken)
    state = after("archive", campaign, now, by="program")
    campaign.slug, campaign.archived_from, campaign.state = f"{stem}-replaced-{number}", campaign.state, state
    session.flush()
    note(
        session,
        campaign,
        "campaign.replaced",
        by=by,
        now=now,
        slug=slug,
        kept_as=campaign.slug,
    )
