"""The front page."""

from __future__ import annotations

from campaign.public.blueprint import bp
from web import access, render


@bp.get("/")
@access("public")
def front() -> str:
    """What this is, and the way in for coordinators."""
    return render("public/front.html")
