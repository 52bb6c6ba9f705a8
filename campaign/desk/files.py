"""The letter as files, and the list as tables."""

from __future__ import annotations

from flask import Response, abort, make_response

from campaign.desk.blueprint import bp
from campaign.exports import Export, export, signatory_table
from campaign.queries import campaign_at_desk
from web import access, database, now

LETTERS = ("docx", "pdf", "html", "md")
TABLES = ("csv", "xlsx")


@bp.get("/<slug>/download/<file_format>")
@access("campaign.view")
def download(slug: str, file_format: str) -> Response:
    """The letter as docx, pdf, html or md: marked DRAFT until the campaign is closed."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in LETTERS:
            abort(404)
        return _attached(export(session, campaign, file_format, now=now()))


@bp.get("/<slug>/download/bundle")
@access("signatures.export")
def bundle(slug: str) -> Response:
    """The whole campaign as files. It holds the signers' contacts, and so needs more than looking at the letter does."""
    with database().read() as session:
        return _attached(export(session, campaign_at_desk(session, slug), "bundle", now=now()))


@bp.get("/<slug>/signatures.<file_format>")
@access("signatures.export")
def signature_table(slug: str, file_format: str) -> Response:
    """All signatures with contacts, as csv or xlsx."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        if file_format not in TABLES:
            abort(404)
        return _attached(signatory_table(session, campaign, file_format))


def _attached(file: Export) -> Response:
    # A slug holds only letters, digits and hyphens: the name needs no quoting beyond this.
    response = make_response(file.data)
    response.headers["Content-Type"] = file.content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    return response
