"""The signatory list of a campaign: signatures, put in order by ``signatories``, as lines for ``letters``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from campaign.bundles.bundle import Bundle
from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from campaign.shared_lines import shared_lines
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from signatories.judgements import Judgement
from signatories.lines import Entry, Group, Grouping, Order, detail_of, grouped
from signatories.models import Signature
from signatories.recognition import Known, recognized


def signatories_of(session: Session, campaign: Campaign) -> Signatories:
    """The list as it prints now."""
    return lines(groups_of(session, campaign), campaign.columns)


def groups_of(session: Session, campaign: Campaign) -> tuple[Group, ...]:
    """The list in order and in groups, before it becomes print."""
    # Columns, not rows: for a list of 10,000 that takes a tenth of the time, and every look at the letter needs it.
    query = select(*_OF_AN_ENTRY).where(Signature.campaign_id == campaign.id, PRINTS).order_by(*IN_LIST_ORDER)
    printed_by = shared_lines(session, campaign.id).printed_by
    return grouped(
        (entry(row) for row in session.execute(query) if row.id not in printed_by),
        hosts=campaign.hosts,
        order=cast(Order, campaign.signature_order),
        ignore_the=campaign.ignore_the,
        by=cast(Grouping, campaign.group_by),
    )


def signatories_in(bundle: Bundle) -> Signatories:
    """The list of a bundle, which has no signatures yet but the rows of its file."""
    entries = [
        Entry(row.name, row.kind, row.sort_name, row.title, row.affiliation, row.scope, row.state, number)
        for number, row in enumerate(bundle.signatories)
    ]
    known = (Known(at, row.kind, row.name, row.contact_email, row.website) for at, row in enumerate(bundle.signatories))
    doubles = {later for _earlier, later in recognized(known)}
    entries = [one for one in entries if one.number not in doubles]
    groups = grouped(entries, hosts=bundle.hosts, order=bundle.order, ignore_the=bundle.ignore_the, by=bundle.group_by)
    return lines(groups, bundle.columns)


def counts(session: Session, campaigns: Iterable[Campaign]) -> dict[int, int]:
    """How many lines stand on each campaign's letter, by its id."""
    ids = [campaign.id for campaign in campaigns]
    query = select(Signature.campaign_id, func.count()).where(Signature.campaign_id.in_(ids), PRINTS)
    query = query.group_by(Signature.campaign_id)
    found: dict[int, int] = {row[0]: row[1] for row in session.execute(query)}
    judged = select(Judgement.campaign_id).where(Judgement.campaign_id.in_(ids), Judgement.revoked_at.is_(None)).distinct()
    for campaign_id in session.scalars(judged):
        found[campaign_id] = found.get(campaign_id, 0) - len(shared_lines(session, campaign_id).printed_by)
    return {campaign_id: found.get(campaign_id, 0) for campaign_id in ids}


_OF_AN_ENTRY = (
    Signature.id,
    Signature.line,
    Signature.kind,
    Signature.sort_name,
    Signature.title,
    Signature.affiliation,
    Signature.scope,
    Signature.state,
)


def entry(signature: Signature | Row[*tuple[Any, ...]]) -> Entry:
    """What the list needs to know of a signature, or of a row of the columns that it looks at."""
    return Entry(
        name=signature.line,
        kind=signature.kind,
        sort_name=signature.sort_name,
        title=signature.title,
        affiliation=signature.affiliation,
        scope=signature.scope,
        state=signature.state,
        number=signature.id,
    )


def lines(groups: Iterable[Group], columns: int) -> Signatories:
    """Groups as a letter prints them. A lone group of organizations needs no title."""
    listed = tuple(groups)
    return Signatories(
        tuple(
            SignatoryGroup(
                tuple(
                    SignatoryLine(entry.name, detail_of(entry.kind, entry.title, entry.affiliation)) for entry in group.entries
                ),
                *_heading(group.name, alone=len(listed) == 1),
                individuals=all(entry.kind == "individual" for entry in group.entries),
            )
            for group in listed
        ),
        columns,
    )


def _heading(name: str, *, alone: bool) -> tuple[str, str]:
    titles = {
        "international": "International organizations",
        "national": "National organizations",
        "state": "State organizations",
        "local": "Local organizations",
        "": "" if alone else "Organizations",
        "individuals": "Individuals",
    }
    note = "Affiliations are listed for identification only." if name == "individuals" else ""
    return titles.get(name, name.title() if name.islower() else name), note
