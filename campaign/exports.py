"""A campaign's letter as a file, and its list as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from campaign.bundles import Bundle, Listed, write_bundle
from campaign.deadlines import Deadline
from campaign.delivery_queries import recipients_of
from campaign.editions import file_of, unpacked
from campaign.listing import as_text, signatories_of
from campaign.models import Campaign
from campaign.operations.delivering.recipients import entry_of
from campaign.operations.reminding.bundled import reminding_of
from campaign.operations.writing import letter_of, style_of
from campaign.queries import current_version, edition_of, printing
from campaign.renditions import draft_of, final_edition, final_of
from campaign.tables import as_xlsx, csv_pieces, table_of
from errors import UserError
from letters.document import html, markdown
from letters.document.rendition import Rendition, Signatories
from signatories.ordering.placing import Grouping, Numerals, Order

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
TXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NotWritten(UserError):  # noqa: N818
    """The letter cannot be written in this format as it is; the sentence says what to change."""


def _page(rendition: Rendition) -> bytes:
    return html.write(rendition, standalone=True).encode("utf-8")


def _docx(rendition: Rendition) -> bytes:
    from letters import docx  # late: a process that writes no Word file saves 11 MB

    try:
        return docx.write(rendition)
    except docx.UnwritableCharacterError as error:
        raise NotWritten(str(error)) from error


def _pdf(rendition: Rendition) -> bytes:
    from letters import pdf  # late, as the others

    try:
        return pdf.write(rendition)
    except pdf.PdfError as error:
        raise NotWritten(error.template, **error.values) from error


WRITERS: Mapping[str, tuple[Callable[[Rendition], bytes], str]] = {
    "docx": (_docx, DOCX),
    "pdf": (_pdf, "application/pdf"),
    "html": (_page, "text/html; charset=utf-8"),
}
"""The formats that a rendition is printed in, with their media types."""

FORMATS = (*WRITERS, "md", "bundle")


def written(rendition: Rendition, file_format: str) -> bytes:
    """The rendition in one of :data:`WRITERS`. Raises :class:`NotWritten` for what that format cannot hold."""
    return WRITERS[file_format][0](rendition)


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over. ``draft`` tells whether it is marked as one."""

    filename: str
    content_type: str
    data: bytes
    draft: bool = False


def export(
    session: Session, campaign: Campaign, file_format: str, *, now: datetime, draft: bool = False, public: bool = False
) -> Export:
    """The campaign's letter as ``file_format``, one of :data:`FORMATS`.

    ``public`` is for eyes outside of the coalition: where a campaign does not show who has signed, neither does the file.

    A file of a frozen edition is the stored one once it is there (:func:`campaign.editions.writing.letter_file` sees to that).

    Printed formats carry the DRAFT mark until the campaign is closed; ``draft`` asks for the mark even then. Markdown and the
    bundle are working copies and never marked. Raises a :class:`~errors.UserError` for an unknown format and for a text
    that cannot be printed.
    """
    if file_format == "md":
        text = markdown.write(letter_of(current_version(session, campaign)))
        return Export(f"{campaign.slug}.md", "text/markdown; charset=utf-8", text.encode("utf-8"))
    if file_format == "bundle":
        return Export(f"{campaign.slug}.zip", "application/zip", write_bundle(bundle_of(session, campaign)))
    if file_format not in WRITERS:
        raise UserError(f"“{file_format}” is not a format; choose one of {', '.join(FORMATS)}.")
    edition = None if draft else final_edition(session, campaign, now)
    listed = campaign.show_signatories or not public
    if edition is not None and edition.id is not None and listed:
        stored = file_of(session, edition, file_format)
        if stored is not None:
            return Export(stored.file_name, stored.media_type, stored.data)
    rendition = final_of(edition, listed=listed) if edition else draft_of(session, campaign, now)
    if not listed:
        rendition = replace(rendition, signatories=Signatories())
    name = campaign.slug + ("-DRAFT" if rendition.draft else "")
    return Export(f"{name}.{file_format}", WRITERS[file_format][1], written(rendition, file_format), bool(rendition.draft))


def plain_list(session: Session, campaign: Campaign) -> str:
    """The list as it prints, a line for each, in the letter's order, the groups under their headings; no contacts. Once the
    letter is closed, the list of its edition."""
    edition = edition_of(session, campaign)
    return as_text(unpacked(edition.signatories) if edition else signatories_of(session, campaign))


def signatory_table(session: Session, campaign: Campaign, file_format: str) -> Export:
    """The list with contacts, in the letter's order, as "csv" or "xlsx"; or as it prints, as "txt"."""
    if file_format == "csv":
        data = b"".join(csv_pieces(lambda: nullcontext(session), campaign.id))
        return Export(f"{campaign.slug}-signatories.csv", CSV, data)
    if file_format == "xlsx":
        return Export(f"{campaign.slug}-signatories.xlsx", XLSX, as_xlsx(table_of(session, campaign)))
    if file_format == "txt":
        return Export(f"{campaign.slug}-signatories.txt", TXT, plain_list(session, campaign).encode())
    raise UserError(f"“{file_format}” is not a format of the list; choose csv, xlsx or txt.")


def bundle_of(session: Session, campaign: Campaign) -> Bundle:
    """The campaign as a bundle: what :func:`campaign.operations.import_bundle` takes."""
    version = current_version(session, campaign)

    def meant(local: str | None) -> Deadline | None:
        return Deadline(datetime.fromisoformat(local), campaign.timezone) if local else None

    return Bundle(
        title=campaign.title,
        slug=campaign.slug,
        timezone=campaign.timezone,
        letter=letter_of(version),
        deadline=meant(campaign.deadline_local),
        announced=meant(campaign.announced_local),
        deadline_named=campaign.deadline_named,
        private_until=meant(campaign.embargo_local),
        reminding=reminding_of(session, campaign),
        hosts=tuple(campaign.hosts),
        order=cast(Order, campaign.signature_order),
        ignore_the=campaign.ignore_the,
        numerals=cast(Numerals, campaign.numerals),
        columns=campaign.columns,
        group_by=cast(Grouping, campaign.group_by),
        types=tuple(campaign.types),
        show=campaign.show_signatories,
        individuals=campaign.allow_individuals,
        sources=tuple(version.sources),
        style=style_of(version),
        signatories=tuple(
            Listed(
                name=signature.line,
                kind=signature.kind,
                scope=signature.scope,
                state=signature.state,
                type=signature.type,
                contact_name=signature.contact_name,
                contact_title=signature.contact_title,
                contact_email=signature.contact_email,
                website=signature.website,
                sort_name=signature.sort_name,
                title=signature.title,
                affiliation=signature.affiliation,
            )
            for signature in printing(session, campaign)
        ),
        recipients=tuple(entry_of(recipient) for recipient in recipients_of(session, campaign)),
    )
