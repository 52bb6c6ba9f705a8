"""The letter as files, and the list as tables and as text."""

from __future__ import annotations

from flask import Response, abort

from campaign.desk.blueprint import bp
from campaign.editions.writing import letter_file
from campaign.exports import CSV, WRITERS, Export, export, signatory_table
from campaign.queries import campaign_at_desk
from campaign.tables import csv_pieces
from web import access, attachment, database, now

LETTERS = ("docx", "pdf", "html", "md")
LISTS = ("csv", "xlsx", "txt")


@bp.get("/<slug>/download/<file_format>")
@access("campaign.view")
def download(slug: str, file_format: str) -> Response:
    """The letter as docx, pdf, html or md: marked DRAFT until the campaign is closed."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in LETTERS:
            abort(404)
        if file_format not in WRITERS:
            return _file(export(session, campaign, file_format, now=now()))
    return _file(letter_file(database(), campaign.id, file_format, now=now()))


@bp.get("/<slug>/download/bundle")
@access("signatures.export")
def bundle(slug: str) -> Response:
    """The whole campaign as files. It holds the signers' contacts, and so needs more than looking at the letter does."""
    with database().read() as session:
        return _file(export(session, campaign_at_desk(session, slug), "bundle", now=now()))


@bp.get("/<slug>/signatures.<file_format>")
@access("signatures.export")
def signature_table(slug: str, file_format: str) -> Response:
    """All signatures with contacts, as csv or xlsx; or the list as it prints, as txt."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in LISTS:
            abort(404)
        if file_format != "csv":
            return _file(signatory_table(session, campaign, file_format))
    # Sent while it is written: a list of 100,000 begins to arrive at once, and is never in memory whole.
    pieces = csv_pieces(database().read, campaign.id)
    return attachment(pieces, f"{campaign.slug}-signatories.csv", CSV)


def _file(export: Export) -> Response:
    return attachment(export.data, export.filename, export.content_type)
