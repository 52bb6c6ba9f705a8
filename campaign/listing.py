"""The signatory list of a campaign: signatures, put in order by ``signatories``, as lines for ``letters``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from campaign.arranging import arrangement_of, letter_language
from campaign.bundles.bundle import Bundle
from campaign.models import Campaign
from campaign.queries import IN_LIST_ORDER, PRINTS
from campaign.shared_lines import shared_lines
from letters.document.language import language_of
from letters.document.list_words import ListWords
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from signatories.judgements import Judgement
from signatories.lines import Entry, Group, detail_of, grouped
from signatories.models import Signature
from signatories.ordering.placing import SCOPES, Arrangement, Heading
from signatories.ordering.states import state_name
from signatories.recognition import Known, recognized


def signatories_of(session: Session, campaign: Campaign) -> Signatories:
    """The list as it prints now."""
    return lines(groups_of(session, campaign), campaign.columns, letter_language(session, campaign))


def groups_of(session: Session, campaign: Campaign) -> tuple[Group, ...]:
    """The list in order and in groups, before it becomes print."""
    # Columns, not rows: for a list of 10,000 that takes a tenth of the time, and every look at the letter needs it.
    query = select(*_OF_AN_ENTRY).where(Signature.campaign_id == campaign.id, PRINTS).order_by(*IN_LIST_ORDER)
    printed_by = shared_lines(session, campaign.id).printed_by
    entries = (entry(row) for row in session.execute(query) if row.id not in printed_by)
    return grouped(entries, arrangement_of(session, campaign))


def signatories_in(bundle: Bundle) -> Signatories:
    """The list of a bundle, which has no signatures yet but the rows of its file."""
    known = (Known(at, row.kind, row.name, row.contact_email, row.website) for at, row in enumerate(bundle.signatories))
    doubles = {later for _earlier, later in recognized(known)}
    entries = (
        Entry(
            name=row.name,
            kind=row.kind,
            sort_name=row.sort_name,
            title=row.title,
            affiliation=row.affiliation,
            scope=row.scope,
            state=row.state,
            type=row.type,
        )
        for at, row in enumerate(bundle.signatories)
        if at not in doubles
    )
    arrangement = Arrangement(
        hosts=bundle.hosts,
        order=bundle.order,
        ignore_the=bundle.ignore_the,
        numerals=bundle.numerals,
        by=bundle.group_by,
        types=bundle.types,
        language=bundle.letter.language,
    )
    return lines(grouped(entries, arrangement), bundle.columns, bundle.letter.language)


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
    Signature.type,
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
        type=signature.type,
        number=signature.id,
    )


def lines(groups: Iterable[Group], columns: int, language: str) -> Signatories:
    """Groups as a letter in that language (a BCP 47 tag) prints them. A lone group of organizations needs no title."""
    listed, words = tuple(groups), language_of(language).listed
    # However its signers write it, a state is one; there are far fewer states than lines.
    states = {typed: state_name(typed) for typed in {entry.state for group in listed for entry in group.entries}}
    return Signatories(
        tuple(
            SignatoryGroup(
                tuple(
                    SignatoryLine(entry.name, detail_of(entry.kind, entry.title, entry.affiliation), states[entry.state])
                    for entry in group.entries
                ),
                *_printed(group.heading, words, alone=len(listed) == 1),
                individuals=group.heading.of == "individuals",
            )
            for group in listed
        ),
        columns,
    )


def as_text(signatories: Signatories) -> str:
    """The list as plain text: a line for each, an empty line between groups, their headings above them."""
    return "\n".join(
        "".join(f"{line}\n" for line in [*_above(group), *map(_said, group.lines)]) for group in signatories.groups
    )


def _above(group: SignatoryGroup) -> list[str]:
    return [part for part in (group.title, group.note) if part] + ([""] if group.title else [])


def _said(line: SignatoryLine) -> str:
    return ", ".join(part for part in (line.name, line.detail) if part)


def _printed(heading: Heading, words: ListWords, *, alone: bool) -> tuple[str, str]:
    """What prints over a group, and the note under that."""
    if heading.of == "individuals":
        return words.individuals, words.affiliations
    if heading.of == "hosts":
        return words.hosts, ""
    if not heading.name:
        return "" if alone else words.organizations if heading.of == "organizations" else words.others, ""
    if heading.of == "scope" and heading.name in SCOPES:
        return getattr(words, heading.name), ""
    if not heading.name.islower():
        return heading.name, ""
    return heading.name.capitalize() if heading.of == "type" else heading.name.title(), ""
