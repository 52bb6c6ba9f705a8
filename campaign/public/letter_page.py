"""The letter's page: made anew for a form that comes back, told from memory to everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, request
from sqlalchemy.orm import Session
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response

from campaign.deadlines import SETTLING
from campaign.models import Campaign
from campaign.public.page import page_at, sign_form
from campaign.queries import public_campaign
from languages import variant
from precompressed import best_encoding
from signatories.forms import SignerForm
from web import browser, database, form_mark, now, pages, render

_TAIL = '<input type="hidden" name="csrf_token" form="sign-form" value="'
"""Where the part of the page begins that differs from reader to reader. It is the last thing on the page, so that the rest can
be kept compressed (:mod:`precompressed`)."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the page has to say about the form that came back.

    ``changed``: the text is another one now; ``preview``: only the line was asked for; ``doubted``: a program may have sent it;
    ``stale``: its mark was none of this browser's; ``refusal``: it cannot be taken just now, and why.
    """

    changed: bool = False
    preview: bool = False
    doubted: bool = False
    stale: bool = False
    refusal: str = ""


def letter_page(
    reading: Session,
    campaign: Campaign,
    form: SignerForm,
    kind: str,
    remarks: Remarks = Remarks(),
    *,
    late: bool = False,
    **more: Any,
) -> str:
    """The page with ``form`` in it, for an "organization" or an "individual"; ``more`` goes to the template.

    ``late``: the letter has closed, and the form asks the coordinators to be added to its next edition.
    """
    page = page_at(reading, campaign, now())
    return render(
        "public/letter.html",
        page=page,
        campaign=campaign,
        form=form if page.open or late else None,
        late=late,
        kind=kind,
        line=form.line,
        removed=form.removed,
        remarks=remarks,
        **more,
    )


def cached_letter(slug: str, kind: str) -> Response:
    """The page with an empty form. 304 when the reader has it already; compressed as the reader takes it."""

    def make() -> tuple[bytes, datetime | None]:
        with database().read() as reading:
            campaign = public_campaign(reading, slug, now())
            if kind == "individual" and not campaign.allow_individuals:
                abort(404)
            html = letter_page(reading, campaign, sign_form(campaign, kind), kind)
            ends = [campaign.announced, campaign.deadline, campaign.deadline + SETTLING if campaign.deadline else None]
            return _body(html), min((end for end in ends if end is not None and now() <= end), default=None)

    page = pages().get((slug, kind, variant()), now(), make)
    asked = request.headers
    encoding = best_encoding(asked.get("Accept-Encoding", ""))
    # The form's mark is good for one browser: its own copy is as good as a new one, and nobody else's is.
    tag = page.etag_for(f"{browser()} {encoding}")
    headers = {"Vary": "Accept-Encoding, Cookie", "Cache-Control": "private, no-cache", "ETag": f'"{tag}"'}
    if parse_etags(asked.get("If-None-Match")).contains_weak(tag):
        return Response(status=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    tail = f'{_TAIL}{form_mark()}">\n</body>\n</html>\n'.encode()
    return Response(page.with_tail(tail, encoding), headers=headers, mimetype="text/html")


def _body(html: str) -> bytes:
    cut = html.rindex(_TAIL)
    return html[:cut].encode()
