"""The whole campaign before it closes: so many names typed, so many lines; every name that does not print by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from campaign.desk.blueprint import bp
from campaign.desk.pairs.shown import page
from campaign.doubtful import doubts_of
from campaign.exports import CSV
from campaign.line_report import HEADER, report_of, rows_of
from campaign.queries import campaign_at_desk
from campaign.tables import as_csv
from web import access, attachment, database

WHY: Mapping[str, Any] = {
    "chosen": _l("chosen by %(by)s"),
    "known": _l("more is known of who signed it than an address"),
    "first": _l("it comes first in the list"),
    "named": _l("the others said themselves that they are the same as it"),
}
"""Why it is these words that print."""


@bp.get("/<slug>/doubles/report")
@access("signatures.view")
def line_report(slug: str) -> str:
    """The names that share a line, chapters, and how many pairs are still open."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        return page(
            session,
            campaign,
            "doubles_report.html",
            report=report_of(session, campaign),
            doubts=doubts_of(session, campaign),
            why=WHY,
        )


@bp.get("/<slug>/doubles/report.csv")
@access("signatures.export")
def line_table(slug: str) -> Response:
    """The same as CSV, a row for every name."""
    with database().read() as session:
        campaign = campaign_at_desk(session, slug)
        table = as_csv(HEADER, rows_of(session, campaign))
    return attachment(table, f"{campaign.slug}-lines.csv", CSV)
