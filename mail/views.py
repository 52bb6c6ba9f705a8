"""The page of caught mail: what would have been sent, while no mail server is set.

It holds sign-in links, so it opens only on the machine that the program runs on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, abort, request
from sqlalchemy import select

from mail.models import CaughtMessage
from web import access, database, render, settings

bp = Blueprint("mail", __name__, template_folder="templates")

SHOWN = 200

_LINK = re.compile(r"(https?://\S+)")
_HERE = ("localhost", "127.0.0.1", "::1")
_FORWARDING = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message's text; ``link`` when it is an address to click."""

    text: str
    link: bool


def readable_here() -> bool:
    """Whether this request may read caught mail.

    No server is set; the connection comes from this machine; no proxy says that it speaks for somebody else; and the app is
    neither meant for nor called by another name than this machine's own. (A proxy on the same machine need not add a header,
    but an app behind one has a public base address.)
    """
    return (
        not settings().mail.server
        and urlsplit(settings().base_url).hostname in _HERE
        and urlsplit(f"//{request.host}").hostname in _HERE
        and _is_loopback(request.remote_addr or "")
        and not any(header in request.headers for header in _FORWARDING)
    )


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def pieces(text: str) -> list[Piece]:
    """The text of a message, cut so that its links can be made clickable."""
    return [Piece(part, bool(_LINK.fullmatch(part))) for part in _LINK.split(text) if part]


@bp.get("/mail")
@access("caught_mail.view")
def caught() -> str:
    """All caught messages, the newest first."""
    if not readable_here():
        abort(404)
    newest = select(CaughtMessage).order_by(CaughtMessage.caught_at.desc(), CaughtMessage.id.desc()).limit(SHOWN)
    with database().read() as session:
        messages = list(session.scalars(newest))
    return render("mail/caught.html", messages=[(message, pieces(message.text)) for message in messages])
