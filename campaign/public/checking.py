"""Is this file what was delivered? Whoever holds one drops it here. The script of the page computes its SHA-256 in the browser;
without it the file is hashed as it arrives, and nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField

import throttle
from campaign.delivery_queries import delivered, deliveries_with, files_hashed
from campaign.models import Campaign, Edition, EditionFile
from campaign.public.blueprint import bp
from campaign.public.moments import Moment, moment
from campaign.queries import public_campaign
from hashed_uploads import HashedUpload, only_hashed
from web import access, database, now, render, see_other

MOST = 25 * 1024 * 1024
"""Bytes of the request. A letter with 10,000 names has three million."""

_HEX = re.compile(r"[0-9a-f]{64}")
_AROUND = re.compile(r"[\s:]|sha-?256[=:]?", re.IGNORECASE)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class CheckForm(FlaskForm):  # type: ignore[misc]
    """A file, or its hash."""

    file = FileField(_l("The file, PDF or DOCX"))
    sha256 = StringField(_l("Or its SHA-256"))


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is: of which edition, and whose copy; "" for the letter as it is. ``addendum``: only what an edition adds."""

    edition: Edition
    closed: Moment
    form: str
    recipient: str = ""
    addendum: bool = False
    sent: Sequence[Moment] = ()
    delivered: Moment | None = None


@bp.get("/letters/<slug>/check")
@access("public")
def check(slug: str) -> Answer:
    """The form; with ``sha256`` what that hash is. The address with a hash can be passed on."""
    typed = request.args.get("sha256", "")
    found = hash_in(typed)
    form = CheckForm(formdata=None, sha256=found or typed[:200])
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        if typed and not found:
            form.sha256.errors = [_no_hash()]
            return _page(session, campaign, form), 422
        return _page(session, campaign, form, found)


@bp.post("/letters/<slug>/check")
@access("public")
@only_hashed(MOST)
def check_file(slug: str) -> Answer:
    """Take the hash of the file that was sent, or the one that was typed, to the page that says what it is."""
    form = CheckForm()
    with database().read() as session:
        campaign = public_campaign(session, slug, now())
        refusal = throttle.allow("check", campaign=slug)
        if refusal:
            return _page(session, campaign, form, refusal=refusal.sentence), refusal.status, refusal.headers
        sent = form.file.data.stream if form.file.data else None
        # The file is what somebody holds; a hash that stands in the form may be of an earlier one.
        if isinstance(sent, HashedUpload) and sent.size:
            found = sent.sha256
        else:
            typed = form.sha256.data or ""
            found = hash_in(typed)
            if not found:
                form.sha256.errors = [_no_hash() if typed.strip() else _("Choose a file, or write its SHA-256.")]
                return _page(session, campaign, form), 422
    return see_other("public.check", slug=slug, sha256=found)


def hash_in(typed: str) -> str:
    """The SHA-256 that was typed, however a program shows it ("SHA256: AB:CD …"); "" for anything else."""
    plain = _AROUND.sub("", typed[:300]).lower()
    return plain if _HEX.fullmatch(plain) else ""


def _no_hash() -> str:
    return str(_("A SHA-256 has 64 digits from 0 to 9 and a to f."))


def _page(session: Session, campaign: Campaign, form: CheckForm, sha256: str = "", *, refusal: str = "") -> str:
    return render(
        "public/check.html",
        campaign=campaign,
        form=form,
        sha256=sha256,
        known=_known(session, campaign, sha256) if sha256 else [],
        editions=len(campaign.editions),
        refusal=refusal,
    )


def _known(session: Session, campaign: Campaign, sha256: str) -> list[Known]:
    """What has this hash. Recipients' names are on the letter's page; where the letter went to is not."""

    def when(edition: Edition) -> Moment:
        return moment(edition.closed_at, campaign.timezone, now())

    def handed_over(edition: Edition) -> Moment | None:
        word = delivered(session, edition)
        return moment(word.delivered_at, campaign.timezone, now()) if word else None

    whole, copies = files_hashed(session, campaign, sha256)
    found = [
        Known(one.edition, when(one.edition), _form(one), addendum="addendum" in one.form, delivered=handed_over(one.edition))
        for one in whole
    ]
    for copy in copies:
        sent = [moment(one.at, campaign.timezone, now()) for one in deliveries_with(session, copy)]
        edition = copy.edition
        found.append(Known(edition, when(edition), copy.form.upper(), copy.recipient.name, False, sent, handed_over(edition)))
    return found


def _form(file: EditionFile) -> str:
    return file.form.removeprefix("addendum-").upper()
